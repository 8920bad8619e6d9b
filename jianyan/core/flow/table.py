"""The one table of the flow: who may lead a lead from where to where by which verb, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jianyan.core.flow import guards
from jianyan.core.flow.guards import Guard
from jianyan.core.flow.states import FINAL, Hat, State, Verb


@dataclass(frozen=True, slots=True)
class Row:
    """One arrow: who (``hats``) may lead from ``source`` to ``target`` by ``verb``, and why."""

    source: State
    verb: Verb
    target: State
    hats: frozenset[Hat]
    clause: str
    why: str
    guard: Guard | None = None


def _rows(
    sources: Iterable[State],
    verb: Verb,
    target: State | None,
    hats: Iterable[Hat],
    clause: str,
    why: str,
    guard: Guard | None = None,
) -> tuple[Row, ...]:
    return tuple(Row(s, verb, target or s, frozenset(hats), clause, why, guard) for s in sources)


_S, _V, _H = State, Verb, Hat
_OFFICE = (_H.officer, _H.head)
_BEFORE = (_S.received, _S.clarified)
_WITH_DEPARTMENT = (_S.accepted, _S.reopened)
_OPEN = tuple(state for state in State if state not in FINAL)
_ANSWERABLE = (*_WITH_DEPARTMENT, _S.followed_up)
_CONTESTABLE = (_S.accepted, _S.replied, _S.followed_up, _S.reopened, _S.closed)
_OWED_BY_DEPARTMENT = (_S.dispatched, *_WITH_DEPARTMENT, _S.followed_up)

TABLE: tuple[Row, ...] = (
    *_rows([_S.received], _V.call, _S.clarified, _OFFICE, "5.1.g", "提交后3个工作日内与监督员电话沟通了解情况"),
    *_rows([_S.received], _V.call_unanswered, None, _OFFICE, "5.1.g", "未接通也要记录，作为已尽联络义务的依据"),
    *_rows(
        [_S.received],
        _V.clarify_unreached,
        _S.clarified,
        (_H.system,),
        "5.1.g",
        "多次未接通的，凭书面内容先行办理",
        guards.attempts_used_up,
    ),
    *_rows([*_BEFORE, _S.returned], _V.classify, None, _OFFICE, "5.1.f", "专员统一汇总梳理问题"),
    *_rows(
        [_S.clarified, _S.returned, _S.reopened],
        _V.dispatch,
        _S.dispatched,
        _OFFICE,
        "5.1.h",
        "7个工作日内与相关的部门对接",
        guards.dispatchable,
    ),
    *_rows(
        [_S.clarified, _S.returned, _S.reopened],
        _V.designate,
        _S.dispatched,
        (_H.head,),
        "5.1.h",
        "转办满规定次数仍有争议的，由营商环境办指定承办部门",
        guards.designable,
    ),
    *_rows(
        [_S.dispatched],
        _V.recall,
        _S.clarified,
        _OFFICE,
        "5.1.h",
        "首次转办后片刻之内、部门尚未签收的，可以撤回改办",
        guards.recallable,
    ),
    *_rows([_S.dispatched], _V.accept, _S.accepted, (_H.liaison,), "5.1.h", "承办部门签收", guards.not_own_lead),
    *_rows(
        [_S.dispatched],
        _V.accept_silently,
        _S.accepted,
        (_H.system,),
        "5.1.h",
        "到期未签收也未退回的，视为签收",
        guards.overdue,
    ),
    *_rows(
        [_S.dispatched],
        _V.return_,
        _S.returned,
        (_H.liaison,),
        "5.1.h",
        "不属本部门职责的，说明理由并指明应由谁办理后退回",
        guards.returnable,
    ),
    *_rows(
        _WITH_DEPARTMENT,
        _V.ask_extension,
        None,
        (_H.liaison,),
        "5.1.h",
        "到期前申请延期并说明理由",
        guards.may_ask_time,
    ),
    *_rows(_WITH_DEPARTMENT, _V.grant_extension, None, (_H.head,), "5.1.h", "延期由负责人审批", guards.extension_open),
    *_rows(_WITH_DEPARTMENT, _V.refuse_extension, None, (_H.head,), "5.1.h", "延期由负责人审批", guards.extension_open),
    *_rows(
        _OWED_BY_DEPARTMENT,
        _V.remind,
        None,
        (*_OFFICE, _H.system),
        "5.1.h",
        "到期前催办",
        guards.not_overdue,
    ),
    *_rows(_OWED_BY_DEPARTMENT, _V.urge, None, (*_OFFICE, _H.system), "5.1.h", "逾期督办", guards.overdue),
    *_rows(
        _ANSWERABLE,
        _V.submit_reply,
        None,
        (_H.liaison,),
        "5.1.h",
        "本单位要求审核的，答复先送本单位另一人审核",
        guards.may_submit,
    ),
    *_rows(
        _ANSWERABLE,
        _V.approve_reply,
        None,
        (_H.liaison,),
        "5.1.h",
        "起草人以外的联络员审核通过，答复随即发出",
        guards.may_review,
    ),
    *_rows(
        _ANSWERABLE, _V.send_back_reply, None, (_H.liaison,), "5.1.h", "审核认为要改的，说明理由退回", guards.may_review
    ),
    *_rows(
        _ANSWERABLE, _V.withdraw_reply, None, (_H.liaison,), "5.1.h", "审核之前起草人可以取回修改", guards.may_take_back
    ),
    *_rows(_WITH_DEPARTMENT, _V.reply, _S.replied, (_H.liaison,), "5.1.h", "承办部门答复办理情况", guards.may_reply),
    *_rows([_S.followed_up], _V.reply, _S.replied, (_H.liaison,), "5.1.h", "承诺事项办成后再次答复", guards.may_reply),
    *_rows(
        [_S.replied],
        _V.follow_up,
        _S.followed_up,
        (_H.reporter, *_OFFICE),
        "5.1.i",
        "是否解决由提出人说了算",
        guards.not_the_handler,
    ),
    *_rows(
        [_S.replied], _V.follow_up_unreached, None, _OFFICE, "5.1.i", "回访未联系上也要记录", guards.not_the_handler
    ),
    *_rows(
        [_S.replied], _V.close, _S.closed, _OFFICE, "5.1.i", "不需回访或多次未联系上的，说明后办结", guards.may_close
    ),
    *_rows(
        [_S.followed_up],
        _V.close,
        _S.closed,
        (*_OFFICE, _H.system),
        "5.1.i",
        "提出人满意，或承诺事项已兑现",
        guards.kept_promise,
    ),
    *_rows(
        [_S.followed_up],
        _V.reopen,
        _S.reopened,
        (_H.reporter, *_OFFICE, _H.system),
        "5.1.i",
        "提出人不满意的退回重办",
        guards.may_reopen,
    ),
    *_rows(
        [_S.closed],
        _V.reopen,
        _S.reopened,
        (_H.reporter, *_OFFICE),
        "5.1.i",
        "办结后仍未解决的，提出人可以要求重办",
        guards.may_reopen,
    ),
    # Only after the call: 5.1.g holds for information too, and a noted lead that is resumed is not called about again.
    *_rows([_S.clarified], _V.note, _S.noted, _OFFICE, "1.3", "趋势等信息类线索无需部门办理，登记备案供研判"),
    *_rows([_S.noted], _V.resume, _S.clarified, _OFFICE, "5.1.f", "备案后发现需要部门办理"),
    # Only after the call, like noting: whose lead is merged is phoned about it within the three days too (5.1.g).
    # A call clock that ran on in a merged lead would be a duty in a state in which nobody owes anything.
    *_rows(
        [_S.clarified, _S.returned],
        _V.merge,
        _S.merged,
        _OFFICE,
        "5.1.f",
        "同一问题并入一件办理，答复告知每位提出人",
        guards.mergeable,
    ),
    *_rows(_BEFORE, _V.split_, _S.split_, _OFFICE, "5.1.f", "一事一条，混在一起的分开办理"),
    *_rows(_BEFORE, _V.withdraw, _S.withdrawn, (_H.reporter,), "5.1.e", "转办之前提出人可以撤回", guards.withdrawable),
    *_rows(
        _OPEN,
        _V.supplement,
        None,
        (_H.reporter, *_OFFICE),
        "5.1.g",
        "办结之前随时可以补充情况和材料，原来的内容不改动",
    ),
    *_rows(
        _CONTESTABLE,
        _V.contest,
        None,
        (_H.liaison,),
        "5.1.h",
        "承办部门对本部门的期限有异议的，可以说明理由提出",
        guards.may_contest,
    ),
    # A lead may move on before the office decides: what was late stays late, and so stays contested.
    *_rows(
        (*_CONTESTABLE, _S.dispatched, _S.returned, _S.merged),
        _V.uphold_contest,
        None,
        _OFFICE,
        "5.1.h",
        "异议成立的，更正到期日或者不计入时效",
        guards.may_decide_contest,
    ),
    *_rows(
        (*_CONTESTABLE, _S.dispatched, _S.returned, _S.merged),
        _V.reject_contest,
        None,
        _OFFICE,
        "5.1.h",
        "异议不成立的，说明理由",
        guards.may_decide_contest,
    ),
)
