"""The table of acts on a meeting, its times, and what may be answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.flow import Refused
from jianyan.core.meeting import (
    TABLE,
    Answer,
    MeetingFacts,
    MeetingKind,
    MeetingState,
    MeetingVerb,
    Mode,
    answers_for,
    meeting_step,
    meeting_verbs,
    refuse_times,
)

AT = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)
HATS = st.sets(st.sampled_from(["officer", "head", "invited", "guest", "system"]))
FACTS = st.builds(
    MeetingFacts,
    kind=st.sampled_from(MeetingKind),
    mode=st.sampled_from(Mode),
    began=st.booleans(),
    over=st.booleans(),
    doors=st.booleans(),
    minutes=st.sampled_from(["", "draft", "submitted", "issued"]),
)


def code(state: MeetingState, verb: MeetingVerb, hats: set[str], **facts: object) -> str:
    """The code of the refusal, empty where the act is allowed."""
    try:
        meeting_step(state, verb, hats, MeetingFacts(**facts))  # type: ignore[arg-type]
    except Refused as no:
        return no.code
    return ""


def refused(starts: datetime, ends: datetime, *, after: bool = False) -> str:
    """The code with which times are refused, empty where they can be."""
    try:
        refuse_times(starts, ends, AT, after=after)
    except Refused as no:
        return no.code
    return ""


@given(st.sampled_from(MeetingState), st.sampled_from(MeetingVerb), HATS, FACTS)
def test_what_is_offered_is_what_is_allowed(
    state: MeetingState, verb: MeetingVerb, hats: set[str], facts: MeetingFacts
) -> None:
    try:
        row = meeting_step(state, verb, hats, facts)
    except Refused:
        assert verb not in meeting_verbs(state, hats, facts)
    else:
        assert verb in meeting_verbs(state, hats, facts)
        assert (row.state, row.verb) == (state, verb)


@given(st.sampled_from(MeetingVerb), HATS, FACTS)
def test_with_a_cancelled_meeting_nothing_is_done(verb: MeetingVerb, hats: set[str], facts: MeetingFacts) -> None:
    with pytest.raises(Refused):
        meeting_step(MeetingState.cancelled, verb, hats, facts)


def test_every_verb_has_a_row_with_its_reason() -> None:
    assert {row.verb for row in TABLE} == set(MeetingVerb)
    assert all(row.why and row.clause for row in TABLE)


@pytest.mark.parametrize(
    ("verb", "hats", "facts", "expected"),
    [
        (MeetingVerb.edit, {"officer"}, {}, ""),
        (MeetingVerb.edit, {"officer"}, {"began": True}, "meeting_began"),
        (MeetingVerb.edit, {"invited"}, {}, "wrong_hat"),
        (MeetingVerb.answer, {"invited"}, {}, ""),
        (MeetingVerb.answer, {"invited"}, {"began": True}, "meeting_began"),
        (MeetingVerb.answer, {"guest"}, {}, "wrong_hat"),
        (MeetingVerb.sign_in, {"guest"}, {}, "sign_in_to_come"),
        (MeetingVerb.sign_in, {"guest"}, {"doors": True}, ""),
        (MeetingVerb.sign_in, {"invited"}, {"began": True, "over": True}, "sign_in_over"),
        (MeetingVerb.sign_in_online, {"invited"}, {"doors": True}, "not_online"),
        (MeetingVerb.sign_in_online, {"invited"}, {"doors": True, "mode": Mode.both}, ""),
        (MeetingVerb.roll, {"officer"}, {}, "sign_in_to_come"),
        (MeetingVerb.hold, {"system"}, {}, "meeting_to_come"),
        (MeetingVerb.hold, {"system"}, {"began": True}, ""),
        (MeetingVerb.record_visit, {"officer"}, {"began": True}, "not_a_visit"),
        (MeetingVerb.count_contact, {"officer"}, {"began": True, "kind": MeetingKind.plenary}, "no_contact_kind"),
        (MeetingVerb.write_minutes, {"officer"}, {"began": True, "minutes": "issued"}, "minutes_issued"),
        (MeetingVerb.issue_minutes, {"officer"}, {"began": True, "minutes": "draft"}, "wrong_hat"),
        (MeetingVerb.issue_minutes, {"head"}, {"began": True}, "no_minutes"),
        (MeetingVerb.issue_minutes, {"head"}, {"began": True, "minutes": "submitted"}, ""),
    ],
)
def test_who_may_do_what_when(verb: MeetingVerb, hats: set[str], facts: dict[str, object], expected: str) -> None:
    assert code(MeetingState.planned, verb, hats, **facts) == expected


@given(
    st.timedeltas(min_value=timedelta(days=-60), max_value=timedelta(days=60)),
    st.timedeltas(min_value=timedelta(days=-2), max_value=timedelta(days=2)),
)
def test_a_meeting_lies_ahead_and_ends_after_its_start_within_a_day(ahead: timedelta, lasts: timedelta) -> None:
    possible = ahead > timedelta(0) and timedelta(0) < lasts <= timedelta(hours=24)
    said = refused(AT + ahead, AT + ahead + lasts)

    assert said == "" if possible else said in ("starts_past", "ends_before_start", "meeting_too_long")


@pytest.mark.parametrize(
    ("ago", "expected"),
    [(timedelta(hours=-1), "visit_to_come"), (timedelta(days=2), ""), (timedelta(days=32), "visit_too_old")],
)
def test_a_visit_is_written_down_afterwards_for_a_month(ago: timedelta, expected: str) -> None:
    assert refused(AT - ago, AT - ago + timedelta(hours=1), after=True) == expected


def test_who_may_answer_what() -> None:
    assert answers_for(Mode.on_site, duty=True) == (Answer.coming, Answer.excused)
    assert answers_for(Mode.online, duty=True) == (Answer.online, Answer.excused)
    assert answers_for(Mode.both, duty=False) == (Answer.coming, Answer.online, Answer.declined)
