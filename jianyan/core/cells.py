"""Small cells of a table that could tell who an anonymous reporter is (clause 4.1.c)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a column with a total: how many people are behind it, and whether one of them is anonymous."""

    people: int
    anonymous: bool


def withheld(cells: Sequence[Cell], least: int) -> frozenset[int]:
    """The places of the cells that must not be shown.

    A cell with an anonymous reporter among fewer than ``least`` people is withheld. One withheld cell alone could be
    had by subtraction from the total, so the cell with the fewest people beside it goes too.
    """
    small = {place for place, cell in enumerate(cells) if cell.anonymous and cell.people < least}
    if len(small) == 1:
        others = [(cell.people, place) for place, cell in enumerate(cells) if cell.people and place not in small]
        if others:
            small.add(min(others)[1])
    return frozenset(small)
