"""聘期: how long a term is, where it stands on a day, and how many may follow one another (clause 4.3.c)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: Days before the end from which a term is “ending soon”.
ENDING = 30


class TermState(StrEnum):
    """Where a term stands on a day."""

    coming = "coming"
    running = "running"
    ending = "ending"
    ended = "ended"
    broken_off = "broken_off"


@dataclass(frozen=True, slots=True)
class Term:
    """A term from ``starts`` to ``ends``, both included. ``left`` is the first day on which it no longer holds, where
    it was broken off by resignation or dismissal."""

    starts: date
    ends: date
    left: date | None = None

    @property
    def last(self) -> date:
        """The last day on which it holds; before ``starts`` where it was left before it began."""
        return min(self.ends, self.left - timedelta(days=1)) if self.left else self.ends

    def holds(self, day: date) -> bool:
        return self.starts <= day <= self.last


def term_of(starts: date, years: int) -> Term:
    """A term of whole years: from 1 October to 30 September; one that begins on 29 February ends on 28 February."""
    try:
        after = starts.replace(year=starts.year + years)
    except ValueError:
        after = date(starts.year + years, 3, 1)
    return Term(starts, after - timedelta(days=1))


def state_on(term: Term, day: date) -> TermState:
    """Where a term stands on a day."""
    if term.left and term.left <= day:
        return TermState.broken_off
    if day < term.starts:
        return TermState.coming
    if day > term.ends:
        return TermState.ended
    return TermState.ending if (term.ends - day).days < ENDING else TermState.running


def overlaps(one: Term, others: Iterable[Term]) -> bool:
    """Whether a term has a day in common with one of the others."""
    return any(one.starts <= other.last and other.starts <= one.last for other in others)


def consecutive(terms: Iterable[Term], starts: date) -> int:
    """How many terms without a gap came directly before a term that begins on ``starts``.

    A break of more than a month begins a new count.
    """
    count, edge = 0, starts
    for term in sorted(terms, key=lambda term: term.starts, reverse=True):
        if term.starts >= edge or term.last < term.starts:
            continue
        if (edge - term.last).days > 31:
            break
        count, edge = count + 1, term.starts
    return count
