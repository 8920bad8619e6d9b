"""The leads that a snapshot counts: grouped into tables, and narrowed to those behind one figure.

Both read the same columns of `models.Counted`, so that a figure and the list behind it cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Substr

from jianyan.core.cells import Cell
from jianyan.core.flow import FINAL, Result, State
from jianyan.leads.models import Dispatch, FollowUp, Lead
from jianyan.leads.queries.rated import PARTS
from jianyan.leads.queries.rates import LEFT_OUT, RATES
from jianyan.reports.models import Answer, Counted, Snapshot

#: The columns that tables are grouped by.
DIMENSIONS = ("month", "channel", "kind", "field", "grade", "state", "result", "department")
#: Columns of a department's row that are no dimension of their own.
UNIT_PARTS = ("den", "num", "rest", "overdue", "returned", "reopened")
#: Received leads that nobody handles any more under their own number.
AWAY = (State.merged, State.split_, State.withdrawn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which counted leads a figure is made of; everything empty: those submitted in the quarter.

    ``earlier``: those that came from before. ``values``: a value for each of some dimensions. ``rate`` with ``part``,
    and ``unit`` with ``of`` (one of `UNIT_PARTS`), name a figure of a rate or of a department. What is ``open`` or
    ``overdue`` is counted whenever it came in, unless it is asked for ``earlier`` ones.
    """

    values: Mapping[str, str]
    earlier: bool = False
    everything: bool = False
    closed: bool = False
    common: bool = False
    away: bool = False
    open: bool = False
    overdue: bool = False
    rate: str = ""
    part: str = ""
    unit: int | None = None
    of: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a table: the leads, those of them that are closed, and who is behind them."""

    key: str
    count: int
    closed: int
    cell: Cell


def received(snapshot: Snapshot) -> QuerySet[Counted]:
    """The leads submitted in the quarter."""
    return Counted.objects.filter(snapshot=snapshot, earlier=False)


def behind(snapshot: Snapshot, wanted: Wanted) -> QuerySet[Counted]:
    """The counted leads behind a figure."""
    found = Counted.objects.filter(snapshot=snapshot)
    # Overdue and open ones are counted whenever they came in, and so is what waits for a department.
    if not (wanted.everything or wanted.open or wanted.overdue or (wanted.unit and wanted.of == "overdue")):
        found = found.filter(earlier=wanted.earlier)
    elif wanted.earlier:
        found = found.filter(earlier=True)
    found = found.filter(**wanted.values)
    if wanted.closed:
        found = found.filter(state=State.closed)
    if wanted.common:
        found = found.filter(common=True)
    if wanted.away:
        found = found.filter(state__in=AWAY)
    if wanted.open:
        found = found.filter(still_open())
    if wanted.overdue:
        found = found.filter(overdue(snapshot))
    if wanted.rate:
        found = found.filter(_of_rate(wanted.rate, wanted.part))
    if wanted.unit:
        found = found.filter(_of_unit(snapshot, wanted.unit, wanted.of))
    return found


def still_open() -> Q:
    """Leads in which somebody still owes something."""
    return ~Q(state__in=FINAL)


def overdue(snapshot: Snapshot) -> Q:
    """Leads whose move was overdue at the moment of the snapshot."""
    return Q(due_at__lte=snapshot.taken_at)


def _of_rate(rate: str, part: str) -> Q:
    place = RATES.index(rate) + 1
    wanted = ("num", "rest") if part == "den" else (part,)
    letters = [letter for letter, name in PARTS.items() if name in wanted]
    return Q(pk__in=Counted.objects.annotate(at_place=Substr("letters", place, 1)).filter(at_place__in=letters))


def _of_unit(snapshot: Snapshot, unit: int, of: str) -> Q:
    match of:
        case "overdue":
            return Q(owes=unit) & overdue(snapshot)
        case "returned":
            return Q(Exists(_returned(snapshot).filter(lead=OuterRef("lead"), department=unit)))
        case "reopened":
            return Q(Exists(_reopened(snapshot).filter(lead=OuterRef("lead"), reply__department=unit)))
        case "den" | "num" | "rest":
            answers = Answer.objects.filter(counted=OuterRef("pk"), department=unit)
            return Q(Exists(answers if of == "den" else answers.filter(on_time=of == "num")))
    return Q(department=unit)


def _returned(snapshot: Snapshot) -> QuerySet[Dispatch]:
    """Dispatches that departments had sent back by then."""
    return Dispatch.objects.filter(returned_at__lte=snapshot.taken_at, recalled_at__isnull=True)


def _reopened(snapshot: Snapshot) -> QuerySet[FollowUp]:
    """Follow-ups in which reporters had sent a lead back by then."""
    return FollowUp.objects.filter(at__lte=snapshot.taken_at, reached=True, satisfaction="unsatisfied")


def grouped(snapshot: Snapshot, dimension: str) -> list[Group]:
    """The leads received by a dimension, with who is behind them. One query."""
    rows = (
        received(snapshot)
        .order_by(dimension)
        .values(dimension)
        .annotate(
            count=Count("pk"),
            done=Count("pk", filter=Q(state=State.closed)),
            people=Count("supervisor", distinct=True),
            anonymous=Count("pk", filter=Q(hidden=True)),
        )
        .values_list(dimension, "count", "done", "people", "anonymous")
    )
    return [
        Group(str(key if key is not None else ""), count, done, Cell(people, anonymous > 0))
        for key, count, done, people, anonymous in rows
    ]


def counts(snapshot: Snapshot, dimension: str) -> dict[str, int]:
    """How many leads received there are of each value of a dimension that tells nothing of who raised them."""
    rows = received(snapshot).order_by(dimension).values(dimension).annotate(n=Count("pk"))
    return {str(key): n for key, n in rows.values_list(dimension, "n") if key}


def letters(snapshot: Snapshot) -> dict[str, dict[str, int]]:
    """How many leads received are in each part of each rate. One query."""
    rows = received(snapshot).order_by().values("letters").annotate(n=Count("pk")).values_list("letters", "n")
    found: dict[str, dict[str, int]] = {key: dict.fromkeys(("num", "rest", *LEFT_OUT), 0) for key in RATES}
    for word, n in rows:
        for key, letter in zip(RATES, word, strict=True):
            found[key][PARTS[letter]] += n
    return found


def leads_of(counted: QuerySet[Counted]) -> QuerySet[Lead]:
    """The leads themselves, the newest first."""
    return Lead.objects.filter(pk__in=counted.values("lead")).order_by("-id")


#: A column of the table of departments: how many leads each has there.
UnitColumn = dict[int, int]


def by_unit(snapshot: Snapshot) -> dict[str, UnitColumn]:
    """The columns of the table of departments, by name; a result's is ``result:…``. Six queries."""
    mine = received(snapshot)
    held, late = mine.filter(department__isnull=False), mine.filter(answers__isnull=False)
    waiting = Counted.objects.filter(overdue(snapshot), snapshot=snapshot, owes__isnull=False)
    found = {
        **_columns(held, "department", {"given": Q(), "closed": Q(state=State.closed)}),
        **_columns(held, "department", {f"result:{result}": Q(result=result) for result in Result}),
        **_columns(late, "answers__department", {"den": Q(), "num": Q(answers__on_time=True)}),
        **_columns(waiting, "owes", {"overdue": Q()}),
    }
    here = Exists(mine.filter(lead=OuterRef("lead")))
    for name, rows, unit in (
        ("returned", _returned(snapshot), "department"),
        ("reopened", _reopened(snapshot), "reply__department"),
    ):
        told = rows.filter(here).order_by().values(unit).annotate(n=Count("lead", distinct=True))
        found[name] = dict(told.values_list(unit, "n"))
    return found


