"""The rates of whole months for many leads: counted from what is written on each lead, not from all that was done.

`codes` writes down where a lead stands in each rate, by the conditions of `rates.parts`, and which departments have
answered it in time. What is written holds as long as the lead's revision is the one that it was written of, and every
act on a lead makes a new revision: so what is read here cannot be old. Leads that have moved since are worked out when
they are asked for; `actions.rate` writes them down a little later. Only time changes a rate without any act: running
clocks count as not due in what is written, and those that are overdue by now are added.

Whoever changes the rates or their parts has all written anew, by a migration that sets ``rated_revision`` to 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, F, FilteredRelation, Q, QuerySet, Value, When

from jianyan.core.flow import ClockKind
from jianyan.core.opinion import month_of
from jianyan.leads.models import Clock, Lead
from jianyan.leads.queries.rates import CLOCKS, LEFT_OUT, RATES, Rate, Scope, parts

#: A moment at which no running clock is overdue.
NEVER = datetime(1900, 1, 1, tzinfo=UTC)

#: How many leads are asked about in one query.
MOST = 5000

#: Leads of which what is written still holds.
HOLDS = Q(rated_revision=F("revision"))

_LETTERS = dict(zip(("num", "rest", *LEFT_OUT), "nrdxvyieuwc", strict=True))
#: The part that each letter stands for.
PARTS = {letter: part for part, letter in _LETTERS.items()}
_CLOCK_PLACES = {str(kind): RATES.index(key) for key, kind in CLOCKS.items()}


class Standing(NamedTuple):
    """A lead in the rates: the part of each in the order of `RATES`, and by department whether it answered in time."""

    hidden: bool
    letters: str
    answered: dict[int, bool]

    @classmethod
    def read(cls, code: str) -> Standing:
        letters, *units = code.split(" ")
        return cls(letters[0] == "h", letters[1:], {int(unit[:-1]): unit[-1] == "+" for unit in units})

    def __str__(self) -> str:
        units = (f" {unit}{'+' if ok else '-'}" for unit, ok in sorted(self.answered.items()))
        return ("h" if self.hidden else "-") + self.letters + "".join(units)

    def overdue(self, kind: str, department: int | None) -> Standing:
        """The same lead with a running clock that is overdue now."""
        place, answered = _CLOCK_PLACES[kind], self.answered
        if kind == ClockKind.reply and department:
            answered = answered | {department: False}
        return Standing(self.hidden, self.letters[:place] + _LETTERS["rest"] + self.letters[place + 1 :], answered)


@dataclass(slots=True)
class Answered:
    """A department's answers: how many leads count, how many of them were late, and whether one is anonymous."""

    den: int = 0
    late: int = 0
    anonymous: bool = False


@dataclass(slots=True)
class Months:
    """The rates of each month in which leads came in, and the departments' answers in all of them together."""

    rates: dict[date, dict[str, Rate]] = field(default_factory=dict)
    answers: dict[int, Answered] = field(default_factory=dict)


def months(scope: Scope) -> Months:
    """What `rates.rates_by_month` says of a scope of whole months and all departments.

    Two queries, and one more while there are leads that are not written down.
    """
    if scope.department_id or not scope.first or not scope.last or scope.first != month_of(scope.first):
        raise ValueError("only whole months of a zone are written down")
    counted: dict[date, Counter[str]] = {}
    found = Months()
    for month, standing, number in _standings(scope):
        letters = counted.setdefault(month, Counter())
        for place, letter in enumerate(standing.letters):
            letters[f"{place}{letter}"] += number
        for unit, in_time in standing.answered.items():
            answered = found.answers.setdefault(unit, Answered())
            answered.den += number
            answered.late += 0 if in_time else number
            answered.anonymous |= standing.hidden and number > 0
    found.rates = {month: _rates(letters) for month, letters in sorted(counted.items())}
    return found


def _rates(counted: Counter[str]) -> dict[str, Rate]:
    found = {}
    for place, key in enumerate(RATES):
        here = {part: counted[f"{place}{letter}"] for part, letter in _LETTERS.items()}
        left = {part: here[part] for part in _LEFT_OUT_OF[key]}
        found[key] = Rate(key, here["num"], here["num"] + here["rest"], left)
    return found


