"""Writes to the ledger: one row per act, a seal a day, and the records of a check and of an export."""

from jianyan.ledger.actions.check import check
from jianyan.ledger.actions.export import check_export, record_dossier, record_export
from jianyan.ledger.actions.record import First, record, record_firsts
from jianyan.ledger.actions.seal import seal
from jianyan.ledger.actions.verify import verify

__all__ = [
    "First",
    "check",
    "check_export",
    "record",
    "record_dossier",
    "record_export",
    "record_firsts",
    "seal",
    "verify",
]
