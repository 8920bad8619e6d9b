"""试行评估: the figures of a period, and what of them must not be shown (5.3.a). Values in, values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from jianyan.core.cells import Cell, rows_withheld
from jianyan.core.mining import Net
from jianyan.core.review_times import Lost, Spent, Times, spent


class Tally(NamedTuple):
    """``num`` of ``den``."""

    num: int = 0
    den: int = 0

    @property
    def rest(self) -> int:
        return self.den - self.num


#: Nothing of nothing, and no time lost.
NONE = Tally()
NO_TIME = Lost()


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
    lost: Lost = NO_TIME
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
