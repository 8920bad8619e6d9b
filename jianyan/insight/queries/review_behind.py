"""The leads behind a figure of the review: the same conditions that counted it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from jianyan.core.flow import ClockKind
from jianyan.insight.queries.review_back import returned, sent_back
from jianyan.insight.queries.review_blind import overdue, unanswered
from jianyan.insight.queries.review_ends import ENDS, became
from jianyan.insight.queries.review_scope import Scope
from jianyan.insight.queries.review_times import counting, late
from jianyan.leads.models import Lead

#: What leads may be asked for, beside what they became.
WHATS = ("duty", "late", "in_time", "returned", "reopened", "unanswered", "unanswered_late", *ENDS)
#: What tells of who raised a lead: those of anonymous reporters are not listed by it (4.1.c).
TELLING = ("kind", "channel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which leads; everything empty: all of the period. ``step`` is a kind of clock, ``unit`` a department's id."""

    what: str = ""
    step: str = ""
    unit: int | None = None
    kind: str = ""
    channel: str = ""

    @property
    def telling(self) -> bool:
        return bool(self.kind or self.channel)


def behind(scope: Scope, wanted: Wanted) -> QuerySet[Lead]:
    """The leads of the zone and period that a figure counts, the newest first."""
    found = scope.leads().filter(_of(scope, wanted))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.channel:
        found = found.filter(identity__supervisor__channel=wanted.channel)
    return found.order_by("-id")


def _of(scope: Scope, wanted: Wanted) -> Q:
    unit, lead = wanted.unit, OuterRef("pk")
    match wanted.what:
        case "duty" | "late" | "in_time":
            return _duties(scope, wanted)
        case "returned":
            rows = returned(scope).filter(lead=lead)
            return Q(Exists(rows.filter(department=unit) if unit else rows))
        case "reopened":
            told = sent_back(scope).filter(lead=lead)
            return Q(Exists(told.filter(reply__department=unit) if unit else told))
        case "unanswered":
            found = unanswered()
        case "unanswered_late":
            found = unanswered() & overdue(scope)
        case "":
            found = Q()
        case _:
            found = became(scope, wanted.what)
    return found & Q(lead_department=unit) if unit else found


def _duties(scope: Scope, wanted: Wanted) -> Q:
    """Leads with a duty that counts, with a late one, or with duties of which none was late."""
    clocks = counting(scope).filter(lead=OuterRef("pk"))
    if wanted.step:
        clocks = clocks.filter(kind=wanted.step)
    if wanted.unit:
        clocks = clocks.filter(department=wanted.unit)
    any_, missed = Q(Exists(clocks)), Q(Exists(clocks.filter(late(scope))))
    match wanted.what:
        case "duty":
            return any_
        case "late":
            return missed
    return any_ & ~missed


def is_step(text: str) -> bool:
    """Whether a text names a kind of clock."""
    return text in set(ClockKind)
