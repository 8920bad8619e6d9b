"""The way of a draft of the rules (修订草案): from its first words over the consultation to the version in force.

A draft is consulted on in rounds (clause 3): the units of the system first, then the public. While a round runs its
text lies open as it was sent out; the draft goes on being worked on beside it. The head adopts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jianyan.core.flow import Refused


class DraftState(StrEnum):
    """Where a draft stands."""

    drafting = "drafting"
    consulting = "consulting"
    adopted = "adopted"
    dropped = "dropped"
    withdrawn = "withdrawn"


class Audience(StrEnum):
    """Who is asked in a round: the units of the system, or everybody."""

    units = "units"
    public = "public"


class Outcome(StrEnum):
    """What became of a comment."""

    adopted = "adopted"
    partly = "partly"
    rejected = "rejected"


class DraftVerb(StrEnum):
    """What is done to a draft."""

    edit = "edit"
    consult = "consult"
    answer = "answer"
    conclude = "conclude"
    adopt = "adopt"
    drop = "drop"
    withdraw = "withdraw"


_OFFICE = frozenset({"officer", "head"})
_HEAD = frozenset({"head"})
_OPEN = frozenset({DraftState.drafting, DraftState.consulting})

#: Verb → who may ever do it, and in which states.
VERBS: dict[DraftVerb, tuple[frozenset[str], frozenset[DraftState]]] = {
    DraftVerb.edit: (_OFFICE, _OPEN),
    DraftVerb.consult: (_HEAD, frozenset({DraftState.drafting})),
    DraftVerb.answer: (_OFFICE, frozenset({DraftState.consulting})),
    DraftVerb.conclude: (_OFFICE, frozenset({DraftState.consulting})),
    DraftVerb.adopt: (_HEAD, frozenset({DraftState.drafting})),
    DraftVerb.drop: (_HEAD, _OPEN),
    DraftVerb.withdraw: (_HEAD, frozenset({DraftState.adopted})),
}

#: A round lasts at least until the day after it begins, and at most this many days.
LONGEST_ROUND = 180
#: A version is dated at most this many days ahead.
LONGEST_AHEAD = 730


def refused(verb: DraftVerb, state: DraftState, roles: Iterable[str]) -> Refused | None:
    """Why the verb cannot be done: ``wrong_role`` (never theirs) or ``wrong_state`` (not now). None where it can."""
    who, states = VERBS[verb]
    if who.isdisjoint(roles):
        return Refused("wrong_role")
    return None if state in states else Refused("wrong_state")


def withdraw_refused(effective_on: date, today: date, *, built_on: bool) -> Refused | None:
    """Why an adopted version cannot be withdrawn: it is in force, or another draft or version goes on from it."""
    if effective_on <= today:
        return Refused("begun")
    return Refused("built_on") if built_on else None


def verbs(state: DraftState, roles: Collection[str]) -> list[DraftVerb]:
    """What can be done now by somebody with these roles."""
    return [verb for verb in DraftVerb if refused(verb, state, roles) is None]


def round_refused(until: date, today: date) -> Refused | None:
    """Why a round that begins today cannot run until a day."""
    if until <= today:
        return Refused("round_short")
    return Refused("round_long", days=LONGEST_ROUND) if (until - today).days > LONGEST_ROUND else None


def conclude_refused(until: date, today: date, unanswered: int) -> Refused | None:
    """Why a round cannot be concluded: its last day is not over, or comments are without an answer."""
    if today <= until:
        return Refused("round_runs", until=until)
    return Refused("unanswered", n=unanswered) if unanswered else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked before a draft is adopted: the audiences of the rounds that are concluded."""

    audiences: frozenset[Audience] = field(default_factory=frozenset)

    @property
    def missing(self) -> list[Audience]:
        """Who was not asked; each has to be, or a reason given why not."""
        return [each for each in Audience if each not in self.audiences]


def adopt_refused(
    day: date, today: date, latest: date | None, *, changed: bool, asked: Asked, why: str
) -> Refused | None:
    """Why a draft cannot be adopted to be in force from ``day``.

    ``latest`` is the day of the latest version there is: two versions on one day, or a version that an earlier one
    would replace again, would leave nobody sure which rule holds. ``changed``: whether it differs from its base.
    """
    if not changed:
        return Refused("nothing_changed")
    if day <= today:
        return Refused("day_past", first=today)
    if latest is not None and day <= latest:
        return Refused("day_taken", latest=latest)
    if (day - today).days > LONGEST_AHEAD:
        return Refused("day_far", days=LONGEST_AHEAD)
    return Refused("not_asked") if asked.missing and not why else None
