"""The states of a candidate, and who may lead one from where to where by which verb, at which step of the round."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from jianyan.core.flow import Refused


class CandidateState(StrEnum):
    """Where a candidate stands."""

    received = "received"
    qualified = "qualified"
    chosen = "chosen"
    appointed = "appointed"
    refused = "refused"
    withdrawn = "withdrawn"


class CandidateVerb(StrEnum):
    """What is done with a candidate."""

    check = "check"
    qualify = "qualify"
    choose = "choose"
    unchoose = "unchoose"
    refuse = "refuse"
    reconsider = "reconsider"
    withdraw = "withdraw"
    object = "object"
    settle_objection = "settle_objection"
    appoint = "appoint"


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """What a guard may ask about a candidate.

    ``unchecked``: conditions of the channel without a finding. ``unmet``: conditions found not met, and negative ones
    found met. ``places_left``: places of the category that are still free. ``same_person``: a known person that
    looks like this one and was neither joined nor told apart. ``decided``: the list is decided.
    """

    unchecked: int = 0
    unmet: int = 0
    places_left: int = 1
    same_person: bool = False
    decided: bool = False
    notice_running: bool = False
    notice_over: bool = True
    open_objections: int = 0
    upheld: bool = False
    terms_used_up: bool = False
    overlaps: bool = False


def _checkable(f: CandidateFacts) -> str | None:
    if f.same_person:
        return "same_person"
    if f.unchecked:
        return "unchecked"
    return "condition_unmet" if f.unmet else None


def _choosable(f: CandidateFacts) -> str | None:
    if f.decided:
        return "already_decided"
    if f.terms_used_up:
        return "terms_used_up"
    return None if f.places_left > 0 else "over_quota"


def _undecided(f: CandidateFacts) -> str | None:
    return "already_decided" if f.decided else None


def _notice_running(f: CandidateFacts) -> str | None:
    return None if f.notice_running else "notice_not_running"


def _appointable(f: CandidateFacts) -> str | None:
    if f.open_objections:
        return "objections_open"
    if f.upheld:
        return "objection_upheld"
    if f.overlaps:
        return "term_overlaps"
    return None if f.notice_over else "notice_running"


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """From ``source`` these ``roles`` may lead to ``target`` by ``verb`` while the round is at one of ``steps``.

    ``steps`` empty: at any step. The role ``candidate`` is the person, ``public`` anybody.
    """

    source: CandidateState
    verb: CandidateVerb
    target: CandidateState
    roles: frozenset[str]
    why: str
    steps: frozenset[str] = frozenset()
    guard: Callable[[CandidateFacts], str | None] | None = None
    clause: str = "4.0"


_S, _V = CandidateState, CandidateVerb
_OFFICE, _HEAD = frozenset({"officer", "head"}), frozenset({"head"})
_REVIEW = frozenset({"recommend", "review"})
_LIST = frozenset({"review", "decide"})


def _rows(
    sources: Iterable[CandidateState],
    verb: CandidateVerb,
    target: CandidateState | None,
    roles: frozenset[str],
    why: str,
    steps: frozenset[str] = frozenset(),
    guard: Callable[[CandidateFacts], str | None] | None = None,
) -> tuple[CandidateRow, ...]:
    return tuple(CandidateRow(s, verb, target or s, roles, why, steps, guard) for s in sources)


TABLE: tuple[CandidateRow, ...] = (
    *_rows([_S.received, _S.qualified], _V.check, None, _OFFICE, "逐条审核条件，写明依据", _REVIEW),
    *_rows([_S.received], _V.qualify, _S.qualified, _OFFICE, "条件都已审核且符合的，审核通过", _REVIEW, _checkable),
    *_rows([_S.qualified], _V.choose, _S.chosen, _OFFICE, "按类别在名额内列入拟聘名单", _LIST, _choosable),
    *_rows([_S.chosen], _V.unchoose, _S.qualified, _OFFICE, "审定之前可以调整名单", _LIST, _undecided),
    *_rows([_S.received, _S.qualified], _V.refuse, _S.refused, _OFFICE, "不符合条件或未列入名单的，告知原因"),
    *_rows([_S.chosen], _V.refuse, _S.refused, _HEAD, "未获批准或者异议成立的，移出名单并告知原因"),
    *_rows([_S.refused], _V.reconsider, _S.received, _OFFICE, "审核有误的，审定之前可以重新审核", _REVIEW, _undecided),
    *_rows(
        [_S.received, _S.qualified, _S.chosen],
        _V.withdraw,
        _S.withdrawn,
        frozenset({"candidate", "officer", "head"}),
        "聘任之前，本人可以撤回报名",
    ),
    *_rows(
        [_S.chosen],
        _V.object,
        None,
        frozenset({"public"}),
        "公示期内任何人可以提出异议",
        frozenset({"publish"}),
        _notice_running,
    ),
    *_rows([_S.chosen], _V.settle_objection, None, _OFFICE, "每条异议都要核实并记录结论", frozenset({"publish"})),
    *_rows([_S.chosen], _V.appoint, _S.appointed, _HEAD, "公示无异议的予以聘任", frozenset({"appoint"}), _appointable),
)

_INDEX = {(row.source, row.verb): row for row in TABLE}
if len(_INDEX) != len(TABLE):
    raise RuntimeError("candidate table: a state and a verb occur twice")


def candidate_step(
    state: CandidateState, verb: CandidateVerb, roles: Collection[str], step: str, facts: CandidateFacts
) -> CandidateRow:
    """The row that this act takes at a step of the round.

    Raises:
        Refused: ``wrong_role``, ``wrong_state``, ``wrong_step`` or the code of the row's guard.
    """
    if not any(row.verb == verb and not row.roles.isdisjoint(roles) for row in TABLE):
        raise Refused("wrong_role", verb=verb)
    row = _INDEX.get((state, verb))
    if row is None:
        raise Refused("wrong_state", verb=verb, state=state)
    if row.roles.isdisjoint(roles):
        raise Refused("wrong_role", verb=verb)
    if row.steps and step not in row.steps:
        raise Refused("wrong_step", verb=verb, step=step)
    if row.guard and (code := row.guard(facts)):
        raise Refused(code, verb=verb, state=state)
    return row


def candidate_verbs(
    state: CandidateState, roles: Collection[str], step: str, facts: CandidateFacts
) -> list[CandidateVerb]:
    """The verbs that may be offered now, in the table's order."""
    return [
        row.verb
        for row in TABLE
        if row.source == state
        and not row.roles.isdisjoint(roles)
        and (not row.steps or step in row.steps)
        and not (row.guard and row.guard(facts))
    ]
