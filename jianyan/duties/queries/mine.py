"""How one supervisor stands: this quarter, and those that are closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Subquery

from jianyan.accounts.models import Zone
from jianyan.core.duties import Quarter, Reckoned, Rules, Standing, quarter_of, rules_for
from jianyan.core.meeting import Answer, MeetingKind
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.duties.models import Closing
from jianyan.duties.queries.lists import lies_in
from jianyan.duties.queries.people import people, reckoned, with_contacts, with_forms
from jianyan.meetings.models import Invitation, Meeting
from jianyan.people.queries import terms_on
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


def closings_of(supervisor_id: int, day: date) -> list[Closing]:
    """The closed quarters of one supervisor, the newest first, with ``begun``: when the term began that holds on a day,
    None without one. One query."""
    term = terms_on(day).filter(supervisor=supervisor_id).order_by("-starts_on")
    rows = Closing.objects.filter(supervisor=supervisor_id).select_related("quarter")
    return list(rows.annotate(begun=Subquery(term.values("starts_on")[:1])).order_by("-quarter__key")[:40])


def missed_of(closed: list[Closing]) -> int:
    """How many of these quarters of `closings_of` were missed in the term that holds now."""
    return sum(
        each.standing == Standing.missed and each.begun is not None and lies_in(each.quarter.key, each.begun)  # type: ignore[attr-defined]
        for each in closed
    )


def next_symposium(supervisor_id: int, ahead: Iterable[Invitation]) -> Meeting | None:
    """The next symposium, of the meetings ahead, to which somebody is invited and has not declined."""
    return next(
        (
            row.meeting
            for row in ahead
            if row.supervisor_id == supervisor_id
            and row.meeting.kind == MeetingKind.symposium
            and row.answer not in (Answer.declined, Answer.excused)
        ),
        None,
    )
