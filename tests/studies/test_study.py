"""课题调研: called, joined, declined, changed, called off (4.2.c, 5.1.b)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from jianyan.core.flow import Refused
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.people.models import Appointment
from jianyan.studies import actions
from jianyan.studies.models import Study
from jianyan.studies.queries.base import studies_visible_to
from tests.fixtures import MONDAY, World
from tests.studies.acts import DUE, LATER, called, joined


def refused(code: str):
    return pytest.raises(Refused, match=f"^{code}$")


@pytest.mark.clause("4.2.c", "5.1.b")
def test_whoever_is_asked_is_told_and_finds_it_in_the_dossier(world: World) -> None:
    study = called(world)

    assert (study.no, study.state, study.due_on) == ("2026-01", "called", DUE)
    people = {world.supervisors[key].pk for key in ("social", "internal")}
    assert set(Entry.objects.filter(verb="study.invite").values_list("dossier", flat=True)) == people
    told = Notice.objects.filter(kind="study.invited").values_list("user", flat=True)
    assert set(told) == {world.users["social"].pk, world.users["internal"].pk}
    row = Entry.objects.get(verb="study.call")
    assert row.rules == "v1" and "重复交件" not in str(row.data)
    assert verify(world.zone, at=LATER).findings == []


def test_the_same_page_calls_once_and_numbers_go_on(world: World) -> None:
    key = uuid4()
    assert called(world, key=key).pk == called(world, key=key).pk
    assert called(world).no == "2026-02"
    assert Study.objects.count() == 2 and Notice.objects.filter(kind="study.invited").count() == 4


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": "  "}, "text_required"),
        ({"title": "题" * 81}, "too_long"),
        ({"text": "\u200b"}, "text_required"),
        ({"due_on": date(2026, 3, 6)}, "due_past"),
        ({"due_on": date(2027, 6, 1)}, "due_too_far"),
        ({"due_on": date(9999, 1, 1)}, "due_too_far"),
        ({"people": []}, "nobody_asked"),
        ({"people": [987654]}, "not_in_term"),
        ({"unit": 987654}, "unknown_unit"),
        ({"open_to": "everybody"}, "bad_choice"),
    ],
)
def test_what_cannot_be_called_leaves_nothing_behind(world: World, changes: dict[str, object], code: str) -> None:
    with refused(code):
        called(world, **changes)
    assert not Study.objects.exists() and not Entry.objects.filter(verb__startswith="study.").exists()


def test_a_last_day_that_is_off_is_kept(world: World) -> None:
    sunday = date(2026, 3, 15)
    assert called(world, due_on=sunday).due_on == sunday
    # Written down on the Sunday that it names, the next working day is still to come.
    assert called(world, at=MONDAY.replace(day=15), due_on=sunday).due_on == sunday


@pytest.mark.parametrize("key", ["social", "liaison", "leader", "auditor"])
def test_only_the_office_calls(world: World, key: str) -> None:
    with refused("wrong_role"):
        actions.call_study(world.actor(key), at=MONDAY, key=uuid4(), title="题", text="要求", due_on=DUE, open_to="all")


@pytest.mark.clause("5.1.b")
def test_an_open_study_is_for_its_channel(world: World) -> None:
    study = called(world, people=[], open_to="internal")

    assert Notice.objects.filter(kind="study.open").get().user == world.users["internal"]
    joined(world, "internal", study=study)
    with pytest.raises(Study.DoesNotExist):
        actions.join(world.actor("social"), study.pk, at=MONDAY)


def test_who_joins_or_declines_stands_in_the_dossier_and_the_officer_is_told(world: World) -> None:
    study = joined(world, "social")
    actions.decline(world.actor("internal"), study.pk, at=MONDAY, reason="出差")

    verbs = dict(Entry.objects.filter(verb__in=("study.join", "study.decline")).values_list("verb", "dossier"))
    assert verbs == {"study.join": world.supervisors["social"].pk, "study.decline": world.supervisors["internal"].pk}
    assert Notice.objects.filter(user=world.users["officer"], kind__startswith="study.").count() == 2
    actions.join(world.actor("internal"), study.pk, at=LATER)  # may think better of it
    actions.decline(world.actor("social"), study.pk, at=LATER, reason="借调")  # or of this
    assert list(study.participants.filter(answer="joined").values_list("supervisor", flat=True)) == [
        world.supervisors["internal"].pk
    ]


def test_joining_twice_is_refused_and_a_stale_page_is_told(world: World) -> None:
    study = called(world)
    actions.join(world.actor("social"), study.pk, at=MONDAY, seen=1)
    with refused("wrong_role"):
        actions.join(world.actor("social"), study.pk, at=MONDAY)
    with refused("stale"):
        actions.join(world.actor("internal"), study.pk, at=MONDAY, seen=1)


def test_whoever_is_not_in_term_any_more_does_not_join(world: World) -> None:
    study = called(world)
    Appointment.objects.filter(supervisor=world.supervisors["social"]).update(ends_on=MONDAY.date() - timedelta(days=1))
    with refused("wrong_role"):
        actions.join(world.actor("social"), study.pk, at=MONDAY)


def test_a_new_last_day_is_told_to_who_takes_part(world: World) -> None:
    study = joined(world, "social")
    moved = date(2026, 3, 27)
    actions.edit_study(world.actor("officer"), study.pk, at=LATER, title=study.title, text=study.text, due_on=moved)

    study.refresh_from_db()
    assert study.due_on == moved
    assert Notice.objects.get(kind="study.moved").user == world.users["social"]


def test_more_people_are_asked_once(world: World) -> None:
    study = called(world, people=[world.supervisors["social"].pk])
    ids = [world.supervisors[key].pk for key in ("social", "internal")]
    assert actions.invite(world.actor("head"), study.pk, at=LATER, people=ids) == 1
    assert Notice.objects.filter(kind="study.invited").count() == 2


def test_a_study_is_called_off_with_the_reason(world: World) -> None:
    study = joined(world, "social")
    actions.cancel_study(world.actor("head"), study.pk, at=LATER, reason="合并到另一课题")
    study.refresh_from_db()
    assert (study.state, study.why_ended) == ("cancelled", "合并到另一课题")
    with refused("wrong_state"):
        actions.decline(world.actor("social"), study.pk, at=LATER, reason="晚了")


def test_another_zone_sees_nothing(world: World, elsewhere: World) -> None:
    study = called(world, open_to="all")
    for key in ("officer", "head", "social"):
        assert not studies_visible_to(elsewhere.actor(key)).exists()
    with pytest.raises(Study.DoesNotExist):
        actions.cancel_study(elsewhere.actor("head"), study.pk, at=LATER, reason="x")
    with refused("not_in_term"):
        actions.invite(world.actor("officer"), study.pk, at=LATER, people=[elsewhere.supervisors["social"].pk])
