"""Where the time of a review's leads went (5.3.a). Values in, values out.

*Spent* are the working days that leads stood in a state, from the ledger. *Lost* are the working days beyond the limit:
a duty that was done late, or is still open and overdue, has lost the working days after its due day.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import NamedTuple

from jianyan.core.flow import DEPARTMENTS, GOVERNING, ClockKind
from jianyan.core.mining import Net
from jianyan.core.workdays import Calendar

#: The clock of each state, by the name of the state.
_GOVERNING: dict[str, ClockKind] = {str(state): kind for state, kind in GOVERNING.items()}


class Duty(NamedTuple):
    """A clock that was late, or that was about an answer: ``stopped_on`` None while it runs; ``late`` or not."""

    lead: int
    step: str
    department: int | None
    kind: str
    started_on: date
    due_on: date
    stopped_on: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """Leads with a late duty, the working days lost by them, and how long answers took in the middle (None: none)."""

    late: int = 0
    days: int = 0
    answered: float | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """What was lost by step (kind of clock), by department and by kind of lead, and in all."""

    steps: Mapping[str, Lost]
    departments: Mapping[int, Lost]
    kinds: Mapping[str, Lost]
    whole: Lost


@dataclass(slots=True)
class _Sum:
    leads: set[int] = field(default_factory=set)
    days: int = 0
    answers: list[int] = field(default_factory=list)

    @property
    def lost(self) -> Lost:
        return Lost(len(self.leads), self.days, median(self.answers) if self.answers else None)


def times(duties: Iterable[Duty], calendar: Calendar, today: date) -> Times:
    """What was lost, and how long answers took, as of a day."""
    sums: dict[tuple[str, Hashable], _Sum] = {}
    for duty in duties:
        keys: list[tuple[str, Hashable]] = [("all", None), ("step", duty.step), ("kind", duty.kind)]
        if duty.department is not None:
            keys.append(("department", duty.department))
        lost = max(0, calendar.count(duty.due_on, duty.stopped_on or today)) if duty.late else 0
        took = None
        if duty.step == ClockKind.reply and duty.stopped_on is not None:
            took = max(0, calendar.count(duty.started_on, duty.stopped_on))
        for key in keys:
            each = sums.setdefault(key, _Sum())
            if duty.late:
                each.leads.add(duty.lead)
                each.days += lost
            if took is not None:
                each.answers.append(took)

    def of(name: str) -> dict[Hashable, Lost]:
        return {key: each.lost for (which, key), each in sums.items() if which == name}

    return Times(of("step"), of("department"), of("kind"), of("all").get(None, Lost()))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Spent:
    """The working days that leads stood in a state before they went on.

    ``office``: the office had the move; None where nobody had, for the lead was ended and went on all the same.
    """

    state: str
    times: int
    days: int
    share: float
    office: bool | None


def spent(net: Net) -> list[Spent]:
    """Where the time went, by state, the most first. The shares add up to one, unless no day was spent at all."""
    found: dict[str, tuple[int, int]] = {}
    for arrow in net.arrows:
        times_, days = found.get(arrow.source, (0, 0))
        found[arrow.source] = times_ + arrow.count, days + (arrow.workdays_total or 0)
    whole = sum(days for _times, days in found.values())
    rows = [
        Spent(state, count, days, days / whole if whole else 0.0, _of_office(state))
        for state, (count, days) in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.days, -row.times, row.state))


def _of_office(state: str) -> bool | None:
    clock = _GOVERNING.get(state)
    return None if clock is None else clock not in DEPARTMENTS
