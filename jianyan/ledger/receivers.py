"""Acts of the floor below, recorded here: accounts cannot import the ledger, but must not act without it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from jianyan.accounts.acted import acted
from jianyan.ledger.actions import record


@receiver(acted)
def record_act(sender: None, *, signal: Any, **row: Any) -> None:
    """One row for one act, in the transaction that sent it."""
    record(**row)
