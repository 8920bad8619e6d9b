"""Deadlines counted by hand on the State Council's notices of 2012 to 2026, not with the code."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from jianyan.core.clocks import Limit, Unit, due
from jianyan.core.holidays_cn import seed
from jianyan.core.workdays import TZ, Calendar

CN = Calendar(*seed())
CALL = Limit(3, Unit.workday)  # clause 5.1.g
HANDOVER = Limit(7, Unit.workday)  # clause 5.1.h


def at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=TZ)


def ends(limit: Limit, start: datetime) -> date:
    return due(limit, start, CN).on


@pytest.mark.clause("5.1.g")
@pytest.mark.parametrize(
    ("filed", "due_day"),
    [
        # 2012 元旦: 1–3 Jan off, Sat 31 Dec 2011 worked. Filed Fri 30 Dec 2011.
        # Sat 31 (1) · 1–3 Jan off · Wed 4 (2) · Thu 5 (3)
        (at(2011, 12, 30), date(2012, 1, 5)),
        # 2012 春节: 22–28 Jan off, Sat 21 and Sun 29 worked. Filed Thu 19 Jan.
        # Fri 20 (1) · Sat 21 (2) · 22–28 off · Sun 29 (3): due on a Sunday
        (at(2012, 1, 19), date(2012, 1, 29)),
        # 2015 抗战胜利日: 3–5 Sep off, Sun 6 worked. Filed Wed 2 Sep.
        # 3–5 off · Sun 6 (1) · Mon 7 (2) · Tue 8 (3)
        (at(2015, 9, 2), date(2015, 9, 8)),
        # 2017 国庆、中秋: 1–8 Oct off, Sat 30 Sep worked. Filed Thu 28 Sep.
        # Fri 29 (1) · Sat 30 (2) · 1–8 off · Mon 9 (3)
        (at(2017, 9, 28), date(2017, 10, 9)),
        # 2019 元旦: 30 Dec 2018 – 1 Jan off, Sat 29 Dec worked. Filed Thu 27 Dec 2018.
        # Fri 28 (1) · Sat 29 (2) · 30 Dec – 1 Jan off · Wed 2 (3)
        (at(2018, 12, 27), date(2019, 1, 2)),
        # 2020 春节, as lengthened on 26 Jan: 24 Jan – 2 Feb off, so Sat 1 Feb, first meant to be worked, is off.
        # Filed Wed 22 Jan. Thu 23 (1) · 24 Jan – 2 Feb off · Mon 3 Feb (2) · Tue 4 (3)
        (at(2020, 1, 22), date(2020, 2, 4)),
        # 2023 中秋、国庆: 29 Sep – 6 Oct off, Sat 7 and Sun 8 Oct worked. Filed Thu 28 Sep.
        # 29 Sep – 6 Oct off · Sat 7 (1) · Sun 8 (2) · Mon 9 (3)
        (at(2023, 9, 28), date(2023, 10, 9)),
        # 2025 国庆、中秋: 1–8 Oct off, Sat 11 Oct worked. Filed Tue 30 Sep.
        # 1–8 off · Thu 9 (1) · Fri 10 (2) · Sat 11 (3): due on a Saturday
        (at(2025, 9, 30), date(2025, 10, 11)),
    ],
)
def test_the_call_three_working_days_after_filing(filed: datetime, due_day: date) -> None:
    assert ends(CALL, filed) == due_day


@pytest.mark.clause("5.1.h")
@pytest.mark.parametrize(
    ("filed", "due_day"),
    [
        # 2013 国庆: 1–7 Oct off, Sun 29 Sep and Sat 12 Oct worked. Filed Fri 27 Sep.
        # Sat 28 off · Sun 29 (1) · Mon 30 (2) · 1–7 off · Tue 8 (3) · 9 (4) · 10 (5) · Fri 11 (6) · Sat 12 (7)
        (at(2013, 9, 27), date(2013, 10, 12)),
        # 2014 春节: 31 Jan – 6 Feb off, Sat 8 Feb worked. Filed Tue 28 Jan.
        # Wed 29 (1) · Thu 30 (2) · 31 Jan – 6 Feb off · Fri 7 (3) · Sat 8 (4) · 9 off · 10 (5) · 11 (6) · 12 (7)
        (at(2014, 1, 28), date(2014, 2, 12)),
        # 2020 国庆、中秋: 1–8 Oct off, Sun 27 Sep and Sat 10 Oct worked. Filed Fri 25 Sep at 22:00.
        # Sat 26 off · Sun 27 (1) · 28 (2) · 29 (3) · Wed 30 (4) · 1–8 off · Fri 9 (5) · Sat 10 (6) · Mon 12 (7)
        (at(2020, 9, 25, 22), date(2020, 10, 12)),
        # 2024 春节: 10–17 Feb off (New Year's Eve, Fri 9, is worked), Sun 4 and Sun 18 Feb worked. Filed Sat 3 Feb.
        # Sun 4 (1) · 5 (2) · 6 (3) · 7 (4) · 8 (5) · Fri 9 (6) · 10–17 off · Sun 18 (7): due on a Sunday
        (at(2024, 2, 3), date(2024, 2, 18)),
        # 2026 春节: 15–23 Feb off, Sat 14 and Sat 28 Feb worked. Filed Fri 13 Feb.
        # Sat 14 (1) · 15–23 off · Tue 24 (2) · 25 (3) · 26 (4) · Fri 27 (5) · Sat 28 (6) · 1 Mar off · Mon 2 (7)
        (at(2026, 2, 13), date(2026, 3, 2)),
    ],
)
def test_the_hand_over_seven_working_days_after_filing(filed: datetime, due_day: date) -> None:
    assert ends(HANDOVER, filed) == due_day
