"""Reading a notice of days off and worked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.notice import LONGEST_TEXT, Odd, Parsed, Wrong, parse, remarks
from jianyan.core.workdays import Calendar, Day

SPRING = [Day(date(2027, 2, 6) + timedelta(days=n), False, "春节") for n in range(7)]
SHIFT = Day(date(2027, 2, 14), True, "春节调休")


def wrong(text: str) -> list[tuple[int, Wrong]]:
    return [(trouble.line, trouble.why) for trouble in parse(text).troubles]


def test_a_day_and_a_range() -> None:
    found = parse("2027-02-14,上班,春节调休\n2027-02-06~2027-02-12,放假,春节\n")

    assert found == Parsed((*SPRING, SHIFT), ())


@pytest.mark.parametrize(
    "line",
    [
        "2027-02-14,上班,春节调休",
        " 2027/2/14 ， 上班 ， 春节调休 ",
        "2027年2月14日\t补班\t春节调休",
        '"2027-02-14","调休上班","春节调休"',
        "2027.02.14;班;春节调休,",
        "\ufeff2027-02-14,worked,春节调休\r",
        "# 2027 年\n\n日期,安排,名称\n2027-02-14,上班,春节调休",
    ],
)
def test_the_ways_an_office_writes_a_line(line: str) -> None:
    assert parse(line) == Parsed((SHIFT,), ())


@pytest.mark.parametrize("mark", ["~", "～", "至", "到", "—", "——", " ~ "])
def test_the_ways_an_office_writes_a_range(mark: str) -> None:
    assert parse(f"2027-02-06{mark}2027-02-12,放假,春节") == Parsed(tuple(SPRING), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(0, Wrong.empty)]),
        ("# 什么也没有\n\n", [(0, Wrong.empty)]),
        ("日期,安排,名称", [(0, Wrong.empty)]),
        ("x" * (LONGEST_TEXT + 1), [(0, Wrong.too_long)]),
        ("2027-02-06 放假 春节", [(1, Wrong.columns)]),
        ("2027-02-30,放假,春节", [(1, Wrong.date)]),
        ("2027-2-x,放假,春节", [(1, Wrong.date)]),
        ("2027-02-06~2027-02-07~2027-02-08,放假,春节", [(1, Wrong.date)]),
        ("2027-02-06~,放假,春节", [(1, Wrong.date)]),
        ("1999-02-06,放假,春节", [(1, Wrong.out_of_range)]),
        ("2300-02-06,放假,春节", [(1, Wrong.out_of_range)]),
        ("2027-02-12~2027-02-06,放假,春节", [(1, Wrong.order)]),
        ("2027-02-06~2027-04-06,放假,春节", [(1, Wrong.range_too_long)]),
        ("2027-02-06,也许,春节", [(1, Wrong.word)]),
        ("2027-02-06,放假", [(1, Wrong.name)]),
        ("2027-02-06,放假, ", [(1, Wrong.name)]),
        ("2027-02-06,放假," + "春" * 41, [(1, Wrong.name_too_long)]),
        ("2027-02-06~2027-02-12,放假,春节\n2027-02-08,上班,补班", [(2, Wrong.twice)]),
        ("日期,安排,名称\n2027-02-06,放假,春节\nx,放假,春节", [(3, Wrong.date)]),
        ("2027-02-06,放假,春节\n放假\n2027-02-33,放假,春节", [(2, Wrong.columns), (3, Wrong.date)]),
        (
            "\n".join(f"2027-{m:02d}-01~2027-{m:02d}-28,放假,停工" for m in range(1, 9)),
            [(0, Wrong.too_many_days)],
        ),
    ],
)
def test_what_is_wrong_is_told_by_line(text: str, expected: list[tuple[int, Wrong]]) -> None:
    assert wrong(text) == expected


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    found = parse(text)

    assert found.days or found.troubles
    assert [day.day for day in found.days] == sorted({day.day for day in found.days})


@given(
    st.lists(
        st.tuples(st.dates(date(2004, 1, 1), date(2200, 12, 31)), st.booleans(), st.sampled_from(["春节", "台风"])),
        min_size=1,
        max_size=40,
        unique_by=lambda row: row[0],
    )
)
def test_what_is_written_is_read(rows: list[tuple[date, bool, str]]) -> None:
    text = "\n".join(f"{day},{'上班' if working else '放假'},{name}" for day, working, name in rows)

    assert parse(text) == Parsed(tuple(Day(*row) for row in sorted(rows)), ())


def test_what_is_odd_about_a_day() -> None:
    calendar = Calendar([Day(date(2027, 1, 1), False, "元旦"), Day(date(2027, 1, 2), True, "补班")], [2027])
    days = [
        Day(date(2027, 1, 1), True, "元旦不休"),  # Friday, off by an earlier notice
        Day(date(2027, 1, 2), True, "补班"),  # Saturday, worked already
        Day(date(2027, 1, 3), False, "元旦"),  # Sunday
        Day(date(2027, 1, 4), False, "元旦"),  # Monday
        Day(date(2028, 1, 3), False, "元旦"),  # Monday of another year
    ]

    odd = [remark.odd for remark in remarks(days, calendar, 2027, today=date(2027, 1, 2))]

    assert odd == [
        (Odd.past, Odd.changes_notice),
        (Odd.already_worked,),
        (Odd.already_off,),
        (),
        (Odd.other_year,),
    ]
    assert remarks(days[4:], calendar, None, today=date(2027, 1, 2))[0].odd == ()
