"""A new lead: its number, its clocks, and the first row of its chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import GOVERNING, ClockKind, State
from jianyan.core.opinion import Opinion, month_of
from jianyan.core.workdays import local_date
from jianyan.leads.actions import clockwork
from jianyan.leads.models import Clock, Lead, LeadNumber
from jianyan.ledger.actions import record
from jianyan.people.models import Identity
from jianyan.prepared import Gap, Prepared
from jianyan.rules.models import RulebookVersion
from jianyan.rules.queries import book, calendar_of

#: The duties that begin with a filed lead (5.1.g, 5.1.h).
FIRST_CLOCKS = (ClockKind.call, ClockKind.dispatch)

_COUNTERS = Prepared(lambda: LeadNumber.objects.select_for_update().filter(zone=Gap("zone"), year=Gap("year")))


def begin(
    identity: Identity, opinion: Opinion, version: RulebookVersion, at: datetime, *, no: str, **origin: Any
) -> tuple[Lead, list[Clock]]:
    """A new lead with the clocks that begin with it; ``origin`` says where it comes from (its form, or its source)."""
    zone = identity.supervisor.zone
    lead = Lead.objects.create(
        zone=zone,
        no=no,
        identity=identity,
        rules=version,
        month=month_of(local_date(at)),
        submitted_at=at,
        **origin,
        **asdict(opinion),
    )
    clocks = clockwork.start(lead, FIRST_CLOCKS, at, book(version.pk), calendar_of(zone))
    for clock in clocks:
        clock.governs = clock.kind == GOVERNING[State(lead.state)]
    Clock.objects.bulk_create(clocks)
    return lead, clocks


def record_entry(
    actor: Actor,
    lead: Lead,
    clocks: list[Clock],
    *,
    at: datetime,
    place: int,
    role: str,
    more: Mapping[str, object] | None = None,
) -> None:
    """The first row of a lead's chain: what came in, and when what is due."""
    rules = book(lead.rules_id)
    record(
        actor=actor,
        at=at,
        verb="lead.file",
        subject=lead.subject,
        dossier=lead.identity.supervisor_id,
        data={
            "to": lead.state,
            "no": lead.no,
            "form": lead.form_id,
            "place": place,
            "kind": lead.kind,
            "hidden": lead.hidden,
            "split_from": lead.split_from_id,
            "text": text_digest("\n".join((lead.title, lead.body, lead.suggestion))),
            "clocks": {clock.kind: {"due": clock.due_on.isoformat()} for clock in clocks},
            **(more or {}),
        },
        rules=f"v{rules.number}",
        clause=rules.kinds[lead.kind].clause,
        role=role,
        first=True,
    )


def next_numbers(zone: Zone, at: datetime, count: int) -> list[str]:
    """Take the next numbers of the zone's year, as people say them on the phone; they have no gaps.

    New leads and a new working calendar wait for each other here: ``zone`` is told of one that came in between.
    """
    year = local_date(at).year
    counter = _COUNTERS.first(zone=zone.pk, year=year)
    if counter is None:
        LeadNumber.objects.get_or_create(zone=zone, year=year)
        counter = LeadNumber.objects.select_for_update().get(zone=zone, year=year)
    zone.refresh_from_db(fields=["calendar_revision"])
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [f"{zone.short_name} {year}-{first + place:04d}" for place in range(count)]
