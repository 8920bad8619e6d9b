"""The rates by which the work is measured, each with what it is made of and what was left out.

A rate counts leads, each once: a lead is answered on time when none of its answers was late. What is overdue and still
open counts against the rate as if it had been done late, so that nothing looks better for not being done.

For every rate the parts of a scope add up to its leads: ``num`` + ``rest`` = den, and everything else was left out.
The list of leads reads the same `parts`, so that a figure and the rows behind it cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth
from django.db.models.lookups import Exact, In

from jianyan.core.flow import ClockKind, Result, State
from jianyan.core.workdays import TZ
from jianyan.leads.models import Clock, Dispatch, Extension, FollowUp, Lead, Reply
from jianyan.leads.queries.facts import GOOD

Parts = dict[str, Q]

#: The rates that are about a clock, with its kind: 响应率, 按时转办率, 及时接收率, 按时答复率.
CLOCKS = {
    "response": ClockKind.call,
    "dispatch": ClockKind.dispatch,
    "accept": ClockKind.accept,
    "reply": ClockKind.reply,
}

#: All rates in the order in which pages show them; the first two are the office's own and no department's.
RATES = (*CLOCKS, "returned", "closed", "reopened", "explained", "solved", "satisfied")
#: What a department answers for; 延期率 is its own.
OF_DEPARTMENTS = (*RATES[2:], "extended")
ALL = (*RATES, "extended")

#: Why a lead was left out: not due yet, its contest was upheld, the duty fell away, not that far yet, kept as
#: information, with another department now, waiting for the follow-up, not reached by it, closed without one at the
#: reporter's wish.
LEFT_OUT = ("not_due", "excluded", "void", "not_yet", "noted", "elsewhere", "waiting", "unreached", "declined")


@dataclass(frozen=True, slots=True)
class Rate:
    """``num`` of ``den`` leads; ``left_out`` says how many others there are in the scope, by the reason."""

    key: str
    num: int
    den: int
    left_out: Mapping[str, int]

    @property
    def total(self) -> int:
        """All leads of the scope."""
        return self.den + sum(self.left_out.values())


@dataclass(frozen=True, slots=True)
class Scope:
    """Which leads are looked at, and at what moment.

    ``first`` and ``last`` are days of submission in Shanghai, both included. With ``department_id`` the leads that
    were dispatched to that department, and its own part in them. ``sent``: the days are those of the first dispatch (to
    that department), the only days by which a department may look at leads of anonymous reporters (4.1.c).
    """

    zone_id: int
    now: datetime
    first: date | None = None
    last: date | None = None
    department_id: int | None = None
    sent: bool = False

    def leads(self) -> QuerySet[Lead]:
        """The leads of the scope."""
        leads = Lead.objects.filter(zone=self.zone_id)
        day = "submitted_at"
        if self.sent:
            day = "first_sent"
            leads = leads.annotate(first_sent=Subquery(self.dispatches().order_by("number").values("at")[:1]))
            leads = leads.filter(first_sent__isnull=False)
        if self.first:
            leads = leads.filter(**{f"{day}__gte": datetime.combine(self.first, time(), TZ)})
        if self.last:
            leads = leads.filter(**{f"{day}__lt": datetime.combine(self.last + timedelta(days=1), time(), TZ)})
        if self.department_id:
            leads = leads.filter(Exists(self.dispatches()))
        return leads

    def dispatches(self) -> QuerySet[Dispatch]:
        found = Dispatch.objects.filter(lead=OuterRef("pk"), recalled_at__isnull=True)
        return found.filter(department=self.department_id) if self.department_id else found

    def replies(self) -> QuerySet[Reply]:
        found = Reply.objects.filter(lead=OuterRef("pk"))
        return found.filter(department=self.department_id) if self.department_id else found

    def follow_ups(self, *, reached: bool) -> QuerySet[FollowUp]:
        found = FollowUp.objects.filter(lead=OuterRef("pk"), reached=reached)
        return found.filter(reply__department=self.department_id) if self.department_id else found


def rates(scope: Scope) -> dict[str, Rate]:
    """The rates of a scope, by key. One query."""
    row = scope.leads().aggregate(**_counts(scope))
    return _read(scope, row)


def rates_by_month(scope: Scope) -> dict[date, dict[str, Rate]]:
    """The rates of each month of submission in the scope; months without a lead are not there. One query."""
    rows = scope.leads().order_by("month").values("month").annotate(**_counts(scope))
    return {row["month"]: _read(scope, row) for row in rows}


def rates_by_month_sent(scope: Scope) -> dict[date, dict[str, Rate]]:
    """The rates of each month of first dispatch, in a scope by ``sent``; months without a lead are not there."""
    month = TruncMonth("first_sent", output_field=DateField(), tzinfo=TZ)
    rows = scope.leads().annotate(sent_in=month).order_by("sent_in").values("sent_in").annotate(**_counts(scope))
    return {row["sent_in"]: _read(scope, row) for row in rows}


def added_up(several: list[dict[str, Rate]]) -> dict[str, Rate]:
    """The rates of scopes that share no lead, as one."""
    keys = several[0] if several else {}
    return {key: _sum(key, [each[key] for each in several]) for key in keys}


def _sum(key: str, each: list[Rate]) -> Rate:
    left = {why: sum(rate.left_out[why] for rate in each) for why in each[0].left_out}
    return Rate(key, sum(rate.num for rate in each), sum(rate.den for rate in each), left)


def part_of(scope: Scope, key: str, part: str) -> QuerySet[Lead]:
    """The leads behind one figure of a rate: ``num``, ``rest``, ``den``, or a reason of being left out."""
    found = parts(scope, key)
    wanted = found["num"] | found["rest"] if part == "den" else found[part]
    return scope.leads().filter(wanted)


def _counts(scope: Scope) -> dict[str, Count]:
    return {
        f"{key}_{part}": Count("pk", filter=wanted)
        for key in keys_of(scope)
        for part, wanted in parts(scope, key).items()
    }


def _read(scope: Scope, row: Mapping[str, Any]) -> dict[str, Rate]:
    found = {}
    for key in keys_of(scope):
        left = {part: row[f"{key}_{part}"] for part in parts(scope, key) if part not in ("num", "rest")}
        num, rest = row[f"{key}_num"], row[f"{key}_rest"]
        found[key] = Rate(key, num, num + rest, left)
    return found


def keys_of(scope: Scope) -> tuple[str, ...]:
    """The rates that a scope has: a department does not answer for the office's own clocks."""
    return OF_DEPARTMENTS if scope.department_id else RATES


