"""What time itself brings to meetings."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import system_actor
from jianyan.core.flow import Refused
from jianyan.core.meeting import Answer, MeetingState
from jianyan.core.workdays import local_date
from jianyan.meetings.actions.base import accounts_of
from jianyan.meetings.actions.plan import hold_meeting
from jianyan.meetings.models import Meeting
from jianyan.notify.actions import tell
from jianyan.rules.queries import calendar_of


def tick_meetings(zone: Zone, *, at: datetime) -> int:
    """Close the meetings that are over, and remind once, from a working day before, of those to come.

    Returns how many meetings were closed or reminded of.
    """
    over = Meeting.objects.filter(zone=zone, state=MeetingState.planned, ends_at__lte=at).order_by("ends_at", "pk")
    closed = sum(_close(zone, pk, at) for pk in list(over.values_list("pk", flat=True)))
    near = Meeting.objects.filter(zone=zone, state=MeetingState.planned, reminded_at__isnull=True, starts_at__gt=at)
    today = local_date(at)
    soon = calendar_of(zone).add(today, 1)
    due = [meeting.pk for meeting in near.order_by("starts_at", "pk") if local_date(meeting.starts_at) <= soon]
    return closed + sum(_remind(zone, pk, at) for pk in due)


def _close(zone: Zone, pk: int, at: datetime) -> int:
    try:
        hold_meeting(system_actor(zone), pk, at=at)
    except Refused:  # somebody of the office was faster
        return 0
    return 1


@transaction.atomic
def _remind(zone: Zone, pk: int, at: datetime) -> int:
    """Tell those who have not answered and those who are coming; whoever is excused or stays away is left in peace."""
    claimed = Meeting.objects.filter(pk=pk, state=MeetingState.planned, reminded_at__isnull=True)
    if not claimed.update(reminded_at=at):
        return 0
    meeting = Meeting.objects.get(pk=pk)
    rows = meeting.invitations.filter(invited_at__isnull=False).select_related("supervisor")
    waiting: set[int] = set()
    coming: set[int] = set()
    for row in rows:
        row.meeting = meeting
        if row.answer == Answer.none:
            waiting.update(accounts_of(row))
        elif row.answer in (Answer.coming, Answer.online):
            coming.update(accounts_of(row))
    for kind, told in (("meeting.answer_due", waiting - coming), ("meeting.tomorrow", coming)):
        params = {"until": local_date(meeting.starts_at).isoformat()}
        tell(told, zone_id=zone.pk, at=at, kind=kind, path=f"/meetings/{pk}/", params=params)
    return 1
