"""The seeded calendar against two libraries, day by day, and what its days are called."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from jianyan.core.holidays_cn import seed
from jianyan.core.workdays import Calendar, Day

SEED_DAYS, SEED_YEARS = seed()
CN = Calendar(SEED_DAYS, SEED_YEARS)


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


# The package left out the shift of 国办发明电〔2005〕35号; the correction is in holidays_cn.
WRONG_IN_PACKAGE = date(2005, 12, 31)


def test_every_day_of_the_package() -> None:
    newest = max(chinese_calendar.holidays).year
    differing = [
        day
        for day in every_day(date(2004, 1, 1), date(newest, 12, 31))
        if CN.is_working(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == [WRONG_IN_PACKAGE]


def test_every_day_against_the_second_library() -> None:
    witness = holidays.country_holidays("CN", years=range(2004, 2027))
    for day in every_day(date(2004, 1, 1), date(2026, 12, 31)):
        assert CN.is_working(day) == witness.is_working_day(day), day


def test_published_years_run_to_the_newest_of_the_package() -> None:
    assert list(range(2004, max(chinese_calendar.holidays).year + 1)) == SEED_YEARS
    assert SEED_YEARS[-1] >= 2026


def test_a_newer_package_brings_a_newer_year(monkeypatch: pytest.MonkeyPatch) -> None:
    future = date(SEED_YEARS[-1] + 1, 1, 1)
    extended = {**chinese_calendar.holidays, future: "New Year's Day"}
    monkeypatch.setattr(chinese_calendar.constants, "holidays", extended)
    days, years = seed()
    assert years == [*SEED_YEARS, future.year]
    assert (Day(future, False, "元旦") in days) == (future.weekday() < 5)


def test_only_exceptions_each_once_in_order() -> None:
    assert all(entry.working == (entry.day.weekday() >= 5) for entry in SEED_DAYS)
    listed = [entry.day for entry in SEED_DAYS]
    assert listed == sorted(set(listed))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "元旦"),
        (date(2026, 2, 16), "春节"),
        (date(2026, 2, 28), "春节调休补班"),
        (date(2026, 4, 6), "清明节"),
        (date(2026, 5, 9), "劳动节调休补班"),
        (date(2026, 6, 19), "端午节"),
        (date(2026, 9, 25), "中秋节"),
        (date(2026, 10, 7), "国庆节"),
        (date(2015, 9, 3), "抗战胜利日"),
        (date(2015, 9, 6), "抗战胜利日调休补班"),
        (date(2005, 12, 31), "元旦调休补班"),
        (date(2026, 11, 23), ""),  # an ordinary Monday
        (date(2026, 11, 22), ""),  # an ordinary Sunday
    ],
)
def test_names(day: date, name: str) -> None:
    assert CN.name(day) == name
