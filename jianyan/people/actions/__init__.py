"""Writes about supervisors."""

from jianyan.people.actions.announce import announce, mark_read, take_back
from jianyan.people.actions.anonymise import anonymise
from jianyan.people.actions.appoint import appoint
from jianyan.people.actions.ask import answer, ask
from jianyan.people.actions.certificate import record_certificate
from jianyan.people.actions.change import Particulars, change
from jianyan.people.actions.contact import log_contact
from jianyan.people.actions.dismiss import decide_dismissal, propose_dismissal, state_on_dismissal
from jianyan.people.actions.handover import handover
from jianyan.people.actions.leave import end_leave, keep_leaves, move_leave_end, set_leave
from jianyan.people.actions.link import make_link
from jianyan.people.actions.promise import sign_promise
from jianyan.people.actions.renew import renew
from jianyan.people.actions.resign import resign, take_certificate_back
from jianyan.people.actions.reveal import reveal_phone

__all__ = [
    "Particulars",
    "announce",
    "anonymise",
    "answer",
    "appoint",
    "ask",
    "change",
    "decide_dismissal",
    "end_leave",
    "handover",
    "keep_leaves",
    "log_contact",
    "make_link",
    "mark_read",
    "move_leave_end",
    "propose_dismissal",
    "record_certificate",
    "renew",
    "resign",
    "reveal_phone",
    "set_leave",
    "sign_promise",
    "state_on_dismissal",
    "take_back",
    "take_certificate_back",
]
