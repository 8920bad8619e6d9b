"""Reads of awards."""

from jianyan.awards.queries.base import (
    award_facts,
    notice_hangs,
    objections_visible_to,
    on_list,
    own_standings,
    runs_visible_to,
    standings_visible_to,
)
from jianyan.awards.queries.checked import Difference, differences, last_row
from jianyan.awards.queries.waiting import over_untold, waiting_for_head

__all__ = [
    "Difference",
    "award_facts",
    "differences",
    "last_row",
    "notice_hangs",
    "objections_visible_to",
    "on_list",
    "over_untold",
    "own_standings",
    "runs_visible_to",
    "standings_visible_to",
    "waiting_for_head",
]
