"""Contested clocks: which may be contested, and which contests wait."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from jianyan.accounts.queries import Actor
from jianyan.leads.models import Clock, Contest, Lead
from jianyan.leads.queries.facts import RUNS_ON, may_still_contest, uncontested
from jianyan.prepared import Gap, Prepared
from jianyan.rules.queries import book, calendar_of


def contestable(lead: Lead, at: datetime) -> list[Clock]:
    """The clocks of the lead department on this lead that it may contest now, in the order they began. One query."""
    if lead.lead_department_id is None:
        return []
    rules, calendar = book(lead.rules_id), calendar_of(lead.zone)
    own = uncontested(Clock.objects.filter(lead=lead, department=lead.lead_department_id))
    return [
        clock
        for clock in own.order_by("started_at", "id")
        if may_still_contest(clock.stopped_at or RUNS_ON, at, rules, calendar)
    ]


def open_contests(lead: Lead) -> list[Contest]:
    """The contests of a lead that wait for the office, the oldest first. One query."""
    waiting = Contest.objects.filter(lead=lead, decided_at__isnull=True)
    return list(waiting.select_related("clock", "by", "department").order_by("id"))


def contested() -> Q:
    """Leads with a contest that waits for the office."""
    return Q(Exists(Contest.objects.filter(lead=OuterRef("pk"), decided_at__isnull=True)))


def contests_waiting(actor: Actor) -> int:
    """How many leads of the zone have a contest that waits for the office. One query."""
    return _WAITING.first(zone=actor.zone_id) or 0


_WAITING = Prepared(
    lambda: (
        Contest.objects.filter(decided_at__isnull=True, lead__zone=Gap("zone"))
        .values("lead__zone")
        .annotate(count=Count("lead", distinct=True))
        .values_list("count", flat=True)
    )
)
