"""履职: what a supervisor or officer owes in a period, has done, and how that stands (clauses 5.1.a, 5.1.b, 5.1.c).

What is owed comes from the rulebook's ``duties``: who, what, per which period, how often. A period in which somebody
was in term for too few days is not owed: whoever is appointed or leaves in the middle owes it or not, never a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from jianyan.core.rulebook import Duty, Rulebook
from jianyan.core.terms import Term
from jianyan.core.workdays import Calendar

#: Which deeds fulfil what a duty asks for. Meetings are named by their kind.
DEEDS: dict[str, frozenset[str]] = {
    "form": frozenset({"form"}),
    "symposium": frozenset({"symposium"}),
    "meeting_or_study": frozenset({"symposium", "plenary", "visit", "environment", "study"}),
    "contact": frozenset({"contact"}),
}


class Standing(StrEnum):
    """How a duty stands, the best first.

    ``short``: not long enough in term in the period. ``excused``: what is missing is made up for by accepted excuses.
    ``owed``: there is time. ``warned``: the period ends soon. ``missed``: it is over.
    """

    met = "met"
    excused = "excused"
    short = "short"
    owed = "owed"
    warned = "warned"
    missed = "missed"


#: Nothing is to be done any more.
SETTLED = frozenset({Standing.met, Standing.excused, Standing.short})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A period from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, written ``2026Q3``."""

    year: int
    number: int

    @property
    def key(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def span(self) -> Span:
        return Span(self.months[0].first, self.months[-1].last)

    @property
    def months(self) -> list[Span]:
        """Its three months."""
        return [month_span(date(self.year, self.number * 3 - 2 + n, 1)) for n in range(3)]

    @property
    def before(self) -> Quarter:
        return quarter_of(self.span.first - timedelta(days=1))

    @property
    def after(self) -> Quarter:
        return quarter_of(self.span.last + timedelta(days=1))


def quarter_of(day: date) -> Quarter:
    """The quarter that a day is in."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_named(key: str) -> Quarter | None:
    """The quarter that is written so (``2026Q3``); None for anything else, and for years outside the calendar."""
    found = re.fullmatch(r"([0-9]{4})Q([1-4])", key)
    if found is None or not Calendar.first.year < int(found[1]) < Calendar.last.year:
        return None
    return Quarter(int(found[1]), int(found[2]))


def month_span(day: date) -> Span:
    """The month that a day is in."""
    first = day.replace(day=1)
    return Span(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def days_held(terms: Iterable[Term], span: Span) -> int:
    """On how many days of the period somebody was in term; terms of one person have no day in common."""
    return sum(max(0, (min(term.last, span.last) - max(term.starts, span.first)).days + 1) for term in terms)


def enough_days(book: Rulebook, per: Literal["month", "quarter"]) -> int:
    """The days in term from which a period of that length is owed."""
    return book.number_of(f"duty_days_{per}")


def duties_of(book: Rulebook, who: str, per: str) -> dict[str, Duty]:
    """The duties of a channel (``social``, ``internal``) or of the ``officer`` in each period of that length, by key.

    Those of ``all`` are every supervisor's, and no officer's.
    """
    people = {who} if who == "officer" else {who, "all"}
    return {key: duty for key, duty in book.duties.items() if duty.who in people and duty.per == per}


def warn_on(book: Rulebook, span: Span, calendar: Calendar) -> date:
    """The day from which whoever still owes something in the period is warned: a working day, so that it is read."""
    return max(span.first, calendar.add(span.last + timedelta(days=1), -max(1, book.number_of("duty_warn_days"))))


def closes_on(book: Rulebook, span: Span, calendar: Calendar) -> date:
    """The day on which the period's duties are closed: late until then is late attendance entered by the office."""
    return calendar.add(span.last, max(1, book.number_of("duty_close_after")))


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One duty of one person in one period. ``excused`` are the excuses that count, never more than is missing."""

    owed: int
    done: int
    excused: int
    standing: Standing

    @property
    def left(self) -> int:
        """How often it is still to be done, or was missed."""
        return max(0, self.owed - self.done - self.excused)


def owed_in(at_least: int, days: int, enough: int) -> int:
    """How often a duty is owed in a period of which somebody held so many ``days`` of term."""
    return at_least if days >= enough else 0


def reckon(*, owed: int, done: int, excuses: int, span: Span, warn: date, today: date) -> Reckoned:
    """How a duty stands on a day.

    Args:
        owed: how often in the period, 0 where it is not owed.
        done: the deeds of the period that count.
        excuses: the accepted excuses of the period that may count (`rulebook` ``duty_excuses``).
        warn: the day from which whoever still owes it is warned.
    """
    excused = min(max(0, excuses), max(0, owed - done))
    return Reckoned(owed, done, excused, _standing(owed, done, excused, span, warn, today))


def _standing(owed: int, done: int, excused: int, span: Span, warn: date, today: date) -> Standing:
    if not owed:
        return Standing.short
    if done >= owed:
        return Standing.met
    if done + excused >= owed:
        return Standing.excused
    if today > span.last:
        return Standing.missed
    return Standing.warned if today >= warn else Standing.owed


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done on a day: ``kind`` is one of `DEEDS`, or another that fulfils no duty by itself."""

    kind: str
    on: date


def done_in(what: str, deeds: Iterable[Deed], span: Span) -> int:
    """How many of the deeds are of a period and fulfil what a duty asks for."""
    return sum(deed.kind in DEEDS[what] and deed.on in span for deed in deeds)


def together(parts: Iterable[Reckoned]) -> Standing:
    """How several duties of one period stand as one: as the worst of them; nothing owed where none is."""
    owed = [part.standing for part in parts if part.owed]
    return max(owed, key=list(Standing).index, default=Standing.short)


@dataclass(frozen=True, slots=True)
class Rules:
    """What reckoning the duties of a quarter takes from the rulebook and the calendar."""

    quarter: Quarter
    number: int
    warn: date
    closes: date
    enough: int
    enough_month: int
    excuses: int
    due_day: int
    duties: Mapping[str, Mapping[str, Duty]]
    forms: Mapping[str, int]
    contacts: int
    flag: int

    @property
    def span(self) -> Span:
        return self.quarter.span


def rules_for(book: Rulebook, quarter: Quarter, calendar: Calendar) -> Rules:
    """The rules of a quarter under one version of the rulebook.

    ``duties`` are those per quarter by channel, ``forms`` how many forms a month an identity owes by channel,
    ``contacts`` how often a month an officer contacts a supervisor, ``flag`` how many missed quarters are to be seen.
    """
    monthly = {channel: duties_of(book, channel, "month").values() for channel in ("social", "internal")}
    contacts = [duty.at_least for duty in duties_of(book, "officer", "month").values() if duty.what == "contact"]
    return Rules(
        quarter=quarter,
        number=book.number,
        warn=warn_on(book, quarter.span, calendar),
        closes=closes_on(book, quarter.span, calendar),
        enough=enough_days(book, "quarter"),
        enough_month=enough_days(book, "month"),
        excuses=book.number_of("duty_excuses"),
        due_day=book.number_of("form_due_day"),
        duties={channel: duties_of(book, channel, "quarter") for channel in ("social", "internal")},
        forms={
            channel: max((min(1, duty.at_least) for duty in found if duty.what == "form"), default=0)
            for channel, found in monthly.items()
        },
        contacts=max((min(1, n) for n in contacts), default=0),
        flag=book.number_of("missed_symposia_flag"),
    )
