"""The departments' part of the figures: their punctuality, and who is behind with what reason (5.1.h)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Max, Model

from jianyan.accounts.models import Department
from jianyan.core.cells import Cell, rows_withheld
from jianyan.core.figures import Laggard, Unit
from jianyan.core.flow import Result
from jianyan.leads.models import Contest, Extension, Reply
from jianyan.reports.models import Answer, Snapshot
from jianyan.reports.queries.counted import UnitColumn, behind_units, by_unit

#: How many departments that are behind are named.
MOST = 10
#: Where departments give reasons, by their names on a lead; what is named first is told first.
SAID: dict[str, type[Model]] = {"contests": Contest, "extensions": Extension, "replies": Reply}
NOBODY = (Cell(0, False), Cell(0, False))


def units_of(snapshot: Snapshot, least: int) -> list[Unit]:
    """The table of departments, the most answers first; a row from which a reporter could be told is withheld whole."""
    columns, behind = by_unit(snapshot), behind_units(snapshot)
    units = Department.objects.in_bulk({pk for column in columns.values() for pk in column})
    rows = [behind.get(pk, NOBODY) for pk in units]
    gone = {list(units)[place] for place in rows_withheld(rows, least)}
    found = [_unit(unit, columns, withheld=pk in gone) for pk, unit in units.items()]
    return sorted(found, key=lambda unit: (unit.withheld, -(unit.den or 0), -(unit.given or 0), unit.pk))


def _unit(unit: Department, columns: dict[str, UnitColumn], *, withheld: bool) -> Unit:
    if withheld:
        return Unit(unit.pk, unit.name, unit.name_en)
    numbers = ("given", "closed", "num", "den", "overdue", "returned", "reopened")
    return Unit(
        unit.pk,
        unit.name,
        unit.name_en,
        **{name: columns[name].get(unit.pk, 0) for name in numbers},
        results={str(result): columns[f"result:{result}"].get(unit.pk, 0) for result in Result},
    )


def laggards_of(snapshot: Snapshot, units: Iterable[Unit]) -> list[Laggard]:
    """The departments with most overdue and late leads, each with the last reason that it gave."""
    behind = [unit for unit in units if (unit.den or 0) > (unit.num or 0) or unit.overdue]
    behind = sorted(behind, key=lambda unit: (-(unit.overdue or 0), (unit.num or 0) - (unit.den or 0), unit.pk))[:MOST]
    reasons = _reasons(snapshot, [unit.pk for unit in behind])
    return [
        Laggard(unit.pk, unit.name, (unit.den or 0) - (unit.num or 0), unit.overdue or 0, reasons.get(unit.pk, ""))
        for unit in behind
    ]


def _reasons(snapshot: Snapshot, units: list[int]) -> dict[int, str]:
    """What departments said last about one of their late leads: contesting a clock, asking for time, or answering.

    Six queries at most, from the late leads on: there are few of them.
    """
    found: dict[int, str] = {}
    late = Answer.objects.filter(
        counted__snapshot=snapshot, counted__earlier=False, on_time=False, department__in=units
    ).order_by()
    for name, model in SAID.items():
        told = f"counted__lead__{name}"
        own = {f"{told}__department": F("department"), f"{told}__at__lte": snapshot.taken_at, f"{told}__reason__gt": ""}
        last = (
            late.filter(**own).values("department").annotate(last=Max(f"{told}__pk")).values_list("department", "last")
        )
        rows = dict(last)
        texts = dict(model._default_manager.filter(pk__in=rows.values()).values_list("pk", "reason")) if rows else {}
        found = {unit: texts[pk] for unit, pk in rows.items()} | found
    return found
