"""How the work went, by month and by department: the rates of `queries.rates`, counted for many at once.

Everything is counted where it lies, in the indexed columns that the acts keep (a lead's ``month``, ``state``,
``result`` and ``reopened``, a clock's ``on_time``). What a rate means is said in `queries.rates` alone; tests hold both
together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jianyan.core.cells import Cell
from jianyan.core.flow import ClockKind, Result, State
from jianyan.leads.models import Clock, FollowUp, Lead, Reply

#: The rates that are about a clock and that the page shows.
CLOCKS = {"response": ClockKind.call, "dispatch": ClockKind.dispatch, "reply": ClockKind.reply}
#: What a period or a department shows: a closing rate never without what it is worth.
OF_PERIODS = ("closed", "explained", "reopened", *CLOCKS)
OF_DEPARTMENTS = ("closed", "explained", "reopened", "reply")

#: Leads of which nobody has to handle anything count in no closing rate.
UNHANDLED = (State.noted, State.merged, State.split_, State.withdrawn)


@dataclass(frozen=True, slots=True)
class Tally:
    """``num`` of ``den`` leads."""

    num: int = 0
    den: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.num + other.num, self.den + other.den)


@dataclass(frozen=True, slots=True)
class Course:
    """The leads submitted in some months: how many, and the tallies of their rates by key."""

    received: int
    tallies: Mapping[str, Tally]

    def __add__(self, other: Course) -> Course:
        return Course(
            self.received + other.received, {key: self.tallies[key] + other.tallies[key] for key in OF_PERIODS}
        )


NOTHING = Course(0, dict.fromkeys(OF_PERIODS, Tally()))


@dataclass(slots=True)
class Unit:
    """A department's own tallies by key, and the people behind them."""

    pk: int
    name: str
    name_en: str
    tallies: dict[str, Tally]
    cells: dict[str, Cell]


def courses(zone_id: int, first: date, last: date, now: datetime) -> dict[date, Course]:
    """The course of each month of submission from ``first`` to ``last``; months without a lead are not there.

    Two queries.
    """
    answered, done = ~Q(result=""), Q(state=State.closed)
    rows = (
        Lead.objects.filter(zone=zone_id, month__gte=first, month__lte=last)
        .order_by()
        .values("month")
        .annotate(
            received=Count("pk"),
            closed=Count("pk", filter=done),
            handled=Count("pk", filter=~Q(state__in=UNHANDLED)),
            answered=Count("pk", filter=answered),
            explained=Count("pk", filter=Q(result=Result.explained)),
            again=Count("pk", filter=answered & Q(reopened__gte=1)),
        )
    )
    duties = _duties(zone_id, first, last, now)
    return {row["month"]: _course(row, duties) for row in rows}


def _course(row: Mapping[str, Any], duties: Mapping[tuple[date, str], Tally]) -> Course:
    of_clocks = {key: duties.get((row["month"], kind), Tally()) for key, kind in CLOCKS.items()}
    return Course(
        row["received"],
        {
            "closed": Tally(row["closed"], row["handled"]),
            "explained": Tally(row["explained"], row["answered"]),
            "reopened": Tally(row["again"], row["answered"]),
            **of_clocks,
        },
    )


def _counted(now: datetime) -> Q:
    """Clocks that count: done, or overdue and still open."""
    return Q(void=False) & (Q(stopped_at__isnull=False) | Q(due_at__lte=now))


def _missed(now: datetime) -> Q:
    """Clocks that count against: done late, or overdue and still open."""
    return Q(void=False) & (Q(on_time=False) | Q(stopped_at__isnull=True, due_at__lte=now))


def _clocks(zone_id: int, first: date, last: date) -> QuerySet[Clock]:
    return Clock.objects.filter(zone=zone_id, lead__month__gte=first, lead__month__lte=last).order_by()


def _duties(zone_id: int, first: date, last: date, now: datetime) -> dict[tuple[date, str], Tally]:
    """Leads whose duties of a kind were all done in time, by month and kind of clock."""
    rows = (
        _clocks(zone_id, first, last)
        .filter(kind__in=list(CLOCKS.values()))
        .values("lead__month", "kind")
        .annotate(
            den=Count("lead", distinct=True, filter=_counted(now)),
            rest=Count("lead", distinct=True, filter=_missed(now)),
        )
        .values_list("lead__month", "kind", "den", "rest")
    )
    return {(month, kind): Tally(den - rest, den) for month, kind, den, rest in rows}


