"""Writes of awards, one function a verb."""

from jianyan.awards.actions.count import count, recount
from jianyan.awards.actions.course import approve, cancel, decide, finish, publish, strike
from jianyan.awards.actions.given import record_certificate
from jianyan.awards.actions.object import object_own, object_public, settle_objection
from jianyan.awards.actions.review import adjust, lift, open_hearing, veto
from jianyan.awards.actions.tick import tick_awards

__all__ = [
    "adjust",
    "approve",
    "cancel",
    "count",
    "decide",
    "finish",
    "lift",
    "object_own",
    "object_public",
    "open_hearing",
    "publish",
    "record_certificate",
    "recount",
    "settle_objection",
    "strike",
    "tick_awards",
    "veto",
]
