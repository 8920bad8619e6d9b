"""Facts of reporting: what the records said at a moment, and the documents drawn from it."""

from jianyan.reports.models.bulletin import Bulletin, BulletinState, Comment, Correction, Section
from jianyan.reports.models.snapshot import Answer, Counted, Snapshot

__all__ = [
    "Answer",
    "Bulletin",
    "BulletinState",
    "Comment",
    "Correction",
    "Counted",
    "Section",
    "Snapshot",
]
