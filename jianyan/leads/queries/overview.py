"""What head and leaders see at once: who owes what since when, what waits for a decision, what came in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from jianyan.accounts.queries import Actor
from jianyan.core.cells import Cell
from jianyan.core.clocks import Light
from jianyan.core.flow import ClockKind
from jianyan.leads.models import Clock, Extension, Lead
from jianyan.leads.queries.attention import (
    DESIGNABLE,
    STUCK,
    Moment,
    asks_for_time,
    governing,
    lit,
    open_leads,
    overdue,
    returned,
)
from jianyan.leads.queries.contest import contested
from jianyan.leads.queries.list import known_to
from jianyan.leads.queries.rated import Months
from jianyan.leads.queries.rates import Rate, Scope
from jianyan.rules.queries import book

#: How long overdue, in working days: the columns of the table, from … to.
AGES: tuple[tuple[int, int | None], ...] = ((0, 2), (3, 5), (6, 10), (11, None))

#: Returned so often that somebody has to look at it.
OFTEN = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """What one owner has open: the office (``department_id`` None) or a department. ``ages``: red, by `AGES`."""

    department_id: int | None
    name: str
    name_en: str
    open: int
    yellow: int
    red: int
    ages: tuple[int, ...]


@dataclass(slots=True)
class Attention:
    """Open leads that call for attention, by why; ``undecided`` finds those that need a designation."""

    returned: int = 0
    reopened: int = 0
    extension: int = 0
    designation: int = 0
    contest: int = 0
    undecided: Q = field(default_factory=lambda: Q(pk__in=[]))


@dataclass(slots=True)
class Intake:
    """Leads that came in: by (kind, rulebook version), and those whose kind the actor may not know."""

    kinds: dict[tuple[str, int], int] = field(default_factory=dict)
    hidden: int = 0

    @property
    def total(self) -> int:
        return sum(self.kinds.values()) + self.hidden


@dataclass(frozen=True, slots=True)
class Answers:
    """A department's answers on time, with who is behind them."""

    department_id: int
    rate: Rate
    cell: Cell


def standings(zone_id: int, moment: Moment) -> list[Standing]:
    """Who owes what now, the most overdue first. One query."""
    ages = {f"age_{place}": Count("id", filter=overdue(moment, *age)) for place, age in enumerate(AGES)}
    rows: Iterable[Mapping[str, Any]] = (
        governing(zone_id)
        .order_by()
        .values("department_id", "department__name", "department__name_en")
        .annotate(
            open=Count("id"),
            red=Count("id", filter=lit(Light.red, moment.now)),
            yellow=Count("id", filter=lit(Light.yellow, moment.now)),
            **ages,
        )
    )
    found = [
        Standing(
            row["department_id"],
            row["department__name"] or "",
            row["department__name_en"] or "",
            row["open"],
            row["yellow"],
            row["red"],
            tuple(row[name] for name in ages),
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (-each.red, -each.open, each.department_id or 0))


def attention(zone_id: int) -> Attention:
    """How many open leads call for attention, by the rules that each was filed under. One query."""
    found = Attention()
    rows = (
        open_leads(zone_id)
        .order_by()
        .values("rules_id", "dispatches")
        .annotate(
            returned=Count("pk", filter=returned(OFTEN)),
            reopened_=Count("pk", filter=Q(reopened__gte=1)),
            extension=Count("pk", filter=asks_for_time()),
            designable=Count("pk", filter=Q(state__in=DESIGNABLE)),
            contest=Count("pk", filter=contested()),
        )
    )
    for row in rows:
        found.returned += row["returned"]
        found.reopened += row["reopened_"]
        found.extension += row["extension"]
        found.contest += row["contest"]
        if row["designable"] and row["dispatches"] >= book(row["rules_id"]).number_of("max_dispatches"):
            found.designation += row["designable"]
            found.undecided |= Q(rules=row["rules_id"], dispatches=row["dispatches"], state__in=DESIGNABLE)
    return found


def stuck(zone_id: int, moment: Moment) -> QuerySet[Clock]:
    """The clocks of stuck leads, the longest overdue first, with their leads."""
    return _with_lead(governing(zone_id).filter(overdue(moment, STUCK)))


def decisions(zone_id: int, undecided: Q) -> QuerySet[Clock]:
    """The clocks of leads that wait for the head, by due date; ``until`` is the day that was asked for."""
    asked = Extension.objects.filter(lead=OuterRef("lead"), decided_at__isnull=True)
    waiting = Q(Exists(asked)) | Q(lead__in=Lead.objects.filter(undecided, zone=zone_id).values("pk"))
    return _with_lead(governing(zone_id).filter(waiting)).annotate(until=Subquery(asked.values("until")[:1]))


def _with_lead(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    leads = clocks.select_related("lead__identity__supervisor", "lead__lead_department", "department")
    return leads.defer("lead__body", "lead__suggestion").order_by("due_at", "id")


def intake(actor: Actor, month: date) -> Intake:
    """What came in in a month, by kind as far as the actor may know it. One query."""
    known = known_to(actor) or Q(pk__isnull=False)
    rows = (
        Lead.objects.filter(zone=actor.zone_id, month=month)
        .order_by()
        .values("kind", "rules_id")
        .annotate(told=Count("pk", filter=known), untold=Count("pk", filter=~known))
        .values_list("kind", "rules_id", "told", "untold")
    )
    found = Intake()
    for kind, rules_id, told, untold in rows:
        if told:
            found.kinds[kind, rules_id] = told
        found.hidden += untold
    return found


def answers(months: Months, scope: Scope, *, people: bool) -> dict[int, Answers]:
    """The rate of answers on time of each department, what `rates` says of each.

    With ``people`` it is counted how many are behind each, in one query: only who is not of the office needs that.
    """
    behind = people_behind(scope) if people else {}
    return {
        unit: Answers(
            unit, Rate("reply", each.den - each.late, each.den, {}), Cell(behind.get(unit, 0), each.anonymous)
        )
        for unit, each in months.answers.items()
    }


def people_behind(scope: Scope) -> dict[int, int]:
    """How many supervisors' leads count for each department's answers on time. One query."""
    counted = Q(stopped_at__isnull=False) | Q(due_at__lte=scope.now)
    rows = (
        Clock.objects.filter(counted, zone=scope.zone_id, kind=ClockKind.reply, void=False, excluded=False)
        .filter(lead__in=scope.leads().values("pk"))
        .order_by()
        .values("department_id")
        .annotate(people=Count("lead__identity__supervisor", distinct=True))
    )
    return {unit: people for unit, people in rows.values_list("department_id", "people") if unit is not None}
