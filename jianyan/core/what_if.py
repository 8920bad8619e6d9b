"""What if (试算): the clocks and forms of a period under other rule values, beside what the record says (clause 5.3.a).

Only the rules are other ones. Who did what, and when, stays as it was, and so does every day that was granted or
promised by hand. Where a rule says the same as before, its clocks are not touched: what then comes out is the record.

Moments are whole seconds since 1970 in UTC, because hundreds of thousands of them are compared in a second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from jianyan.core.clocks import Due, Limit, due, due_on, on_time
from jianyan.core.opinion import form_due
from jianyan.core.rule_changes import Change, Sort, changes
from jianyan.core.rule_numbers import CLOCKS, GRADES
from jianyan.core.rulebook import Clock, Rulebook
from jianyan.core.workdays import TZ, Calendar, local_date

#: The rule of the opinion form's due day.
FORM = "numbers.form_due_day"
#: Rules of the award, by section; and those among the numbers.
AWARD_SECTIONS = frozenset({"scores", "merits", "ranking"})
AWARD_NUMBERS = frozenset({"numbers.award_ratio", "numbers.award_months", "numbers.award_adjust"})
#: The clock that silence stops: another limit would have moved the silence with it.
SILENT = "clocks.accept"

_DAY = 86_400
_SHANGHAI = 8 * 3600  # no other offset has held since 1992, and the calendar begins in 2004


def replayable(before: Rulebook) -> Iterator[str]:
    """The clocks that can be run again: a promise is always due on the day that was promised."""
    yield from (f"clocks.{key}" for key in CLOCKS if key != "promise")
    yield from (f"grades.{key}" for key in GRADES if key in before.grades)


def other_limits(before: Rulebook, after: Rulebook) -> dict[str, Limit]:
    """rule → its limit in ``after``, for the clocks that it would let end at another moment."""
    found = {}
    for rule in replayable(before):
        was, now = _clock(before, rule).limit, _clock(after, rule).limit
        if replace(was, warn=0) != replace(now, warn=0):
            found[rule] = now
    return found


def _clock(rules: Rulebook, rule: str) -> Clock:
    section, _dot, key = rule.partition(".")
    return rules.grades[key] if section == "grades" else rules.clocks[key]


def left_alone(before: Rulebook, after: Rulebook) -> list[Change]:
    """What differs between the rules and changes nothing in a what-if: words, kinds, conditions, and so on."""
    limits = other_limits(before, after)
    return [change for change in changes(before, after) if not _counts(change, limits)]


def _counts(change: Change, limits: Mapping[str, Limit]) -> bool:
    if change.section in AWARD_SECTIONS:
        figures = {"points", "part", "by", "among", "ties", "veto"}
        return change.sort != Sort.changed or bool(figures & set(change.fields))
    if change.rule == FORM or change.rule in AWARD_NUMBERS:
        return "value" in change.fields
    return change.rule in limits


#: What the record says of a clock, added up: it stopped too late; its duty fell away in time; its day was given.
LATE, VOID, FIXED = 1, 2, 4


class Ran(NamedTuple):
    """A clock as the record has it, as it comes from the database.

    ``unit``: the department, None for the office's own clocks; ``identity``: the reporter's. ``said``: see `LATE`.
    """

    pk: int
    rule: str
    unit: int | None
    identity: int
    started: int
    stopped: int | None
    due: int
    said: int


@dataclass(frozen=True, slots=True)
class Around:
    """What has to be known beside the clocks.

    ``officers``: identity → the account of the officer, who answers for the office's own clocks. ``stay``: the clocks
    that no other limit would have moved: silence stopped them, or their duty goes on at other leads.
    """

    now: int
    officers: Mapping[int, int | None] = field(default_factory=dict)
    stay: Collection[int] = ()


class Turned(NamedTuple):
    """A clock or form that is late under one side only; ``late``: under the other values."""

    pk: int
    rule: str
    owner: int | None
    late: bool


@dataclass(slots=True)
class Tally:
    """Of so many duties, how many are late by the record and under the other values, and how many turn which way.

    ``days``: the working days by which those that turn late would have had to be done sooner, added up.
    """

    count: int = 0
    before: int = 0
    after: int = 0
    worse: int = 0
    better: int = 0
    days: int = 0

    def add(self, other: Tally) -> None:
        for name in ("count", "before", "after", "worse", "better", "days"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Replayed:
    """What a replay found: a tally for each rule and owner, and everything that turned, in the order of its id."""

    tallies: dict[tuple[str, int | None], Tally] = field(default_factory=lambda: defaultdict(Tally))
    turned: list[Turned] = field(default_factory=list)

    def by_rule(self) -> dict[str, Tally]:
        return self._sums(0)

    def of_rules(self, rules: Iterable[str]) -> dict[int | None, Tally]:
        """owner → tally, of some rules."""
        wanted = frozenset(rules)
        found: dict[int | None, Tally] = defaultdict(Tally)
        for (rule, owner), tally in self.tallies.items():
            if rule in wanted:
                found[owner].add(tally)
        return dict(found)

    def _sums(self, place: int) -> dict[str, Tally]:
        found: dict[str, Tally] = defaultdict(Tally)
        for key, tally in self.tallies.items():
            found[str(key[place])].add(tally)
        return dict(found)


class Ends:
    """Where clocks end under other limits. Of a start only its day counts, so that each day is reckoned once."""

    def __init__(self, limits: Mapping[str, Limit], calendar: Calendar) -> None:
        self.limits, self.calendar = limits, calendar
        #: (rule, day of the start) → the end; days are counted in Shanghai.
        self.known: dict[tuple[str, int], tuple[int, Due]] = {}
        self._over: dict[tuple[date, int], int] = {}

    def counted(self, rule: str, started: int) -> tuple[int, Due]:
        """The end that is counted from a start; its moment in seconds, and as a whole."""
        day = (started + _SHANGHAI) // _DAY
        found = self.known.get((rule, day))
        if found is None:
            end = due(self.limits[rule], moment(started), self.calendar)
            found = self.known[rule, day] = (int(end.at.timestamp()), end)
        return found

    def over(self, last: date, end: int) -> int:
        """Working days from the last day in time to an act that came too late, at least one."""
        day = (end + _SHANGHAI) // _DAY
        found = self._over.get((last, day))
        if found is None:
            found = self._over[last, day] = max(1, self.calendar.count(last, local_date(moment(end))))
        return found

    def of(self, rule: str, started: int, given: int | None = None) -> tuple[int, Due]:
        """The end of a clock; ``given``: the end of the last day that was given by hand, which never becomes shorter.

        As for an extension that is granted (`leads.actions.extend`): the later of the two days holds.
        """
        at, end = self.counted(rule, started)
        if given is None:
            return at, end
        last = max(local_date(moment(given - 1)), end.on)
        end = due_on(last, self.limits[rule], moment(started), self.calendar)
        return int(end.at.timestamp()), end


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def replay(ran: Iterable[Ran], ends: Ends, around: Around) -> Replayed:
    """Run clocks again under the limits of ``ends``, which has one for each of their rules.

    What was overdue when its duty fell away is late, and what fell away in time counts as kept, on both sides.
    """
    found = Replayed()
    tallies, known, now = found.tallies, ends.known, around.now
    officers, stay = around.officers, around.stay
    for pk, rule, unit, identity, started, stopped, at, said in ran:
        end = now if stopped is None else stopped
        before = not on_time(at, end) if stopped is None else said & LATE != 0
        if said & FIXED:
            other, last = ends.of(rule, started, at)
        else:
            other, last = known.get((rule, (started + _SHANGHAI) // _DAY)) or ends.counted(rule, started)
        after = before if pk in stay else not on_time(other, end)
        owner = officers.get(identity) if unit is None else unit
        tally = tallies[rule, owner]
        tally.count += 1
        if before or after:
            tally.before += before
            tally.after += after
            if before != after:
                found.turned.append(Turned(pk, rule, owner, after))
                tally.worse += after
                tally.better += before
                tally.days += ends.over(last.on, end) if after else 0
    found.turned.sort()
    return found


class Given(NamedTuple):
    """An opinion form: whose (a supervisor), of which month, the day on which it was given, and whether it was late."""

    pk: int
    person: int
    month: date
    on: date
    late: bool


def replay_forms(forms: Iterable[Given], due_day: int) -> Replayed:
    """Opinion forms under another due day. Days here are those of the ordinary calendar."""
    found = Replayed()
    due_days: dict[date, date] = {}
    for pk, person, month, on, before in forms:
        last = due_days.get(month) or due_days.setdefault(month, form_due(month, due_day))
        after = on > last
        tally = found.tallies[FORM, person]
        tally.count += 1
        tally.before += before
        tally.after += after
        if before != after:
            found.turned.append(Turned(pk, FORM, person, after))
            tally.worse += after
            tally.better += not after
            tally.days += (on - last).days if after else 0
    found.turned.sort()
    return found


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both included; the moments of their beginning and end are those of Shanghai."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time(), TZ)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), TZ)
