"""The way of a lead (线索): one table of states, verbs, hats and the clause or reason of each row.

Buttons, actions, the API and the permission tests read this table and nothing else. A *hat* is what an actor is
for one lead (its reporter, a liaison of its lead department, …); ``jianyan.leads.queries`` works hats out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a lead is. The order is the order of the work."""

    received = "received"  # 待沟通: filed, not yet talked over
    clarified = "clarified"  # 待转办: talked over by phone (or the attempts are used up)
    dispatched = "dispatched"  # 待签收: with a department that has not accepted yet
    returned = "returned"  # 待改派: the department says it is another's
    accepted = "accepted"  # 待答复: being handled
    replied = "replied"  # 待回访: the department has answered
    followed_up = "followed_up"  # 跟踪中: reporter content, but the answer was a promise still to be kept
    reopened = "reopened"  # 重办中: the reporter says it is not solved
    closed = "closed"  # 已办结
    noted = "noted"  # 已备案: information that needs no department
    merged = "merged"  # 已并案
    split_ = "split"  # 已拆分
    withdrawn = "withdrawn"  # 已撤回


class Hat(StrEnum):
    """What an actor is for one lead."""

    reporter = "reporter"
    officer = "officer"
    head = "head"
    liaison = "liaison"  # of the lead department
    supporting = "supporting"  # liaison of a supporting department
    leader = "leader"
    system = "system"  # the clock itself (silence, urging), or what follows from another act at once


class Verb(StrEnum):
    call = "call"
    call_unanswered = "call_unanswered"
    clarify_unreached = "clarify_unreached"
    classify = "classify"
    dispatch = "dispatch"
    designate = "designate"
    accept = "accept"
    accept_silently = "accept_silently"
    return_ = "return"
    ask_extension = "ask_extension"
    grant_extension = "grant_extension"
    refuse_extension = "refuse_extension"
    remind = "remind"
    urge = "urge"
    reply = "reply"
    follow_up = "follow_up"
    follow_up_unreached = "follow_up_unreached"
    close = "close"
    reopen = "reopen"
    note = "note"
    resume = "resume"
    merge = "merge"
    split_ = "split"
    withdraw = "withdraw"


class Result(StrEnum):
    """How a department answers (办理结果)."""

    solved = "solved"  # 已解决
    solving = "solving"  # 正在解决
    planned = "planned"  # 列入计划
    explained = "explained"  # 解释说明


#: Answers that are a promise: the lead stays in view until it is kept.
PROMISES = frozenset({Result.solving, Result.planned})

#: States in which nothing more is owed by anybody.
FINAL = frozenset({State.closed, State.noted, State.merged, State.split_, State.withdrawn})


@dataclass(frozen=True, slots=True)
class Facts:
    """What a guard may ask about a lead and the act.

    ``own_unit_alone``: the act would leave the lead with the reporter's own unit alone (clause 4.1.c).
    ``actor_is_handler``: the actor belongs to the unit that handles the lead.
    ``actor_is_reporter``: the actor filed the lead.
    Counts are of this lead; ``max_*`` and ``*_needed`` come from the lead's rulebook version.
    """

    dispatches: int = 0
    designated: bool = False
    unanswered_calls: int = 0
    unreached_follow_ups: int = 0
    open_extension: bool = False
    clock_overdue: bool = False
    extension_too_late: bool = False
    own_unit_alone: bool = False
    actor_is_handler: bool = False
    actor_is_reporter: bool = False
    result: Result | None = None
    follow_up_good: bool | None = None
    follow_up_wanted: bool = True
    may_reopen_until_passed: bool = False
    max_dispatches: int = 3
    attempts_needed: int = 3


