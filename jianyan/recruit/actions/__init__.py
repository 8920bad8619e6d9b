"""Every write of recruitment, one file per verb or step."""

from jianyan.recruit.actions.appoint import appoint_one, appoint_round, appoint_some
from jianyan.recruit.actions.attach import attach, detach, expire_loose
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
from jianyan.recruit.actions.links import make_links
from jianyan.recruit.actions.object import object_to, settle_objection
from jianyan.recruit.actions.receive import apply, recommend
from jianyan.recruit.actions.reveal import reveal_candidate, reveal_objector
from jianyan.recruit.actions.sheet import enter_candidates, prepare_candidates

__all__ = [
    "Found",
    "Plan",
    "apply",
    "appoint_one",
    "appoint_round",
    "appoint_some",
    "approve",
    "attach",
    "cancel",
    "check",
    "choose",
    "close_round",
    "decide",
    "detach",
    "draft_round",
    "edit_round",
    "enter_candidates",
    "expire_loose",
    "finish",
    "finish_notice",
    "finish_review",
    "join_person",
    "make_links",
    "object_to",
    "open_round",
    "prepare_candidates",
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
