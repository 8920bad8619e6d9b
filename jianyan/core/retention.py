"""How long the data of a person is kept after the last term (个人信息保护法: no longer than is needed)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def ended_before(day: date, years: int) -> date:
    """Whoever's last day of the last term lies before this day is to be anonymised on ``day``.

    A term that ended on 30 September 2023 is kept for three years to the end of 30 September 2026, and is due on the
    next day. On 29 February the day is 28 February of another year: a day later rather than too early.
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def kept_until(last: date, years: int) -> date:
    """The last day on which the data of a term that ended on ``last`` is kept."""
    try:
        return last.replace(year=last.year + years)
    except ValueError:
        return date(last.year + years, 3, 1)


def months_before(day: date, months: int) -> date:
    """The day so many months ago; where that month is shorter, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
