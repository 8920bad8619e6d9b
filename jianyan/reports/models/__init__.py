"""Facts of reporting: what the records said at a moment, and the documents drawn from it."""

from jianyan.reports.models.bulletin import Bulletin, BulletinState, Comment, Correction, Section
from jianyan.reports.models.instruction import Instruction
from jianyan.reports.models.snapshot import Answer, Counted, Snapshot
from jianyan.reports.models.special import Special, SpecialItem, SpecialSection

__all__ = [
    "Answer",
    "Bulletin",
    "BulletinState",
    "Comment",
    "Correction",
    "Counted",
    "Instruction",
    "Section",
    "Snapshot",
    "Special",
    "SpecialItem",
    "SpecialSection",
]
