"""Revealing a masked number: only with a reason, and never without a row in the ledger."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Hat, Refused
from jianyan.ledger.actions import record
from jianyan.people.queries import visible_to

#: Why the office may need a number, as codes that can stay in the ledger.
REASONS = frozenset({"call", "follow_up", "contact", "meeting"})


@transaction.atomic
def reveal_phone(actor: Actor, supervisor_id: int, *, at: datetime, reason: str) -> str:
    """The supervisor's number in full, for the office; each look is a row of the ledger.

    Raises:
        Supervisor.DoesNotExist: not there for this actor.
        Refused: ``wrong_hat`` for anybody but the office, ``bad_reason``.
    """
    if not actor.is_office:
        raise Refused("wrong_hat")
    supervisor = visible_to(actor).get(pk=supervisor_id)
    if reason not in REASONS:
        raise Refused("bad_reason")
    record(
        actor=actor,
        at=at,
        verb="supervisor.reveal",
        subject=f"supervisor:{supervisor.pk}",
        dossier=supervisor.pk,
        data={"what": "phone", "reason": reason},
        clause="5.2.a",
        role=Hat.officer if actor.has(Hat.officer) else Hat.head,
    )
    return supervisor.phone
