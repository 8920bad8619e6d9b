"""试行评估: the figures of a period, and what they are made of (5.3.a). Values in, values out.

*Spent* are the working days that leads stood in a state, from the ledger. *Lost* are the working days beyond the limit:
a duty that was done late, or is still open and overdue, has lost the working days after its due day.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import NamedTuple

from jianyan.core.cells import Cell, rows_withheld
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
        answered = duty.step == ClockKind.reply and duty.stopped_on is not None
        for key in keys:
            each = sums.setdefault(key, _Sum())
            if duty.late:
                each.leads.add(duty.lead)
                each.days += lost
            if answered and duty.stopped_on:
                each.answers.append(max(0, calendar.count(duty.started_on, duty.stopped_on)))

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


class Tally(NamedTuple):
    """``num`` of ``den``."""

    num: int = 0
    den: int = 0

    @property
    def rest(self) -> int:
        return self.den - self.num


#: Nothing of nothing.
NONE = Tally()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: a department or a kind of lead. Withheld: nothing but its name may be shown (4.1.c).

    ``count``: leads; ``in_time``: answered in time; ``returned``: times that it was sent back to the office;
    ``reopened``: leads that their reporters sent back.
    """

    key: str
    title: str
    title_en: str
    count: int = 0
    in_time: Tally = NONE
    returned: int = 0
    reopened: int = 0
    lost: Lost = Lost()
    withheld: bool = False


def kept_apart(rows: Sequence[tuple[Line, Sequence[Cell]]], least: int) -> tuple[Line, ...]:
    """The rows with those emptied that could tell who an anonymous reporter is; each cell belongs to a column."""
    gone = rows_withheld([cells for _line, cells in rows], least) if rows else frozenset()
    return tuple(
        Line(line.key, line.title, line.title_en, withheld=True) if place in gone else line
        for place, (line, _cells) in enumerate(rows)
    )


@dataclass(frozen=True, slots=True)
class Said:
    """Why one lead was returned or reopened, in the words of whoever did it."""

    lead: int
    no: str
    on: date
    unit: str
    unit_en: str
    words: str


@dataclass(frozen=True, slots=True)
class Misled:
    """How often one department has returned what it thinks is another's."""

    unit: str
    unit_en: str
    to: str
    to_en: str
    count: int


@dataclass(frozen=True, slots=True)
class Back:
    """What came back. ``returned`` and ``reopened`` are leads, ``results``: the answers that reporters sent back."""

    returned: int = 0
    reopened: int = 0
    misled: tuple[Misled, ...] = ()
    results: tuple[tuple[str, int], ...] = ()
    returns: tuple[Said, ...] = ()
    reopenings: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """What became of leads beyond their own answer: counts of leads.

    ``adopted``: solved, being solved or planned; ``reported``: in a signed special report; ``instructed``: a leader has
    instructed on it; ``tasked``: a task came of that, ``fulfilled``: all such tasks are done. ``comments``: comments on
    the rules that were answered in the period, by outcome; ``versions``: of the rules that came into force in it.
    """

    adopted: int = 0
    reported: int = 0
    instructed: int = 0
    tasked: int = 0
    fulfilled: int = 0
    comments: Mapping[str, int] = field(default_factory=dict)
    versions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """What the supervisors of a channel did. ``leads`` and ``raised`` (how many raised any) are None where withheld."""

    channel: str
    people: int
    forms_owed: int
    forms_filed: int
    forms_nil: int
    forms_late: int
    leads: int | None
    raised: int | None
    meetings: int
    attended: int
    studies: int
    studied: int


def activity_kept_apart(rows: Sequence[tuple[Activity, Cell]], least: int) -> tuple[Activity, ...]:
    """The rows without their leads where those could tell who an anonymous reporter is.

    How many raised nothing tells as much as how many raised something: one that is left over is found by name.
    """
    cells = [
        [cell, Cell(max(0, row.people - cell.people), cell.anonymous and row.people > cell.people)]
        for row, cell in rows
    ]
    gone = rows_withheld(cells, least) if rows else frozenset()
    return tuple(_without_leads(row) if place in gone else row for place, (row, _cell) in enumerate(rows))


def _without_leads(row: Activity) -> Activity:
    return Activity(
        row.channel,
        row.people,
        row.forms_owed,
        row.forms_filed,
        row.forms_nil,
        row.forms_late,
        None,
        None,
        row.meetings,
        row.attended,
        row.studies,
        row.studied,
    )


class Named(NamedTuple):
    """Something by its names; ``people``: how many stand behind it, where that is told."""

    title: str
    title_en: str
    people: int = 0


@dataclass(frozen=True, slots=True)
class Blind:
    """What the supervisors' eyes did not reach: nothing was raised, nothing was sent, nobody answered.

    ``industries`` are those of social supervisors in term; of internal ones that would tell of persons.
    """

    kinds: tuple[Named, ...] = ()
    fields: tuple[Named, ...] = ()
    stages: tuple[Named, ...] = ()
    units: tuple[Named, ...] = ()
    industries: tuple[Named, ...] = ()
    unanswered: int = 0
    unanswered_late: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """All figures of the leads submitted in the months from ``first`` to ``last``, as of ``at``.

    ``over``: the period was over by then. ``rates``: tallies by key of `leads.queries.rates`. ``steps``: the leads with
    a duty of each step that counts, by kind of clock. ``least``: the people under which a cell is withheld.
    """

    first: date
    last: date
    at: datetime
    over: bool
    least: int
    received: int
    reporters: int
    rates: Mapping[str, Tally]
    net: Net
    steps: Mapping[str, int]
    times: Times
    units: tuple[Line, ...]
    kinds: tuple[Line, ...]
    back: Back
    decisions: Decisions
    activity: tuple[Activity, ...]
    blind: Blind

    @property
    def spent(self) -> list[Spent]:
        return spent(self.net)

    @property
    def withheld(self) -> int:
        """How many rows are withheld."""
        rows = sum(line.withheld for line in (*self.units, *self.kinds))
        return rows + sum(row.leads is None for row in self.activity)
