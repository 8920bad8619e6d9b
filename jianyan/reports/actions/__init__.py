"""Acts of reporting."""

from jianyan.reports.actions.bulletin import (
    Wrong,
    comment,
    correct,
    draft,
    edit,
    freeze,
    intact,
    record_export,
    refresh,
    settle,
    submit,
)
from jianyan.reports.actions.snapshot import take

__all__ = [
    "Wrong",
    "comment",
    "correct",
    "draft",
    "edit",
    "freeze",
    "intact",
    "record_export",
    "refresh",
    "settle",
    "submit",
    "take",
]
