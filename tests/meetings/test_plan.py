"""Planning, changing, calling off and closing a meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.meetings import actions
from jianyan.meetings.models import Meeting
from jianyan.notify.models import Notice
from tests.fixtures import MONDAY, World
from tests.meetings.acts import ENDS, PLANNED, STARTS, invited, plan_of, planned

pytestmark = pytest.mark.clause("4.3.b")


def told(world: World, key: str) -> list[str]:
    """The kinds of what somebody was told, oldest first."""
    return list(Notice.objects.filter(user=world.users[key]).order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("kind", ["symposium", "plenary", "visit", "environment"])
def test_four_kinds_are_planned_and_recorded(world: World, kind: str) -> None:
    meeting = planned(world, kind=kind)

    assert (meeting.kind, meeting.state, meeting.title) == (kind, "planned", "一季度营商环境座谈会")
    row = Entry.objects.get(subject=f"meeting:{meeting.pk}")
    assert (row.verb, row.data["kind"], row.data["on"]) == ("meeting.plan", kind, "2026-03-09")
    assert "座谈会" not in str(row.data)


def test_the_same_page_twice_plans_one(world: World) -> None:
    key = uuid4()
    first = actions.plan_meeting(world.actor("officer"), plan_of(), at=PLANNED, key=key)

    assert actions.plan_meeting(world.actor("officer"), plan_of(), at=PLANNED, key=key) == first
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts_at": PLANNED - timedelta(minutes=1)}, "starts_past"),
        ({"ends_at": STARTS}, "ends_before_start"),
        ({"ends_at": STARTS + timedelta(days=2)}, "meeting_too_long"),
        ({"title": "会" * 300}, "too_long"),
        ({"title": " \u200b "}, "text_required"),
        ({"place": ""}, "text_required"),
        ({"link": "javascript:alert(1)"}, "bad_link"),
        ({"kind": "party"}, "bad_kind"),
        ({"mode": "dream"}, "bad_mode"),
        ({"agenda": "议" * 4001}, "too_long"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(world: World, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as no:
        planned(world, **changes)

    assert no.value.code == code
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("key", ["social", "leader", "liaison", "sysadmin"])
def test_only_the_office_plans(world: World, key: str) -> None:
    with pytest.raises(Refused) as no:
        actions.plan_meeting(world.actor(key), plan_of(), at=PLANNED, key=uuid4())

    assert no.value.code == "wrong_hat"


class TestChanging:
    def test_another_time_is_told_and_asked_anew(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social", "internal")
        actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer="coming")
        later = plan_of(starts_at=STARTS + timedelta(days=1), ends_at=ENDS + timedelta(days=1))

        moved = actions.edit_meeting(world.actor("officer"), meeting.pk, later, at=PLANNED, seen=meeting.revision)

        assert (moved.sequence, moved.starts_at) == (1, later.starts_at)
        assert set(moved.invitations.values_list("answer", flat=True)) == {""}
        assert told(world, "social") == ["meeting.invited", "meeting.moved"]
        assert told(world, "internal")[-1] == "meeting.moved"

    def test_another_room_is_told_and_answers_stay(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")
        actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer="coming")

        actions.edit_meeting(world.actor("officer"), meeting.pk, plan_of(place="二楼"), at=PLANNED)

        assert meeting.invitations.get().answer == "coming"
        assert told(world, "social") == ["meeting.invited", "meeting.changed"]

    def test_another_agenda_is_told_to_nobody(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")

        actions.edit_meeting(world.actor("officer"), meeting.pk, plan_of(agenda="新议程"), at=PLANNED)

        meeting.refresh_from_db()
        assert (meeting.agenda, meeting.sequence) == ("新议程", 0)
        assert told(world, "social") == ["meeting.invited"]

    def test_nothing_new_records_nothing(self, world: World) -> None:
        meeting = planned(world)

        actions.edit_meeting(world.actor("officer"), meeting.pk, plan_of(), at=PLANNED)

        assert Entry.objects.filter(subject=meeting.subject).count() == 1

    def test_not_into_the_past(self, world: World) -> None:
        meeting = planned(world)
        before = plan_of(starts_at=PLANNED - timedelta(days=2), ends_at=PLANNED - timedelta(days=1))

        with pytest.raises(Refused) as no:
            actions.edit_meeting(world.actor("officer"), meeting.pk, before, at=PLANNED)

        assert no.value.code == "starts_past"

    def test_the_second_of_two_is_told(self, world: World) -> None:
        meeting = planned(world)
        actions.edit_meeting(world.actor("head"), meeting.pk, plan_of(place="二楼"), at=PLANNED, seen=1)

        with pytest.raises(Refused) as no:
            actions.edit_meeting(world.actor("officer"), meeting.pk, plan_of(place="一楼"), at=PLANNED, seen=1)

        assert no.value.code == "stale"
        meeting.refresh_from_db()
        assert meeting.place == "二楼"

    def test_not_once_it_has_begun(self, world: World) -> None:
        meeting = planned(world)

        with pytest.raises(Refused) as no:
            actions.edit_meeting(world.actor("officer"), meeting.pk, plan_of(place="二楼"), at=STARTS)

        assert no.value.code == "meeting_began"

    def test_another_zone_has_no_such_meeting(self, world: World, elsewhere: World) -> None:
        meeting = planned(world)

        with pytest.raises(Meeting.DoesNotExist):
            actions.edit_meeting(elsewhere.actor("officer"), meeting.pk, plan_of(), at=PLANNED)


class TestCallingOff:
    def test_those_invited_are_told_why(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")

        done = actions.cancel_meeting(world.actor("officer"), meeting.pk, at=PLANNED, reason="台风，改期另行通知。")

        assert (done.state, done.cancel_reason, done.sequence) == ("cancelled", "台风，改期另行通知。", 1)
        assert told(world, "social") == ["meeting.invited", "meeting.cancelled"]

    def test_it_asks_for_a_reason(self, world: World) -> None:
        with pytest.raises(Refused) as no:
            actions.cancel_meeting(world.actor("officer"), planned(world).pk, at=PLANNED, reason=" ")

        assert no.value.code == "text_required"

    def test_not_twice(self, world: World) -> None:
        meeting = planned(world)
        actions.cancel_meeting(world.actor("officer"), meeting.pk, at=PLANNED, reason="改期")

        with pytest.raises(Refused) as no:
            actions.cancel_meeting(world.actor("officer"), meeting.pk, at=PLANNED, reason="改期")

        assert no.value.code == "wrong_state"


class TestTime:
    def test_a_meeting_that_is_over_is_closed_once(self, world: World) -> None:
        meeting = planned(world)

        assert actions.tick_meetings(world.zone, at=ENDS) == 1
        assert actions.tick_meetings(world.zone, at=ENDS) == 0

        meeting.refresh_from_db()
        assert meeting.state == "held"
        row = Entry.objects.get(subject=meeting.subject, verb="meeting.hold")
        assert (row.actor, row.role) == (None, "system")

    def test_the_working_day_before_everybody_is_reminded_once(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social", "internal")
        actions.answer(world.actor("internal"), meeting.pk, at=PLANNED, answer="coming")
        thursday, friday = MONDAY - timedelta(days=4), MONDAY - timedelta(days=3)

        assert actions.tick_meetings(world.zone, at=thursday) == 0
        assert actions.tick_meetings(world.zone, at=friday) == 1
        assert actions.tick_meetings(world.zone, at=friday) == 0

        assert told(world, "social")[-1] == "meeting.answer_due"
        assert told(world, "internal")[-1] == "meeting.tomorrow"

    def test_whoever_is_excused_is_left_in_peace(self, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")
        actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer="excused", excuse="出差")

        actions.tick_meetings(world.zone, at=MONDAY - timedelta(days=3))

        assert told(world, "social") == ["meeting.invited"]
