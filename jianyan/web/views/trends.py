"""Trends for the office head and the leaders: months or quarters side by side, and the departments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.queries import Actor
from jianyan.core.periods import Period, Unit, periods
from jianyan.core.workdays import local_date
from jianyan.leads.queries import trends as reads
from jianyan.leads.queries.rates import Rate
from jianyan.leads.queries.trends import NOTHING, OF_DEPARTMENTS, OF_PERIODS, Course, Tally
from jianyan.leads.rate_words import FORMULAS, RATES
from jianyan.ui.formats import in_english, month_in_words
from jianyan.ui.shapes import Tab
from jianyan.web.cells import withheld_from
from jianyan.web.figures import FEW, Figure, RateCard, leads_url, rate_card

#: How many periods stand side by side.
SHOWN: dict[Unit, int] = {"month": 12, "quarter": 8}


@dataclass(frozen=True, slots=True)
class Line:
    """One period: its name, the short one for an axis, and its figures."""

    name: str
    at: str
    received: Figure
    rates: list[RateCard]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One department; ``rates`` is empty where they may not be shown."""

    name: str
    rates: list[RateCard]


@entry("head", "leader")
@require_safe
def trends(request: Request) -> HttpResponse:
    """Months, or quarters with ``?by=quarter``; the newest first in the table."""
    now = timezone.now()
    unit: Unit = "quarter" if request.GET.get("by") == "quarter" else "month"
    shown = periods(unit, local_date(now), SHOWN[unit])
    last = shown[-1].last
    found = reads.courses(request.actor.zone_id, shown[0].first, last, now)
    shown = [each for each in shown if not found or each.last >= min(found)]  # nothing stands before the beginning
    first = shown[0].first
    context = {
        "tabs": _tabs(unit),
        "lines": [_line(unit, each, _course(found, each)) for each in reversed(shown)],
        "unit": unit,
        "first": first,
        "last": min(last, local_date(now).replace(day=1)),
        "names": [(key, RATES[key], FORMULAS[key]) for key in OF_PERIODS],
        "unit_names": [(key, RATES[key]) for key in OF_DEPARTMENTS],
        "units": _units(request.actor, first, last, now),
        "few": FEW,
        "empty": not found,
    }
    return render(request, "web/trends.html", context)


def _tabs(unit: Unit) -> list[Tab]:
    return [
        Tab(url="?by=month", label=_("按月"), active=unit == "month"),
        Tab(url="?by=quarter", label=_("按季度"), active=unit == "quarter"),
    ]


def _course(found: dict[date, Course], period: Period) -> Course:
    return sum((found[month] for month in period.months if month in found), start=NOTHING)


def _line(unit: Unit, period: Period, course: Course) -> Line:
    name, at = month_in_words(period.first), f"{period.first:%Y-%m}"
    if unit == "quarter":
        name = _("{year}年第{n}季度").format(year=period.first.year, n=period.quarter)
        at = f"{period.first.year} Q{period.quarter}"
    scope: dict[str, Any] = {"first": period.first, "last": period.last}
    cards = [_card(key, course.tallies[key], **scope) for key in OF_PERIODS]
    return Line(name, at, Figure(course.received, leads_url(**scope)), cards)


def _card(key: str, tally: Tally, **scope: object) -> RateCard:
    return rate_card(Rate(key, tally.num, tally.den, {}), **scope)


def _units(actor: Actor, first: date, last: date, now: datetime) -> list[UnitLine]:
    """The departments that have answered, or have something to answer, in these months."""
    rows = [unit for unit in reads.by_department(actor.zone_id, first, last, now) if any(_dens(unit))]
    columns = [{unit.pk: unit.cells[key] for unit in rows if key in unit.cells} for key in OF_DEPARTMENTS]
    gone = withheld_from(actor, columns, now)
    return [
        UnitLine(
            unit.name_en if in_english() and unit.name_en else unit.name,
            []
            if unit.pk in gone
            else [_card(key, unit.tallies[key], first=first, last=last, department=unit.pk) for key in OF_DEPARTMENTS],
        )
        for unit in rows
    ]


def _dens(unit: reads.Unit) -> list[int]:
    return [tally.den for tally in unit.tallies.values()]
