"""The objects of meetings that addresses name: one that everybody of the zone is invited to, one that is others'."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from jianyan.core.attendance import code_at
from jianyan.files import store
from jianyan.meetings import actions
from jianyan.meetings.actions import Plan, Whom
from jianyan.meetings.models import Feed, Invitation, Meeting, MeetingFile
from tests.files import image
from tests.fixtures import MONDAY, World


def meeting_of(world: World, supervisor: str, department: str, *, leader: bool) -> Meeting:
    """A symposium to come with the supervisor, the department and, if wanted, the leader."""
    there = Meeting.objects.filter(zone=world.zone, title=f"座谈会 {supervisor}").first()
    if there is not None:
        return there
    starts = timezone.now() + timedelta(days=3)
    plan = Plan(
        kind="symposium",
        mode="both",
        title=f"座谈会 {supervisor}",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place="三楼会议室",
        link="https://meeting.example.com/1",
        agenda="一、通报\n二、发言",
    )
    made = actions.plan_meeting(world.actor("officer"), plan, at=timezone.now(), key=uuid4())
    whom = Whom(
        supervisors=[world.supervisors[supervisor].pk],
        departments=[world.departments[department].pk],
        users=[world.users["leader"].pk] if leader else [],
    )
    actions.invite(world.actor("officer"), made.pk, whom, at=timezone.now())
    return made


def row_of(meeting: Meeting) -> int:
    """The supervisor's row, with an excuse to decide about."""
    row = meeting.invitations.get(supervisor__isnull=False)
    if not row.excuse:
        Invitation.objects.filter(pk=row.pk).update(answer="excused", excuse="出差")
    return row.pk


def file_of(world: World, meeting: Meeting) -> UUID:
    """A photo that those invited may see."""
    name = store.new_name()
    store.put({name: image()}, at=MONDAY)
    store.claim(name)
    return MeetingFile.objects.create(
        meeting=meeting,
        shared=True,
        name="现场.jpg",
        kind="jpg",
        size=1,
        sent=uuid4().hex,
        digest="x",
        stored=name,
        uploaded_by=world.users["officer"],
        uploaded_at=MONDAY,
    ).token


def code_of(meeting: Meeting) -> str:
    """The code of this moment."""
    return code_at(meeting.secret, meeting.pk, timezone.now())


def feed_of(world: World) -> str:
    """The leader's calendar address."""
    made, _new = Feed.objects.get_or_create(
        user=world.users["leader"], defaults={"zone": world.zone, "made_at": timezone.now()}
    )
    return made.token
