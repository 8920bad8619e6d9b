"""The clocks of a lead, and what each verb does to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jianyan.core.flow.states import State, Verb


class ClockKind(StrEnum):
    """The clocks of a lead. Each governs the state in which somebody must act."""

    call = "call"
    dispatch = "dispatch"
    accept = "accept"
    redispatch = "redispatch"
    reply = "reply"
    follow_up = "follow_up"
    promise = "promise"


#: Clocks that run against the department that has the lead; the others are the office's own.
DEPARTMENTS = frozenset({ClockKind.accept, ClockKind.reply, ClockKind.promise})

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

    ``stop``: the duty is done (on time or late). ``start``: the next duties begin.
    ``void``: the duty fell away; the clock counts in no rate, unless it was overdue by then: late stays late.
    ``passed_on``: the duty goes on at other leads, where it counts. ``resume``: a duty that was done is open again, and
    its clock runs on from when it first began.
    """

    stop: tuple[ClockKind, ...] = ()
    void: tuple[ClockKind, ...] = ()
    passed_on: tuple[ClockKind, ...] = ()
    start: tuple[ClockKind, ...] = ()
    resume: tuple[ClockKind, ...] = ()


_C = ClockKind
_EVERYTHING = tuple(ClockKind)

#: Verbs that are not in this table leave the clocks alone.
EFFECTS: dict[Verb, Effect] = {
    Verb.call: Effect(stop=(_C.call,)),
    Verb.clarify_unreached: Effect(stop=(_C.call,)),
    Verb.dispatch: Effect(stop=(_C.dispatch, _C.redispatch), void=(_C.accept, _C.reply), start=(_C.accept, _C.reply)),
    Verb.designate: Effect(stop=(_C.dispatch, _C.redispatch), void=(_C.accept, _C.reply), start=(_C.accept, _C.reply)),
    Verb.recall: Effect(void=(_C.accept, _C.reply), resume=(_C.dispatch,)),
    Verb.accept: Effect(stop=(_C.accept,)),
    Verb.accept_silently: Effect(stop=(_C.accept,)),
    Verb.return_: Effect(stop=(_C.accept,), void=(_C.reply,), start=(_C.redispatch,)),
    Verb.reply: Effect(stop=(_C.reply, _C.promise), start=(_C.follow_up,)),
    Verb.follow_up: Effect(stop=(_C.follow_up,)),  # a promise starts its own clock, due on the day promised
    Verb.close: Effect(stop=(_C.follow_up, _C.promise), void=_EVERYTHING),
    Verb.reopen: Effect(void=(_C.promise,), start=(_C.reply,)),
    Verb.note: Effect(stop=(_C.dispatch,), void=_EVERYTHING),
    Verb.resume: Effect(start=(_C.dispatch,)),
    Verb.merge: Effect(stop=(_C.dispatch, _C.redispatch), void=_EVERYTHING),
    Verb.split_: Effect(passed_on=_EVERYTHING),
    Verb.withdraw: Effect(void=_EVERYTHING),
}
