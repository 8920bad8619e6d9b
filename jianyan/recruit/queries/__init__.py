"""Reads about recruitment."""

from jianyan.recruit.queries.base import (
    LISTED,
    STANDING,
    candidate_facts,
    candidates_visible_to,
    conditions_of,
    notice_hangs,
    open_rounds,
    over,
    over_quota,
    places_left,
    round_facts,
    rounds_visible_to,
    takes_applications,
    to_forget,
)

__all__ = [
    "LISTED",
    "STANDING",
    "candidate_facts",
    "candidates_visible_to",
    "conditions_of",
    "notice_hangs",
    "open_rounds",
    "over",
    "over_quota",
    "places_left",
    "round_facts",
    "rounds_visible_to",
    "takes_applications",
    "to_forget",
]
