"""The two tables of recruitment: what they allow, what they do not, and that no order of steps is a dead end."""

from __future__ import annotations

from itertools import combinations, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.flow import Refused
from jianyan.core.recruit import (
    CANCELLED,
    DONE,
    DRAFT,
    CandidateFacts,
    CandidateState,
    CandidateVerb,
    RoundFacts,
    RoundVerb,
    candidate_step,
    candidate_verbs,
    first_step,
    next_step,
    passable,
    round_step,
    round_verbs,
)
from jianyan.core.recruit.candidate import TABLE as CANDIDATE_TABLE
from jianyan.core.recruit.round import STEPS
from jianyan.core.recruit.round import TABLE as ROUND_TABLE
from jianyan.core.rulebook import load
from jianyan.rules.actions import packaged_rulebook

S, V, R = CandidateState, CandidateVerb, RoundVerb
OFFICE = frozenset({"officer", "head"})
EVERYBODY = OFFICE | {"candidate", "public", "system", "leader", "liaison"}
FINAL = (S.appointed, S.withdrawn)
ORDER = ("announce", "recommend", "review", "decide", "publish", "appoint", "certify")

candidate_facts = st.builds(
    CandidateFacts,
    unchecked=st.integers(0, 3),
    unmet=st.integers(0, 3),
    places_left=st.integers(-1, 2),
    same_person=st.booleans(),
    decided=st.booleans(),
    notice_running=st.booleans(),
    notice_over=st.booleans(),
    open_objections=st.integers(0, 2),
    upheld=st.booleans(),
    terms_used_up=st.booleans(),
    overlaps=st.booleans(),
)
round_facts = st.builds(
    RoundFacts,
    complete=st.booleans(),
    window_over=st.booleans(),
    unjudged=st.integers(0, 2),
    chosen=st.integers(0, 2),
    over_quota=st.booleans(),
    decided=st.booleans(),
    submitted=st.booleans(),
    published=st.booleans(),
    notice_over=st.booleans(),
    objections=st.integers(0, 2),
    left=st.integers(0, 2),
    anybody_appointed=st.booleans(),
)
steps = st.sampled_from([*STEPS, DRAFT, DONE, CANCELLED])
roles = st.frozensets(st.sampled_from(sorted(EVERYBODY)))


def test_every_state_can_be_reached() -> None:
    found, open_ = {S.received}, [S.received]
    while open_:
        here = open_.pop()
        for row in CANDIDATE_TABLE:
            if row.source == here and row.target not in found:
                found.add(row.target)
                open_.append(row.target)
    assert found == set(S)


@given(state=st.sampled_from(FINAL), step=steps, facts=candidate_facts)
def test_nothing_leads_out_of_a_final_state(state: S, step: str, facts: CandidateFacts) -> None:
    assert candidate_verbs(state, EVERYBODY, step, facts) == []


@pytest.mark.clause("4.0")
def test_nobody_comes_onto_the_list_without_review_nor_into_office_without_the_list() -> None:
    into = {target: {row.source for row in CANDIDATE_TABLE if row.target == target != row.source} for target in S}
    assert into[S.qualified] == {S.received, S.chosen}
    assert {row.verb for row in CANDIDATE_TABLE if (row.source, row.target) == (S.received, S.qualified)} == {V.qualify}
    assert into[S.chosen] == {S.qualified}
    assert into[S.appointed] == {S.chosen}


@given(state=st.sampled_from(S), verb=st.sampled_from(V), step=steps, who=roles, facts=candidate_facts)
def test_what_is_offered_is_what_is_allowed(
    state: S, verb: V, step: str, who: frozenset[str], facts: CandidateFacts
) -> None:
    offered = verb in candidate_verbs(state, who, step, facts)
    try:
        candidate_step(state, verb, who, step, facts)
    except Refused:
        assert not offered
    else:
        assert offered


@given(step=steps, verb=st.sampled_from(R), who=roles, facts=round_facts)
def test_the_same_of_a_round(step: str, verb: R, who: frozenset[str], facts: RoundFacts) -> None:
    offered = verb in round_verbs(step, who, facts)
    try:
        round_step(step, verb, who, facts)
    except Refused:
        assert not offered
    else:
        assert offered


@given(facts=candidate_facts, step=steps)
def test_an_open_or_upheld_objection_always_stops_the_appointment(facts: CandidateFacts, step: str) -> None:
    if facts.open_objections or facts.upheld:
        assert V.appoint not in candidate_verbs(S.chosen, OFFICE, step, facts)


