"""Short ways to what tests of meetings begin with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from jianyan.meetings import actions
from jianyan.meetings.actions import Plan, Whom
from jianyan.meetings.models import Invitation, Meeting
from tests.fixtures import MONDAY, World

#: Monday's meetings are planned a week before.
PLANNED = MONDAY - timedelta(days=7)
STARTS, ENDS = MONDAY.replace(hour=14), MONDAY.replace(hour=16)


def plan_of(**changes: Any) -> Plan:
    """A plan that can be carried out: Monday, two to four in the afternoon."""
    first: dict[str, Any] = {
        "kind": "symposium",
        "mode": "both",
        "title": "一季度营商环境座谈会",
        "starts_at": STARTS,
        "ends_at": ENDS,
        "place": "管委会三楼会议室",
        "link": "https://meeting.example.com/123",
        "agenda": "1. 通报情况\n2. 监督员发言",
    }
    return Plan(**{**first, **changes})


def planned(world: World, at: datetime = PLANNED, **changes: Any) -> Meeting:
    """A meeting that the officer has planned."""
    return actions.plan_meeting(world.actor("officer"), plan_of(**changes), at=at, key=uuid4())


def invited(world: World, meeting: Meeting, *keys: str, at: datetime = PLANNED) -> list[Invitation]:
    """Invite supervisors by their keys."""
    whom = Whom(supervisors=[world.supervisors[key].pk for key in keys])
    return actions.invite(world.actor("officer"), meeting.pk, whom, at=at)


def held(world: World, *came: str, **changes: Any) -> Meeting:
    """A meeting that is over, to which these supervisors were invited and came."""
    meeting = planned(world, **changes)
    rows = invited(world, meeting, *came) if came else []
    if rows:
        actions.call_roll(world.actor("officer"), meeting.pk, at=STARTS, present=[row.pk for row in rows])
    actions.hold_meeting(world.actor("officer"), meeting.pk, at=ENDS)
    meeting.refresh_from_db()
    return meeting
