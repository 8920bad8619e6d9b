"""履职: what is owed in a period, and how it stands (5.1.a–c)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core import duties
from jianyan.core.duties import Deed, Quarter, Span, Standing, reckon
from jianyan.core.rulebook import load
from jianyan.core.terms import Term
from jianyan.core.workdays import Calendar
from jianyan.rules.actions import packaged_rulebook

BOOK, CALENDAR = load(packaged_rulebook()), Calendar([], [2026])
Q3 = Quarter(2026, 3)
#: The better a duty stands, the earlier; what is still to be done is neither better nor worse for being warned of.
ORDER = [Standing.met, Standing.excused, Standing.owed, Standing.warned, Standing.missed]

days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
kinds = st.sampled_from([*sorted(duties.DEEDS["meeting_or_study"]), "verification", "contact", "form"])
deeds = st.lists(st.builds(Deed, kinds, days), max_size=12)
whats = st.sampled_from(sorted(duties.DEEDS))


def of(what: str, done: list[Deed], today: date, excuses: int = 0, owed: int = 1) -> duties.Reckoned:
    count = duties.done_in(what, done, Q3.span)
    warn = duties.warn_on(BOOK, Q3.span, CALENDAR)
    return reckon(owed=owed, done=count, excuses=excuses, span=Q3.span, warn=warn, today=today)


def test_a_quarter_has_three_months_and_neighbours() -> None:
    assert Q3.span == Span(date(2026, 7, 1), date(2026, 9, 30))
    assert [month.last.day for month in Q3.months] == [31, 31, 30]
    assert (Q3.before, Q3.after, Quarter(2026, 4).after) == (Quarter(2026, 2), Quarter(2026, 4), Quarter(2027, 1))


@given(days)
def test_a_day_is_in_its_quarter_and_the_name_says_which(day: date) -> None:
    quarter = duties.quarter_of(day)
    assert day in quarter.span and duties.quarter_named(quarter.key) == quarter


@pytest.mark.parametrize("key", ["2026Q5", "2026q1", "26Q1", "Q1", "", "9999Q1", "0000Q1", "2026Q1 ", "２０２６Q1"])
def test_a_name_of_no_quarter_is_none(key: str) -> None:
    assert duties.quarter_named(key) is None


@pytest.mark.clause("5.1.a", "5.1.b")
def test_the_rulebook_says_who_owes_what() -> None:
    rules = duties.rules_for(BOOK, Q3, CALENDAR)
    assert [duty.what for duty in rules.duties["social"].values()] == ["symposium"]
    assert [duty.what for duty in rules.duties["internal"].values()] == ["meeting_or_study"]
    assert rules.forms == {"social": 1, "internal": 1} and rules.contacts == 1


@pytest.mark.clause("5.1.a")
def test_who_owes_is_warned_in_time_and_missed_only_when_it_is_over() -> None:
    warn = duties.warn_on(BOOK, Q3.span, CALENDAR)
    assert warn == date(2026, 9, 10)  # fifteen working days: 10 and 11 September, then 13 to the 30th
    assert CALENDAR.count(warn - timedelta(days=1), Q3.span.last) == 15
    assert of("symposium", [], date(2026, 7, 1)).standing is Standing.owed
    assert of("symposium", [], warn).standing is Standing.warned
    assert of("symposium", [], Q3.span.last).standing is Standing.warned
    assert of("symposium", [], Q3.after.span.first).standing is Standing.missed


def test_an_excuse_makes_up_for_what_is_missing_and_no_more() -> None:
    excused = of("symposium", [], date(2026, 8, 1), excuses=3)
    assert (excused.standing, excused.excused, excused.left) == (Standing.excused, 1, 0)
    met = of("symposium", [Deed("symposium", date(2026, 7, 7))], date(2026, 8, 1), excuses=3)
    assert (met.standing, met.excused) == (Standing.met, 0)


@pytest.mark.parametrize(
    ("kind", "social", "internal"),
    [("symposium", 1, 1), ("plenary", 0, 1), ("visit", 0, 1), ("environment", 0, 1), ("study", 0, 1), ("form", 0, 0)],
)
def test_which_deed_counts_for_whom(kind: str, social: int, internal: int) -> None:
    done = [Deed(kind, date(2026, 7, 7))]
    assert duties.done_in("symposium", done, Q3.span) == social
    assert duties.done_in("meeting_or_study", done, Q3.span) == internal


@pytest.mark.parametrize(
    ("starts", "ends", "left", "owed"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), None, 1),
        (date(2026, 9, 1), date(2027, 8, 31), None, 1),  # thirty days
        (date(2026, 9, 2), date(2027, 9, 1), None, 0),  # twenty-nine
        (date(2025, 8, 1), date(2026, 7, 30), None, 1),
        (date(2025, 8, 1), date(2026, 7, 29), None, 0),
        (date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 31), 1),
        (date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 30), 0),
        (date(2027, 1, 1), date(2027, 12, 31), None, 0),
    ],
)
def test_whoever_comes_or_leaves_in_the_middle(starts: date, ends: date, left: date | None, owed: int) -> None:
    held = duties.days_held([Term(starts, ends, left)], Q3.span)
    assert duties.owed_in(1, held, duties.enough_days(BOOK, "quarter")) == owed


def test_two_terms_that_follow_each_other_are_one() -> None:
    terms = [Term(date(2025, 8, 15), date(2026, 8, 14)), Term(date(2026, 8, 15), date(2027, 8, 14))]
    assert duties.days_held(terms, Q3.span) == 92


@given(what=whats, done=deeds, more=st.builds(Deed, kinds, days), today=days, excuses=st.integers(0, 4))
def test_one_more_deed_never_makes_it_worse(what: str, done: list[Deed], more: Deed, today: date, excuses: int) -> None:
    before, after = of(what, done, today, excuses, owed=2), of(what, [*done, more], today, excuses, owed=2)
    assert ORDER.index(after.standing) <= ORDER.index(before.standing) and after.left <= before.left


@given(what=whats, done=deeds.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))), today=days)
def test_the_order_of_deeds_does_not_matter(what: str, done: tuple[list[Deed], list[Deed]], today: date) -> None:
    assert of(what, done[0], today) == of(what, done[1], today)


@given(owed=st.integers(0, 5), done=st.integers(0, 8), excuses=st.integers(-1, 8), today=days, more=st.integers(0, 3))
def test_excuses_never_exceed_what_is_owed_and_one_more_never_harms(
    owed: int, done: int, excuses: int, today: date, more: int
) -> None:
    warn = duties.warn_on(BOOK, Q3.span, CALENDAR)
    one = reckon(owed=owed, done=done, excuses=excuses, span=Q3.span, warn=warn, today=today)
    other = reckon(owed=owed, done=done, excuses=excuses + more, span=Q3.span, warn=warn, today=today)
    assert 0 <= one.excused <= owed and one.left == max(0, owed - done - one.excused)
    assert (one.left == 0) == (one.standing in duties.SETTLED)
    assert other.left <= one.left
    assert (owed == 0) == (one.standing is Standing.short)


@given(done=deeds, today=days, later=st.integers(0, 400))
def test_time_alone_brings_what_is_owed_nearer_to_missed_and_changes_nothing_that_is_settled(
    done: list[Deed], today: date, later: int
) -> None:
    now, then = of("symposium", done, today), of("symposium", done, today + timedelta(days=later))
    if now.standing in duties.SETTLED:
        assert then == now
    else:
        assert ORDER.index(then.standing) >= ORDER.index(now.standing)


@given(st.lists(st.builds(reckon, owed=st.integers(0, 2), done=st.integers(0, 2), excuses=st.integers(0, 2),
                          span=st.just(Q3.span), warn=st.just(date(2026, 9, 10)), today=days), max_size=4))  # fmt: skip
def test_several_duties_stand_as_the_worst_that_is_owed(parts: list[duties.Reckoned]) -> None:
    whole = duties.together(parts)
    assert (whole in duties.SETTLED) == all(part.left == 0 for part in parts)
    assert (whole is Standing.short) == (not any(part.owed for part in parts))


@given(st.lists(st.tuples(days, st.integers(1, 500)), max_size=3), days, st.integers(0, 100))
def test_days_held_are_the_days_on_which_a_term_holds(terms: list[tuple[date, int]], first: date, length: int) -> None:
    span = Span(first, first + timedelta(days=length))
    each = [Term(starts, starts + timedelta(days=n)) for starts, n in terms]
    counted = sum(term.holds(first + timedelta(days=n)) for term in each for n in range(length + 1))
    assert duties.days_held(each, span) == counted


def test_a_quarter_is_closed_when_late_attendance_had_its_days() -> None:
    assert duties.closes_on(BOOK, Q3.span, CALENDAR) == date(2026, 10, 5)
