"""Every write of recruitment, one file per verb or step."""

from jianyan.recruit.actions.appoint import appoint_one, appoint_round
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
from jianyan.recruit.actions.export import record_list
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
from jianyan.recruit.actions.object import object_to, settle_objection
from jianyan.recruit.actions.receive import apply, recommend
from jianyan.recruit.actions.reveal import reveal_candidate, reveal_objector

__all__ = [
    "Found",
    "Plan",
    "apply",
    "appoint_one",
    "appoint_round",
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
    "object_to",
    "open_round",
    "prolong",
    "publish",
    "qualify",
    "recommend",
    "reconsider",
    "record_list",
    "refuse",
    "reveal_candidate",
    "reveal_objector",
    "settle_objection",
    "submit",
    "tick_rounds",
    "unchoose",
    "withdraw",
]
