"""Clocks and forms under other limits: today's values change nothing, and only the rules make a difference."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.clocks import Close, Limit, Unit, due, due_on, on_time
from jianyan.core.holidays_cn import seed
from jianyan.core.opinion import form_due
from jianyan.core.rule_changes import edited
from jianyan.core.rulebook import Rulebook, load
from jianyan.core.what_if import (
    FIXED,
    FORM,
    LATE,
    VOID,
    Around,
    Ends,
    Given,
    Ran,
    Span,
    Tally,
    left_alone,
    other_limits,
    replay,
    replay_forms,
    replayable,
)
from jianyan.core.workdays import TZ, Calendar, local_date

CN = Calendar(*seed())
TEXT = (Path(__file__).parents[2] / "jianyan/rules/rulebooks/v1.toml").read_text(encoding="utf-8")
V1 = load(TEXT)
RULE = "clocks.call"
NOW = int(datetime(2026, 11, 23, tzinfo=TZ).timestamp())

instants = st.datetimes(datetime(2024, 1, 1), datetime(2026, 10, 1), timezones=st.just(UTC))  # noqa: DTZ001
limits = st.builds(
    Limit, amount=st.integers(0, 30), unit=st.sampled_from(Unit), close=st.sampled_from(Close), warn=st.just(1)
)
spans = st.timedeltas(timedelta(0), timedelta(days=60))


def other(**values: object) -> Rulebook:
    return load(edited(TEXT, {key.replace("__", "."): value for key, value in values.items()}))


def ran(
    pk: int, limit: Limit, start: datetime, lasted: timedelta | None, *, granted: int = 0, void: bool = False
) -> Ran:
    """A clock as the acts leave it behind: due by its limit, or on a day that was granted; stopped, or running."""
    start = start.replace(microsecond=0)
    end = due(limit, start, CN)
    if granted:
        end = due_on(end.on + timedelta(days=granted), limit, start, CN)
    stopped = (start + lasted).replace(microsecond=0) if lasted is not None else None
    late = stopped is not None and not on_time(end.at, stopped)
    said = (LATE if late else VOID if void and stopped else 0) | (FIXED if granted else 0)
    seconds = [int(at.timestamp()) if at else None for at in (start, stopped, end.at)]
    return Ran(pk, RULE, None, 7, seconds[0] or 0, seconds[1], seconds[2] or 0, said)


records = st.builds(
    ran, st.integers(1, 99), limits, instants, spans | st.none(), granted=st.sampled_from((0, 5)), void=st.booleans()
)


@given(limits, st.lists(st.tuples(instants, spans | st.none(), st.sampled_from((0, 0, 5)), st.booleans())))
@pytest.mark.clause("5.3.a")
def test_the_limits_of_today_change_nothing(
    limit: Limit, clocks: list[tuple[datetime, timedelta | None, int, bool]]
) -> None:
    known = [
        ran(pk, limit, start, lasted, granted=more, void=void) for pk, (start, lasted, more, void) in enumerate(clocks)
    ]
    found = replay(known, Ends({RULE: limit}, CN), Around(NOW))
    assert found.turned == []
    assert all(tally.before == tally.after for tally in found.tallies.values())
    assert sum(tally.count for tally in found.tallies.values()) == len(known)


@given(limits, st.integers(0, 20), st.lists(records))
def test_a_shorter_limit_frees_nobody_and_a_longer_one_burdens_nobody(
    limit: Limit, less: int, known: list[Ran]
) -> None:
    shorter = replace(limit, amount=max(0, limit.amount - less))
    late = [replay(known, Ends({RULE: each}, CN), Around(NOW)).tallies[RULE, None].after for each in (shorter, limit)]
    assert late[0] >= late[1]


@given(limits, st.lists(records, unique_by=lambda each: each.pk))
def test_the_tallies_are_those_of_what_turned_in_any_order(limit: Limit, known: list[Ran]) -> None:
    found = replay(known, Ends({RULE: limit}, CN), Around(NOW))
    again = replay(reversed(known), Ends({RULE: limit}, CN), Around(NOW))
    assert (again.turned, again.tallies) == (found.turned, found.tallies)
    tally = found.by_rule().get(RULE, Tally())
    assert tally.after - tally.before == tally.worse - tally.better
    assert (tally.worse, tally.better) == (sum(it.late for it in found.turned), sum(not it.late for it in found.turned))
    assert tally.days >= tally.worse


MONDAY = datetime(2026, 3, 9, 10, tzinfo=TZ)
TWO, THREE, SEVEN = Limit(2, Unit.workday), Limit(3, Unit.workday), Limit(7, Unit.workday)


def turned(known: Ran, limit: Limit, around: Around | None = None) -> list[bool]:
    return [each.late for each in replay([known], Ends({RULE: limit}, CN), around or Around(NOW)).turned]


@pytest.mark.clause("5.1.g", "5.3.a")
def test_a_call_on_the_third_day_would_have_been_late_after_two() -> None:
    assert turned(ran(1, THREE, MONDAY, timedelta(days=3)), TWO) == [True]
    assert turned(ran(1, THREE, MONDAY, timedelta(days=2)), TWO) == []
    assert turned(ran(1, TWO, MONDAY, timedelta(days=3)), THREE) == [False]
    assert turned(ran(1, TWO, MONDAY, None), replace(TWO, amount=366)) == [False]


def test_a_day_that_was_granted_is_not_taken_back_and_never_becomes_shorter() -> None:
    granted = ran(1, THREE, MONDAY, timedelta(days=7), granted=5)  # due on Tuesday 17 March
    assert turned(granted, TWO) == []
    late = ran(1, THREE, MONDAY, timedelta(days=9), granted=5)
    assert turned(late, THREE) == [] and turned(late, SEVEN) == [False]


def test_what_fell_away_in_time_would_have_been_late_under_a_shorter_limit() -> None:
    assert turned(ran(1, THREE, MONDAY, timedelta(days=3), void=True), TWO) == [True]


def test_what_silence_stopped_stays_as_it_was() -> None:
    silent = ran(4, TWO, MONDAY, timedelta(days=3))
    assert turned(silent, SEVEN) == [False] and turned(silent, SEVEN, Around(NOW, stay={4})) == []


def test_the_office_answers_by_the_reporters_officer_and_a_department_for_itself() -> None:
    known = ran(1, THREE, MONDAY, timedelta(days=3))
    found = replay([known, known._replace(pk=2, unit=3)], Ends({RULE: TWO}, CN), Around(NOW, {7: 5}))
    assert {owner: tally.worse for owner, tally in found.of_rules([RULE]).items()} == {5: 1, 3: 1}


# ------------------------------------------------------------------------------------------------------------ forms

forms = st.builds(
    lambda pk, day, after: (pk, date(2026, 1 + day % 12, 1), after),
    st.integers(1, 50),
    st.integers(0, 11),
    st.integers(0, 40),
)


@given(st.integers(1, 28), st.lists(forms))
@pytest.mark.clause("5.1.e", "5.3.a")
def test_the_due_day_of_today_changes_nothing(day: int, known: list[tuple[int, date, int]]) -> None:
    rows = [
        Given(pk, pk % 3, month, on := month + timedelta(days=after), on > form_due(month, day))
        for pk, month, after in known
    ]
    assert replay_forms(rows, day).turned == []
    earlier = replay_forms(rows, max(1, day - 5))
    assert all(each.late and each.rule == FORM for each in earlier.turned)
    assert sum(tally.days for tally in earlier.tallies.values()) >= len(earlier.turned)


# ------------------------------------------------------------------------------------------------------------ rules


def test_the_same_rules_have_no_other_limits() -> None:
    assert other_limits(V1, V1) == {} and left_alone(V1, V1) == []
    assert set(replayable(V1)) == {
        *(f"clocks.{key}" for key in ("call", "dispatch", "accept", "redispatch", "follow_up")),
        *(f"grades.{key}" for key in "ABC"),
    }


def test_only_what_moves_the_end_of_a_clock_is_another_limit() -> None:
    assert other_limits(V1, other(clocks__call__warn=2)) == {}
    assert other_limits(V1, other(clocks__promise__amount=3)) == {}
    assert set(other_limits(V1, other(grades__B__amount=10, clocks__call__close="business"))) == {"grades.B", RULE}


def test_what_changes_nothing_is_named() -> None:
    after = other(
        clocks__call__amount=2,
        clocks__dispatch__words="七日之内。",
        numbers__hidden_cell__value=6,
        numbers__award_ratio__value=0.3,
        merits__lead__words="有效线索。",
        merits__solved__points=0.7,
    )
    assert [change.rule for change in left_alone(V1, after)] == [
        "clocks.dispatch",
        "numbers.hidden_cell",
        "merits.lead",
    ]


def test_a_span_has_the_days_of_shanghai() -> None:
    span = Span(date(2026, 3, 1), date(2026, 3, 31))
    assert local_date(span.begins) == span.first and local_date(span.ends) == date(2026, 4, 1)
