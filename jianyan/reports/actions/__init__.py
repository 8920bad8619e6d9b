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
from jianyan.reports.actions.instruct import assign, instruct, note_instruction, tick_instructions
from jianyan.reports.actions.papers import record_paper
from jianyan.reports.actions.snapshot import take
from jianyan.reports.actions.special import (
    draft_special,
    edit_special,
    offer_special,
    record_special_export,
    refresh_special,
    send_back_special,
    sign_special,
    title_special,
)
from jianyan.reports.actions.special_items import add_item, drop_item, edit_item

__all__ = [
    "Wrong",
    "add_item",
    "assign",
    "comment",
    "correct",
    "draft",
    "draft_special",
    "drop_item",
    "edit",
    "edit_item",
    "edit_special",
    "freeze",
    "instruct",
    "intact",
    "note_instruction",
    "offer_special",
    "record_export",
    "record_paper",
    "record_special_export",
    "refresh",
    "refresh_special",
    "send_back_special",
    "settle",
    "sign_special",
    "submit",
    "take",
    "tick_instructions",
    "title_special",
]
