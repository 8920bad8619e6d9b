"""A notice of days off and worked (放假通知) as text, one day or range a line: ``2027-02-06,放假,春节``.

The lines come from a spreadsheet or are typed by hand, so the separators and the ways of writing a date that an office
uses are all read. `parse` says what is wrong by line number; `remarks` says what is odd about days that can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from jianyan.core.opinion import clean_text
from jianyan.core.workdays import Calendar, Day

LONGEST_TEXT = 100_000
LONGEST_NAME = 40
LONGEST_RANGE = 31
MOST_DAYS = 200

OFF = frozenset({"放假", "休", "休息", "休假", "off"})
WORKED = frozenset({"上班", "班", "补班", "调休上班", "调休补班", "worked"})

_SEPARATOR = re.compile(r"[,，;；\t、]")
_RANGE = re.compile(r"\s*(?:~|～|至|到|—+|–|--)\s*")
_DATE = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")


class Wrong(StrEnum):
    """Why a line, or the whole text (line 0), cannot be used."""

    empty = "empty"
    too_long = "too_long"
    too_many_days = "too_many_days"
    columns = "columns"
    date = "date"
    out_of_range = "out_of_range"
    order = "order"
    range_too_long = "range_too_long"
    word = "word"
    name = "name"
    name_too_long = "name_too_long"
    twice = "twice"


class Odd(StrEnum):
    """What is remarkable about a day that can be read: it may be meant so."""

    already_off = "already_off"  # off anyway, by its weekday or an earlier notice
    already_worked = "already_worked"
    other_year = "other_year"  # not of the year that the notice publishes
    past = "past"
    changes_notice = "changes_notice"  # an earlier notice says otherwise


@dataclass(frozen=True, slots=True)
class Trouble:
    """A line that cannot be used: its number from 1 (0 is the whole text), and why."""

    line: int
    why: Wrong


@dataclass(frozen=True, slots=True)
class Parsed:
    """The days of a notice in order of date, and what is wrong. With any trouble nothing may be saved."""

    days: tuple[Day, ...]
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A day with what is odd about it; empty when nothing is."""

    day: Day
    odd: tuple[Odd, ...]


class _Bad(Exception):
    def __init__(self, why: Wrong) -> None:
        super().__init__(why)
        self.why = why


def parse(text: str) -> Parsed:
    """Read a notice. Empty lines, lines that begin with ``#`` and a line of headings are passed over."""
    if len(text) > LONGEST_TEXT:
        return Parsed((), (Trouble(0, Wrong.too_long),))
    days: dict[date, Day] = {}
    troubles: list[Trouble] = []
    first = True
    for number, line in enumerate(_lines(text), start=1):
        if not line or line.startswith("#"):
            continue
        heading, first = first and not re.search(r"\d", line), False
        if heading:
            continue
        try:
            entries = _entries(line)
            if any(entry.day in days for entry in entries):
                raise _Bad(Wrong.twice)
        except _Bad as bad:
            troubles.append(Trouble(number, bad.why))
            continue
        days.update({entry.day: entry for entry in entries})
    if not days and not troubles:
        troubles.append(Trouble(0, Wrong.empty))
    if len(days) > MOST_DAYS:
        troubles.append(Trouble(0, Wrong.too_many_days))
    return Parsed(tuple(days[day] for day in sorted(days)), tuple(troubles))


def _lines(text: str) -> list[str]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return [line.strip().strip('"') for line in text.split("\n")]


def _entries(line: str) -> list[Day]:
    """The days of one line."""
    columns = [part.strip().strip('"').strip() for part in _SEPARATOR.split(line, maxsplit=2)]
    if len(columns) < 2:
        raise _Bad(Wrong.columns)
    start, end = _range(columns[0])
    working = _word(columns[1])
    name = clean_text(columns[2], lines=False).rstrip(",，;； ") if len(columns) > 2 else ""
    if not name:
        raise _Bad(Wrong.name)
    if len(name) > LONGEST_NAME:
        raise _Bad(Wrong.name_too_long)
    return [Day(start + timedelta(days=n), working, name) for n in range((end - start).days + 1)]


def _range(text: str) -> tuple[date, date]:
    ends = [_day(part) for part in _RANGE.split(text)]
    if len(ends) > 2:
        raise _Bad(Wrong.date)
    start, end = ends[0], ends[-1]
    if end < start:
        raise _Bad(Wrong.order)
    if (end - start).days >= LONGEST_RANGE:
        raise _Bad(Wrong.range_too_long)
    return start, end


def _day(text: str) -> date:
    found = _DATE.fullmatch(text.strip())
    if not found:
        raise _Bad(Wrong.date)
    try:
        day = date(*(int(part) for part in found.groups()))
    except ValueError:
        raise _Bad(Wrong.date) from None
    if not Calendar.first <= day <= Calendar.last:
        raise _Bad(Wrong.out_of_range)
    return day


def _word(text: str) -> bool:
    word = text.lower()
    if word in OFF:
        return False
    if word in WORKED:
        return True
    raise _Bad(Wrong.word)


def remarks(days: Iterable[Day], calendar: Calendar, year: int | None, today: date) -> list[Remark]:
    """Each day with what is odd about it beside the present calendar; ``year`` is the one that the notice publishes."""
    return [Remark(day, tuple(_odd(day, calendar, year, today))) for day in days]


def _odd(entry: Day, calendar: Calendar, year: int | None, today: date) -> Iterable[Odd]:
    day = entry.day
    if year is not None and day.year != year:
        yield Odd.other_year
    if day < today:
        yield Odd.past
    if calendar.is_working(day) == entry.working:
        yield Odd.already_worked if entry.working else Odd.already_off
    elif calendar.name(day):
        yield Odd.changes_notice