@given(facts=candidate_facts, step=steps)
def test_whoever_meets_a_negative_condition_is_never_found_fit(facts: CandidateFacts, step: str) -> None:
    if facts.unmet or facts.unchecked or facts.same_person:
        assert V.qualify not in candidate_verbs(S.received, OFFICE, step, facts)


@pytest.mark.parametrize("role", ["leader", "liaison", "supervisor", "auditor", ""])
def test_nobody_but_the_office_judges(role: str) -> None:
    facts = CandidateFacts(notice_running=True)
    for state, step in product(S, STEPS):
        assert candidate_verbs(state, {role}, step, facts) == []


def test_the_public_can_object_and_nothing_else() -> None:
    facts = CandidateFacts(notice_running=True)
    can = {(state, verb) for state in S for step in STEPS for verb in candidate_verbs(state, {"public"}, step, facts)}
    assert can == {(S.chosen, V.object)}


def test_the_candidate_can_withdraw_until_appointed_and_nothing_else() -> None:
    can = {v for state in S for step in STEPS for v in candidate_verbs(state, {"candidate"}, step, CandidateFacts())}
    assert can == {V.withdraw}
    assert V.withdraw not in candidate_verbs(S.appointed, {"candidate"}, "appoint", CandidateFacts())


# The order of the steps is data


def walked(order: tuple[str, ...]) -> list[str]:
    """The steps that a round goes through when every guard is content, from the draft on."""
    content = RoundFacts(
        complete=True, window_over=True, chosen=1, decided=True, submitted=True, published=True, notice_over=True
    )
    undecided = RoundFacts(chosen=1)
    step, way = DRAFT, []
    for _turn in range(30):
        rows = [row for row in ROUND_TABLE if row.step == step and row.ends]
        if not rows:
            return [*way, step]
        row = rows[0]
        assert any(row.guard is None or row.guard(facts) is None for facts in (content, undecided)), row
        # Opening a draft goes through the announcement, where the order begins with it (actions.draft).
        first = first_step(order)
        step = next_step(order, first if step == DRAFT and first == "announce" else step)
        way.append(step)
    raise AssertionError(f"no end: {order} {way}")


@pytest.mark.parametrize("size", [1, 3, 6, 7])
def test_no_order_of_the_steps_is_a_dead_end(size: int) -> None:
    """Whatever a rulebook orders, and whatever it leaves out, a round goes through it once and ends."""
    orders = permutations(ORDER) if size == 7 else (o for some in combinations(ORDER, size) for o in permutations(some))
    for order in orders:
        way = walked(order)
        assert way[-1] == DONE, order
        expected = list(order[1:] if order[0] == "announce" else order)
        assert [step for step in way if step != DONE] == expected


@given(order=st.permutations([*ORDER, "interview", "training", "vote"]))
def test_steps_that_the_code_does_not_know_are_passed_over(order: list[str]) -> None:
    assert passable(order) == [step for step in order if step in ORDER]
    assert first_step(order) in ORDER
    for step in ORDER:
        assert next_step(order, step) in (*ORDER, DONE)


@pytest.mark.parametrize("order", [(), ("interview",)])
def test_rules_without_any_step_that_is_known_end_at_once(order: tuple[str, ...]) -> None:
    assert first_step(order) == DONE
    assert next_step(order, "review") == DONE


def test_the_packaged_rules_order_the_steps_as_the_office_works() -> None:
    rules = load(packaged_rulebook())
    assert tuple(rules.procedure) == ORDER
    assert set(ORDER) == set(STEPS)


def test_a_round_can_be_called_off_until_somebody_is_appointed() -> None:
    for step in (DRAFT, *ORDER[:-1]):
        assert R.cancel in round_verbs(step, {"head"}, RoundFacts())
        assert R.cancel not in round_verbs(step, {"head"}, RoundFacts(anybody_appointed=True))
        assert R.cancel not in round_verbs(step, {"officer"}, RoundFacts())
    for step in (DONE, CANCELLED):
        assert round_verbs(step, EVERYBODY, RoundFacts()) == []


def test_time_itself_only_closes_the_window_and_the_notice() -> None:
    facts = RoundFacts(window_over=True, published=True, notice_over=True)
    can = {verb for step in (*STEPS, DRAFT) for verb in round_verbs(step, {"system"}, facts)}
    assert can == {R.close, R.finish_notice}
