"""The working calendar: a year as twelve small months, and the notices behind it."""

from __future__ import annotations

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import OF_ZONE, Request, entry
from jianyan.accounts.models import RoleName
from jianyan.core.workdays import Calendar, local_date
from jianyan.rules.queries import calendar_of, notices_of
from jianyan.ui.formats import EN_MONTHS, in_english

FIRST, LAST = Calendar.first.year, Calendar.last.year

#: Who may bring in a notice.
IMPORTERS = (RoleName.head, RoleName.sysadmin)

#: What a special day is called in the small square of a month: 休 off, 班 worked.
MARKS: dict[bool, str | Promise] = {False: _("休"), True: _("班")}
WEEKDAYS = (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """One day of a month. ``kind``: worked, off, weekend or ordinary; ``mark`` and ``name`` are empty on plain days."""

    day: date
    kind: str
    mark: str | Promise
    name: str
    today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month as weeks of seven squares from Monday; None before its first and after its last day."""

    title: str
    weeks: list[list[Square | None]]
    working: int


@entry(*OF_ZONE)
@require_safe
def year(request: Request) -> HttpResponse:
    """One year of the zone's calendar; an address without a year, or with one out of reach, shows this year."""
    today = local_date(timezone.now())
    shown = _year(request.GET.get("year", ""), today.year)
    calendar = calendar_of(request.zone)
    months = [month(calendar, shown, number, today) for number in range(1, 13)]
    context = {
        "year": shown,
        "months": months,
        "weekdays": WEEKDAYS,
        "working": sum(each.working for each in months),
        "provisional": calendar.provisional(date(shown, 1, 1)),
        "notices": notices_of(request.zone.pk, shown),
        "earlier": shown - 1 if shown > FIRST else None,
        "later": shown + 1 if shown < LAST else None,
        "may_import": request.actor.has(*IMPORTERS),
    }
    return render(request, "rules/calendar.html", context)


def _year(text: str, otherwise: int) -> int:
    if text.isascii() and text.isdigit() and FIRST <= int(text[:5]) <= LAST:
        return int(text)
    return min(max(otherwise, FIRST), LAST)


def month(calendar: Calendar, year_: int, number: int, today: date) -> Month:
    """One month as the page shows it."""
    weeks = [
        [square(calendar, day, today) if day.month == number else None for day in week]
        for week in Weeks().monthdatescalendar(year_, number)
    ]
    working = sum(
        calendar.is_working(day)
        for week in Weeks().monthdatescalendar(year_, number)
        for day in week
        if day.month == number
    )
    title = EN_MONTHS[number - 1] if in_english() else f"{number}月"
    return Month(title=title, weeks=weeks, working=working)


def square(calendar: Calendar, day: date, today: date) -> Square:
    """One day: what it is, and by which holiday or shift."""
    working, weekend, name = calendar.is_working(day), day.weekday() >= 5, calendar.name(day)
    kind = "off" if not working and (name or not weekend) else "worked" if working and weekend else ""
    plain = "weekend" if weekend else "ordinary"
    return Square(
        day=day, kind=kind or plain, mark=MARKS[working] if kind else "", name=name if kind else "", today=day == today
    )
