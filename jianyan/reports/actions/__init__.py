"""Acts of reporting."""

from jianyan.reports.actions.snapshot import take

__all__ = ["take"]
