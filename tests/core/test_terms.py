"""Terms: how long, where they stand on a day, and how many in a row (clause 4.3.c)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.terms import ENDING, Term, TermState, consecutive, overlaps, state_on, term_of

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.clause("4.3.c")
@pytest.mark.parametrize(
    ("starts", "years", "ends"),
    [
        (date(2026, 10, 1), 1, date(2027, 9, 30)),
        (date(2026, 1, 1), 1, date(2026, 12, 31)),
        (date(2027, 3, 1), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 28)),
        (date(2026, 5, 1), 3, date(2029, 4, 30)),
    ],
)
def test_a_term_ends_on_the_day_before_its_anniversary(starts: date, years: int, ends: date) -> None:
    assert term_of(starts, years) == Term(starts, ends)


@given(starts=days, years=st.integers(1, 10))
def test_terms_that_follow_each_other_leave_no_day_out_and_share_none(starts: date, years: int) -> None:
    first = term_of(starts, years)
    second = term_of(first.ends + timedelta(days=1), years)
    assert not overlaps(second, [first])
    assert consecutive([first], second.starts) == 1
    assert (first.ends - first.starts).days in range(365 * years - 1, 366 * years)


@given(starts=days, length=st.integers(0, 800), day=days)
def test_a_term_holds_on_its_days_and_no_other(starts: date, length: int, day: date) -> None:
    term = Term(starts, starts + timedelta(days=length))
    assert term.holds(day) == (term.starts <= day <= term.ends)
    assert (state_on(term, day) in (TermState.running, TermState.ending)) == term.holds(day)


@given(starts=days, length=st.integers(0, 800), left=st.integers(-400, 900), day=days)
def test_a_term_that_was_left_holds_until_the_day_before(starts: date, length: int, left: int, day: date) -> None:
    term = Term(starts, starts + timedelta(days=length), starts + timedelta(days=left))
    assert not term.holds(term.left)  # type: ignore[arg-type]
    assert term.holds(day) == (starts <= day <= term.ends and day < term.left)  # type: ignore[operator]
    if day >= term.left:  # type: ignore[operator]
        assert state_on(term, day) == TermState.broken_off


def test_where_a_term_stands() -> None:
    term = Term(date(2026, 5, 1), date(2027, 4, 30))
    assert state_on(term, date(2026, 4, 30)) == TermState.coming
    assert state_on(term, date(2026, 5, 1)) == TermState.running
    assert state_on(term, term.ends - timedelta(days=ENDING)) == TermState.running
    assert state_on(term, term.ends - timedelta(days=ENDING - 1)) == TermState.ending
    assert state_on(term, term.ends) == TermState.ending
    assert state_on(term, date(2027, 5, 1)) == TermState.ended


@given(one=st.tuples(days, st.integers(0, 500)), other=st.tuples(days, st.integers(0, 500)))
def test_overlapping_is_having_a_day_in_common(one: tuple[date, int], other: tuple[date, int]) -> None:
    a, b = (Term(starts, starts + timedelta(days=length)) for starts, length in (one, other))
    shared = {a.starts + timedelta(days=n) for n in range(one[1] + 1)} & {
        b.starts + timedelta(days=n) for n in range(other[1] + 1)
    }
    assert overlaps(a, [b]) == overlaps(b, [a]) == bool(shared)


def test_terms_in_a_row_are_counted_until_a_break() -> None:
    first, second = Term(date(2023, 5, 1), date(2024, 4, 30)), Term(date(2024, 5, 1), date(2025, 4, 30))
    assert consecutive([], date(2025, 5, 1)) == 0
    assert consecutive([second, first], date(2025, 5, 1)) == 2
    assert consecutive([first, second], date(2025, 5, 31)) == 2, "a month between is no break"
    assert consecutive([first, second], date(2025, 6, 1)) == 0
    assert consecutive([first], date(2025, 5, 1)) == 0, "a year without is a break"


def test_a_term_left_before_it_began_counts_for_nothing() -> None:
    never = Term(date(2025, 5, 1), date(2026, 4, 30), date(2025, 5, 1))
    assert consecutive([never], date(2026, 5, 1)) == 0
    assert not overlaps(Term(date(2025, 5, 1), date(2026, 4, 30)), [never])
