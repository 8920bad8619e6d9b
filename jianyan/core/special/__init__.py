"""专报: its sections, the prose that is drafted from the figures, and what may be done with it (clause 5.1.j)."""

from jianyan.core.special.acts import (
    SpecialFacts,
    SpecialState,
    SpecialVerb,
    special_step,
    special_verbs,
)
from jianyan.core.special.draft import drafted, item_text
from jianyan.core.special.instruction import InstructionState, instruction_state
from jianyan.core.special.prose import FOLLOWED, LONGEST, SECTIONS, WITH_ITEMS, Trouble, check

__all__ = [
    "FOLLOWED",
    "LONGEST",
    "SECTIONS",
    "WITH_ITEMS",
    "InstructionState",
    "SpecialFacts",
    "SpecialState",
    "SpecialVerb",
    "Trouble",
    "check",
    "drafted",
    "instruction_state",
    "item_text",
    "special_step",
    "special_verbs",
]
