"""Reads about meetings: who sees which, and what somebody is at one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.meeting import MeetingFacts, MeetingKind, Mode
from jianyan.core.workdays import local_date
from jianyan.meetings.models import Invitation, Meeting, Minutes
from jianyan.rules.queries import NoRulebook, book, version_on

#: How long before a meeting people may sign in where no rulebook holds.
DOORS = timedelta(minutes=60)


def own_invitations(actor: Actor) -> QuerySet[Invitation]:
    """The invitations that are the actor's: as a supervisor, in person, or as the liaison of a department."""
    mine = Q(user=actor.user_id)
    if actor.has(RoleName.supervisor):
        mine |= Q(supervisor__user=actor.user_id)
    if actor.has(RoleName.liaison) and actor.department_id:
        mine |= Q(department=actor.department_id)
    return Invitation.objects.filter(mine, meeting__zone=actor.zone_id)


def visible_to(actor: Actor) -> QuerySet[Meeting]:
    """The meetings that the actor may see: all of the zone for the office, for others those they are invited to."""
    zone = Meeting.objects.filter(zone=actor.zone_id)
    if actor.is_office:
        return zone
    return zone.filter(Exists(own_invitations(actor).filter(meeting=OuterRef("pk"))))


def own_invitation(actor: Actor, meeting: Meeting) -> Invitation | None:
    """The actor's own row of a meeting; that of the supervisor before that of the department. One query."""
    near = ("supervisor__unit", "user", "department")
    rows = list(own_invitations(actor).filter(meeting=meeting).select_related(*near))
    return min(rows, key=lambda row: (row.supervisor_id is None, row.user_id is None), default=None)


def hats(actor: Actor, invited: bool) -> frozenset[str]:
    """What the actor is at a meeting: of the office, invited, a guest, or the clock."""
    if actor.user_id is None:
        return frozenset({"system"})
    worn = {role for role in (RoleName.officer, RoleName.head) if role in actor.roles} | {"guest"}
    return frozenset(worn | {"invited"}) if invited else frozenset(worn)


def doors_at(meeting: Meeting) -> datetime:
    """From when on people may sign in, by the rules of the day."""
    try:
        rules = book(version_on(meeting.zone_id, local_date(meeting.starts_at)).pk)
    except NoRulebook:
        return meeting.starts_at - DOORS
    return meeting.starts_at - timedelta(minutes=rules.number_of("sign_in_before"))


def meeting_facts(meeting: Meeting, at: datetime) -> MeetingFacts:
    """What the table asks about a meeting at a moment. One query."""
    minutes = Minutes.objects.filter(meeting=meeting).first()
    return MeetingFacts(
        kind=MeetingKind(meeting.kind),
        mode=Mode(meeting.mode),
        began=at >= meeting.starts_at,
        over=at >= meeting.ends_at,
        doors=doors_at(meeting) <= at < meeting.ends_at,
        minutes=minutes.step if minutes else "",
    )
