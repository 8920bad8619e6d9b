"""An officer's leave: a span of days during which others stand in, with no gap and no overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jianyan.core.workdays import TZ

#: Longer than this is no leave but a handover.
LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start`` on, until just before ``end``. One that ends where it starts holds no moment."""

    start: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        return self.start <= at < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether some moment lies in both."""
        return max(self.start, other.start) < min(self.end, other.end)


@dataclass(frozen=True, slots=True)
class Away:
    """A leave: who is away, who stands in, and when."""

    officer: int
    deputies: frozenset[int]
    span: Span


def midnight(day: date) -> datetime:
    """The first moment of a day in Shanghai."""
    return datetime.combine(day, time(), TZ)


def span_of(first: date, last: date, at: datetime) -> Span:
    """The span of whole days, the last included; a leave from today on begins at the moment it is set."""
    return Span(max(at, midnight(first)), midnight(last + timedelta(days=1)))


def days_wrong(first: date, last: date, today: date) -> str:
    """Why no leave can run on these days; empty when it can."""
    if first < today:
        return "leave_past"
    if last < first:
        return "leave_backwards"
    return "leave_too_long" if (last - first).days >= LONGEST_DAYS else ""


def clash(wanted: Away, others: Iterable[Away]) -> str:
    """Why a leave cannot stand beside the others; empty when it can.

    Whoever stands in is there: not away at the same time, and nobody else has to stand in for them in turn.
    """
    if wanted.officer in wanted.deputies:
        return "own_deputy"
    for other in others:
        if not wanted.span.overlaps(other.span):
            continue
        if other.officer == wanted.officer:
            return "leave_overlap"
        if other.officer in wanted.deputies:
            return "deputy_away"
        if wanted.officer in other.deputies:
            return "stands_in"
    return ""
