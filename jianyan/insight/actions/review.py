"""The record of a review that was taken out as a document."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.ledger.actions import record


@transaction.atomic
def record_review(actor: Actor, *, at: datetime, first: date, last: date, format_: str, digest_: str) -> None:
    """One row beside the other exports of the zone: of which months, and the digest of the file."""
    record(
        actor=actor,
        at=at,
        verb="review.export",
        subject=f"exports:{actor.zone_id}",
        data={"first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}", "format": format_, "digest": digest_},
        clause="5.3.a",
        role=next((role for role in ("head", "officer", "leader") if actor.has(role)), ""),
    )
