"""Every write of recruitment, one file per verb or step."""

from jianyan.recruit.actions.appoint import appoint_one, appoint_round, appoint_some
from jianyan.recruit.actions.course import (
    approve,
    cancel,
    close_round,
    decide,
    finish,
    finish_notice,
    finish_review,
    prolong,
    publish,
    submit,
    tick_rounds,
)
from jianyan.recruit.actions.draft import Plan, draft_round, edit_round, open_round
from jianyan.recruit.actions.judge import (
    Found,
    check,
    choose,
    join_person,
    qualify,
    reconsider,
    refuse,
    unchoose,
    withdraw,
)
from jianyan.recruit.actions.links import make_links
from jianyan.recruit.actions.object import object_to, settle_objection
from jianyan.recruit.actions.receive import apply, recommend

__all__ = [
    "Found",
    "Plan",
    "apply",
    "appoint_one",
    "appoint_round",
    "appoint_some",
    "approve",
    "cancel",
    "check",
    "choose",
    "close_round",
    "decide",
    "draft_round",
    "edit_round",
    "finish",
    "finish_notice",
    "finish_review",
    "join_person",
    "make_links",
    "object_to",
    "open_round",
    "prolong",
    "publish",
    "qualify",
    "recommend",
    "reconsider",
    "refuse",
    "settle_objection",
    "submit",
    "tick_rounds",
    "unchoose",
    "withdraw",
]
