"""The working calendar against a slow implementation and against its own laws."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.holidays_cn import seed
from jianyan.core.workdays import TZ, Calendar, CalendarError, Day, local_date

SEED_DAYS, SEED_YEARS = seed()
CN = Calendar(SEED_DAYS, SEED_YEARS)
ONE = timedelta(days=1)


# The slow implementation: one day at a time, straight from the definitions.

Marks = dict[date, bool]


def slow_is_working(marks: Marks, day: date) -> bool:
    return marks[day] if day in marks else day.strftime("%a") not in ("Sat", "Sun")


def slow_add(marks: Marks, day: date, n: int) -> date:
    step = ONE if n > 0 else -ONE
    remaining = abs(n)
    while remaining:
        day += step
        if slow_is_working(marks, day):
            remaining -= 1
    return day


def slow_count(marks: Marks, start: date, end: date) -> int:
    if end < start:
        return -slow_count(marks, end, start)
    total = 0
    while start < end:
        start += ONE
        total += slow_is_working(marks, start)
    return total


def slow_on_or_after(marks: Marks, day: date) -> date:
    while not slow_is_working(marks, day):
        day += ONE
    return day


def calendar_of(marks: Marks) -> Calendar:
    return Calendar([Day(day, working, "") for day, working in marks.items()], range(2004, 2027))


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


# Exceptions crowd into a short stretch, so that long closures and long runs of worked weekends occur; days are drawn
# from a wider one, so that counts start and end on both sides of it.
crowded = st.dictionaries(st.dates(date(2011, 11, 20), date(2012, 2, 20)), st.booleans(), max_size=90)
scattered = st.dictionaries(st.dates(date(2010, 1, 1), date(2014, 12, 31)), st.booleans(), max_size=40)
marks_sets = crowded | scattered
near_days = st.dates(date(2011, 6, 1), date(2012, 8, 1))
steps = st.integers(-150, 150)
all_days = st.dates(date(2006, 1, 1), date(2190, 12, 31))


class TestAgainstTheSlowImplementation:
    @given(marks_sets, near_days)
    def test_a_day(self, marks: Marks, day: date) -> None:
        calendar = calendar_of(marks)
        assert calendar.is_working(day) == slow_is_working(marks, day)
        assert calendar.on_or_after(day) == slow_on_or_after(marks, day)

    @given(marks_sets, near_days, steps)
    def test_add(self, marks: Marks, day: date, n: int) -> None:
        assert calendar_of(marks).add(day, n) == slow_add(marks, day, n)

    @given(marks_sets, near_days, near_days)
    def test_count(self, marks: Marks, start: date, end: date) -> None:
        assert calendar_of(marks).count(start, end) == slow_count(marks, start, end)

    def test_the_seeded_calendar_over_its_whole_range(self) -> None:
        marks = {entry.day: entry.working for entry in SEED_DAYS}
        working = [day for day in every_day(Calendar.first, Calendar.last) if slow_is_working(marks, day)]
        assert working[-1] == Calendar.last
        assert Calendar.first not in working
        assert CN.count(Calendar.first, Calendar.last) == len(working)
        for place in range(0, len(working) - 1, 97):
            assert CN.add(Calendar.first, place + 1) == working[place]
            assert CN.add(Calendar.last, place + 1 - len(working)) == working[place]

    @given(marks_sets, marks_sets, near_days)
    def test_replaced_days(self, old: Marks, new: Marks, day: date) -> None:
        calendar = calendar_of(old)
        changed = calendar.with_days([Day(day, working, "新") for day, working in new.items()], [2027])
        assert changed.is_working(day) == slow_is_working(old | new, day)
        assert changed.count(date(2009, 1, 1), day) == slow_count(old | new, date(2009, 1, 1), day)
        assert calendar.is_working(day) == slow_is_working(old, day), "the first calendar must not change"
        assert changed.name(day) == ("新" if day in new else "")


class TestLaws:
    @given(all_days, st.integers(1, 500))
    def test_count_undoes_add(self, day: date, n: int) -> None:
        assert CN.count(day, CN.add(day, n)) == n
        assert CN.is_working(CN.add(day, n))

    @given(all_days, st.integers(1, 500))
    def test_subtracting_ends_on_a_working_day_and_is_undone_by_adding(self, day: date, n: int) -> None:
        earlier = CN.add(day, -n)
        assert CN.is_working(earlier)
        assert earlier < day
        assert CN.add(earlier, n) == CN.on_or_after(day)

    @given(all_days, st.integers(1, 300), st.integers(1, 300))
    def test_steps_add_up(self, day: date, part: int, whole: int) -> None:
        assert CN.add(CN.add(day, part), whole - part) == CN.add(day, whole)
        assert CN.add(CN.add(day, -part), part - whole) == CN.add(day, -whole)

    @given(all_days, all_days, st.integers(-300, 300))
    def test_a_later_start_is_never_due_earlier(self, one: date, other: date, n: int) -> None:
        earlier, later = sorted((one, other))
        assert CN.add(earlier, n) <= CN.add(later, n)
        assert CN.on_or_after(earlier) <= CN.on_or_after(later)

    @given(all_days, all_days, all_days)
    def test_counts_add_up(self, a: date, b: date, c: date) -> None:
        assert CN.count(a, b) + CN.count(b, c) == CN.count(a, c)
        assert CN.count(a, b) == -CN.count(b, a)
        assert CN.count(a, a) == 0

    @given(all_days)
    def test_adding_nothing_stays_even_on_a_day_off(self, day: date) -> None:
        assert CN.add(day, 0) == day


class TestShiftedWeekends:
    def test_a_worked_saturday_counts(self) -> None:
        friday, saturday = date(2026, 2, 27), date(2026, 2, 28)
        assert CN.is_working(saturday)
        assert CN.add(friday, 1) == saturday
        assert CN.on_or_after(saturday) == saturday

    def test_a_worked_sunday_counts(self) -> None:
        saturday, sunday = date(2026, 9, 19), date(2026, 9, 20)
        assert not CN.is_working(saturday)
        assert CN.is_working(sunday)
        assert CN.count(saturday, date(2026, 9, 21)) == 2
        assert CN.on_or_after(saturday) == sunday

    def test_across_the_turn_of_the_year(self) -> None:
        # 2018-12-29 (Sat) is worked, 12-30 to 2019-01-01 are off.
        assert CN.add(date(2018, 12, 28), 2) == date(2019, 1, 2)
        assert CN.add(date(2019, 1, 2), -1) == date(2018, 12, 29)
        assert CN.count(date(2018, 12, 28), date(2019, 1, 2)) == 2


class TestDaysGiven:
    def test_a_later_entry_replaces_an_earlier_one(self) -> None:
        monday = date(2026, 11, 23)
        calendar = Calendar([Day(monday, False, "台风"), Day(monday, True, "")], [2026])
        assert calendar.is_working(monday)
        assert calendar.name(monday) == ""

    def test_a_replacement_can_restore_the_ordinary_day(self) -> None:
        calendar = CN.with_days([Day(date(2026, 10, 7), True, ""), Day(date(2026, 10, 10), False, "")], [])
        assert calendar.add(date(2026, 9, 30), 1) == date(2026, 10, 7)
        assert calendar.add(date(2026, 10, 9), 1) == date(2026, 10, 12)

    def test_an_entry_may_only_name_a_day(self) -> None:
        saturday = date(2026, 10, 3)
        calendar = CN.with_days([Day(saturday, False, "国庆节")], [])
        assert calendar.name(saturday) == "国庆节"
        assert calendar.count(Calendar.first, Calendar.last) == CN.count(Calendar.first, Calendar.last)


class TestProvisional:
    def test_beyond_the_last_published_year(self) -> None:
        newest = SEED_YEARS[-1]
        assert not CN.provisional(date(newest, 12, 31))
        assert CN.provisional(date(newest + 1, 1, 1))
        assert not CN.provisional(date(2004, 1, 1))

    def test_a_new_notice_settles_its_year(self) -> None:
        newest = SEED_YEARS[-1]
        changed = CN.with_days([], [newest + 1])
        assert not changed.provisional(date(newest + 1, 6, 1))
        assert changed.provisional(date(newest + 2, 6, 1))

    def test_a_year_left_out_stays_provisional(self) -> None:
        calendar = Calendar([], [2025, 2027])
        assert [year for year in range(2024, 2030) if calendar.provisional(date(year, 6, 1))] == [2026, 2028, 2029]

    def test_nothing_published(self) -> None:
        assert Calendar([], []).provisional(date(2026, 6, 1))


class TestRange:
    BEFORE, AFTER = date(2003, 12, 31), date(2201, 1, 1)

    @pytest.mark.parametrize("day", [BEFORE, AFTER, date.min, date.max])
    def test_a_day_outside(self, day: date) -> None:
        inside = date(2026, 1, 1)
        for ask in (
            lambda: CN.check(day),
            lambda: CN.is_working(day),
            lambda: CN.name(day),
            lambda: CN.provisional(day),
            lambda: CN.add(day, 0),
            lambda: CN.add(day, 1),
            lambda: CN.count(day, inside),
            lambda: CN.count(inside, day),
            lambda: CN.on_or_after(day),
            lambda: CN.with_days([Day(day, False, "")], []),
        ):
            with pytest.raises(CalendarError) as error:
                ask()
            assert str(error.value) == f"{day} 不在工作日历的范围内（2004-01-01 至 2200-12-31）"
            assert error.value.day == day

    def test_the_edges_are_inside(self) -> None:
        assert CN.on_or_after(Calendar.first) == date(2004, 1, 2)
        assert CN.is_working(Calendar.last)  # a Wednesday
        assert CN.add(date(2200, 12, 30), 1) == Calendar.last
        assert CN.add(date(2004, 1, 5), -1) == date(2004, 1, 2)

    @pytest.mark.parametrize(
        ("day", "n"), [(date(2200, 12, 30), 2), (date(2004, 1, 2), -1), (date(2026, 1, 1), 10**30)]
    )
    def test_a_count_that_leaves_the_range(self, day: date, n: int) -> None:
        with pytest.raises(CalendarError, match=f"{day} 起第 {n} 个工作日不在工作日历的范围内") as error:
            CN.add(day, n)
        assert error.value.day == day

    def test_no_working_day_left(self) -> None:
        closed = CN.with_days([Day(Calendar.last, False, "")], [])
        with pytest.raises(CalendarError, match="2200-12-31 之后的工作日不在"):
            closed.on_or_after(Calendar.last)

    @pytest.mark.parametrize("year", [2003, 2201])
    def test_a_published_year_outside(self, year: int) -> None:
        with pytest.raises(CalendarError, match=f"{year} 年不在"):
            Calendar([], [year])

    def test_an_instant_is_not_a_day(self) -> None:
        with pytest.raises(TypeError, match="local_date"):
            CN.is_working(datetime(2026, 1, 1, tzinfo=UTC))


class TestLocalDate:
    def test_the_date_is_that_of_shanghai(self) -> None:
        assert local_date(datetime(2026, 2, 13, 15, 59, 59, tzinfo=UTC)) == date(2026, 2, 13)
        assert local_date(datetime(2026, 2, 13, 16, 0, tzinfo=UTC)) == date(2026, 2, 14)
        assert local_date(datetime(2026, 2, 13, 23, 59, tzinfo=TZ)) == date(2026, 2, 13)
        assert local_date(datetime(2026, 2, 13, 20, 0, tzinfo=timezone(timedelta(hours=-8)))) == date(2026, 2, 14)

    def test_a_naive_time_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no time zone"):
            local_date(datetime(2026, 2, 13, 8, 0))  # noqa: DTZ001

    def test_the_end_of_time(self) -> None:
        with pytest.raises(CalendarError, match="9999-12-31"):
            local_date(datetime.max.replace(tzinfo=UTC))