def parts(scope: Scope, key: str) -> Parts:
    """The parts of a rate, each as a condition on leads; every lead of the scope is in exactly one."""
    if key in CLOCKS:
        return _clock_parts(scope, CLOCKS[key])
    return {
        "returned": _returned,
        "closed": _closed,
        "reopened": _reopened,
        "extended": _extended,
        "explained": _explained,
        "solved": _solved,
        "satisfied": _satisfied,
    }[key](scope)


def _clock_parts(scope: Scope, kind: ClockKind) -> Parts:
    """On time or not, of the leads whose duty of this kind is done or overdue."""
    clocks = Clock.objects.filter(lead=OuterRef("pk"), kind=kind)
    if scope.department_id:
        clocks = clocks.filter(department=scope.department_id)
    running, overdue = Q(stopped_at__isnull=True), Q(due_at__lte=scope.now)
    counting = clocks.filter(void=False, excluded=False)
    counted = Q(Exists(counting.filter(~running | overdue)))
    missed = Q(Exists(counting.filter(Q(on_time=False) | (running & overdue))))
    to_come = Q(Exists(clocks.filter(running & ~overdue, excluded=False)))
    excluded = Q(Exists(clocks.filter(excluded=True)))
    any_clock = Q(Exists(clocks))
    return {
        "num": counted & ~missed,
        "rest": missed,
        "not_due": ~counted & to_come,
        "excluded": ~counted & ~to_come & excluded,
        "void": ~counted & ~to_come & ~excluded & any_clock,
        "not_yet": ~any_clock,
    }


def _returned(scope: Scope) -> Parts:
    """退回率: returned at least once, of the leads dispatched."""
    sent = Q(Exists(scope.dispatches()))
    back = Q(Exists(scope.dispatches().filter(returned_at__isnull=False)))
    return {"num": back, "rest": sent & ~back, "not_yet": ~sent}


def _closed(scope: Scope) -> Parts:
    """办结率: closed, of the leads that somebody has to handle; for a department, of those that are with it."""
    done, noted = Q(state=State.closed), Q(state=State.noted)
    void = Q(state__in=(State.merged, State.split_, State.withdrawn))
    if not scope.department_id:
        return {"num": done, "rest": ~done & ~noted & ~void, "noted": noted, "void": void}
    here = Q(lead_department=scope.department_id)
    there = Q(lead_department__isnull=True) | ~here
    return {
        "num": done & here,
        "rest": here & ~done & ~noted & ~void,
        "noted": noted & here,
        "void": void & here,
        "elsewhere": there,
    }


def _reopened(scope: Scope) -> Parts:
    """重办率: sent back by the reporter at least once, of the leads answered."""
    answered = Q(Exists(scope.replies()))
    back = Q(Exists(scope.follow_ups(reached=True).filter(satisfaction="unsatisfied")))
    return {"num": answered & back, "rest": answered & ~back, "not_yet": ~answered}


def _extended(scope: Scope) -> Parts:
    """延期率: given more time at least once, of the leads accepted."""
    taken = Q(Exists(scope.dispatches().filter(accepted_at__isnull=False)))
    granted = Extension.objects.filter(lead=OuterRef("pk"), granted=True)
    if scope.department_id:
        granted = granted.filter(department=scope.department_id)
    longer = Q(Exists(granted))
    return {"num": taken & longer, "rest": taken & ~longer, "not_yet": ~taken}


def _explained(scope: Scope) -> Parts:
    """解释说明占比: last answered by an explanation, of the leads answered."""
    answered = Q(Exists(scope.replies()))
    last = scope.replies().order_by("-id").values("result")[:1]
    explained = Q(Exact(Subquery(last), Result.explained))
    return {"num": explained, "rest": answered & ~explained, "not_yet": ~answered}


def _solved(scope: Scope) -> Parts:
    """解决率: solved, in the reporter's own last words, of the leads with a valid follow-up."""
    return _verdict(scope, "solved", [True])


def _satisfied(scope: Scope) -> Parts:
    """满意率: 满意 or 基本满意 in the last valid follow-up, of the leads with one."""
    return _verdict(scope, "satisfaction", sorted(GOOD))


def _verdict(scope: Scope, said: str, good: list[Any]) -> Parts:
    reached = scope.follow_ups(reached=True)
    valid, tried = Q(Exists(reached)), Q(Exists(scope.follow_ups(reached=False)))
    yes = Q(In(Subquery(reached.order_by("-id").values(said)[:1]), good))
    answered, closed = Q(Exists(scope.replies())), Q(state=State.closed)
    untold = ~valid & ~tried
    return {
        "num": yes,
        "rest": valid & ~yes,
        "unreached": ~valid & tried,
        "declined": untold & answered & closed,
        "waiting": untold & answered & ~closed,
        "not_yet": untold & ~answered,
    }
