"""The one table of a bulletin: who may do what with it in which state, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from jianyan.core.flow import Refused


class BulletinState(StrEnum):
    draft = "draft"  # 起草中
    frozen = "frozen"  # 已定稿


class BulletinVerb(StrEnum):
    edit = "edit"
    refresh = "refresh"
    comment = "comment"
    settle = "settle"
    submit = "submit"
    freeze = "freeze"
    correct = "correct"


@dataclass(frozen=True, slots=True)
class BulletinFacts:
    """What the guards ask. ``over``: the quarter is over; ``whole``: its figures were drawn after its end.

    ``comments``: how many of the head's comments nobody has dealt with.
    """

    over: bool
    whole: bool
    comments: int


Guard = Callable[[BulletinFacts], str | None]


def _complete(facts: BulletinFacts) -> str | None:
    """What stands in the way of freezing, the first first."""
    if not facts.over:
        return "not_over"
    if not facts.whole:
        return "figures_early"
    return "open_comments" if facts.comments else None


@dataclass(frozen=True, slots=True)
class BulletinRow:
    """``roles`` may do ``verb`` in ``source``; it leads to ``target``."""

    source: BulletinState
    verb: BulletinVerb
    target: BulletinState
    roles: frozenset[str]
    why: str
    guard: Guard | None = None


_S, _V = BulletinState, BulletinVerb
_OFFICE, _HEAD = frozenset({"officer", "head"}), frozenset({"head"})

TABLE: tuple[BulletinRow, ...] = (
    BulletinRow(_S.draft, _V.edit, _S.draft, _OFFICE, "专员修改文字，数字由系统写入"),
    BulletinRow(_S.draft, _V.refresh, _S.draft, _OFFICE, "定稿前可以按现在的记录重新统计"),
    BulletinRow(_S.draft, _V.comment, _S.draft, _HEAD, "负责人逐节提出意见"),
    BulletinRow(_S.draft, _V.settle, _S.draft, _OFFICE, "意见处理后予以销号"),
    BulletinRow(_S.draft, _V.submit, _S.draft, _OFFICE, "起草完成，送负责人审定"),
    BulletinRow(_S.draft, _V.freeze, _S.frozen, _HEAD, "季度结束、意见处理完毕后由负责人审定", _complete),
    BulletinRow(_S.frozen, _V.correct, _S.frozen, _HEAD, "定稿后只能更正，原文不动"),
)
_INDEX = {(row.source, row.verb): row for row in TABLE}


def bulletin_step(
    state: BulletinState, verb: BulletinVerb, roles: Collection[str], facts: BulletinFacts
) -> BulletinRow:
    """The row that an act takes.

    Raises:
        Refused: ``wrong_hat`` (nobody with these roles ever may), ``wrong_state`` (may, but not now), or what stands in
            the way of freezing: ``not_over``, ``figures_early``, ``open_comments``.
    """
    if not any(row.verb == verb and not row.roles.isdisjoint(roles) for row in TABLE):
        raise Refused("wrong_hat", verb=verb)
    row = _INDEX.get((state, verb))
    if row is None:
        raise Refused("wrong_state", verb=verb, state=state)
    if row.guard and (why := row.guard(facts)):
        raise Refused(why)
    return row


def bulletin_verbs(state: BulletinState, roles: Collection[str]) -> list[BulletinVerb]:
    """The verbs that a page offers; what only a guard refuses is offered, and the refusal says why."""
    return [row.verb for row in TABLE if row.source == state and not row.roles.isdisjoint(roles)]
