"""How one supervisor stands: this quarter, and those that are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jianyan.accounts.models import Zone
from jianyan.core.duties import Quarter, Reckoned, Rules, quarter_of
from jianyan.core.meeting import MeetingState
from jianyan.core.workdays import local_date
from jianyan.duties.models import Closing
from jianyan.duties.queries.people import people, reckoned, with_contacts, with_forms
from jianyan.duties.queries.rules import quarter_rules
from jianyan.meetings.models import Invitation, Meeting


@dataclass(frozen=True, slots=True)
class Running:
    """This quarter of one supervisor: each duty by what it asks for, and the row with forms and contacts."""

    quarter: Quarter
    rules: Rules
    parts: dict[str, Reckoned]
    row: Any


def running(zone: Zone, supervisor_id: int, at: datetime) -> Running | None:
    """This quarter of one supervisor; None for who is not in term in it, and without rules. Two queries."""
    today = local_date(at)
    quarter = quarter_of(today)
    rules = quarter_rules(zone, quarter, today)
    if rules is None:
        return None
    found = with_contacts(with_forms(people(zone.pk, rules, today), rules, today), rules, today)
    row = found.filter(pk=supervisor_id).first()
    return Running(quarter, rules, reckoned(row, rules, today), row) if row is not None else None


def closings_of(supervisor_id: int) -> list[Closing]:
    """The closed quarters of one supervisor, the newest first. One query."""
    rows = Closing.objects.filter(supervisor=supervisor_id).select_related("quarter")
    return list(rows.order_by("-quarter__key")[:40])


def next_symposium(supervisor_id: int, at: datetime) -> Meeting | None:
    """The next symposium to which somebody is invited and has not declined. One query."""
    rows = Invitation.objects.filter(
        supervisor=supervisor_id,
        meeting__kind="symposium",
        meeting__state=MeetingState.planned,
        meeting__ends_at__gt=at,
    ).exclude(answer__in=("declined", "excused"))
    first = rows.select_related("meeting").order_by("meeting__starts_at").first()
    return first.meeting if first else None
