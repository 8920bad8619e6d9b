"""The way that cases really took (流程还原): from (case, activity, time) rows to a graph of what follows what.

One pass keeps one whole number for each event, a second goes through the cases one by one and lets go of them, so that
a million rows fit into a fraction of the memory that objects would take. Rows may come in any order: within a case
they are put in order of time, those of one moment in the order in which they came.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median

from jianyan.core.workdays import Calendar

Event = tuple[Hashable, str, datetime]

#: The day of Shanghai begins eight hours before that of UTC; since 1992 its clocks have not been moved.
_OFFSET = 8 * 3600 * 10**6
_DAY = 86_400 * 10**6
_HOUR = 3600 * 10**6
_EPOCH = date(1970, 1, 1).toordinal()
#: An event as one number: moment (µs), place in the stream, activity.
_ACTS, _PLACES = 16, 32
_ACT_MASK = (1 << _ACTS) - 1
#: Years that fit: sums with the offset stay positive, and the calendar reaches no further.
_FIRST, _LAST = 0, 7_289_654_400 * 10**6


class LogError(ValueError):
    """A log that cannot be read: a moment without a time zone, or too many activities. ``row`` counts from 1."""

    def __init__(self, row: int, why: str) -> None:
        super().__init__(f"row {row}: {why}")
        self.row = row
        self.why = why


@dataclass(frozen=True, slots=True)
class Arrow:
    """One activity directly after another.

    ``count``: how often; ``cases``: in how many cases. ``hours`` and ``workdays`` are medians, ``workdays_total`` the
    sum; working days are None where no calendar was given. ``again``: how often it led to an activity that the case had
    been at before. ``slow``: its median is at least twice that of all steps together, and a working day at least.
    """

    source: str
    target: str
    count: int
    cases: int
    hours: float
    workdays: float | None
    workdays_total: int | None
    again: int
    slow: bool = False

    @property
    def repeated(self) -> bool:
        """Whether it mostly leads back (重复)."""
        return self.again * 2 >= self.count


@dataclass(frozen=True, slots=True)
class Net:
    """What was found in a log. Arrows and variants come with the most frequent first, then by name."""

    cases: int = 0
    events: int = 0
    activities: dict[str, int] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    arrows: tuple[Arrow, ...] = ()
    variants: tuple[tuple[tuple[str, ...], int], ...] = ()
    case_hours: float | None = None
    hours: float | None = None
    workdays: float | None = None

    def arrow(self, source: str, target: str) -> Arrow | None:
        return next((each for each in self.arrows if (each.source, each.target) == (source, target)), None)


@dataclass(slots=True)
class _Way:
    """What is gathered of one arrow."""

    cases: int = 0
    again: int = 0
    last_case: int = -1
    waits: array[int] = field(default_factory=lambda: array("q"))
    days: array[int] = field(default_factory=lambda: array("i"))


def discover(rows: Iterable[Event], calendar: Calendar | None = None) -> Net:
    """The graph of a log; working days are counted by ``calendar``, the day of the first event not among them.

    Raises:
        LogError: a row's moment has no time zone or lies outside 1970–2200, or there are over 65,536 activities.
        CalendarError: a day that the calendar does not reach.
    """
    names, cases, events = _gathered(rows)
    ranks = _Ranks(calendar)
    ways: dict[int, _Way] = defaultdict(_Way)
    variants: Counter[tuple[int, ...]] = Counter()
    spans = array("q")
    number = 0
    while cases:
        _case, told = cases.popitem()
        told.sort()
        number += 1
        variants[_walk(told, ways, ranks, number)] += 1
        spans.append((told[-1] >> _ACTS + _PLACES) - (told[0] >> _ACTS + _PLACES))
    return _net(names, number, events, ways, variants, spans, counted=calendar is not None)


def _gathered(rows: Iterable[Event]) -> tuple[list[str], dict[Hashable, list[int]], int]:
    """The names of activities, each case's events as numbers, and how many there are."""
    known: dict[str, int] = {}
    cases: dict[Hashable, list[int]] = {}
    place = 0
    for case, activity, at in rows:
        place += 1
        if at.tzinfo is None:
            raise LogError(place, f"{at} has no time zone")
        moment = round(at.timestamp() * 1e6)
        if not _FIRST <= moment < _LAST:
            raise LogError(place, f"{at} is out of range")
        act = known.get(activity)
        if act is None:
            act = known[activity] = len(known)
            if act > _ACT_MASK:
                raise LogError(place, "too many activities")
        packed = (moment << _PLACES | place) << _ACTS | act
        told = cases.get(case)
        if told is None:
            cases[case] = [packed]
        else:
            told.append(packed)
    return list(known), cases, place


