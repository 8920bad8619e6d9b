"""The record of a lead's documents that were taken out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.leads.models import Lead
from jianyan.ledger.actions import record


@transaction.atomic
def record_paper(actor: Actor, lead: Lead, *, at: datetime, paper: str, which: int, format_: str, digest_: str) -> None:
    """One row beside the other exports of the zone: which document of which lead, and the digest of its file."""
    record(
        actor=actor,
        at=at,
        verb=f"paper.{paper}",
        subject=f"exports:{actor.zone_id}",
        data={"lead": lead.pk, "no": lead.no, "which": which, "format": format_, "digest": digest_},
        clause="5.1.h",
        role=next((role for role in ("head", "officer", "leader", "liaison") if actor.has(role)), ""),
    )
