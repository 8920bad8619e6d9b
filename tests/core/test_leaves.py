"""Leaves: whatever is accepted, at any moment each officer's people have exactly one contact who is there."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.leaves import Away, Span, clash, days_wrong, midnight, span_of
from jianyan.core.workdays import TZ

ZERO = datetime(2026, 3, 2, tzinfo=TZ)


def spans() -> st.SearchStrategy[Span]:
    hours = st.integers(0, 24 * 20)
    return st.tuples(hours, hours).map(
        lambda pair: Span(ZERO + timedelta(hours=min(pair)), ZERO + timedelta(hours=max(pair)))
    )


people = st.integers(1, 5)
leaves = st.builds(Away, people, st.frozensets(people, min_size=1, max_size=2), spans())


@given(one=spans(), other=spans())
def test_spans_overlap_when_some_moment_lies_in_both(one: Span, other: Span) -> None:
    moments = [ZERO + timedelta(hours=hour) for hour in range(24 * 20 + 1)]

    assert one.overlaps(other) == any(one.holds(at) and other.holds(at) for at in moments)
    assert one.overlaps(other) == other.overlaps(one)


@given(wanted=st.lists(leaves, max_size=8))
def test_whoever_stands_in_is_there(wanted: list[Away]) -> None:
    accepted: list[Away] = []
    for each in wanted:
        if not clash(each, accepted):
            accepted.append(each)

    for hour in range(0, 24 * 20 + 1, 6):
        running = [each for each in accepted if each.span.holds(ZERO + timedelta(hours=hour))]
        away = [each.officer for each in running]
        assert len(away) == len(set(away))
        assert not {deputy for each in running for deputy in each.deputies} & set(away)


@given(first=st.dates(date(2020, 1, 1), date(2030, 1, 1)), days=st.integers(0, 400), hours=st.integers(0, 48))
def test_a_leave_runs_from_its_first_moment_to_its_last(first: date, days: int, hours: int) -> None:
    last, at = first + timedelta(days=days), midnight(first) + timedelta(hours=hours - 24)
    span = span_of(first, last, at)

    assert span.start == max(at, midnight(first)) and not span.holds(span.end)
    assert not span.holds(span.start - timedelta(microseconds=1))
    if span.start < span.end:
        assert span.holds(span.end - timedelta(microseconds=1))
        assert (span.end - timedelta(microseconds=1)).date() == last


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("2026-03-09", "2026-03-09", ""),
        ("2026-03-08", "2026-03-12", "leave_past"),
        ("2026-03-12", "2026-03-11", "leave_backwards"),
        ("2026-03-09", "2027-03-09", ""),
        ("2026-03-09", "2027-03-10", "leave_too_long"),
    ],
)
def test_days(first: str, last: str, code: str) -> None:
    assert days_wrong(date.fromisoformat(first), date.fromisoformat(last), date(2026, 3, 9)) == code