def _columns(rows: QuerySet[Counted], unit: str, parts: Mapping[str, Q]) -> dict[str, UnitColumn]:
    """Several columns of one grouping, in one query."""
    wanted = {f"in_{place}": Count("pk", filter=part) for place, part in enumerate(parts.values())}
    told = list(rows.order_by().values(unit).annotate(**wanted).values_list(unit, *wanted))
    return {name: {pk: values[place] for pk, *values in told} for place, name in enumerate(parts)}


def behind_units(snapshot: Snapshot) -> dict[int, tuple[Cell, Cell]]:
    """Who is behind the leads that each department has, and behind those that it has answered. Two queries.

    What became of the leads tells nothing of who raised them; that there are so few does.
    """
    mine = received(snapshot)
    found: dict[int, list[Cell]] = {}
    for place, (unit, rows) in enumerate(
        (
            ("department", mine.filter(department__isnull=False)),
            ("answers__department", mine.filter(answers__isnull=False)),
        )
    ):
        told = (
            rows.order_by()
            .values(unit)
            .annotate(people=Count("supervisor", distinct=True), anonymous=Count("pk", filter=Q(hidden=True)))
        )
        for pk, people, anonymous in told.values_list(unit, "people", "anonymous"):
            found.setdefault(pk, [Cell(0, False), Cell(0, False)])[place] = Cell(people, anonymous > 0)
    return {pk: (cells[0], cells[1]) for pk, cells in found.items()}


def raised_by_several(snapshot: Snapshot, least: int, most: int) -> list[tuple[int, int]]:
    """The matters that most supervisors raised, as (lead, people): a lead with all that were merged into it.

    With an anonymous reporter among fewer than ``least`` people it is left out. One query.
    """
    rows = (
        received(snapshot)
        .annotate(matter=Coalesce("lead__merged_into", "lead"))
        .order_by()
        .values("matter")
        .annotate(people=Count("supervisor", distinct=True), anonymous=Count("pk", filter=Q(hidden=True)))
        .filter(Q(anonymous=0) | Q(people__gte=least), people__gte=2)
        .order_by("-people", "matter")
    )
    return list(rows.values_list("matter", "people")[:most])
