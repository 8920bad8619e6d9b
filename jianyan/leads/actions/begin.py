"""How a lead begins, whether it came on a form or was said at a meeting: its clocks and its first row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import GOVERNING, ClockKind, State
from jianyan.core.opinion import Opinion, month_of
from jianyan.core.workdays import local_date
from jianyan.leads.actions import clockwork
from jianyan.leads.actions.base import officers_of, path_of
from jianyan.leads.actions.numbers import Called
from jianyan.leads.models import Clock, Lead
from jianyan.ledger.actions import record
from jianyan.notify.actions import tell
from jianyan.people.models import Identity
from jianyan.rules.models import RulebookVersion
from jianyan.rules.queries import book, calendar_of

#: The duties that begin with a filed lead (5.1.g, 5.1.h).
FIRST_CLOCKS = (ClockKind.call, ClockKind.dispatch)


def begin(
    identity: Identity, opinion: Opinion, version: RulebookVersion, at: datetime, *, called: Called, **origin: Any
) -> tuple[Lead, list[Clock]]:
    """A new lead with the clocks that begin with it; ``origin`` says where it comes from (its form, or its source)."""
    zone = identity.supervisor.zone
    lead = Lead.objects.create(
        pk=called.pk,
        zone=zone,
        no=called.no,
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


def tell_office(actor: Actor, leads: Sequence[Lead], at: datetime) -> None:
    """Tell the reporter's officers of the new leads of one form, or of one that was written down at a meeting."""
    tell(
        officers_of(leads[0], at),
        zone_id=leads[0].zone_id,
        at=at,
        kind="form.filed",
        path=path_of(leads[0]),
        params={"no": leads[0].no, "leads": len(leads)},
        by=actor,
    )


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