class Refused(Exception):
    """The flow says no. ``code`` is stable; ``params`` fill the message that the page shows.

    ``wrong_state`` means that somebody may have been faster; ``wrong_hat`` that this actor may never do it.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


Guard = Callable[[Facts], str | None]


def _dispatchable(f: Facts) -> str | None:
    if f.dispatches >= f.max_dispatches:
        return "designation_needed"
    return "own_unit_alone" if f.own_unit_alone else None


def _designable(f: Facts) -> str | None:
    if f.dispatches < f.max_dispatches:
        return "designation_too_early"
    return "own_unit_alone" if f.own_unit_alone else None


def _returnable(f: Facts) -> str | None:
    if f.designated:
        return "designated_cannot_return"
    return _not_own_lead(f)


def _not_own_lead(f: Facts) -> str | None:
    return "own_lead" if f.actor_is_reporter else None


def _attempts_used_up(f: Facts) -> str | None:
    return None if f.unanswered_calls >= f.attempts_needed else "attempts_left"


def _may_ask_time(f: Facts) -> str | None:
    if f.open_extension:
        return "extension_open"
    if f.extension_too_late:
        return "extension_too_late"
    return _not_own_lead(f)


def _extension_open(f: Facts) -> str | None:
    return None if f.open_extension else "no_extension"


def _not_overdue(f: Facts) -> str | None:
    return "already_overdue" if f.clock_overdue else None


def _overdue(f: Facts) -> str | None:
    return None if f.clock_overdue else "not_overdue"


def _not_the_handler(f: Facts) -> str | None:
    # The complained-of unit does not ask whether people are content with it (practice.md, 回避).
    return "handler_follow_up" if f.actor_is_handler and not f.actor_is_reporter else None


def _may_close(f: Facts) -> str | None:
    if f.follow_up_good:
        return None
    if not f.follow_up_wanted or f.unreached_follow_ups >= f.attempts_needed:
        return _not_the_handler(f)
    return "follow_up_needed"


def _kept_promise(f: Facts) -> str | None:
    return _not_the_handler(f)


def _may_reopen(f: Facts) -> str | None:
    if f.may_reopen_until_passed:
        return "reopen_too_late"
    return _not_the_handler(f)


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
        _attempts_used_up,
    ),
    *_rows([*_BEFORE, _S.returned], _V.classify, None, _OFFICE, "5.1.f", "专员统一汇总梳理问题"),
    *_rows(
        [_S.clarified, _S.returned, _S.reopened],
        _V.dispatch,
        _S.dispatched,
        _OFFICE,
        "5.1.h",
        "7个工作日内与相关的部门对接",
        _dispatchable,
    ),
    *_rows(
        [_S.clarified, _S.returned, _S.reopened],
        _V.designate,
        _S.dispatched,
        (_H.head,),
        "5.1.h",
        "转办满规定次数仍有争议的，由营商环境办指定承办部门",
        _designable,
    ),
    *_rows([_S.dispatched], _V.accept, _S.accepted, (_H.liaison,), "5.1.h", "承办部门签收", _not_own_lead),
    *_rows([_S.dispatched], _V.accept_silently, _S.accepted, (_H.system,), "5.1.h", "到期未签收也未退回的，视为签收"),
    *_rows(
        [_S.dispatched],
        _V.return_,
        _S.returned,
        (_H.liaison,),
        "5.1.h",
        "不属本部门职责的，说明理由并指明应由谁办理后退回",
        _returnable,
    ),
    *_rows(_WITH_DEPARTMENT, _V.ask_extension, None, (_H.liaison,), "5.1.h", "到期前申请延期并说明理由", _may_ask_time),
    *_rows(_WITH_DEPARTMENT, _V.grant_extension, None, (_H.head,), "5.1.h", "延期由负责人审批", _extension_open),
    *_rows(_WITH_DEPARTMENT, _V.refuse_extension, None, (_H.head,), "5.1.h", "延期由负责人审批", _extension_open),
    *_rows(
        [_S.dispatched, *_WITH_DEPARTMENT], _V.remind, None, (*_OFFICE, _H.system), "5.1.h", "到期前催办", _not_overdue
    ),
    *_rows([_S.dispatched, *_WITH_DEPARTMENT], _V.urge, None, (*_OFFICE, _H.system), "5.1.h", "逾期督办", _overdue),
    *_rows(_WITH_DEPARTMENT, _V.reply, _S.replied, (_H.liaison,), "5.1.h", "承办部门答复办理情况", _not_own_lead),
    *_rows([_S.followed_up], _V.reply, _S.replied, (_H.liaison,), "5.1.h", "承诺事项办成后再次答复", _not_own_lead),
    *_rows(
        [_S.replied],
        _V.follow_up,
        _S.followed_up,
        (_H.reporter, *_OFFICE),
        "5.1.i",
        "是否解决由提出人说了算",
        _not_the_handler,
    ),
    *_rows([_S.replied], _V.follow_up_unreached, None, _OFFICE, "5.1.i", "回访未联系上也要记录", _not_the_handler),
    *_rows([_S.replied], _V.close, _S.closed, _OFFICE, "5.1.i", "不需回访或多次未联系上的，说明后办结", _may_close),
    *_rows(
        [_S.followed_up],
        _V.close,
        _S.closed,
        (*_OFFICE, _H.system),
        "5.1.i",
        "提出人满意，或承诺事项已兑现",
        _kept_promise,
    ),
    *_rows(
        [_S.followed_up, _S.closed],
        _V.reopen,
        _S.reopened,
        (_H.reporter, *_OFFICE, _H.system),
        "5.1.i",
        "提出人不满意的退回重办",
        _may_reopen,
    ),
    *_rows(_BEFORE, _V.note, _S.noted, _OFFICE, "1.3", "趋势等信息类线索无需部门办理，登记备案供研判"),
    *_rows([_S.noted], _V.resume, _S.clarified, _OFFICE, "5.1.f", "备案后发现需要部门办理"),
    *_rows([*_BEFORE, _S.returned], _V.merge, _S.merged, _OFFICE, "5.1.f", "同一问题并入一件办理，答复告知每位提出人"),
    *_rows(_BEFORE, _V.split_, _S.split_, _OFFICE, "5.1.f", "一事一条，混在一起的分开办理"),
    *_rows(_BEFORE, _V.withdraw, _S.withdrawn, (_H.reporter,), "5.1.e", "转办之前提出人可以撤回"),
)

_INDEX: dict[tuple[State, Verb], Row] = {(row.source, row.verb): row for row in TABLE}
if len(_INDEX) != len(TABLE):  # two rows for one arrow would make the table ambiguous
    raise RuntimeError("flow table: a state and a verb occur twice")


def row_for(state: State, verb: Verb) -> Row | None:
    """The arrow from ``state`` by ``verb``, or None where the table has none."""
    return _INDEX.get((state, verb))


def step(state: State, verb: Verb, hats: Iterable[Hat], facts: Facts) -> Row:
    """The row that this act takes; raises `Refused` with the reason where there is none.

    Codes: ``wrong_hat`` (nobody with these hats may ever do this verb), ``wrong_state`` (may be done, not now),
    or the code of the row's guard.
    """
    worn = frozenset(hats)
    if not any(row.verb == verb and row.hats & worn for row in TABLE):
        raise Refused("wrong_hat", verb=verb)
    row = row_for(state, verb)
    if row is None:
        raise Refused("wrong_state", verb=verb, state=state)
    if not row.hats & worn:
        raise Refused("wrong_hat", verb=verb)
    if row.guard and (code := row.guard(facts)):
        raise Refused(code, verb=verb, state=state)
    return row


def verbs(state: State, hats: Iterable[Hat], facts: Facts) -> list[Verb]:
    """The verbs that may be offered now, in the table's order."""
    worn = frozenset(hats)
    return [
        row.verb for row in TABLE if row.source == state and row.hats & worn and not (row.guard and row.guard(facts))
    ]


