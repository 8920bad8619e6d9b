"""Writes about supervisors."""

from jianyan.people.actions.appoint import appoint
from jianyan.people.actions.contact import log_contact
from jianyan.people.actions.handover import handover
from jianyan.people.actions.leave import end_leave, keep_leaves, move_leave_end, set_leave
from jianyan.people.actions.reveal import reveal_phone

__all__ = [
    "appoint",
    "end_leave",
    "handover",
    "keep_leaves",
    "log_contact",
    "move_leave_end",
    "reveal_phone",
    "set_leave",
]
