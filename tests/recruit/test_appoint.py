"""One act appoints the list; a repeat goes on where it stopped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jianyan.accounts.models import Role
from jianyan.core.flow import Refused
from jianyan.people.queries import in_term
from jianyan.recruit import actions
from jianyan.recruit.models import Candidate
from tests.fixtures import MONDAY, World
from tests.recruit.acts import applied, brought_to, opened, qualified

LATER = MONDAY + timedelta(days=30)


@pytest.mark.clause("4.1.a")
def test_one_act_appoints_the_list(world: World) -> None:
    round_ = opened(world)
    for number in (0, 1):
        qualified(world, applied(world, round_, number))
    brought_to(world, round_, "appoint")
    done = list(actions.appoint_round(world.actor("head"), round_.pk, at=LATER))
    assert [why for _, why in done] == ["", ""]
    for candidate in Candidate.objects.filter(round=round_):
        assert candidate.state == "appointed"
        assert candidate.known is not None
        assert in_term(candidate.known.pk, round_.term_starts)
        assert Role.objects.filter(user=candidate.known.user, name="supervisor", zone=world.zone).exists()
        assert candidate.known.officer == world.users["officer"]
        assert not candidate.known.user.has_usable_password()
    numbers = set(Candidate.objects.filter(round=round_).values_list("appointment__certificate", flat=True))
    assert numbers == {"东监聘〔2026〕1号", "东监聘〔2026〕2号"}
    assert list(actions.appoint_round(world.actor("head"), round_.pk, at=LATER)) == [], "a repeat changes nothing"


@pytest.mark.clause("4.1.b")
def test_a_known_person_keeps_account_and_dossier_and_gains_the_identity(world: World) -> None:
    known = world.supervisors["social"]
    known.appointments.update(ends_on=MONDAY.date())
    round_ = opened(world)
    candidate = applied(world, round_, 0, phone=known.phone, levels=("new_area",))
    with pytest.raises(Refused, match="same_person"):
        qualified(world, candidate)
    actions.join_person(world.actor("officer"), candidate.pk, at=MONDAY, known=known.pk)
    qualified(world, candidate)
    brought_to(world, round_, "appoint")
    assert [why for _, why in actions.appoint_round(world.actor("head"), round_.pk, at=LATER)] == [""]
    assert set(known.identities.values_list("level", flat=True)) == {"district", "new_area"}
    assert known.appointments.count() == 2


def test_an_objection_that_is_open_or_upheld_stops_the_appointment(world: World) -> None:
    from uuid import uuid4

    round_ = opened(world)
    candidate = qualified(world, applied(world, round_, 0))
    qualified(world, applied(world, round_, 1))
    brought_to(world, round_, "publish")
    during = MONDAY + timedelta(days=13)
    objection = actions.object_to(world.system, candidate.pk, at=during, text="与事实不符", key=uuid4())
    with pytest.raises(Refused, match="objections_open"):
        actions.finish_notice(world.actor("officer"), round_.pk, at=LATER)
    actions.settle_objection(world.actor("officer"), objection.pk, at=LATER, outcome="upheld", findings="查证属实")
    actions.finish_notice(world.actor("officer"), round_.pk, at=LATER)
    done = dict(actions.appoint_round(world.actor("head"), round_.pk, at=LATER))
    assert done.pop(candidate.pk) == "objection_upheld"
    assert list(done.values()) == [""]
