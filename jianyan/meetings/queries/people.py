"""Who is invited to a meeting, who could be, and who was there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from jianyan.accounts.models import Department, Role, RoleName, User
from jianyan.core.meeting import Answer
from jianyan.core.workdays import local_date
from jianyan.meetings.models import Invitation, Meeting
from jianyan.people.models import Channel, Group, Supervisor
from jianyan.people.queries import appointed, with_contact
from jianyan.people.queries.groups import members

#: Whom of the accounts a meeting may invite in person: supervisors come as supervisors, departments as departments.
PERSONS = (RoleName.leader, RoleName.head, RoleName.officer, RoleName.liaison)

#: What the list of those invited is narrowed to.
SHOWN: dict[str, Q] = {
    "waiting": Q(answer="", attended_at__isnull=True),
    "coming": Q(answer__in=(Answer.coming, Answer.online)),
    "excused": Q(answer=Answer.excused),
    "declined": Q(answer=Answer.declined),
    "came": Q(attended_at__isnull=False),
    "absent": Q(attended_at__isnull=True),
}


def rows_of(meeting: Meeting) -> QuerySet[Invitation]:
    """Everybody on a meeting's list: supervisors by name, then others, then departments. One query."""
    near = ("supervisor__unit", "user", "department", "entered_by")
    by_name = F("supervisor__sort_key").asc(nulls_last=True)
    return meeting.invitations.select_related(*near).order_by(by_name, "pk")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of a meeting's list are what; ``walked_in`` came without an invitation."""

    invited: int
    waiting: int
    coming: int
    online: int
    excused: int
    undecided: int
    declined: int
    came: int
    walked_in: int

    @property
    def answered(self) -> int:
        return self.coming + self.online + self.excused + self.declined


def counts_of(rows: list[Invitation]) -> Counts:
    """Count a meeting's list; no query."""
    asked = [row for row in rows if row.invited_at]

    def said(answer: Answer) -> int:
        return sum(row.answer == answer for row in asked)

    return Counts(
        invited=len(asked),
        waiting=said(Answer.none),
        coming=said(Answer.coming),
        online=said(Answer.online),
        excused=said(Answer.excused),
        undecided=sum(row.answer == Answer.excused and row.excused_ok is None for row in asked),
        declined=said(Answer.declined),
        came=sum(row.attended_at is not None for row in rows),
        walked_in=sum(row.invited_at is None for row in rows),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which supervisors are proposed: of a channel, a category, an officer (account), a group, by words of the name."""

    words: str = ""
    channel: str = ""
    category: str = ""
    officer: int | None = None
    group: str = ""


def to_invite(meeting: Meeting, wanted: Wanted, at: datetime) -> QuerySet[Supervisor]:
    """Supervisors in term on the day of the meeting who are not on its list, by name."""
    day = local_date(meeting.starts_at)
    there = Invitation.objects.filter(meeting=meeting, supervisor=OuterRef("pk"))
    found = with_contact(appointed(meeting.zone_id, day), at)
    found = found.filter(~Exists(there), anonymised_at__isnull=True).select_related("unit")
    for word in wanted.words.split():
        found = found.filter(Q(name__icontains=word) | Q(employer__icontains=word) | Q(unit__name__icontains=word))
    if wanted.channel in set(Channel):
        found = found.filter(channel=wanted.channel)
    if wanted.category:
        found = found.filter(category=wanted.category)
    if wanted.officer is not None:
        found = found.filter(Q(contact_pk=wanted.officer))
    if wanted.group in set(Group):
        found = found.filter(pk__in=members(meeting.zone_id, [wanted.group], day).order_by().values("pk"))
    return found.order_by("sort_key", "pk")


def units_to_invite(meeting: Meeting) -> QuerySet[Department]:
    """Departments in use that are not on the list."""
    there = meeting.invitations.filter(department__isnull=False).values("department")
    return Department.objects.filter(zone=meeting.zone_id, active=True).exclude(pk__in=there).order_by("kind", "pk")


def accounts_to_invite(meeting: Meeting) -> list[tuple[User, str]]:
    """Accounts of leaders, office and liaisons that are not on the list in person, each with what they are."""
    there = meeting.invitations.filter(user__isnull=False).values("user")
    held = Role.objects.filter(zone=meeting.zone_id, name__in=PERSONS, user__is_active=True).exclude(user__in=there)
    found: dict[int, tuple[User, str]] = {}
    for role in sorted(held.select_related("user", "department"), key=lambda one: (PERSONS.index(one.name), one.pk)):
        what = role.department.name if role.name == RoleName.liaison and role.department else role.get_name_display()
        found.setdefault(role.user_id, (role.user, str(what)))
    return list(found.values())


def came_of(meeting: Meeting) -> list[Invitation]:
    """Supervisors who were there, by name, with their identities in a second query."""
    came = meeting.invitations.filter(attended_at__isnull=False, supervisor__isnull=False)
    rows = came.select_related("supervisor__unit").prefetch_related("supervisor__identities")
    return list(rows.order_by("supervisor__sort_key", "pk"))