def _walk(told: list[int], ways: dict[int, _Way], ranks: _Ranks, number: int) -> tuple[int, ...]:
    """Go along one case; what it did, in order."""
    acts = tuple([packed & _ACT_MASK for packed in told])
    before, was, seen = acts[0], told[0] >> _ACTS + _PLACES, {acts[0]}
    was_rank = ranks[(was + _OFFSET) // _DAY]
    for act, packed in zip(acts[1:], told[1:], strict=True):
        moment = packed >> _ACTS + _PLACES
        rank = ranks[(moment + _OFFSET) // _DAY]
        way = ways[before << _ACTS | act]
        way.waits.append(moment - was)
        way.days.append(rank - was_rank)
        if way.last_case != number:
            way.cases, way.last_case = way.cases + 1, number
        if act in seen:
            way.again += 1
        else:
            seen.add(act)
        before, was, was_rank = act, moment, rank
    return acts


class _Ranks(dict[int, int]):
    """Day since 1970 → its place among all working days, each asked about once; always 0 without a calendar."""

    def __init__(self, calendar: Calendar | None) -> None:
        super().__init__()
        self._calendar = calendar

    def __missing__(self, day: int) -> int:
        count = self._calendar.count if self._calendar else None
        rank = self[day] = count(Calendar.first, date.fromordinal(_EPOCH + day)) if count else 0
        return rank


def _net(
    names: list[str],
    cases: int,
    events: int,
    ways: dict[int, _Way],
    variants: Counter[tuple[int, ...]],
    spans: array[int],
    *,
    counted: bool,
) -> Net:
    activities: Counter[str] = Counter()
    starts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for acts, times in variants.items():
        starts[names[acts[0]]] += times
        ends[names[acts[-1]]] += times
        for act in acts:
            activities[names[act]] += times
    waits, days = array("q"), array("i")
    for way in ways.values():
        waits.extend(way.waits)
        days.extend(way.days)
    usual = median(days) if counted and days else None
    arrows = [
        _arrow(names[code >> _ACTS], names[code & _ACT_MASK], way, counted=counted, usual=usual)
        for code, way in ways.items()
    ]
    named = [(tuple(names[act] for act in acts), times) for acts, times in variants.items()]
    return Net(
        cases=cases,
        events=events,
        activities=_sorted(activities),
        starts=_sorted(starts),
        ends=_sorted(ends),
        arrows=tuple(sorted(arrows, key=lambda each: (-each.count, each.source, each.target))),
        variants=tuple(sorted(named, key=lambda each: (-each[1], each[0]))),
        case_hours=median(spans) / _HOUR if spans else None,
        hours=median(waits) / _HOUR if waits else None,
        workdays=usual,
    )


def _arrow(source: str, target: str, way: _Way, *, counted: bool, usual: float | None) -> Arrow:
    workdays = median(way.days) if counted else None
    return Arrow(
        source=source,
        target=target,
        count=len(way.waits),
        cases=way.cases,
        hours=median(way.waits) / _HOUR,
        workdays=workdays,
        workdays_total=sum(way.days) if counted else None,
        again=way.again,
        slow=workdays is not None and usual is not None and workdays >= max(1.0, 2 * usual),
    )


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))
