"""How one supervisor stands: this quarter, and those that are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jianyan.accounts.models import Zone
from jianyan.core.duties import Quarter, Reckoned, Rules, quarter_of, rules_for
from jianyan.core.meeting import MeetingState
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.duties.models import Closing
from jianyan.duties.queries.people import people, reckoned, with_contacts, with_forms
from jianyan.meetings.models import Invitation, Meeting
from jianyan.rules.queries import calendar_of


@dataclass(frozen=True, slots=True)
class Running:
    """This quarter of one supervisor: each duty by what it asks for, and the row with forms and contacts."""

    quarter: Quarter
    rules: Rules
    parts: dict[str, Reckoned]
    row: Any


def running(zone: Zone, at: datetime, *, book: Rulebook | None, **whose: int) -> Running | None:
    """This quarter of one supervisor (``pk=…`` or ``user=…``) under the rules in force; None for who is not in term in
    it, and without rules. One query."""
    today = local_date(at)
    quarter = quarter_of(today)
    if book is None:
        return None
    rules = rules_for(book, quarter, calendar_of(zone))
    found = with_contacts(with_forms(people(zone.pk, rules, today), rules, today), rules, today)
    row = found.filter(**whose).first()
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