_NOBODY = Scope(0, NEVER)
_LEFT_OUT_OF = {key: [part for part in parts(_NOBODY, key) if part not in ("num", "rest")] for key in RATES}


def _standings(scope: Scope) -> Iterator[tuple[date, Standing, int]]:
    """How many leads of a month stand how; a number below nothing takes leads back that stand otherwise by now."""
    leads = Lead.objects.filter(zone=scope.zone_id, month__gte=scope.first, month__lte=scope.last).order_by()
    written = leads.filter(HOLDS).values_list("month", "rated").annotate(n=Count("pk"))
    moved: list[int] = []
    # Together, so that a lead that is acted on just now is in one of them.
    for month, code, number in written.union(leads.exclude(HOLDS).values_list("month", Value(""), "pk"), all=True):
        if code:
            yield month, Standing.read(code), number
        else:
            moved.append(number)
    for month, code in codes(moved, scope.zone_id, scope.now).values():
        yield month, Standing.read(code), 1
    for month, code, number, clocks in _overdue(scope):
        before = now = Standing.read(code)
        for kind, department in clocks:
            now = now.overdue(kind, department)
        yield month, before, -number
        yield month, now, number


def _overdue(scope: Scope) -> Iterator[tuple[date, str, int, frozenset[tuple[str, int | None]]]]:
    """Leads written down with clocks that have run out since, grouped by how they are written and by those clocks."""
    clocks = Clock.objects.filter(
        zone=scope.zone_id,
        stopped_at__isnull=True,
        void=False,
        excluded=False,
        due_at__lte=scope.now,
        kind__in=list(CLOCKS.values()),
        lead__month__gte=scope.first,
        lead__month__lte=scope.last,
        lead__rated_revision=F("lead__revision"),
    ).order_by()
    by_lead: dict[int, tuple[date, str, set[tuple[str, int | None]]]] = {}
    for lead, month, code, kind, unit in clocks.values_list(
        "lead_id", "lead__month", "lead__rated", "kind", "department_id"
    ):
        by_lead.setdefault(lead, (month, code, set()))[2].add((kind, unit))
    grouped = Counter((month, code, frozenset(kinds)) for month, code, kinds in by_lead.values())
    for (month, code, kinds), number in grouped.items():
        yield month, code, number, kinds


def codes(pks: list[int], zone_id: int, now: datetime = NEVER) -> dict[int, tuple[date, str]]:
    """Where leads stand at a moment, as it is written down, with their months. One query, none for no leads."""
    if not pks:
        return {}
    if len(pks) > MOST:  # a database takes only so many values at once
        return codes(pks[:MOST], zone_id, now) | codes(pks[MOST:], zone_id, now)
    found: dict[int, tuple[date, Standing]] = {}
    for pk, month, hidden, unit, stopped, on_time, due, *letters in _letters(
        Lead.objects.filter(pk__in=pks), Scope(zone_id, now)
    ):
        _month, standing = found.setdefault(pk, (month, Standing(hidden, "".join(letters), {})))
        if unit is None or (stopped is None and due > now):
            continue
        in_time = stopped is not None and on_time is not False
        standing.answered[unit] = standing.answered.get(unit, True) and in_time
    return {pk: (month, str(standing)) for pk, (month, standing) in found.items()}


def _letters(leads: QuerySet[Lead], scope: Scope) -> QuerySet[Lead, Any]:
    """Each lead with the letter of its part in every rate, once for each clock of an answer, which stands before them;
    the last part is all that is left."""
    counts = Q(clocks__kind=ClockKind.reply, clocks__void=False, clocks__excluded=False)
    clocks = FilteredRelation("clocks", condition=counts & Q(clocks__department__isnull=False))
    clock = ("answers__department_id", "answers__stopped_at", "answers__on_time", "answers__due_at")
    found = {}
    for key in RATES:
        *several, last = parts(scope, key).items()
        cases = [When(condition, then=Value(_LETTERS[part])) for part, condition in several]
        found[f"in_{key}"] = Case(*cases, default=Value(_LETTERS[last[0]]), output_field=CharField())
    return leads.annotate(answers=clocks, **found).values_list("pk", "month", "hidden", *clock, *found)
