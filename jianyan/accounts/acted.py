"""How an act on accounts reaches the ledger, which lies one floor up: a signal sent in the act's own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.dispatch import Signal

from jianyan.accounts.queries import Actor

#: Arguments: actor, at, verb, subject, data, role. The ledger makes one row of each; what it raises undoes the act.
acted = Signal()


def keep(
    actor: Actor,
    *,
    at: datetime,
    verb: str,
    subject: str,
    data: Mapping[str, object] | None = None,
    role: str = "",
) -> None:
    """Have one act recorded, in the transaction that changed the facts.

    Raises:
        TransactionManagementError: outside a transaction.
        LookupError: nobody records; an act without a row must not happen.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an act is recorded in the transaction of its change")
    if not acted.send(None, actor=actor, at=at, verb=verb, subject=subject, data=dict(data or {}), role=role):
        raise LookupError("the ledger does not listen")


def subject_of(user_id: int, zone_id: int) -> str:
    """The chain of an account's rows in a zone: a chain belongs to one zone, a person may have roles in several."""
    return f"user:{user_id}@{zone_id}"
