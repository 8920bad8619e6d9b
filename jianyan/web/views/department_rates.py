"""A department's own punctuality: each rate in words, by month or quarter, and the leads behind every figure (5.1.h).

Periods are those in which a lead first came to the department. The day on which it was raised stays out of it: an
anonymous reporter could be told by that (4.1.c).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import Department
from jianyan.core.opinion import month_of
from jianyan.core.workdays import local_date
from jianyan.leads.queries.rates import Rate, Scope, added_up, rates_by_month_sent
from jianyan.leads.rate_words import RATES as RATE_WORDS
from jianyan.leads.words import unit_name
from jianyan.ui import shapes
from jianyan.ui.formats import month_in_words
from jianyan.web.figures import RateCard, rate_card

#: The rates in the order of the work.
ORDER = ("accept", "reply", "returned", "extended", "reopened", "satisfied", "solved", "explained", "closed")
#: How many months and quarters are looked back on, this one included.
BACK = {"month": 6, "quarter": 4}
QUARTER = 3


@dataclass(frozen=True, slots=True)
class Period:
    """Some months in a row, ``first`` and ``last`` by their first days."""

    first: date
    last: date
    name: str
    url: str
    active: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One rate, period by period; None where no lead came."""

    name: str | Promise
    cells: list[RateCard | None]


@entry("liaison")
@require_safe
def department_rates(request: Request) -> HttpResponse:
    """时效: the cards of one period, or of all that are shown, and all periods side by side."""
    unit, now = request.actor.department_id, timezone.now()
    assert unit is not None  # a liaison's role names the department
    by = "quarter" if request.GET.get("by") == "quarter" else "month"
    periods = _periods(by, month_of(local_date(now)), request.GET.get("period", ""))
    whole = (periods[0].first, periods[-1].last)
    scope = Scope(request.zone.pk, now, whole[0], _end(whole[1]), unit, sent=True)
    by_month = rates_by_month_sent(scope)
    chosen = next((period for period in periods if period.active), None)
    first, last = (chosen.first, chosen.last) if chosen else whole
    context = {
        "unit": unit_name(Department.objects.get(pk=unit)),
        "by": by,
        "tabs": department_tabs("rates"),
        "kinds": _kinds(by),
        "periods": periods,
        "chosen": chosen,
        "all_url": f"?by={by}",
        "first": first,
        "last": last,
        "cards": _cards(_of(by_month, first, last), first, last, unit),
        "lines": _lines(periods, by_month, unit),
    }
    return render(request, "web/department_rates.html", context)


def department_tabs(active: str) -> list[shapes.Tab]:
    """The pages of a liaison's home."""
    return [
        shapes.Tab(url=reverse("department"), label=_("办理"), active=active == "work"),
        shapes.Tab(url=reverse("department_rates"), label=_("本单位时效"), active=active == "rates"),
    ]


def _kinds(by: str) -> list[shapes.Tab]:
    return [
        shapes.Tab(url="?by=month", label=_("按月"), active=by == "month"),
        shapes.Tab(url="?by=quarter", label=_("按季度"), active=by == "quarter"),
    ]


def _periods(by: str, this: date, wanted: str) -> list[Period]:
    """The periods up to this month, oldest first; ``wanted`` is the first month of the chosen one."""
    length = QUARTER if by == "quarter" else 1
    first = date(this.year, this.month - (this.month - 1) % length, 1)
    found = []
    for _n in range(BACK[by]):
        last = _later(first, length - 1)
        key = f"{first:%Y-%m}"
        name = _("{year}年第{n}季度").format(year=first.year, n=(first.month + 2) // 3)
        name = name if by == "quarter" else month_in_words(first)
        found.append(Period(first, last, name, f"?by={by}&period={key}", key == wanted))
        first = _later(first, -length)
    return found[::-1]


def _later(month: date, months: int) -> date:
    years, place = divmod(month.month - 1 + months, 12)
    return date(month.year + years, place + 1, 1)


def _end(month: date) -> date:
    return _later(month, 1) - timedelta(days=1)


def _of(by_month: dict[date, dict[str, Rate]], first: date, last: date) -> dict[str, Rate]:
    """The rates of some months as one; empty where no lead came."""
    return added_up([rates for month, rates in by_month.items() if first <= month <= last])


def _cards(found: dict[str, Rate], first: date, last: date, unit: int) -> list[RateCard]:
    scope = {"sent_first": first, "sent_last": last, "department": unit}
    return [rate_card(found[key], **scope) for key in ORDER if key in found]


def _lines(periods: list[Period], by_month: dict[date, dict[str, Rate]], unit: int) -> list[Line]:
    cells = [_cards(_of(by_month, period.first, period.last), period.first, period.last, unit) for period in periods]
    return [
        Line(RATE_WORDS[key], [cards[place] if cards else None for cards in cells]) for place, key in enumerate(ORDER)
    ]
