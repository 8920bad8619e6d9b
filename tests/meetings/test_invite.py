"""Inviting, answering, excuses, and taking an invitation back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.meetings import actions
from jianyan.meetings.actions import Whom
from jianyan.meetings.models import Invitation, Meeting
from jianyan.notify.models import Notice
from tests.fixtures import World
from tests.meetings.acts import PLANNED, STARTS, invited, planned


def told(world: World, key: str) -> list[str]:
    return list(Notice.objects.filter(user=world.users[key]).order_by("pk").values_list("kind", flat=True))


@pytest.mark.clause("4.3.b")
class TestInviting:
    def test_people_units_and_accounts_are_invited_and_told(self, world: World) -> None:
        meeting = planned(world)
        whom = Whom(
            supervisors=[world.supervisors["social"].pk],
            users=[world.users["leader"].pk],
            departments=[world.departments["commerce"].pk],
        )

        rows = actions.invite(world.actor("officer"), meeting.pk, whom, at=PLANNED)

        assert [row.name for row in rows] == ["监督员social", "赵主任", "商务促进局"]
        for key in ("social", "leader", "liaison"):
            assert told(world, key) == ["meeting.invited"]
        assert told(world, "officer") == []

    @pytest.mark.clause("5.1.b", "5.2.b")
    def test_it_is_in_the_dossier_at_once(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social", "internal")

        rows = Entry.objects.filter(verb="meeting.invited").order_by("dossier")
        assert [row.dossier for row in rows] == sorted(world.supervisors[key].pk for key in ("social", "internal"))
        assert {row.clause for row in rows} == {"5.1.a", "5.1.b"}

    def test_twice_invites_once(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")

        with pytest.raises(Refused) as no:
            invited(world, meeting, "social")

        assert no.value.code == "nobody_chosen"
        assert told(world, "social") == ["meeting.invited"]

    def test_only_who_is_in_term_on_the_day_of_the_meeting(self, world: World) -> None:
        world.supervisors["social"].appointments.update(ends_on=(STARTS - timedelta(days=1)).date())

        with pytest.raises(Refused) as no:
            invited(world, planned(world), "social")

        assert no.value.code == "nobody_chosen"

    def test_nobody_of_another_zone(self, world: World, elsewhere: World) -> None:
        whom = Whom(
            supervisors=[elsewhere.supervisors["social"].pk],
            users=[elsewhere.users["leader"].pk],
            departments=[elsewhere.departments["commerce"].pk],
        )

        with pytest.raises(Refused):
            actions.invite(world.actor("officer"), planned(world).pk, whom, at=PLANNED)

    @pytest.mark.parametrize("key", ["social", "leader", "liaison"])
    def test_not_by_those_invited(self, world: World, key: str) -> None:
        meeting = planned(world)
        whom = Whom(supervisors=[world.supervisors["internal"].pk])
        everybody = Whom(
            supervisors=[world.supervisors["social"].pk],
            users=[world.users["leader"].pk],
            departments=[world.departments["commerce"].pk],
        )
        actions.invite(world.actor("officer"), meeting.pk, everybody, at=PLANNED)

        with pytest.raises(Refused) as no:
            actions.invite(world.actor(key), meeting.pk, whom, at=PLANNED)

        assert no.value.code == "wrong_hat"

    def test_an_invitation_taken_back_is_gone_and_told(self, world: World) -> None:
        meeting = planned(world)
        (row,) = invited(world, meeting, "social")

        actions.uninvite(world.actor("officer"), meeting.pk, row.pk, at=PLANNED)

        assert not Invitation.objects.exists()
        assert told(world, "social") == ["meeting.invited", "meeting.uninvited"]
        assert Entry.objects.filter(subject=row.subject).count() == 2


@pytest.mark.clause("5.1.a")
class TestAnswering:
    def test_coming_and_online(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")

        for answer in ("coming", "online"):
            row = actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer=answer)
            assert row.answer == answer

        said = Entry.objects.filter(verb="meeting.answer").order_by("pk")
        assert [row.data["answer"] for row in said] == ["coming", "online"]
        assert {row.dossier for row in said} == {world.supervisors["social"].pk}

    def test_the_same_again_is_no_new_row(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")

        for _ in range(2):
            actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer="coming")

        assert Entry.objects.filter(verb="meeting.answer").count() == 1

    def test_an_excuse_needs_a_reason(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")

        with pytest.raises(Refused) as no:
            actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer="excused", excuse=" \n")

        assert no.value.code == "excuse_required"
        assert meeting.invitations.get().answer == ""

    def test_an_excuse_waits_for_the_officer_who_is_told(self, world: World) -> None:
        meeting = planned(world)
        (row,) = invited(world, meeting, "social")
        actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer="excused", excuse="在外地出差")
        assert told(world, "officer") == ["meeting.excuse"]

        done = actions.decide_excuse(world.actor("officer"), meeting.pk, row.pk, at=PLANNED, ok=True)

        assert (done.excused_ok, done.excuse) == (True, "在外地出差")
        assert told(world, "social")[-1] == "meeting.excuse_ok"
        assert "出差" not in str(list(Entry.objects.values_list("data", flat=True)))

    def test_a_refused_excuse_is_told_and_can_be_answered_anew(self, world: World) -> None:
        meeting = planned(world)
        (row,) = invited(world, meeting, "social")
        actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer="excused", excuse="不想去")
        actions.decide_excuse(world.actor("officer"), meeting.pk, row.pk, at=PLANNED, ok=False)
        assert told(world, "social")[-1] == "meeting.excuse_no"

        again = actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer="coming")

        assert (again.answer, again.excuse, again.excused_ok) == ("coming", "", None)

    def test_there_must_be_an_excuse_to_decide(self, world: World) -> None:
        meeting = planned(world)
        (row,) = invited(world, meeting, "social")

        with pytest.raises(Refused) as no:
            actions.decide_excuse(world.actor("officer"), meeting.pk, row.pk, at=PLANNED, ok=True)

        assert no.value.code == "no_excuse"

    @pytest.mark.parametrize(("mode", "answer"), [("on_site", "online"), ("online", "coming"), ("both", "declined")])
    def test_only_what_the_meeting_offers(self, world: World, mode: str, answer: str) -> None:
        meeting = planned(world, mode=mode)
        invited(world, meeting, "social")

        with pytest.raises(Refused) as no:
            actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer=answer)

        assert no.value.code == "bad_answer"

    def test_a_unit_says_who_comes_or_declines(self, world: World) -> None:
        meeting = planned(world)
        whom = Whom(departments=[world.departments["commerce"].pk])
        actions.invite(world.actor("officer"), meeting.pk, whom, at=PLANNED)

        row = actions.answer(world.actor("liaison"), meeting.pk, at=PLANNED, answer="coming", note="陈晨、王科长")
        assert (row.answer, row.note) == ("coming", "陈晨、王科长")
        assert actions.answer(world.actor("liaison"), meeting.pk, at=PLANNED, answer="declined").answer == "declined"

    def test_not_after_it_has_begun(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")

        with pytest.raises(Refused) as no:
            actions.answer(world.actor("social"), meeting.pk, at=STARTS, answer="coming")

        assert no.value.code == "meeting_began"

    def test_a_stranger_finds_no_meeting(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")

        with pytest.raises(Meeting.DoesNotExist):
            actions.answer(world.actor("internal"), meeting.pk, at=PLANNED, answer="coming")
