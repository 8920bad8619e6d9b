"""Writes about supervisors."""

from jianyan.people.actions.appoint import appoint
from jianyan.people.actions.certificate import record_certificate
from jianyan.people.actions.change import Particulars, change
from jianyan.people.actions.contact import log_contact
from jianyan.people.actions.dismiss import decide_dismissal, propose_dismissal, state_on_dismissal
from jianyan.people.actions.handover import handover
from jianyan.people.actions.leave import resign, take_certificate_back
from jianyan.people.actions.link import make_link
from jianyan.people.actions.promise import sign_promise
from jianyan.people.actions.renew import renew
from jianyan.people.actions.reveal import reveal_phone

__all__ = [
    "Particulars",
    "appoint",
    "change",
    "decide_dismissal",
    "handover",
    "log_contact",
    "make_link",
    "propose_dismissal",
    "record_certificate",
    "renew",
    "resign",
    "reveal_phone",
    "sign_promise",
    "state_on_dismissal",
    "take_certificate_back",
]
