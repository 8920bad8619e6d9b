"""Writes to the ledger: one row per act, a seal a day, and the record of a check."""

from jianyan.ledger.actions.check import check
from jianyan.ledger.actions.record import record
from jianyan.ledger.actions.seal import seal
from jianyan.ledger.actions.verify import verify

__all__ = ["check", "record", "seal", "verify"]
