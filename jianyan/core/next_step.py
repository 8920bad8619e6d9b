"""The natural next step on a lead for one actor, with the reason: a suggestion, which binds nobody.

What may be done is said by the flow table alone; this only chooses among it, so that a page has one main button.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from jianyan.core.flow import Facts, Hat, State, Verb, verbs


class Why(StrEnum):
    """Why a step is the next one."""

    talk = "talk"  # nobody has spoken with the reporter yet
    talk_again = "talk_again"  # nobody answered so far
    bring = "bring"  # talked over: to the department concerned
    bring_on = "bring_on"  # returned by a department that named another
    fix = "fix"  # dispatched as often as the rules allow
    take = "take"  # with a department that has not said whether it is theirs
    decide = "decide"  # a request for time waits
    check = "check"  # a colleague's draft of the reply waits for a second person
    submit = "submit"  # the department lets a second person look at its replies
    answer = "answer"  # the department owes an answer
    keep = "keep"  # the department promised something
    soon = "soon"  # what the department owes is nearly due
    late = "late"  # what the department owes is overdue
    ask = "ask"  # the reporter says whether it is solved
    end_unreached = "end_unreached"  # the reporter was asked often enough, in vain
    end_unwanted = "end_unwanted"  # the reporter wants no follow-up


@dataclass(frozen=True, slots=True)
class Step:
    """A verb that may be done now, and why it is the next one."""

    verb: Verb
    why: Why


@dataclass(frozen=True, slots=True)
class _Moment:
    facts: Facts
    soon: bool


def _always(moment: _Moment) -> bool:
    return True


Case = tuple[Verb, Why, Callable[[_Moment], bool]]
_V = Verb

_SEND: tuple[Case, ...] = ((_V.dispatch, Why.bring, _always), (_V.designate, Why.fix, _always))
#: What the office does about what a department owes; nothing while there is time.
_OWED: tuple[Case, ...] = ((_V.urge, Why.late, _always), (_V.remind, Why.soon, lambda m: m.soon))
_HANDLED: tuple[Case, ...] = (
    (_V.grant_extension, Why.decide, _always),
    (_V.approve_reply, Why.check, _always),
    (_V.submit_reply, Why.submit, _always),
    (_V.reply, Why.answer, _always),
    *_OWED,
)

#: In each state what may be next, the first that applies and that the flow allows; ended leads have none.
_CASES: dict[State, tuple[Case, ...]] = {
    State.received: (
        (_V.call, Why.talk_again, lambda m: m.facts.unanswered_calls > 0),
        (_V.call, Why.talk, _always),
    ),
    State.clarified: _SEND,
    State.returned: ((_V.dispatch, Why.bring_on, _always), (_V.designate, Why.fix, _always)),
    State.dispatched: ((_V.accept, Why.take, _always), *_OWED),
    State.accepted: _HANDLED,
    State.reopened: _HANDLED,
    State.replied: (
        (_V.close, Why.end_unwanted, lambda m: not m.facts.follow_up_wanted and not m.facts.actor_is_reporter),
        (_V.close, Why.end_unreached, lambda m: m.facts.unreached_follow_ups >= m.facts.attempts_needed),
        (_V.follow_up, Why.ask, _always),
    ),
    State.followed_up: (
        (_V.approve_reply, Why.check, _always),
        (_V.submit_reply, Why.keep, _always),
        (_V.reply, Why.keep, _always),
        *_OWED,
    ),
}


def next_step(state: State, hats: Iterable[Hat], facts: Facts, *, soon: bool = False) -> Step | None:
    """The step that most needs doing by an actor with these hats; None when it is not theirs to move.

    ``soon``: the clock that counts now warns, or is past due. Whatever is suggested, `flow.verbs` offers too.
    """
    offered = verbs(state, hats, facts)
    moment = _Moment(facts, soon)
    for verb, why, applies in _CASES.get(state, ()):
        if verb in offered and applies(moment):
            return Step(verb, why)
    return None
