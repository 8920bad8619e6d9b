"""季度通报: its sections, the prose that is drafted from the figures, and what may be done with it (clause 5.1.i)."""

from jianyan.core.bulletin.acts import BulletinFacts, BulletinState, BulletinVerb, bulletin_step, bulletin_verbs
from jianyan.core.bulletin.draft import drafted
from jianyan.core.bulletin.prose import (
    SECTIONS,
    Trouble,
    check,
    filled,
    names_in,
    names_of,
    paragraphs,
    pieces,
)
from jianyan.core.bulletin.values import quarter_title, share, values_of

__all__ = [
    "SECTIONS",
    "BulletinFacts",
    "BulletinState",
    "BulletinVerb",
    "Trouble",
    "bulletin_step",
    "bulletin_verbs",
    "check",
    "drafted",
    "filled",
    "names_in",
    "names_of",
    "paragraphs",
    "pieces",
    "quarter_title",
    "share",
    "values_of",
]
