"""Writes about supervisors."""

from jianyan.people.actions.appoint import appoint
from jianyan.people.actions.contact import log_contact
from jianyan.people.actions.handover import handover
from jianyan.people.actions.reveal import reveal_phone

__all__ = ["appoint", "handover", "log_contact", "reveal_phone"]
