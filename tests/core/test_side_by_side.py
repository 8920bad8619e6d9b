"""Comparing zones: from how few people on nothing is told, and medians of counted days."""

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.side_by_side import LEAST, least, median_of, told


@given(st.dictionaries(st.integers(-5, 400), st.integers(0, 20)))
def test_the_median_is_that_of_the_numbers_written_out(counts: dict[int, int]) -> None:
    every = [number for number, times in counts.items() for _ in range(times)]
    assert median_of(counts) == (median(every) if every else None)


@pytest.mark.parametrize(("people", "shown"), [([], True), ([0, 5], True), ([4], False), ([9, 1], False), ([5], True)])
def test_nobody_at_all_or_enough(people: list[int], shown: bool) -> None:
    assert told(people, LEAST) is shown


def test_a_zone_may_ask_for_more_people_but_not_for_fewer() -> None:
    assert (least(1), least(5), least(8)) == (5, 5, 8)
