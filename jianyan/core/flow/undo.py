"""撤销: which verbs of the office can be taken back within moments, because nothing has left the office yet.

An act that somebody outside was told of, or that set another party's clock running, is not undone: a dispatch is
recalled, an ended lead resumed or reopened, each with its own row and its own notice. What the verbs below tell is held
back until their moments are over.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from jianyan.core.flow.effects import DEPARTMENTS, ClockKind
from jianyan.core.flow.states import Hat, Verb

#: How long an act can be taken back, and how long what it tells is held back. No deadline of the scheme: 60 seconds
#: are what a slip of the hand needs.
UNDO_WITHIN = timedelta(seconds=60)

_V = Verb

#: Verbs that can be undone, and why nothing has left the office by them.
UNDOABLE: dict[Verb, str] = {
    _V.call: "通话记录只有营商环境办可见",
    _V.call_unanswered: "未接通记录只有营商环境办可见",
    _V.clarify_unreached: "随最后一次未接通记录一并撤销",
    _V.classify: "分类定级不通知任何人",
    _V.note: "给提出人的通知在可撤销时间之后发出",
    _V.resume: "恢复办理不通知任何人，起算的是营商环境办自己的期限",
    _V.merge: "给提出人的通知在可撤销时间之后发出",
    _V.split_: "给提出人的通知在可撤销时间之后发出；拆出的各条没有变化才能撤销",
    _V.follow_up: "满意的回访不通知任何人；不满意的已退回部门，承诺跟踪的部门期限已起算，都不能撤销",
    _V.follow_up_unreached: "未联系上的记录只有营商环境办可见",
    _V.close: "给提出人的通知在可撤销时间之后发出",
}

#: Verbs that cannot, and why.
NOT_UNDOABLE: dict[Verb, str] = {
    _V.supplement: "补充材料已通知办理的人",
    _V.dispatch: "部门已收到通知、期限已起算；另有撤回转办",
    _V.designate: "部门已收到通知、期限已起算",
    _V.recall: "部门和提出人已收到撤回通知",
    _V.accept: "部门的行为",
    _V.accept_silently: "到期自动发生",
    _V.return_: "部门的行为",
    _V.ask_extension: "部门的行为",
    _V.grant_extension: "部门和提出人已收到通知，部门期限已改",
    _V.refuse_extension: "部门已收到通知",
    _V.remind: "部门已收到催办",
    _V.urge: "部门已收到督办单",
    _V.submit_reply: "部门的行为",
    _V.approve_reply: "部门的行为",
    _V.send_back_reply: "部门的行为",
    _V.withdraw_reply: "部门的行为",
    _V.reply: "部门的行为",
    _V.reopen: "部门已收到通知、期限已起算",
    _V.withdraw: "提出人的行为",
    _V.contest: "部门的行为",
    _V.uphold_contest: "部门已收到通知",
    _V.reject_contest: "部门已收到通知",
}

_OFFICE = frozenset({Hat.officer, Hat.head})


def undoable(verb: Verb, hat: Hat, begun: Collection[ClockKind]) -> bool:
    """Whether an act, or what followed from one at once (hat ``system``), can be undone.

    ``begun``: the clocks that it set running.
    """
    return verb in UNDOABLE and hat in _OFFICE | {Hat.system} and not DEPARTMENTS & set(begun)


def undo_refused(*, own: bool, age: timedelta, moved_on: bool) -> str | None:
    """Why an act cannot be undone now: the code of the refusal, or None.

    ``own``: the one who undoes is the one who acted. ``age``: how long ago it was. ``moved_on``: something has happened
    since to the lead, or to a lead that the act made or touched.
    """
    if not own:
        return "undo_not_yours"
    if moved_on:
        return "undo_moved_on"
    return "undo_too_late" if not timedelta(0) <= age < UNDO_WITHIN else None
