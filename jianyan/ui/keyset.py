"""A long list read by cursor: no total is counted, so that the last page costs what the first one does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)

#: Figures of a cursor at most; more would not fit an id.
LONGEST = 18


@dataclass(frozen=True, slots=True)
class Keyset(Generic[M]):
    """Rows, newest first; ``after`` leads to older ones and ``before`` to newer ones, "" where there are none."""

    rows: Sequence[M]
    after: int | str = ""
    before: int | str = ""


def keyset(found: QuerySet[M], *, after: str | None = None, before: str | None = None, size: int) -> Keyset[M]:
    """One page by id, newest first: the newest rows, those older than ``after``, or those newer than ``before``.

    One query. A cursor that is no number is as good as none.
    """
    older, newer = _id(after), _id(before)
    if newer and not older:
        rows = list(found.filter(pk__gt=newer).order_by("pk")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        return Keyset(rows, after=rows[-1].pk, before=rows[0].pk if more else "") if rows else Keyset([])
    if older:
        found = found.filter(pk__lt=older)
    rows = list(found.order_by("-pk")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if not rows:
        return Keyset([], before=older - 1 if older else "")
    return Keyset(rows, after=rows[-1].pk if more else "", before=rows[0].pk if older else "")


def _id(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= LONGEST else 0