class ClockKind(StrEnum):
    """The clocks of a lead. Each governs the state in which somebody must act."""

    call = "call"
    dispatch = "dispatch"
    accept = "accept"
    redispatch = "redispatch"
    reply = "reply"
    follow_up = "follow_up"
    promise = "promise"


#: The clock whose due date counts while a lead is in a state.
GOVERNING: dict[State, ClockKind] = {
    State.received: ClockKind.call,
    State.clarified: ClockKind.dispatch,
    State.dispatched: ClockKind.accept,
    State.returned: ClockKind.redispatch,
    State.accepted: ClockKind.reply,
    State.reopened: ClockKind.reply,
    State.replied: ClockKind.follow_up,
    State.followed_up: ClockKind.promise,
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a verb does to the clocks of a lead.

    ``stop``: the duty is done (on time or late). ``void``: the duty fell away; the clock counts in no rate.
    ``start``: the next duties begin.
    """

    stop: tuple[ClockKind, ...] = ()
    void: tuple[ClockKind, ...] = ()
    start: tuple[ClockKind, ...] = ()


_C = ClockKind
_EVERYTHING = tuple(ClockKind)

#: Verbs that are not in this table leave the clocks alone.
EFFECTS: dict[Verb, Effect] = {
    Verb.call: Effect(stop=(_C.call,)),
    Verb.clarify_unreached: Effect(stop=(_C.call,)),
    Verb.dispatch: Effect(stop=(_C.dispatch, _C.redispatch), void=(_C.accept, _C.reply), start=(_C.accept, _C.reply)),
    Verb.designate: Effect(stop=(_C.dispatch, _C.redispatch), void=(_C.accept, _C.reply), start=(_C.accept, _C.reply)),
    Verb.accept: Effect(stop=(_C.accept,)),
    Verb.accept_silently: Effect(stop=(_C.accept,)),
    Verb.return_: Effect(stop=(_C.accept,), void=(_C.reply,), start=(_C.redispatch,)),
    Verb.reply: Effect(stop=(_C.reply, _C.promise), start=(_C.follow_up,)),
    Verb.follow_up: Effect(stop=(_C.follow_up,)),  # a promise starts its own clock, due on the day promised
    Verb.close: Effect(void=_EVERYTHING),
    Verb.reopen: Effect(stop=(_C.promise,), start=(_C.reply,)),
    Verb.note: Effect(stop=(_C.dispatch,), void=_EVERYTHING),
    Verb.resume: Effect(start=(_C.dispatch,)),
    Verb.merge: Effect(stop=(_C.dispatch, _C.redispatch), void=_EVERYTHING),
    Verb.split_: Effect(void=_EVERYTHING),
    Verb.withdraw: Effect(void=_EVERYTHING),
}
