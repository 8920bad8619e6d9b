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


def rows_withheld(rows: Sequence[Sequence[Cell]], least: int) -> frozenset[int]:
    """The places of the rows of a table that must not be shown; each column of it has a total.

    A row is shown whole or not at all, so that what is left out cannot be put together from its other columns. A reader
    gets what is withheld in a column as one number, by subtraction; so rows join until no such number is that of an
    anonymous reporter among fewer than ``least`` people, and until there are two at least. Where that cannot be reached
    every row is withheld, and of the table only its totals are left.
    """
    gone = {place for place, row in enumerate(rows) if any(_tells(cell.people, cell.anonymous, least) for cell in row)}
    while gone:
        unsafe = [column for column in range(len(rows[0])) if _tells(*_together(rows, gone, column), least)]
        if len(gone) > 1 and not unsafe:
            break
        others = [place for place, row in enumerate(rows) if place not in gone and any(cell.people for cell in row)]
        if not others:
            return frozenset(range(len(rows)))
        # The smallest row that puts it right alone; else the one that comes nearest to it.
        gone.add(min(others, key=lambda place: (_lacking(rows[place], unsafe, least), _size(rows[place]), place)))
    return frozenset(gone)


def _tells(people: int, anonymous: bool, least: int) -> bool:
    return anonymous and people < least


def _together(rows: Sequence[Sequence[Cell]], places: set[int], column: int) -> tuple[int, bool]:
    """How many people are at least behind some cells of a column: the same person may be behind several of them."""
    cells = [rows[place][column] for place in places]
    return max(cell.people for cell in cells), any(cell.anonymous for cell in cells)


def _lacking(row: Sequence[Cell], columns: Sequence[int], least: int) -> int:
    return sum(max(0, least - row[column].people) for column in columns)


def _size(row: Sequence[Cell]) -> int:
    return max(cell.people for cell in row)
