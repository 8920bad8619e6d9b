"""Months and quarters as spans of whole months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["month", "quarter"]

#: How many months one period has.
MONTHS: dict[Unit, int] = {"month": 1, "quarter": 3}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month or a quarter: the first days of its first and of its last month."""

    first: date
    last: date

    @property
    def months(self) -> list[date]:
        """The first days of its months."""
        return [shifted(self.first, n) for n in range(_number(self.last) - _number(self.first) + 1)]

    @property
    def quarter(self) -> int:
        """The number of the quarter, 1 to 4, in which it begins."""
        return (self.first.month + 2) // 3


def periods(unit: Unit, day: date, count: int) -> list[Period]:
    """The last ``count`` periods up to the one that ``day`` is in, oldest first."""
    size = MONTHS[unit]
    start = date(day.year, (day.month - 1) // size * size + 1, 1)
    firsts = [shifted(start, -size * n) for n in reversed(range(count))]
    return [Period(first, shifted(first, size - 1)) for first in firsts]


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def shifted(month: date, by: int) -> date:
    """The first day of the month so many months later."""
    number = _number(month) + by
    return date(number // 12, number % 12 + 1, 1)


def quarter_named(name: str) -> Period:
    """The quarter that ``2026Q3`` names; ValueError for what names none."""
    year, mark, number = name.partition("Q")
    if not (mark and len(year) == 4 and year.isascii() and year.isdigit() and number in ("1", "2", "3", "4")):
        raise ValueError(f"{name!r} names no quarter")
    first = date(int(year), int(number) * 3 - 2, 1)
    return Period(first, shifted(first, 2))


def quarter_name(day: date) -> str:
    """The name of the quarter that a day is in: ``2026Q3``."""
    return f"{day.year:04d}Q{(day.month + 2) // 3}"


def last_day(period: Period) -> date:
    """The last day of a period."""
    return shifted(period.last, 1) - timedelta(days=1)


def before(period: Period) -> Period:
    """The period of the same length directly before."""
    size = len(period.months)
    return Period(shifted(period.first, -size), shifted(period.first, -1))
