"""Clocks: when a limit that starts at some instant ends, when to warn, and what light an open clock shows.

The day of the act is not counted (民法典 201): the first day is the next one, or the next working day when the limit
is in working days. The last day ends at 24:00 or at the close of business (民法典 203). All days are in Asia/Shanghai.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from jianyan.core.workdays import TZ, Calendar, local_date

#: An instant, or the same as seconds.
Moment = TypeVar("Moment", datetime, int)

LONGEST = 3650  # bound of Limit.amount: beyond any rule, and near enough that no date arithmetic overflows


class Unit(StrEnum):
    """What a limit is counted in; ``day`` and ``month`` are those of the ordinary calendar."""

    workday = "workday"
    day = "day"
    month = "month"


class Close(StrEnum):
    """When the last day ends: at 24:00, or at the close of business."""

    midnight = "midnight"
    business = "business"


@dataclass(frozen=True)
class Limit:
    """A time limit. ``amount`` 0 means the day of the act itself, or the next working day when that is off.

    ``business_end`` is Shanghai time. ``warn``: working days left, today not counted, at which the light turns yellow.
    ValueError when a number is out of bounds or ``business_end`` carries a time zone.
    """

    amount: int
    unit: Unit
    close: Close = Close.midnight
    business_end: time = time(17, 30)
    warn: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= LONGEST:
            raise ValueError(f"amount is {self.amount}, not from 0 to {LONGEST}")
        if self.warn < 0:
            raise ValueError(f"warn is {self.warn}, below 0")
        if self.business_end.tzinfo is not None:
            raise ValueError("business_end is Shanghai time and carries no zone of its own")


@dataclass(frozen=True)
class Due:
    """The end of a clock. ``on``: the last day that is in time.

    ``at``: the first instant that is too late. ``warn_at``: the start of the first day on which the light is yellow.
    Both are aware, in Asia/Shanghai. ``provisional``: the notice for the year of ``on`` is still to come.
    """

    on: date
    at: datetime
    warn_at: datetime
    provisional: bool


def due(limit: Limit, start: datetime, calendar: Calendar) -> Due:
    """The end of ``limit`` when it starts at ``start``: clauses 5.1.g (3 working days) and 5.1.h (7), and all others.

    The last day of a limit in days or months moves to the next working day when it is off (民法典 203).
    ValueError when ``start`` is naive, CalendarError when the clock leaves the calendar.
    """
    first = local_date(start)
    calendar.check(first)
    return due_on(calendar.on_or_after(_last_day(limit, first, calendar)), limit, start, calendar)


def due_on(on: date, limit: Limit, start: datetime, calendar: Calendar) -> Due:
    """The end of a clock whose last day was fixed by hand: an extension, or a plan's date.

    ``on`` is kept as given, working day or not; of ``limit`` only the close and the warning count.
    """
    first = local_date(start)
    if calendar.count(first, on) <= limit.warn:
        warn_on = first
    else:
        last_working = on if calendar.is_working(on) else calendar.add(on, -1)
        warn_on = calendar.add(last_working, -limit.warn)
    return Due(on, _end(on, limit), datetime.combine(warn_on, time(), TZ), calendar.provisional(on))


class Light(StrEnum):
    """The state of an open clock: time enough, nearly due, overdue."""

    green = "green"
    yellow = "yellow"
    red = "red"


def light(due_at: datetime, warn_at: datetime, now: datetime) -> Light:
    """The light of an open clock at ``now``."""
    if now >= due_at:
        return Light.red
    return Light.yellow if now >= warn_at else Light.green


def on_time(due_at: Moment, stopped: Moment) -> bool:
    """Whether a clock stopped in time. ``due_at`` itself is already too late. Both may be seconds instead."""
    return stopped < due_at


def left(on: date, today: date, calendar: Calendar) -> int:
    """Working days left until the end of ``on``, today not counted; negative: working days overdue.

    It is 0 on the last day, and also after it until the next working day comes; whether a clock is late is `on_time`.
    """
    return calendar.count(today, on)


def _last_day(limit: Limit, first: date, calendar: Calendar) -> date:
    match limit.unit:
        case Unit.workday:
            return calendar.add(first, limit.amount)
        case Unit.day:
            return first + timedelta(days=limit.amount)
        case Unit.month:
            return _add_months(first, limit.amount)


def _add_months(day: date, months: int) -> date:
    """The same day of the month later, or the last of that month when it has no such day (民法典 202)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _end(on: date, limit: Limit) -> datetime:
    if limit.close is Close.business:
        return datetime.combine(on, limit.business_end, TZ)
    return datetime.combine(on + timedelta(days=1), time(), TZ)
