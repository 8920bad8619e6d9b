"""Clocks on the real calendar: the laws of every limit, warnings, lights and lateness."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.clocks import LONGEST, Close, Due, Light, Limit, Unit, due, due_on, left, light, on_time
from jianyan.core.holidays_cn import seed
from jianyan.core.workdays import TZ, Calendar, CalendarError, Day, local_date

CN = Calendar(*seed())
ONE = timedelta(days=1)
CALL = Limit(3, Unit.workday)  # clause 5.1.g


def at(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TZ)


def ends(limit: Limit, start: datetime) -> date:
    return due(limit, start, CN).on


instants = st.datetimes(datetime(2005, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
limits = st.builds(
    Limit,
    amount=st.integers(0, 40),
    unit=st.sampled_from(Unit),
    close=st.sampled_from(Close),
    business_end=st.times(time(12), time(20)),
    warn=st.integers(0, 12),
)


class TestTheDayOfTheAct:
    # Mon 23 Nov 2026 follows an ordinary weekend.
    @pytest.mark.clause("5.1.g")
    @pytest.mark.parametrize(
        ("start", "first_day"),
        [
            (at(2026, 11, 20, 0, 0), date(2026, 11, 23)),  # Friday, at its first minute
            (at(2026, 11, 20, 22), date(2026, 11, 23)),  # Friday at 22:00
            (at(2026, 11, 21), date(2026, 11, 23)),  # Saturday
            (at(2026, 11, 22, 23, 59), date(2026, 11, 23)),  # Sunday, at its last minute
            (at(2026, 11, 23, 0, 0), date(2026, 11, 24)),  # Monday, at its first minute
            (at(2026, 2, 13, 22), date(2026, 2, 14)),  # Friday at 22:00, before a worked Saturday
            (at(2026, 10, 3), date(2026, 10, 8)),  # in the National Day holiday
        ],
    )
    def test_day_one_is_the_next_working_day(self, start: datetime, first_day: date) -> None:
        assert ends(Limit(1, Unit.workday), start) == first_day
        assert ends(CALL, start) == CN.add(first_day, 2)

    @pytest.mark.clause("5.1.g")
    def test_the_date_is_that_of_shanghai_not_of_utc(self) -> None:
        # 16:30 UTC on Mon 23 Nov is 00:30 on Tue 24 in Shanghai: Wed 25 (1), Thu 26 (2), Fri 27 (3).
        start = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
        assert due(CALL, start, CN) == due(CALL, at(2026, 11, 24, 0, 30), CN)
        assert ends(CALL, start) == date(2026, 11, 27)
        # One minute to midnight in Shanghai is still Monday: Tue 24 (1), Wed 25 (2), Thu 26 (3).
        assert ends(CALL, datetime(2026, 11, 23, 15, 59, tzinfo=UTC)) == date(2026, 11, 26)

    @given(instants, limits)
    def test_the_zone_in_which_an_instant_is_written_changes_nothing(self, start: datetime, limit: Limit) -> None:
        elsewhere = start.astimezone(timezone(timedelta(hours=-11)))
        assert due(limit, elsewhere, CN) == due(limit, start.astimezone(TZ), CN)

    @given(instants, st.integers(1, 60))
    def test_a_limit_in_working_days_holds_that_many(self, start: datetime, amount: int) -> None:
        end = ends(Limit(amount, Unit.workday), start)
        assert CN.is_working(end)
        assert CN.count(local_date(start), end) == amount

    @pytest.mark.parametrize("unit", Unit)
    def test_amount_zero_is_the_same_day_or_the_next_working_one(self, unit: Unit) -> None:
        assert ends(Limit(0, unit), at(2026, 11, 23)) == date(2026, 11, 23)
        assert ends(Limit(0, unit), at(2026, 11, 21)) == date(2026, 11, 23)


class TestDaysAndMonths:
    @pytest.mark.parametrize(
        ("limit", "start", "end"),
        [
            (Limit(10, Unit.day), at(2026, 11, 13), date(2026, 11, 23)),  # a Monday
            (Limit(8, Unit.day), at(2026, 11, 13), date(2026, 11, 23)),  # Sat 21 moves to Monday
            (Limit(1, Unit.day), at(2026, 2, 13), date(2026, 2, 14)),  # a Saturday, but a worked one
            (Limit(5, Unit.day), at(2026, 9, 28), date(2026, 10, 8)),  # Sat 3 Oct: past the whole holiday
            (Limit(1, Unit.month), at(2026, 10, 23), date(2026, 11, 23)),
            (Limit(1, Unit.month), at(2025, 1, 31), date(2025, 2, 28)),  # no 31 February
            (Limit(1, Unit.month), at(2024, 1, 31), date(2024, 2, 29)),  # a leap year
            (Limit(1, Unit.month), at(2026, 8, 31), date(2026, 9, 30)),
            (Limit(1, Unit.month), at(2026, 9, 1), date(2026, 10, 8)),  # 1 Oct is off until the 7th
            (Limit(1, Unit.month), at(2026, 1, 20), date(2026, 2, 24)),  # 20 Feb is in 春节, off until the 23rd
            (Limit(1, Unit.month), at(2025, 12, 31), date(2026, 2, 2)),  # Sat 31 Jan moves into February
            (Limit(1, Unit.month), at(2024, 12, 16), date(2025, 1, 16)),  # into the next year
            (Limit(12, Unit.month), at(2024, 2, 29), date(2025, 2, 28)),
            (Limit(14, Unit.month), at(2024, 11, 8), date(2026, 1, 8)),
        ],
    )
    def test_ends(self, limit: Limit, start: datetime, end: date) -> None:
        assert ends(limit, start) == end

    @given(instants, st.integers(0, 400))
    def test_days_end_on_the_first_working_day_from_the_plain_sum(self, start: datetime, amount: int) -> None:
        day = local_date(start) + timedelta(days=amount)
        while not CN.is_working(day):
            day += ONE
        assert ends(Limit(amount, Unit.day), start) == day

    @given(instants, st.integers(0, 40))
    def test_months_end_in_the_right_month_on_the_same_day_or_its_last(self, start: datetime, amount: int) -> None:
        first = local_date(start)
        target = first.replace(day=1)
        for _ in range(amount):
            target = (target + timedelta(days=31)).replace(day=1)
        while target.day < first.day and (target + ONE).day != 1:
            target += ONE
        while not CN.is_working(target):
            target += ONE
        assert ends(Limit(amount, Unit.month), start) == target


class TestTheLastDay:
    def test_it_ends_at_midnight(self) -> None:
        end = due(CALL, at(2026, 11, 23), CN)
        assert end == Due(date(2026, 11, 26), at(2026, 11, 27, 0, 0), at(2026, 11, 25, 0, 0), provisional=False)
        assert end.at.tzinfo is TZ
        assert end.warn_at.tzinfo is TZ

    def test_or_at_the_close_of_business(self) -> None:
        limit = Limit(3, Unit.workday, close=Close.business, business_end=time(17, 0))
        end = due(limit, at(2026, 11, 23), CN)
        assert (end.on, end.at) == (date(2026, 11, 26), at(2026, 11, 26, 17, 0))
        assert due(Limit(3, Unit.workday, Close.business), at(2026, 11, 23), CN).at == at(2026, 11, 26, 17, 30)

    def test_a_start_after_business_has_the_same_day_one(self) -> None:
        limit = Limit(1, Unit.workday, close=Close.business)
        assert due(limit, at(2026, 11, 23, 9), CN).on == due(limit, at(2026, 11, 23, 22), CN).on == date(2026, 11, 24)

    def test_on_time_is_strict(self) -> None:
        end = due(CALL, at(2026, 11, 23), CN).at
        assert on_time(end, end - timedelta(microseconds=1))
        assert not on_time(end, end)
        assert not on_time(end, end + timedelta(microseconds=1))
        assert not on_time(end, end.astimezone(UTC))


class TestWarning:
    @given(instants, limits)
    def test_it_begins_on_the_first_day_with_few_enough_working_days_left(self, start: datetime, limit: Limit) -> None:
        self.check(due(limit, start, CN), start, limit)

    @given(instants, limits, st.integers(-30, 90))
    def test_also_when_the_due_day_was_fixed_by_hand(self, start: datetime, limit: Limit, days: int) -> None:
        on = local_date(start) + timedelta(days=days)
        end = due_on(on, limit, start, CN)
        assert end.on == on
        self.check(end, start, limit)

    @staticmethod
    def check(end: Due, start: datetime, limit: Limit) -> None:
        day = local_date(start)
        while left(end.on, day, CN) > limit.warn:
            day += ONE
        assert end.warn_at == datetime.combine(day, time(), TZ)

    def test_an_ordinary_week(self) -> None:
        # Started on Monday and due on Thursday 26: with 1 day left it warns on Wednesday, with 0 on Thursday itself.
        for warn, day in ((0, 26), (1, 25), (2, 24), (3, 23), (4, 23)):
            end = due(Limit(3, Unit.workday, warn=warn), at(2026, 11, 23), CN)
            assert end.warn_at == at(2026, 11, day, 0, 0)

    def test_the_last_working_day_may_lie_before_a_holiday(self) -> None:
        # Due on Thu 8 Oct 2026; the working day before it is Wed 30 Sep.
        end = due(CALL, at(2026, 9, 28), CN)
        assert (end.on, end.warn_at) == (date(2026, 10, 8), at(2026, 9, 30, 0, 0))

    def test_a_clock_near_the_calendars_edge(self) -> None:
        # A warning 12 working days ahead would begin before 2004; the clock itself is fine.
        end = due(Limit(1, Unit.workday, warn=12), at(2004, 1, 2), CN)
        assert (end.on, end.warn_at) == (date(2004, 1, 5), at(2004, 1, 2, 0, 0))
        assert due_on(Calendar.last, CALL, at(2200, 12, 1), CN).at == at(2201, 1, 1, 0, 0)


class TestFixedByHand:
    def test_the_day_is_kept_even_when_off(self) -> None:
        end = due_on(date(2026, 11, 22), Limit(7, Unit.workday, warn=2), at(2026, 11, 2), CN)  # a Sunday
        assert (end.on, end.at) == (date(2026, 11, 22), at(2026, 11, 23, 0, 0))
        # Two working days are left after Wednesday 18: Thursday and Friday.
        assert end.warn_at == at(2026, 11, 18, 0, 0)

    def test_the_close_is_that_of_the_limit(self) -> None:
        limit = Limit(15, Unit.workday, close=Close.business)
        assert due_on(date(2026, 11, 27), limit, at(2026, 11, 2), CN).at == at(2026, 11, 27, 17, 30)


class TestLights:
    def test_green_then_yellow_then_red(self) -> None:
        end = due(CALL, at(2026, 11, 23), CN)
        instant = timedelta(microseconds=1)
        for now, colour in (
            (at(2026, 11, 23), Light.green),
            (end.warn_at - instant, Light.green),
            (end.warn_at, Light.yellow),
            (end.at - instant, Light.yellow),
            (end.at, Light.red),
            (end.at + timedelta(days=400), Light.red),
        ):
            assert light(end.at, end.warn_at, now) is colour

    @given(instants, limits, st.integers(0, 60 * 24 * 60))
    def test_red_is_what_is_no_longer_on_time(self, start: datetime, limit: Limit, minutes: int) -> None:
        end, now = due(limit, start, CN), start + timedelta(minutes=minutes)
        colour = light(end.at, end.warn_at, now)
        assert (colour is Light.red) != on_time(end.at, now)
        if colour is Light.green:
            assert left(end.on, local_date(now), CN) > limit.warn
        if colour is Light.yellow:
            assert left(end.on, local_date(now), CN) <= limit.warn


class TestLeft:
    @pytest.mark.parametrize(
        ("today", "days"),
        [
            (date(2026, 11, 25), 2),  # Wednesday: Thursday and Friday are left
            (date(2026, 11, 26), 1),
            (date(2026, 11, 27), 0),  # the last day itself
            (date(2026, 11, 28), 0),  # Saturday: late, but by no working day yet
            (date(2026, 11, 30), -1),  # Monday: overdue by 1 working day
            (date(2026, 12, 1), -2),
        ],
    )
    def test_around_a_friday(self, today: date, days: int) -> None:
        assert left(date(2026, 11, 27), today, CN) == days


class TestProvisional:
    newest = max(seed()[1])

    def test_only_a_due_day_beyond_the_published_years(self) -> None:
        assert not due(CALL, at(self.newest, 12, 20), CN).provisional
        assert due(CALL, at(self.newest, 12, 31), CN).provisional
        assert due_on(date(self.newest + 1, 3, 1), CALL, at(self.newest, 12, 1), CN).provisional

    def test_the_notice_settles_the_clock_and_may_move_it(self) -> None:
        start = at(self.newest, 12, 31)
        before = due(CALL, start, CN)
        notice = [Day(date(self.newest + 1, 1, day), False, "元旦") for day in range(1, 11)]
        after = due(CALL, start, CN.with_days(notice, [self.newest + 1]))
        assert before.on < after.on
        assert not after.provisional

    def test_a_day_declared_off_moves_the_clock_by_one_working_day(self) -> None:
        typhoon = CN.with_days([Day(date(2026, 11, 25), False, "台风停工")], [])
        assert due(CALL, at(2026, 11, 23), typhoon).on == CN.add(ends(CALL, at(2026, 11, 23)), 1)


class TestBadInput:
    @pytest.mark.parametrize(
        ("bad", "message"),
        [
            ({"amount": -1}, "amount is -1"),
            ({"amount": LONGEST + 1}, "amount is 3651"),
            ({"warn": -1}, "warn is -1"),
            ({"business_end": time(17, 30, tzinfo=UTC)}, "business_end"),
        ],
    )
    def test_a_limit_out_of_bounds(self, bad: dict[str, int | time], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            Limit(**{"amount": 3, "unit": Unit.workday, **bad})  # type: ignore[arg-type]

    def test_a_naive_start(self) -> None:
        with pytest.raises(ValueError, match="no time zone"):
            due(CALL, datetime(2026, 11, 23, 10), CN)  # noqa: DTZ001

    @pytest.mark.parametrize("unit", Unit)
    @pytest.mark.parametrize("year", [1, 2003, 2201, 9999])
    def test_a_start_outside_the_calendar(self, unit: Unit, year: int) -> None:
        with pytest.raises(CalendarError, match=f"{date(year, 12, 30)} 不在工作日历的范围内"):
            due(Limit(LONGEST, unit), at(year, 12, 30), CN)

    @pytest.mark.parametrize("unit", Unit)
    def test_an_end_outside_the_calendar(self, unit: Unit) -> None:
        with pytest.raises(CalendarError, match="不在工作日历的范围内"):
            due(Limit(LONGEST, unit), at(2200, 6, 1), CN)

    def test_a_hand_set_day_outside_the_calendar(self) -> None:
        with pytest.raises(CalendarError, match="2201-01-01"):
            due_on(date(2201, 1, 1), CALL, at(2026, 11, 23), CN)
