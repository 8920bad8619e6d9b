"""The steps of an award (评优), as a table: who may do what, when, and why (clause 4.3.c).

review → hearing → approve → publish → notice → done: counted and reviewed, checked by the persons themselves, decided
by the head, approved by the committee, on public notice, given.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from jianyan.core.flow import Refused


class AwardStep(StrEnum):
    """Where an award is."""

    review = "review"
    hearing = "hearing"
    approve = "approve"
    publish = "publish"
    notice = "notice"
    done = "done"
    cancelled = "cancelled"


class AwardVerb(StrEnum):
    """What is done with an award or with one person's points in it."""

    recount = "recount"
    adjust = "adjust"
    veto = "veto"
    lift = "lift"
    open = "open"
    object = "object"
    settle = "settle"
    decide = "decide"
    approve = "approve"
    publish = "publish"
    strike = "strike"
    finish = "finish"
    cancel = "cancel"


@dataclass(frozen=True, slots=True)
class AwardFacts:
    """What a guard may ask. ``proposed``: how many are proposed, or on the list. ``objections``: without an outcome.

    ``upheld``: somebody on the list against whom an objection was upheld during the notice.
    """

    proposed: int = 0
    hearing_over: bool = False
    objections: int = 0
    notice_over: bool = False
    upheld: bool = False


def _somebody(f: AwardFacts) -> str | None:
    return None if f.proposed else "nobody_proposed"


def _hearing_runs(f: AwardFacts) -> str | None:
    return "hearing_over" if f.hearing_over else None


def _heard(f: AwardFacts) -> str | None:
    if not f.hearing_over:
        return "hearing_running"
    if f.objections:
        return "objections_open"
    return _somebody(f)


def _noticed(f: AwardFacts) -> str | None:
    if not f.notice_over:
        return "notice_running"
    if f.objections:
        return "objections_open"
    if f.upheld:
        return "objection_upheld"
    return _somebody(f)


def _notice_runs(f: AwardFacts) -> str | None:
    return "notice_over" if f.notice_over else None


@dataclass(frozen=True, slots=True)
class AwardRow:
    """At ``step`` these ``roles`` may do ``verb``; the award goes on to ``target``."""

    step: AwardStep
    verb: AwardVerb
    roles: frozenset[str]
    target: AwardStep
    why: str
    guard: Callable[[AwardFacts], str | None] | None = None


_S, _V = AwardStep, AwardVerb
_OFFICE, _HEAD = frozenset({"officer", "head"}), frozenset({"head"})
_OWN, _PUBLIC = frozenset({"own"}), frozenset({"public"})

TABLE: tuple[AwardRow, ...] = (
    *(
        row
        for step in (_S.review, _S.hearing)
        for row in (
            AwardRow(step, _V.recount, _OFFICE, step, "聘期末的答复和回访还在登记的，可以按台账重新计分"),
            AwardRow(step, _V.adjust, _OFFICE, step, "评审说明理由、在规则限度内加减分"),
            AwardRow(step, _V.veto, _HEAD, step, "违反工作纪律或者承诺的，一票否决"),
            AwardRow(step, _V.lift, _HEAD, step, "否决有误的，说明理由撤销"),
        )
    ),
    AwardRow(_S.review, _V.open, _OFFICE, _S.hearing, "评审完毕，请本人核对得分", guard=_somebody),
    AwardRow(_S.hearing, _V.object, _OWN, _S.hearing, "审定之前本人可以书面提出异议", guard=_hearing_runs),
    AwardRow(_S.hearing, _V.settle, _OFFICE, _S.hearing, "每条异议都要核实并记录结论"),
    AwardRow(_S.hearing, _V.decide, _HEAD, _S.approve, "核对期满、异议都有结论，由负责人审定", guard=_heard),
    AwardRow(_S.approve, _V.approve, _HEAD, _S.publish, "登记管委会的批准"),
    AwardRow(_S.publish, _V.publish, _HEAD, _S.notice, "名单向社会公示", guard=_somebody),
    AwardRow(_S.notice, _V.object, _PUBLIC, _S.notice, "公示期内任何人可以提出异议", guard=_notice_runs),
    AwardRow(_S.notice, _V.settle, _OFFICE, _S.notice, "每条异议都要核实并记录结论"),
    AwardRow(_S.notice, _V.finish, _HEAD, _S.done, "公示期满、异议都有结论的，授予称号", guard=_noticed),
    *(
        AwardRow(step, _V.strike, _HEAD, step, "未获批准或者异议成立的，移出名单，不递补")
        for step in (_S.approve, _S.publish, _S.notice)
    ),
    *(
        AwardRow(step, _V.cancel, _HEAD, _S.cancelled, "尚未授予的，可以取消本次评优")
        for step in (_S.review, _S.hearing, _S.approve, _S.publish, _S.notice)
    ),
)

_INDEX = {(row.step, row.verb): row for row in TABLE}
if len(_INDEX) != len(TABLE):
    raise RuntimeError("award table: a step and a verb occur twice")

#: The way of an award that goes well.
WAY = (_S.review, _S.hearing, _S.approve, _S.publish, _S.notice, _S.done)
#: From here on the list is decided, and the committee's leaders see it.
DECIDED = frozenset({_S.approve, _S.publish, _S.notice, _S.done})
#: From here on everybody sees the own points.
SHOWN = DECIDED | {_S.hearing}


def award_step(step: str, verb: AwardVerb, roles: Collection[str], facts: AwardFacts) -> AwardRow:
    """The row that this act takes; raises `Refused`: ``wrong_role``, ``wrong_step`` or the guard's code."""
    if not any(row.verb == verb and not row.roles.isdisjoint(roles) for row in TABLE):
        raise Refused("wrong_role", verb=verb)
    row = _INDEX.get((AwardStep(step), verb))
    if row is None:
        raise Refused("wrong_step", verb=verb, step=step)
    if row.roles.isdisjoint(roles):
        raise Refused("wrong_role", verb=verb)
    if row.guard and (code := row.guard(facts)):
        raise Refused(code, verb=verb, step=step)
    return row


def award_verbs(step: str, roles: Collection[str], facts: AwardFacts) -> list[AwardVerb]:
    """The verbs that may be offered now, in the table's order."""
    return [
        row.verb
        for row in TABLE
        if row.step == step and not row.roles.isdisjoint(roles) and not (row.guard and row.guard(facts))
    ]
