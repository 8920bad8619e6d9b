"""Small cells that could tell who an anonymous reporter is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.cells import Cell, withheld

CELLS = st.lists(st.builds(Cell, people=st.integers(0, 12), anonymous=st.booleans()), max_size=9)


@pytest.mark.clause("4.1.c")
def test_a_small_cell_with_an_anonymous_reporter_takes_a_second_one_with_it() -> None:
    cells = [Cell(9, True), Cell(2, True), Cell(6, False), Cell(0, False), Cell(30, False)]

    assert withheld(cells, 5) == {1, 2}


def test_two_small_cells_hide_each_other() -> None:
    assert withheld([Cell(2, True), Cell(3, True), Cell(1, False)], 5) == {0, 1}


def test_small_cells_without_an_anonymous_reporter_are_shown() -> None:
    assert withheld([Cell(1, False), Cell(4, False)], 5) == frozenset()


@given(CELLS, st.integers(2, 10))
def test_no_small_cell_with_an_anonymous_reporter_is_shown_or_can_be_subtracted(cells: list[Cell], least: int) -> None:
    gone = withheld(cells, least)

    assert all(place in gone for place, cell in enumerate(cells) if cell.anonymous and cell.people < least)
    others = [place for place, cell in enumerate(cells) if cell.people and place not in gone]
    assert len(gone) != 1 or not others
    if not any(cell.anonymous and cell.people < least for cell in cells):
        assert not gone
