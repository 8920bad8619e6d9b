"""Lists of meetings: the office's by quarter, and one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, F, Q, QuerySet

from jianyan.accounts.queries import Actor
from jianyan.core.meeting import Answer, MeetingKind, MeetingState
from jianyan.core.periods import Period, periods
from jianyan.core.workdays import TZ
from jianyan.leads.models import Lead
from jianyan.meetings.models import Invitation, Meeting
from jianyan.meetings.queries.base import own_invitations, visible_to


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter as addresses name it (``2026Q3``), with its first instant and the first one after it."""

    period: Period

    @property
    def key(self) -> str:
        return f"{self.period.first.year}Q{self.period.quarter}"

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.period.first, time(), TZ)

    @property
    def ends(self) -> datetime:
        last = self.period.last
        return datetime.combine(date(last.year + last.month // 12, last.month % 12 + 1, 1), time(), TZ)


def quarter_on(day: date) -> Quarter:
    """The quarter that a day lies in."""
    return Quarter(periods("quarter", day, 1)[0])


def quarter_named(text: str, day: date) -> Quarter:
    """The quarter that an address names; that of the day where it names none."""
    year, _, number = text.partition("Q")
    if year.isascii() and year.isdigit() and len(year) == 4 and 2000 <= int(year) < 2100 and number in tuple("1234"):
        return quarter_on(date(int(year), int(number) * 3, 1))
    return quarter_on(day)


def quarters_around(day: date) -> list[Quarter]:
    """The last four quarters, this one and the next, oldest first."""
    last = quarter_on(day).period.last
    after = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    return [Quarter(period) for period in periods("quarter", after, 6)]


def meetings_listed(actor: Actor, quarter: Quarter, kind: str = "") -> QuerySet[Meeting]:
    """The zone's meetings of a quarter, in the order of time. One query.

    Adds ``invited``, ``answered``, ``coming``, ``excused`` (asked for), ``undecided`` (of these), and ``came``.
    """
    of = Q(invitations__invited_at__isnull=False)
    coming = Q(invitations__answer__in=(Answer.coming, Answer.online))
    excused = Q(invitations__answer=Answer.excused)
    found = visible_to(actor).filter(starts_at__gte=quarter.begins, starts_at__lt=quarter.ends)
    if kind in set(MeetingKind):
        found = found.filter(kind=kind)
    return found.annotate(
        invited=Count("invitations", filter=of),
        answered=Count("invitations", filter=of & ~Q(invitations__answer="")),
        coming=Count("invitations", filter=of & coming),
        excused=Count("invitations", filter=excused),
        undecided=Count("invitations", filter=excused & Q(invitations__excused_ok__isnull=True)),
        came=Count("invitations", filter=Q(invitations__attended_at__isnull=False)),
    ).order_by("starts_at", "pk")


def own_listed(actor: Actor) -> QuerySet[Invitation]:
    """One's own invitations with their meetings, as a page of one's meetings shows them. One query."""
    near = ("meeting", "supervisor", "department")
    return own_invitations(actor).select_related(*near)


def ahead_of(actor: Actor, at: datetime) -> list[Invitation]:
    """One's own invitations to planned meetings that are not over, the nearest first. One query."""
    ahead = own_listed(actor).filter(meeting__state=MeetingState.planned, meeting__ends_at__gt=at)
    return list(ahead.order_by("meeting__starts_at", "pk"))


def waits(row: Invitation, at: datetime) -> bool:
    """Whether one of `ahead_of` waits for one's answer, as `waiting_of` finds it."""
    return row.answer == "" and row.invited_at is not None and row.meeting.starts_at > at


def waiting_of(actor: Actor, at: datetime) -> QuerySet[Invitation]:
    """Invitations to meetings to come that wait for one's answer, the nearest first."""
    open_ = own_listed(actor).filter(answer="", invited_at__isnull=False)
    ahead = open_.filter(meeting__state=MeetingState.planned, meeting__starts_at__gt=at)
    return ahead.order_by("meeting__starts_at", "pk")


def coming_of(actor: Actor, at: datetime) -> QuerySet[Invitation]:
    """Answered ones to meetings that are not over, the nearest first; those called off too until their time."""
    ahead = own_listed(actor).filter(meeting__ends_at__gt=at).exclude(meeting__state=MeetingState.held)
    answered = ahead.filter(~Q(answer="") | Q(meeting__state=MeetingState.cancelled) | Q(meeting__starts_at__lte=at))
    return answered.order_by("meeting__starts_at", "pk")


def past_of(actor: Actor, at: datetime) -> QuerySet[Invitation]:
    """Meetings that are over, the newest first."""
    over = Q(meeting__ends_at__lte=at) | Q(meeting__state=MeetingState.held)
    return own_listed(actor).filter(over).order_by(F("meeting__starts_at").desc(), "-pk")


def waiting_count(actor: Actor, at: datetime) -> int:
    """How many invitations wait for one's answer. One query."""
    return waiting_of(actor, at).count()


def leads_from(meeting: Meeting) -> QuerySet[Lead]:
    """The leads that were said at a meeting, parts of split ones not counted twice."""
    return (
        Lead.objects.filter(zone=meeting.zone_id, source=meeting.subject, split_from__isnull=True)
        .select_related("identity__supervisor", "lead_department")
        .order_by("pk")
    )
