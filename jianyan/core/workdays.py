"""The working calendar (工作日历): Monday to Friday, corrected by the State Council's yearly notices.

A notice gives weekdays off (放假) and Saturdays or Sundays worked (调休补班). All days are days in Asia/Shanghai.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import ClassVar
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Shanghai")


class CalendarError(ValueError):
    """A day outside the calendar's range, 2004 to 2200. ``day`` is the day asked about or counted from."""

    def __init__(self, message: str, day: date | None = None) -> None:
        super().__init__(message)
        self.day = day


def local_date(at: datetime) -> date:
    """The date in Shanghai at an instant. ValueError when ``at`` is naive, for then it is no instant."""
    if at.utcoffset() is None:
        raise ValueError(f"{at!r} has no time zone")
    try:
        return at.astimezone(TZ).date()
    except OverflowError:
        raise CalendarError(f"{at} {_RANGE}", at.date()) from None


@dataclass(frozen=True)
class Day:
    """One day of a notice: off or worked, and ``name``, the holiday that it is part of or is worked for."""

    day: date
    working: bool
    name: str


class Calendar:
    """Which days are working days, and counting in them. Immutable; building it sorts, so callers keep it.

    ``days`` are the exceptions to Monday–Friday; a later entry for a day replaces an earlier one, and an entry
    that agrees with Monday–Friday only gives the day its name. ``published`` are the years with a notice.
    Every method raises CalendarError for a day before ``first`` or after ``last``.
    """

    # A count needs no walk from day to day. The weekdays up to any day are arithmetic; the exceptions are kept in
    # order, beside how many working days they have added or taken away so far. So a day's rank (its place among
    # all working days) is one bisection, and so is the day of a rank.

    first: ClassVar[date] = date(2004, 1, 1)
    last: ClassVar[date] = date(2200, 12, 31)

    __slots__ = ("_days", "_exceptions", "_published", "_ranks", "_shifts")

    def __init__(self, days: Iterable[Day], published: Iterable[int]) -> None:
        self._days = {_ordinal(entry.day): entry for entry in days}
        self._published = frozenset(published)
        for year in self._published:
            if not self.first.year <= year <= self.last.year:
                raise CalendarError(f"{year} 年{_RANGE}")
        self._exceptions = sorted(day for day, entry in self._days.items() if entry.working != _is_weekday(day))
        # _shifts[i]: what the first i exceptions add to the weekdays; _ranks[i]: the rank at the end of exception i
        steps = (1 if self._days[day].working else -1 for day in self._exceptions)
        self._shifts = list(accumulate(steps, initial=0))
        self._ranks = [_weekdays(day) + shift for day, shift in zip(self._exceptions, self._shifts[1:], strict=True)]

    def check(self, day: date) -> None:
        """Return when the calendar reaches ``day``, raise CalendarError when it does not."""
        _ordinal(day)

    def is_working(self, day: date) -> bool:
        ordinal = _ordinal(day)
        entry = self._days.get(ordinal)
        return entry.working if entry else _is_weekday(ordinal)

    def name(self, day: date) -> str:
        """The holiday or shift that makes ``day`` special; empty on an ordinary day."""
        entry = self._days.get(_ordinal(day))
        return entry.name if entry else ""

    def provisional(self, day: date) -> bool:
        """Whether the notice for the year of ``day`` is still to come (暂定), so that its days may change.

        Years before the first published one are settled; a year left out between two published ones is not.
        """
        self.check(day)
        return day.year not in self._published and day.year > min(self._published, default=0)

    def add(self, day: date, n: int) -> date:
        """The ``n``-th working day after ``day``, which is not counted itself; before it when ``n`` is negative.

        ``n`` = 0 is ``day`` itself, working or not.
        """
        ordinal = _ordinal(day)
        if n == 0:
            return day
        rank = self._rank(ordinal) + n if n > 0 else self._rank(ordinal - 1) + n + 1
        return self._at(rank, f"{day} 起第 {n} 个工作日", day)

    def count(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; when ``end`` is earlier, −count(end, start)."""
        return self._rank(_ordinal(end)) - self._rank(_ordinal(start))

    def on_or_after(self, day: date) -> date:
        """``day`` when it is a working day, else the next one."""
        return self._at(self._rank(_ordinal(day) - 1) + 1, f"{day} 之后的工作日", day)

    def with_days(self, days: Iterable[Day], published: Iterable[int]) -> Calendar:
        """A new calendar in which ``days`` replace what was known of those days and ``published`` years are added."""
        return Calendar([*self._days.values(), *days], self._published.union(published))

    def _rank(self, ordinal: int) -> int:
        """How many working days there are up to and including the day."""
        return _weekdays(ordinal) + self._shifts[bisect_right(self._exceptions, ordinal)]

    def _at(self, rank: int, what: str, day: date) -> date:
        """The working day of that rank; ``what`` and ``day`` name it in the error when there is none in range."""
        if not self._rank(_FIRST - 1) < rank <= self._rank(_LAST):
            raise CalendarError(f"{what}{_RANGE}", day)
        # The day is the next exception that reaches the rank, unless a plain weekday before it does so sooner.
        i = bisect_left(self._ranks, rank)
        weekday = _nth_weekday(rank - self._shifts[i])
        return date.fromordinal(min([weekday, *self._exceptions[i : i + 1]]))


_FIRST = Calendar.first.toordinal()
_LAST = Calendar.last.toordinal()
_RANGE = f"不在工作日历的范围内（{Calendar.first} 至 {Calendar.last}）"


def _ordinal(day: date) -> int:
    """The day's number (day 1 is Monday 0001-01-01) after checking that the calendar reaches it."""
    if isinstance(day, datetime):
        raise TypeError(f"{day!r} is an instant; its day in Shanghai is local_date(…)")
    if not Calendar.first <= day <= Calendar.last:
        raise CalendarError(f"{day} {_RANGE}", day)
    return day.toordinal()


def _is_weekday(ordinal: int) -> bool:
    return 1 <= ordinal % 7 <= 5


def _weekdays(ordinal: int) -> int:
    """Mondays to Fridays from day 1 up to and including the day."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


def _nth_weekday(n: int) -> int:
    """The inverse of _weekdays: the ordinal of the ``n``-th Monday-to-Friday day, ``n`` >= 1."""
    weeks, rest = divmod(n - 1, 5)
    return weeks * 7 + rest + 1
