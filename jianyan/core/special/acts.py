"""The one table of a special report: who may do what with it in which state, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from jianyan.core.flow import Refused


class SpecialState(StrEnum):
    """Where a special report stands."""

    draft = "draft"  # 起草中
    offered = "offered"  # 待签发
    signed = "signed"  # 已签发


class SpecialVerb(StrEnum):
    """What is done with a special report."""

    edit = "edit"
    choose = "choose"
    refresh = "refresh"
    offer = "offer"
    send_back = "send_back"
    sign = "sign"


@dataclass(frozen=True, slots=True)
class SpecialFacts:
    """What the guards ask. ``over``: the quarter is over; ``whole``: its figures were drawn after its end."""

    over: bool
    whole: bool


Guard = Callable[[SpecialFacts], str | None]


def _complete(facts: SpecialFacts) -> str | None:
    """What stands in the way of signing, the first first."""
    if not facts.over:
        return "not_over"
    return None if facts.whole else "figures_early"


@dataclass(frozen=True, slots=True)
class SpecialRow:
    """``roles`` may do ``verb`` in ``sources``; it leads to ``target``, or stays where it is."""

    verb: SpecialVerb
    sources: frozenset[SpecialState]
    target: SpecialState | None
    roles: frozenset[str]
    why: str
    guard: Guard | None = None


_S, _V = SpecialState, SpecialVerb
_OFFICE, _HEAD = frozenset({"officer", "head"}), frozenset({"head"})
_UNSIGNED = frozenset({_S.draft, _S.offered})

TABLE: tuple[SpecialRow, ...] = (
    SpecialRow(_V.edit, _UNSIGNED, None, _OFFICE, "专员修改文字，数字由系统写入"),
    SpecialRow(_V.choose, _UNSIGNED, None, _OFFICE, "专员选择共性问题、风险和需协调的事项"),
    SpecialRow(_V.refresh, _UNSIGNED, None, _OFFICE, "签发前可以按现在的记录重新统计"),
    SpecialRow(_V.offer, frozenset({_S.draft}), _S.offered, _OFFICE, "起草完成，送负责人签发"),
    SpecialRow(_V.send_back, frozenset({_S.offered}), _S.draft, _HEAD, "需要修改的，说明后退回"),
    SpecialRow(_V.sign, _UNSIGNED, _S.signed, _HEAD, "季度结束后由负责人签发，编期号，报管委会", _complete),
)
_BY_VERB = {row.verb: row for row in TABLE}


def special_step(state: SpecialState, verb: SpecialVerb, roles: Collection[str], facts: SpecialFacts) -> SpecialRow:
    """The row that an act takes.

    Raises:
        Refused: ``wrong_hat`` (never with these roles), ``wrong_state`` (not now), ``not_over``, ``figures_early``.
    """
    row = _BY_VERB[verb]
    if row.roles.isdisjoint(roles):
        raise Refused("wrong_hat")
    if state not in row.sources:
        raise Refused("wrong_state")
    if row.guard and (why := row.guard(facts)):
        raise Refused(why)
    return row


def special_verbs(state: SpecialState, roles: Collection[str]) -> list[SpecialVerb]:
    """The verbs that a page offers; what only a guard refuses is offered, and the refusal says why."""
    return [row.verb for row in TABLE if state in row.sources and not row.roles.isdisjoint(roles)]
