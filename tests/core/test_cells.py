"""Small cells that could tell who an anonymous reporter is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.cells import Cell, rows_withheld, withheld

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


# ---------------------------------------------------------------------------------------------------- tables of people

#: Leads as (row, column or none, person); people with a number below 3 are anonymous.
LEADS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1), st.integers(0, 11)), max_size=40)
ANONYMOUS, ROWS, COLUMNS = 3, 6, 2


def cell_of(people: list[int]) -> Cell:
    return Cell(len(set(people)), any(person < ANONYMOUS for person in people))


def table_of(leads: list[tuple[int, int, int]]) -> list[list[Cell]]:
    return [
        [cell_of([p for r, c, p in leads if (r, c) == (row, col)]) for col in range(COLUMNS)] for row in range(ROWS)
    ]


@pytest.mark.clause("4.1.c")
def test_a_small_row_takes_one_with_it_that_is_large_enough_to_stand_for_both() -> None:
    rows = [[Cell(9, True)], [Cell(2, True)], [Cell(3, False)], [Cell(6, False)]]

    assert rows_withheld(rows, 5) == {1, 3}


def test_where_everything_is_one_small_row_none_is_shown() -> None:
    assert rows_withheld([[Cell(2, True)], [Cell(0, False)]], 5) == {0, 1}


def test_a_row_goes_whole_for_one_of_its_columns() -> None:
    rows = [[Cell(9, True), Cell(1, True)], [Cell(8, False), Cell(7, False)], [Cell(6, False), Cell(4, False)]]

    assert rows_withheld(rows, 5) == {0, 1}


@pytest.mark.clause("4.1.c")
@given(LEADS, st.integers(2, 8))
def test_nothing_that_is_shown_or_left_over_tells_of_a_few_people(
    leads: list[tuple[int, int, int]], least: int
) -> None:
    rows = table_of(leads)
    gone = rows_withheld(rows, least)

    assert len(gone) != 1
    if gone == frozenset(range(ROWS)):
        return  # the totals alone are left
    for column in range(COLUMNS):
        for place in set(range(ROWS)) - gone:
            shown = rows[place][column]
            assert not (shown.anonymous and shown.people < least)
        # What a reader gets by taking all that is shown from the total.
        left = cell_of([person for row, col, person in leads if row in gone and col == column])
        assert not (left.anonymous and left.people < least)


@given(LEADS, st.integers(2, 8))
def test_a_table_that_tells_of_nobody_is_shown_whole(leads: list[tuple[int, int, int]], least: int) -> None:
    rows = table_of(leads)
    telling = any(cell.anonymous and cell.people < least for row in rows for cell in row)

    assert bool(rows_withheld(rows, least)) == telling
