"""The list of leads behind every figure: filters that an address can hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.leads.models import Clock, Lead
from jianyan.leads.queries import attention
from jianyan.leads.queries.attention import Moment
from jianyan.leads.queries.contest import contested
from jianyan.leads.queries.rates import Scope, part_of, parts
from jianyan.leads.queries.visible import visible_to


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; everything empty is the whole list.

    ``first`` and ``last`` are months of submission, as their first day; ``sent_first`` and ``sent_last`` are those of
    the first dispatch. ``owes`` is whose move it is: ``office`` or a department's id. ``overdue`` and ``overdue_to``
    are working days. ``rate`` and ``part`` name a figure of `queries.rates`; the department then is the one whose rate
    it is, for a liaison always their own.
    """

    words: str = ""
    states: tuple[str, ...] = ()
    light: str = ""
    clock: str = ""
    owes: str = ""
    overdue: int | None = None
    overdue_to: int | None = None
    department: int | None = None
    kind: str = ""
    field: str = ""
    grade: str = ""
    channel: str = ""
    hidden: bool = False
    first: date | None = None
    last: date | None = None
    returned: int = 0
    reopened: bool = False
    extension: bool = False
    designation: bool = False
    result: str = ""
    satisfaction: str = ""
    contest: bool = False
    sent_first: date | None = None
    sent_last: date | None = None
    rate: str = ""
    part: str = ""

    @property
    def by_due(self) -> bool:
        """Whether the list is about what is due, and so in the order of the due dates."""
        return bool(self.light or self.clock or self.owes or self.overdue is not None or self.extension)


def known_to(actor: Actor) -> Q:
    """The leads whose reporter the actor may know: `visible.may_know_reporter` as a condition."""
    own = Q(identity__supervisor__user=actor.user_id)
    if actor.is_office and not actor.has("liaison"):
        return Q()
    return Q(hidden=False) | own


def listed(actor: Actor, filters: Filters, moment: Moment) -> QuerySet[Lead]:
    """The leads that the actor may see under these filters, in order, with what a row of the list shows."""
    leads = visible_to(actor)
    if filters.rate or filters.sent_first or filters.sent_last:
        leads = leads.filter(pk__in=_of_rate(actor, filters, moment).values("pk"))
    elif filters.department:
        leads = leads.filter(lead_department=filters.department)
    leads = leads.filter(_own_columns(filters), _told(actor, filters), _clocks(actor.zone_id, filters, moment))
    if filters.returned:
        leads = leads.filter(attention.returned(filters.returned))
    if filters.extension:
        leads = leads.filter(attention.asks_for_time())
    if filters.contest:
        leads = leads.filter(contested())
    if filters.designation:
        leads = leads.filter(attention.designation_needed(actor.zone_id))
    return _in_order(leads, filters)


def _of_rate(actor: Actor, filters: Filters, moment: Moment) -> QuerySet[Lead]:
    department = filters.department
    if actor.has(RoleName.liaison) and not actor.has(RoleName.officer, RoleName.head, RoleName.leader):
        department = actor.department_id
    sent = bool(filters.sent_first or filters.sent_last)
    first, last = (filters.sent_first, filters.sent_last) if sent else (filters.first, filters.last)
    scope = Scope(actor.zone_id, moment.now, first, _month_end(last) if last else None, department, sent)
    if not filters.rate:
        return scope.leads()
    known = filters.part == "den" or filters.part in parts(scope, filters.rate)
    return part_of(scope, filters.rate, filters.part) if known else scope.leads()


def _month_end(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _own_columns(filters: Filters) -> Q:
    """What stands in the lead's own row and may be asked of any lead."""
    found = Q()
    for word in filters.words.split():
        found &= Q(title__icontains=word) | Q(no__icontains=word)
    if filters.states:
        found &= Q(state__in=filters.states)
    for name in ("field", "grade", "result", "satisfaction"):
        if value := getattr(filters, name):
            found &= Q(**{name: value})
    if filters.hidden:
        found &= Q(hidden=True)
    if filters.reopened:
        found &= Q(reopened__gte=1)
    return found


def _told(actor: Actor, filters: Filters) -> Q:
    """Kind, channel and month tell who may have raised a lead: an anonymous one is not found by them (4.1.c).

    A leader, who sees figures by month, finds it by month.
    """
    who, month = Q(), Q()
    if filters.kind:
        who &= Q(kind=filters.kind)
    if filters.channel:
        who &= Q(identity__supervisor__channel=filters.channel)
    if filters.first:
        month &= Q(month__gte=filters.first)
    if filters.last:
        month &= Q(month__lte=filters.last)
    if who or (month and not actor.has("leader")):
        return who & month & known_to(actor)
    return month


def _clocks(zone_id: int, filters: Filters, moment: Moment) -> Q:
    if not (filters.light or filters.clock or filters.owes or filters.overdue is not None):
        return Q()
    clocks = attention.governing(zone_id)
    if filters.light:
        clocks = clocks.filter(attention.lit(filters.light, moment.now))
    if filters.clock:
        clocks = clocks.filter(kind=filters.clock)
    if filters.overdue is not None:
        clocks = clocks.filter(attention.overdue(moment, filters.overdue, filters.overdue_to))
    if filters.owes == "office":
        clocks = clocks.filter(department__isnull=True)
    elif filters.owes:
        clocks = clocks.filter(department=int(filters.owes))
    return Q(pk__in=clocks.values("lead"))


def _in_order(leads: QuerySet[Lead], filters: Filters) -> QuerySet[Lead]:
    """By due date where the list is about that, else the newest first; the running clock comes along as ``running``."""
    running = Clock.objects.filter(governs=True)
    leads = leads.select_related("lead_department", "identity__supervisor__unit").prefetch_related(
        Prefetch("clocks", queryset=running, to_attr="running")
    )
    if not filters.by_due:
        return leads.order_by("-id")
    due = Subquery(running.filter(lead=OuterRef("pk")).values("due_at"))
    return leads.annotate(due_at=due).order_by(F("due_at").asc(nulls_last=True), "id")


def without(filters: Filters, *names: str) -> Filters:
    """The filters with some taken away."""
    empty = Filters()
    return replace(filters, **{name: getattr(empty, name) for name in names})
