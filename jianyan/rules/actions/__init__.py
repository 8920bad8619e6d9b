"""Writes of rules: versions and the calendar; drafts and the consultation on them."""

from jianyan.rules.actions.consult import answer, close_rounds, comment, conclude, consult, record_summary
from jianyan.rules.actions.draft import adopt, draft, drop, edit, replace_text
from jianyan.rules.actions.store import add_notice, packaged_rulebook, seed_calendar, store_rulebook
from jianyan.rules.actions.withdraw import withdraw

__all__ = [
    "add_notice",
    "adopt",
    "answer",
    "close_rounds",
    "comment",
    "conclude",
    "consult",
    "draft",
    "drop",
    "edit",
    "packaged_rulebook",
    "record_summary",
    "replace_text",
    "seed_calendar",
    "store_rulebook",
    "withdraw",
]
