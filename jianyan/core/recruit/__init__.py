"""选聘: the way of a recruitment round and of each candidate in it, as tables (clauses 4.0, 4.1.a–c)."""

from jianyan.core.recruit.candidate import (
    CandidateFacts,
    CandidateState,
    CandidateVerb,
    candidate_step,
    candidate_verbs,
)
from jianyan.core.recruit.round import (
    ANNOUNCE,
    CANCELLED,
    DONE,
    DRAFT,
    RoundFacts,
    RoundVerb,
    first_step,
    next_step,
    passable,
    round_step,
    round_verbs,
)

__all__ = [
    "ANNOUNCE",
    "CANCELLED",
    "DONE",
    "DRAFT",
    "CandidateFacts",
    "CandidateState",
    "CandidateVerb",
    "RoundFacts",
    "RoundVerb",
    "candidate_step",
    "candidate_verbs",
    "first_step",
    "next_step",
    "passable",
    "round_step",
    "round_verbs",
]
