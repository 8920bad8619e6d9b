"""Open clocks follow the working calendar when it changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.core import clocks
from jianyan.core.clocks import Due
from jianyan.core.workdays import Calendar
from jianyan.leads.models import Clock, Lead
from jianyan.ledger.actions import record
from jianyan.rules.queries import book, calendar_of

FIELDS = ["due_on", "due_at", "warn_at", "provisional"]


def _anew(clock: Clock, calendar: Calendar) -> Due:
    limit = book(clock.lead.rules_id).clock(clock.kind, clock.lead.grade or None).limit
    if clock.fixed:  # a day granted or promised stays; only its warning and its certainty follow the calendar
        return clocks.due_on(clock.due_on, limit, clock.started_at, calendar)
    return clocks.due(limit, clock.started_at, calendar)


@transaction.atomic
def recompute(actor: Actor, zone: Zone, *, at: datetime, notice: int | None = None) -> int:
    """Count every open clock of a zone anew, with a ledger row for each that moved; returns how many moved."""
    calendar = calendar_of(zone)
    running = Clock.objects.filter(zone=zone, stopped_at__isnull=True)
    # The leads are what every act locks first: in their order nobody waits for anybody in a circle.
    leads = Lead.objects.select_for_update().filter(pk__in=running.values("lead")).order_by("pk")
    list(leads.values_list("pk", flat=True))
    running = running.select_related("lead__identity").order_by("lead_id", "id")
    changed, moved = [], 0
    for clock in running:
        end = _anew(clock, calendar)
        was, now = clock.due_on, end.on
        if (clock.due_on, clock.due_at, clock.warn_at, clock.provisional) == (
            end.on,
            end.at,
            end.warn_at,
            end.provisional,
        ):
            continue
        clock.due_on, clock.due_at, clock.warn_at, clock.provisional = end.on, end.at, end.warn_at, end.provisional
        changed.append(clock)
        if was == now:
            continue
        moved += 1
        record(
            actor=actor,
            at=at,
            verb="clock.move",
            subject=clock.lead.subject,
            dossier=clock.lead.identity.supervisor_id,
            data={"clock": clock.kind, "due": [was.isoformat(), now.isoformat()], "notice": notice},
            rules=f"v{book(clock.lead.rules_id).number}",
            clause="5.1.h" if clock.kind != "call" else "5.1.g",
        )
    Clock.objects.bulk_update(changed, FIELDS, batch_size=500)
    return moved
