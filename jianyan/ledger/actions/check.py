"""A check of the ledger that somebody asked for is an act too: it has its own row."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.ledger.actions.record import record
from jianyan.ledger.actions.verify import verify
from jianyan.ledger.models import Verification


def check(actor: Actor, zone: Zone, *, at: datetime) -> Verification:
    """Verify the zone's ledger and record who asked and what came of it.

    Not one transaction: reading everything must not hold the writers up. The result is kept before the row is.

    Raises:
        CannotCalculate: this machine lacks the digest algorithm of some row.
    """
    made = verify(zone, at=at)
    with transaction.atomic():
        record(
            actor=actor,
            at=at,
            verb="ledger.verify",
            subject=f"ledger:{zone.pk}",
            data={"verification": made.pk, "rows": made.rows, "seals": made.seals, "findings": len(made.findings)},
            role="auditor",
        )
    return made
