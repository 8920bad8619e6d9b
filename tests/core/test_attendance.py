"""The code on the wall: fresh for its own half minute and the next, for its own meeting, and for nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.attendance import SEAL, STEP, Verdict, code_at, judge_code, seconds_left, step_of

pytestmark = pytest.mark.clause("5.1.a")

BEGIN, END = datetime(2024, 1, 1), datetime(2090, 1, 1)  # noqa: DTZ001 hypothesis adds the zone
MOMENTS = st.datetimes(min_value=BEGIN, max_value=END, timezones=st.just(UTC))
SECRETS = st.text("0123456789abcdef", min_size=64, max_size=64)
MEETINGS = st.integers(min_value=1, max_value=10**9)


@given(SECRETS, MEETINGS, MOMENTS, st.integers(min_value=-10_000, max_value=10_000_000))
def test_a_code_is_fresh_in_its_step_and_the_next_and_never_else(
    secret: str, meeting: int, shown: datetime, later: int
) -> None:
    code, at = code_at(secret, meeting, shown), shown + timedelta(seconds=later)
    fresh = step_of(at) - step_of(shown) in (0, 1)

    assert judge_code(secret, meeting, code, at) == (Verdict.fresh if fresh else Verdict.stale)


@given(SECRETS, MEETINGS, MOMENTS)
def test_whoever_scans_has_at_least_half_a_minute_and_nobody_has_a_whole_one(
    secret: str, meeting: int, shown: datetime
) -> None:
    code = code_at(secret, meeting, shown)

    assert judge_code(secret, meeting, code, shown + timedelta(seconds=STEP)) == Verdict.fresh
    assert judge_code(secret, meeting, code, shown + timedelta(seconds=2 * STEP)) == Verdict.stale
    assert 1 <= seconds_left(shown) <= STEP


@given(SECRETS, MEETINGS, MEETINGS, MOMENTS)
def test_a_code_of_another_meeting_is_foreign(secret: str, meeting: int, other: int, at: datetime) -> None:
    if meeting != other:
        assert judge_code(secret, other, code_at(secret, meeting, at), at) == Verdict.foreign


@given(SECRETS, SECRETS, MEETINGS, MOMENTS)
def test_without_the_secret_nobody_makes_one(secret: str, guessed: str, meeting: int, at: datetime) -> None:
    if secret != guessed:
        assert judge_code(secret, meeting, code_at(guessed, meeting, at), at) == Verdict.foreign


@given(SECRETS, MEETINGS, MOMENTS, st.text(max_size=80))
def test_anything_else_is_foreign_and_never_an_error(secret: str, meeting: int, at: datetime, text: str) -> None:
    if text != code_at(secret, meeting, at):
        assert judge_code(secret, meeting, text, at) == Verdict.foreign


@given(SECRETS, MEETINGS, MOMENTS, st.integers(min_value=1, max_value=10**6))
def test_a_seal_holds_for_its_own_step_alone(secret: str, meeting: int, at: datetime, by: int) -> None:
    step, _, seal = code_at(secret, meeting, at).partition("-")
    moved = f"{int(step, 16) + by:x}-{seal}"

    assert len(seal) == SEAL
    assert judge_code(secret, meeting, moved, at + timedelta(seconds=by * STEP)) == Verdict.foreign
