"""Tasks: the table of their way, and the day that a date means."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.flow import Refused
from jianyan.core.holidays_cn import seed
from jianyan.core.tasks import TABLE, TaskHat, TaskState, TaskVerb, deadline, task_step, task_verbs
from jianyan.core.workdays import TZ, Calendar, CalendarError

GIVEN = datetime(2026, 1, 5, 9, tzinfo=TZ)
_days, _years = seed()
CALENDAR = Calendar(_days, _years)

states, verbs = st.sampled_from(TaskState), st.sampled_from(TaskVerb)
held = st.sets(st.sampled_from(TaskHat))


@given(state=states, verb=verbs, hats=held)
def test_a_verb_can_be_done_exactly_when_it_is_offered(state: TaskState, verb: TaskVerb, hats: set[TaskHat]) -> None:
    if verb in task_verbs(state, hats):
        assert task_step(state, verb, hats).verb is verb
    else:
        with pytest.raises(Refused) as no:
            task_step(state, verb, hats)
        row = next(row for row in TABLE if row.verb is verb)
        assert no.value.code == ("wrong_state" if row.hats & hats else "wrong_hat")


@given(state=states)
def test_an_ended_task_can_always_be_sent_back_by_the_office_and_never_by_its_owner(state: TaskState) -> None:
    ended = state is not TaskState.open

    assert (TaskVerb.reopen in task_verbs(state, {TaskHat.office})) is ended
    assert TaskVerb.reopen not in task_verbs(state, {TaskHat.owner})


@given(written=st.dates(date(2026, 1, 6), date(2026, 12, 31)), warn=st.integers(0, 10))
def test_a_date_means_itself_or_the_next_working_day(written: date, warn: int) -> None:
    due = deadline(written, GIVEN, warn, CALENDAR)

    assert due.on == CALENDAR.on_or_after(written)
    assert CALENDAR.is_working(due.on)
    assert due.on == written or not any(
        CALENDAR.is_working(written + timedelta(days=n)) for n in range((due.on - written).days)
    )
    assert due.at == datetime.combine(due.on + timedelta(days=1), datetime.min.time(), TZ)
    assert due.warn_at < due.at


def test_a_date_beyond_the_calendar_is_no_date() -> None:
    with pytest.raises(CalendarError):
        deadline(date(2300, 1, 1), GIVEN, 2, CALENDAR)
