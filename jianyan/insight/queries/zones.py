"""The figures of several zones side by side, for who was let in by each of them (5.3.b).

Every figure is one that the zone itself sees: the rates of `leads.queries.rates`, the duties of the bulletin. No text,
no name, no department and no list leaves the zone, and no quarter with fewer people than `core.side_by_side.least`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from jianyan.accounts.models import Role, RoleName, Zone
from jianyan.accounts.queries import Actor
from jianyan.core import periods, side_by_side
from jianyan.core.figures import Duty, Forms
from jianyan.core.flow import ClockKind, State
from jianyan.core.periods import Period
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import TZ, Calendar, local_date
from jianyan.leads.models import Clock, Lead
from jianyan.leads.queries import rated
from jianyan.leads.queries.rates import Rate, Scope, added_up
from jianyan.reports.queries.duties import duties_of
from jianyan.reports.queries.forms import forms_of
from jianyan.rules.queries import NoRulebook, book, calendar_of, version_on

#: The duties that are compared, as the bulletin names them.
DUTIES = ("form", "social", "internal", "contact")
#: Working days from the beginning of a duty to its end, by clock; ``closed``: from submission to closing.
DAYS = {"call": ClockKind.call, "dispatch": ClockKind.dispatch, "reply": ClockKind.reply}


@dataclass(frozen=True, slots=True)
class Days:
    """The median number of working days of so many leads; None of none."""

    median: float | None
    count: int


@dataclass(slots=True)
class Column:
    """One zone. ``rates`` holds rates and duties by key; empty where nothing is told or nothing is there.

    ``untold`` are the quarters whose leads, ``untold_people`` those whose duties too few people stand behind.
    ``received`` is None where no quarter at all is told. ``version`` and ``rules`` are those in force today.
    """

    zone: Zone
    version: int = 0
    rules: Rulebook | None = None
    received: int | None = None
    rates: dict[str, Rate] = field(default_factory=dict)
    days: dict[str, Days] = field(default_factory=dict)
    untold: list[Period] = field(default_factory=list)
    untold_people: list[Period] = field(default_factory=list)


def open_zones(actor: Actor) -> list[Zone]:
    """The zones that have let the actor's account see their figures. One query."""
    if not actor.has(RoleName.area):
        return []
    let_in = Role.objects.filter(user=actor.user_id, name=RoleName.area)
    return list(Zone.objects.filter(pk__in=let_in.values("zone")).order_by("id"))


def side_by_side_of(actor: Actor, quarters: list[Period], now: datetime) -> list[Column]:
    """The zones of an actor over some quarters. The number of queries depends on zones and quarters alone."""
    return [column_of(zone, quarters, now) for zone in open_zones(actor)]


def column_of(zone: Zone, quarters: list[Period], now: datetime) -> Column:
    """One zone's figures over whole quarters, in their order."""
    column = Column(zone)
    try:
        version = version_on(zone.pk, local_date(now))
    except NoRulebook:
        return column
    column.version, column.rules = version.number, book(version.pk)
    least = side_by_side.least(column.rules.number_of("hidden_cell"))
    _leads(column, quarters, least, now)
    _duties(column, column.rules, quarters, least, now)
    return column


def _leads(column: Column, quarters: list[Period], least: int, now: datetime) -> None:
    people = _people(column.zone, quarters)
    told = [each for each, n in zip(quarters, people, strict=True) if side_by_side.told([n], least)]
    column.untold = [each for each in quarters if each not in told]
    months = [month for each in told for month in each.months]
    whole = Scope(column.zone.pk, now, quarters[0].first, periods.last_day(quarters[-1]))
    by_month = rated.months(whole).rates
    column.rates = added_up([by_month[month] for month in months if month in by_month])
    if told:
        column.received = column.rates["closed"].total if column.rates else 0
    column.days = _days(column.zone, months)


def _people(zone: Zone, quarters: list[Period]) -> list[int]:
    """How many people raised the leads of each quarter. One query."""
    counted = {
        f"q{place}": Count("identity__supervisor", distinct=True, filter=Q(month__gte=each.first, month__lte=each.last))
        for place, each in enumerate(quarters)
    }
    leads = Lead.objects.filter(zone=zone, month__gte=quarters[0].first, month__lte=quarters[-1].last)
    row = leads.aggregate(**counted)
    return [row[name] for name in counted]


def _days(zone: Zone, months: list[date]) -> dict[str, Days]:
    """Working days on the zone's own calendar. Two queries, one row for each pair of days."""
    calendar = calendar_of(zone)
    clocks = Clock.objects.filter(
        zone=zone,
        kind__in=list(DAYS.values()),
        stopped_at__isnull=False,
        void=False,
        excluded=False,
        lead__month__in=months,
    )
    spans = clocks.order_by().annotate(first_on=_day("started_at"), last_on=_day("stopped_at"))
    rows = spans.values("kind", "first_on", "last_on").annotate(n=Count("pk"))
    found: dict[str, list[tuple[date, date, int]]] = {key: [] for key in (*DAYS, "closed")}
    for kind, began, ended, n in rows.values_list("kind", "first_on", "last_on", "n"):
        found[kind].append((began, ended, n))
    done = Lead.objects.filter(zone=zone, state=State.closed, ended_at__isnull=False, month__in=months)
    closed = (
        done.order_by().annotate(first_on=_day("submitted_at"), last_on=_day("ended_at")).values("first_on", "last_on")
    )
    found["closed"] = list(closed.annotate(n=Count("pk")).values_list("first_on", "last_on", "n"))
    return {key: _median(calendar, of_key) for key, of_key in found.items()}


def _day(name: str) -> TruncDate:
    return TruncDate(F(name), tzinfo=TZ)


def _median(calendar: Calendar, spans: Iterable[tuple[date, date, int]]) -> Days:
    counted: Counter[int] = Counter()
    for began, ended, n in spans:
        counted[calendar.count(began, ended)] += n
    return Days(side_by_side.median_of(counted), counted.total())


def _duties(column: Column, rules: Rulebook, quarters: list[Period], least: int, now: datetime) -> None:
    """What the bulletins of the quarters say of duties, added up. Seven queries at most for each quarter."""
    today, due_day = local_date(now), rules.number_of("form_due_day")
    several: dict[str, list[Rate]] = {key: [] for key in DUTIES}
    for quarter in quarters:
        if quarter.first > today:
            continue
        forms = forms_of(column.zone.pk, quarter.months, due_day, now)
        duties = {duty.key: duty for duty in duties_of(column.zone, periods.quarter_name(quarter.first), forms, today)}
        if not _told_of(forms, duties, least):
            column.untold_people.append(quarter)
            continue
        for key, duty in duties.items():
            several[key].append(_rate(duty))
    column.rates |= {key: _sum(key, found) for key, found in several.items() if found}


def _told_of(forms: list[Forms], duties: dict[str, Duty], least: int) -> bool:
    """Forms are counted by identities of a channel; who owes a symposium or a meeting, by people."""
    people = [line.owed for line in forms] + [duties[key].owed for key in ("social", "internal") if key in duties]
    return side_by_side.told(people, least)


def _rate(duty: Duty) -> Rate:
    left = {"excused_from": duty.excused, "not_due": duty.to_come}
    return Rate(duty.key, duty.done, duty.done + duty.missed, left)


def _sum(key: str, several: list[Rate]) -> Rate:
    return added_up([{key: each} for each in several])[key]
