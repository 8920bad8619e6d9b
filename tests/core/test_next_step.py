"""The suggested next step: always something that may be done, one for whoever must move, none where nothing is owed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.flow import FINAL, GOVERNING, Facts, Hat, Result, State, Verb, verbs
from jianyan.core.next_step import Step, Why, next_step

STATES = st.sampled_from(list(State))
HATS = st.frozensets(st.sampled_from(list(Hat)))
FACTS = st.builds(
    Facts,
    dispatches=st.integers(0, 4),
    unanswered_calls=st.integers(0, 4),
    unreached_follow_ups=st.integers(0, 4),
    result=st.none() | st.sampled_from(list(Result)),
    follow_up_good=st.none() | st.booleans(),
    max_dispatches=st.integers(1, 3),
    attempts_needed=st.integers(1, 3),
    review_wanted=st.booleans(),
    draft_waiting=st.booleans(),
)
OFFICE = {Hat.officer}


@given(STATES, HATS, FACTS, st.booleans())
def test_what_is_suggested_may_be_done(state: State, hats: frozenset[Hat], facts: Facts, soon: bool) -> None:
    step = next_step(state, hats, facts, soon=soon)
    assert step is None or step.verb in verbs(state, hats, facts)


@given(HATS, FACTS, st.booleans())
def test_nothing_is_suggested_where_nothing_is_owed(hats: frozenset[Hat], facts: Facts, soon: bool) -> None:
    assert [state for state in FINAL if next_step(state, hats, facts, soon=soon)] == []


@given(STATES, FACTS, st.booleans())
def test_without_a_hat_there_is_no_step(state: State, facts: Facts, soon: bool) -> None:
    assert next_step(state, set(), facts, soon=soon) is None


@given(st.sampled_from(list(GOVERNING)), FACTS, st.booleans())
def test_there_is_always_somebody_who_can_move(state: State, facts: Facts, soon: bool) -> None:
    """Whoever the clock runs against gets a step, unless a guard stands in the way of it."""
    everybody = {Hat.officer, Hat.head, Hat.liaison}
    fair = replace(
        facts, own_unit_alone=False, actor_is_handler=False, actor_is_reporter=False, designated=False, result=None
    )
    assert next_step(state, everybody, fair, soon=soon) is not None


@given(st.sampled_from([State.dispatched, State.accepted, State.reopened, State.followed_up]), FACTS)
def test_the_office_leaves_a_department_alone_while_there_is_time(state: State, facts: Facts) -> None:
    calm = replace(facts, clock_overdue=False)
    assert next_step(state, OFFICE, calm) is None
    assert next_step(state, OFFICE, calm, soon=True) == Step(Verb.remind, Why.soon)
    assert next_step(state, OFFICE, replace(facts, clock_overdue=True), soon=True) == Step(Verb.urge, Why.late)


@pytest.mark.parametrize(
    ("state", "hats", "facts", "wanted"),
    [
        (State.received, OFFICE, Facts(), Step(Verb.call, Why.talk)),
        (State.received, OFFICE, Facts(unanswered_calls=1), Step(Verb.call, Why.talk_again)),
        (State.received, {Hat.reporter}, Facts(), None),
        (State.clarified, OFFICE, Facts(), Step(Verb.dispatch, Why.bring)),
        (State.returned, OFFICE, Facts(dispatches=1), Step(Verb.dispatch, Why.bring_on)),
        (State.returned, OFFICE, Facts(dispatches=3), None),
        (State.returned, {Hat.head}, Facts(dispatches=3), Step(Verb.designate, Why.fix)),
        (State.dispatched, {Hat.liaison}, Facts(), Step(Verb.accept, Why.take)),
        (State.accepted, {Hat.liaison}, Facts(), Step(Verb.reply, Why.answer)),
        (State.accepted, {Hat.liaison}, Facts(review_wanted=True), Step(Verb.submit_reply, Why.submit)),
        (
            State.accepted,
            {Hat.liaison},
            Facts(review_wanted=True, draft_waiting=True),
            Step(Verb.approve_reply, Why.check),
        ),
        (State.accepted, {Hat.head}, Facts(open_extension=True), Step(Verb.grant_extension, Why.decide)),
        (State.accepted, OFFICE, Facts(open_extension=True), None),
        (State.replied, OFFICE, Facts(), Step(Verb.follow_up, Why.ask)),
        (State.replied, {Hat.reporter}, Facts(actor_is_reporter=True), Step(Verb.follow_up, Why.ask)),
        (State.replied, OFFICE, Facts(unreached_follow_ups=3), Step(Verb.close, Why.end_unreached)),
        (State.replied, OFFICE, Facts(follow_up_wanted=False), Step(Verb.close, Why.end_unwanted)),
        (State.replied, OFFICE, Facts(actor_is_handler=True), None),
        (State.followed_up, {Hat.liaison}, Facts(), Step(Verb.reply, Why.keep)),
    ],
)
def test_the_natural_step(state: State, hats: set[Hat], facts: Facts, wanted: Step | None) -> None:
    assert next_step(state, hats, facts) == wanted
