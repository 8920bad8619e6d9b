"""The steps of a round. Their order is the rulebook's ``procedure``; which act ends a step stands in one table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jianyan.core.flow import Refused

#: Where a round is before its first step, after its last, and when it was called off.
DRAFT, DONE, CANCELLED = "draft", "done", "cancelled"
#: The step that publishing the notice goes through.
ANNOUNCE = "announce"


class RoundVerb(StrEnum):
    """What is done with a round."""

    edit = "edit"
    open = "open"
    prolong = "prolong"
    close = "close"
    finish_review = "finish_review"
    decide = "decide"
    submit = "submit"
    approve = "approve"
    publish = "publish"
    finish_notice = "finish_notice"
    appoint = "appoint"
    finish = "finish"
    cancel = "cancel"


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What a guard may ask about a round.

    ``unjudged``: candidates neither qualified nor refused. ``chosen``: candidates on the list. ``over_quota``: a
    category with more on the list than places. ``window_over``: the last day of application has passed.
    ``notice_over``: the public notice has hung for its working days. ``objections``: open ones. ``left``: chosen
    candidates who are not appointed yet.
    """

    complete: bool = True
    window_over: bool = False
    unjudged: int = 0
    chosen: int = 0
    over_quota: bool = False
    decided: bool = False
    submitted: bool = False
    published: bool = False
    notice_over: bool = False
    objections: int = 0
    left: int = 0
    anybody_appointed: bool = False


def _complete(f: RoundFacts) -> str | None:
    return None if f.complete else "round_incomplete"


def _window_over(f: RoundFacts) -> str | None:
    return None if f.window_over else "window_open"


def _judged(f: RoundFacts) -> str | None:
    return "unjudged" if f.unjudged else None


def _decidable(f: RoundFacts) -> str | None:
    if f.decided:
        return "already_decided"
    if not f.chosen:
        return "nobody_chosen"
    return "over_quota" if f.over_quota else None


def _decided(f: RoundFacts) -> str | None:
    if f.submitted:
        return "already_submitted"
    return None if f.decided else "not_decided"


def _submitted(f: RoundFacts) -> str | None:
    return None if f.submitted else "not_submitted"


def _unpublished(f: RoundFacts) -> str | None:
    if f.published:
        return "already_published"
    return None if f.chosen else "nobody_chosen"


def _notice_over(f: RoundFacts) -> str | None:
    if not f.published:
        return "not_published"
    if not f.notice_over:
        return "notice_running"
    return "objections_open" if f.objections else None


def _everybody_appointed(f: RoundFacts) -> str | None:
    return "some_left" if f.left else None


def _nobody_appointed(f: RoundFacts) -> str | None:
    return "somebody_appointed" if f.anybody_appointed else None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """At ``step`` these ``roles`` may do ``verb``; ``ends`` says whether the step ends with it."""

    step: str
    verb: RoundVerb
    roles: frozenset[str]
    why: str
    ends: bool = False
    guard: Callable[[RoundFacts], str | None] | None = None
    clause: str = "4.0"


_OFFICE, _HEAD, _CLOCK = frozenset({"officer", "head"}), frozenset({"head"}), frozenset({"officer", "head", "system"})
_V = RoundVerb

TABLE: tuple[RoundRow, ...] = (
    RoundRow(DRAFT, _V.edit, _OFFICE, "公告发布之前，名额、条件和日期可以修改"),
    RoundRow(DRAFT, _V.open, _HEAD, "选聘公告由负责人发布", ends=True, guard=_complete),
    RoundRow(ANNOUNCE, _V.edit, _OFFICE, "公告发布之前，名额、条件和日期可以修改"),
    RoundRow(ANNOUNCE, _V.open, _HEAD, "选聘公告由负责人发布", ends=True, guard=_complete),
    RoundRow("recommend", _V.prolong, _HEAD, "报名人数不足的，可以延长报名"),
    RoundRow("recommend", _V.close, _CLOCK, "报名截止后进入资格审核", ends=True, guard=_window_over),
    RoundRow("review", _V.finish_review, _OFFICE, "每位候选人都有审核结论", ends=True, guard=_judged),
    RoundRow("decide", _V.decide, _HEAD, "拟聘名单由负责人审定", guard=_decidable),
    RoundRow("decide", _V.submit, _OFFICE, "拟聘名单报管委会", guard=_decided),
    RoundRow("decide", _V.approve, _HEAD, "登记管委会的批准", ends=True, guard=_submitted),
    RoundRow("publish", _V.publish, _HEAD, "拟聘名单向社会公示", guard=_unpublished),
    RoundRow("publish", _V.finish_notice, _CLOCK, "公示期满且异议都有结论", ends=True, guard=_notice_over),
    RoundRow("appoint", _V.appoint, _HEAD, "公示无异议的予以聘任"),
    RoundRow("appoint", _V.finish, _OFFICE, "名单上的人都已聘任", ends=True, guard=_everybody_appointed),
    RoundRow("certify", _V.finish, _OFFICE, "聘书发放完毕，本次选聘结束", ends=True),
    *(
        RoundRow(step, _V.cancel, _HEAD, "尚未聘任的，可以取消本次选聘并公告原因", guard=_nobody_appointed)
        for step in (DRAFT, ANNOUNCE, "recommend", "review", "decide", "publish", "appoint")
    ),
)

_INDEX = {(row.step, row.verb): row for row in TABLE}
if len(_INDEX) != len(TABLE):
    raise RuntimeError("round table: a step and a verb occur twice")

#: The steps that the code knows how to go through; a rulebook may leave some out and choose their order.
STEPS = frozenset(row.step for row in TABLE) - {DRAFT}


def passable(order: Sequence[str]) -> list[str]:
    """The steps of an order that the code knows, in that order: the way of a round."""
    return [key for key in order if key in STEPS]


def first_step(order: Sequence[str]) -> str:
    """The step with which a round begins."""
    return next(iter(passable(order)), DONE)


def next_step(order: Sequence[str], step: str) -> str:
    """The step after ``step`` in the rulebook's order; ``done`` after the last one."""
    known = passable(order)
    place = known.index(step) + 1 if step in known else 0
    return known[place] if place < len(known) else DONE


def round_step(step: str, verb: RoundVerb, roles: Collection[str], facts: RoundFacts) -> RoundRow:
    """The row that this act takes; raises `Refused`: ``wrong_role``, ``wrong_step`` or the guard's code."""
    if not any(row.verb == verb and not row.roles.isdisjoint(roles) for row in TABLE):
        raise Refused("wrong_role", verb=verb)
    row = _INDEX.get((step, verb))
    if row is None:
        raise Refused("wrong_step", verb=verb, step=step)
    if row.roles.isdisjoint(roles):
        raise Refused("wrong_role", verb=verb)
    if row.guard and (code := row.guard(facts)):
        raise Refused(code, verb=verb, step=step)
    return row


def round_verbs(step: str, roles: Collection[str], facts: RoundFacts) -> list[RoundVerb]:
    """The verbs that may be offered now, in the table's order."""
    return [
        row.verb
        for row in TABLE
        if row.step == step and not row.roles.isdisjoint(roles) and not (row.guard and row.guard(facts))
    ]