def by_department(zone_id: int, first: date, last: date, now: datetime) -> list[Unit]:
    """What departments made of the leads submitted in these months, the most answers first. Four queries."""
    found: dict[int, Unit] = {}
    for key, rows in (
        ("reply", _answers(zone_id, first, last, now)),
        ("closed", _endings(zone_id, first, last)),
        ("explained", _results(zone_id, first, last)),
    ):
        for row in rows:
            unit = found.setdefault(row["unit"], Unit(row["unit"], row["name"], row["name_en"], {}, {}))
            unit.tallies[key] = Tally(row["num"], row["den"])
            unit.cells[key] = Cell(row["people"], row["anonymous"] > 0)
    back = _sent_back(zone_id, first, last)
    for unit in found.values():
        for key in OF_DEPARTMENTS:
            unit.tallies.setdefault(key, Tally())
        unit.tallies["reopened"] = Tally(back.get(unit.pk, 0), unit.tallies["explained"].den)
    return sorted(found.values(), key=lambda unit: (-unit.tallies["reply"].den, -unit.tallies["closed"].den, unit.pk))


def _named(rows: Any, department: str, person: str, lead: str, **counted: Count) -> Iterable[Mapping[str, Any]]:
    """Rows by department with its names, and who is behind the column's whole."""
    fields = {"unit": f"{department}_id", "name": f"{department}__name", "name_en": f"{department}__name_en"}
    whole = counted["den"].filter
    people = Count(person, distinct=True, filter=whole)
    hidden = Q(**{f"{lead}hidden": True})
    anonymous = Count("pk", filter=hidden & whole if whole else hidden)
    grouped = rows.order_by().values(*fields.values()).annotate(people=people, anonymous=anonymous, **counted)
    return ({**row, **{name: row[column] for name, column in fields.items()}} for row in grouped)


def _answers(zone_id: int, first: date, last: date, now: datetime) -> Iterable[Mapping[str, Any]]:
    rows = _clocks(zone_id, first, last).filter(kind=ClockKind.reply, department__isnull=False)
    return (
        {**row, "num": row["den"] - row["rest"]}
        for row in _named(
            rows,
            "department",
            "lead__identity__supervisor",
            "lead__",
            den=Count("lead", distinct=True, filter=_counted(now)),
            rest=Count("lead", distinct=True, filter=_missed(now)),
        )
    )


def _endings(zone_id: int, first: date, last: date) -> Iterable[Mapping[str, Any]]:
    leads = Lead.objects.filter(zone=zone_id, month__gte=first, month__lte=last, lead_department__isnull=False)
    return _named(
        leads,
        "lead_department",
        "identity__supervisor",
        "",
        den=Count("pk", filter=~Q(state__in=UNHANDLED)),
        num=Count("pk", filter=Q(state=State.closed)),
    )


def _results(zone_id: int, first: date, last: date) -> Iterable[Mapping[str, Any]]:
    """The departments' last answers to each lead."""
    later = Reply.objects.filter(lead=OuterRef("lead"), department=OuterRef("department"), pk__gt=OuterRef("pk"))
    answers = Reply.objects.filter(~Exists(later), lead__zone=zone_id, lead__month__gte=first, lead__month__lte=last)
    return _named(
        answers,
        "department",
        "lead__identity__supervisor",
        "lead__",
        den=Count("lead"),
        num=Count("lead", filter=Q(result=Result.explained)),
    )


def _sent_back(zone_id: int, first: date, last: date) -> dict[int, int]:
    """Leads that reporters sent back at least once after an answer of the department."""
    bad = FollowUp.objects.filter(lead__zone=zone_id, reached=True, satisfaction="unsatisfied")
    rows = (
        bad.filter(lead__month__gte=first, lead__month__lte=last)
        .order_by()
        .values("reply__department")
        .annotate(n=Count("lead", distinct=True))
    )
    return {row["reply__department"]: row["n"] for row in rows}
