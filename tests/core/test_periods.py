"""Months and quarters as spans of whole months."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.periods import MONTHS, Period, periods


def test_quarters_are_those_of_the_calendar() -> None:
    found = periods("quarter", date(2026, 2, 14), 3)

    assert found == [
        Period(date(2025, 7, 1), date(2025, 9, 1)),
        Period(date(2025, 10, 1), date(2025, 12, 1)),
        Period(date(2026, 1, 1), date(2026, 3, 1)),
    ]
    assert [each.quarter for each in found] == [3, 4, 1]
    assert found[-1].months == [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]


@pytest.mark.parametrize("unit", ["month", "quarter"])
@given(day=st.dates(date(2000, 1, 1), date(2100, 12, 31)), count=st.integers(1, 30))
def test_periods_follow_one_another_without_gap_or_overlap(unit, day: date, count: int) -> None:
    found = periods(unit, day, count)

    months = [month for each in found for month in each.months]
    assert len(found) == count and len(months) == count * MONTHS[unit]
    numbers = [month.year * 12 + month.month for month in months]
    assert numbers == list(range(numbers[0], numbers[0] + len(months)))
    assert found[-1].first <= day.replace(day=1) <= found[-1].last
