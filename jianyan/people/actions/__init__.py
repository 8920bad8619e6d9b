"""Writes about supervisors."""

from jianyan.people.actions.appoint import appoint
from jianyan.people.actions.contact import log_contact
from jianyan.people.actions.handover import handover

__all__ = ["appoint", "handover", "log_contact"]
