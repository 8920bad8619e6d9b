"""Open clocks follow the working calendar when it changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.leads.models import Clock, Lead
from jianyan.leads.queries.moves import Move, changes, running
from jianyan.ledger.actions import record
from jianyan.rules.queries import book, calendar_read

FIELDS = ["due_on", "due_at", "warn_at", "provisional"]


@transaction.atomic
def recompute(actor: Actor, zone: Zone, *, at: datetime, notice: int | None = None) -> int:
    """Count every open clock of a zone anew, with a ledger row for each that moved; returns how many moved."""
    open_clocks = running(zone.pk)
    # The leads are what every act locks first: in their order nobody waits for anybody in a circle.
    leads = Lead.objects.select_for_update().filter(pk__in=open_clocks.order_by().values("lead")).order_by("pk")
    list(leads.values_list("pk", flat=True))
    changed, moved = [], 0
    for move in changes(open_clocks, calendar_read(zone)):
        if move.moved:
            moved += 1
            _record(actor, move, at, notice)
        clock, end = move.clock, move.end
        clock.due_on, clock.due_at, clock.warn_at, clock.provisional = end.on, end.at, end.warn_at, end.provisional
        changed.append(clock)
    Clock.objects.bulk_update(changed, FIELDS, batch_size=500)
    return moved


def _record(actor: Actor, move: Move, at: datetime, notice: int | None) -> None:
    clock = move.clock
    rules = book(clock.lead.rules_id)
    record(
        actor=actor,
        at=at,
        verb="clock.move",
        subject=clock.lead.subject,
        dossier=clock.lead.identity.supervisor_id,
        data={
            "clock": clock.kind,
            "due": [clock.due_on.isoformat(), move.end.on.isoformat()],
            "notice": notice,
        },
        rules=f"v{rules.number}",
        clause=rules.clock(clock.kind, clock.lead.grade or None).clause,
    )
