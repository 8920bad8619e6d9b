"""Writes about supervisors."""

from jianyan.people.actions.announce import announce, mark_read, take_back
from jianyan.people.actions.anonymise import anonymise
from jianyan.people.actions.appoint import appoint
from jianyan.people.actions.ask import answer, ask
from jianyan.people.actions.contact import log_contact
from jianyan.people.actions.handover import handover
from jianyan.people.actions.leave import end_leave, keep_leaves, move_leave_end, set_leave
from jianyan.people.actions.reveal import reveal_phone

__all__ = [
    "announce",
    "anonymise",
    "answer",
    "appoint",
    "ask",
    "end_leave",
    "handover",
    "keep_leaves",
    "log_contact",
    "mark_read",
    "move_leave_end",
    "reveal_phone",
    "set_leave",
    "take_back",
]
