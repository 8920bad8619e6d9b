"""The flow table: what it allows, and above all what it does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.flow import (
    DEPARTMENTS,
    EFFECTS,
    FINAL,
    GOVERNING,
    NOT_UNDOABLE,
    TABLE,
    UNDO_WITHIN,
    UNDOABLE,
    ClockKind,
    Facts,
    Hat,
    Refused,
    Result,
    Row,
    State,
    Verb,
    row_for,
    step,
    undo_refused,
    undoable,
    verbs,
)

CLAUSES = Path(__file__).parents[1] / "clauses.txt"
OFFICE = frozenset({Hat.officer, Hat.head})
V, S = Verb, State


def reached(start: State, *, without: Iterable[Verb] = ()) -> set[State]:
    """The states that can be reached from one when some verbs are taken out of the table."""
    closed, found, open_ = frozenset(without), {start}, [start]
    while open_:
        here = open_.pop()
        for row in TABLE:
            if row.source == here and row.verb not in closed and row.target not in found:
                found.add(row.target)
                open_.append(row.target)
    return found


def some_facts() -> st.SearchStrategy[Facts]:
    return st.builds(
        Facts,
        dispatches=st.integers(0, 4),
        designated=st.booleans(),
        unanswered_calls=st.integers(0, 4),
        unreached_follow_ups=st.integers(0, 4),
        open_extension=st.booleans(),
        clock_overdue=st.booleans(),
        extension_too_late=st.booleans(),
        own_unit_alone=st.booleans(),
        actor_is_handler=st.booleans(),
        actor_is_reporter=st.booleans(),
        carries_others=st.booleans(),
        result=st.none() | st.sampled_from(Result),
        follow_up_good=st.none() | st.booleans(),
        follow_up_wanted=st.booleans(),
        reopen_passed=st.booleans(),
        recall_passed=st.booleans(),
        review_wanted=st.booleans(),
        draft_waiting=st.booleans(),
        draft_own=st.booleans(),
        approved=st.booleans(),
        contestable=st.booleans(),
        contest_open=st.booleans(),
        contest_own_unit=st.booleans(),
    )


# -------------------------------------------------------------------------------------------------- no way round


@pytest.mark.clause("5.1.g", "5.1.h")
@pytest.mark.parametrize(
    "gate",
    [
        {V.call, V.clarify_unreached},  # talked over, or tried often enough
        {V.dispatch, V.designate},  # brought to a department
        {V.accept, V.accept_silently},  # taken, or not returned in time
        {V.reply},
        {V.follow_up, V.close},  # asked back; `close` from replied has its own guard, below
    ],
)
def test_no_lead_is_closed_without_every_step_of_the_way(gate: set[Verb]) -> None:
    assert S.closed in reached(S.received)
    assert S.closed not in reached(S.received, without=gate)


def test_from_answered_to_closed_only_by_a_follow_up_or_after_trying_or_at_the_reporters_wish() -> None:
    answered = Facts(result=Result.solved)
    with pytest.raises(Refused, match="follow_up_needed"):
        step(S.replied, V.close, OFFICE, answered)
    step(S.replied, V.close, OFFICE, replace(answered, follow_up_wanted=False))
    step(S.replied, V.close, OFFICE, replace(answered, unreached_follow_ups=3))
    assert S.closed not in reached(S.replied, without={V.follow_up, V.close, V.reopen})


@pytest.mark.clause("5.1.g")
def test_noting_and_resuming_does_not_go_round_the_call() -> None:
    assert row_for(S.received, V.note) is None
    assert S.clarified not in reached(S.received, without={V.call, V.clarify_unreached})


@pytest.mark.clause("5.1.g")
def test_nothing_is_noted_or_merged_away_before_the_call() -> None:
    """Whoever filed a lead is phoned about it, also when it goes on in another one."""
    assert {S.noted, S.merged} & reached(S.received, without={V.call, V.clarify_unreached}) == set()


def test_a_promise_is_kept_in_view_until_it_is_answered_or_judged() -> None:
    """Out of `followed_up` leads an answer, a verdict, or the office's closing with its reason (ADR 6)."""
    assert {row.verb for row in TABLE if row.source == S.followed_up and row.target != S.followed_up} == {
        V.reply,
        V.close,
        V.reopen,
    }


@pytest.mark.parametrize("state", set(State) - FINAL)
def test_every_lead_can_come_to_an_end(state: State) -> None:
    assert reached(state) & FINAL


@pytest.mark.parametrize("state", State)
def test_every_state_can_be_reached(state: State) -> None:
    assert state in reached(S.received)


def test_what_is_ended_comes_back_only_by_resuming_or_reopening() -> None:
    back = {(row.source, row.verb) for row in TABLE if row.source in FINAL and row.target != row.source}
    assert back == {(S.noted, V.resume), (S.closed, V.reopen)}


def test_only_what_no_department_has_had_yet_is_recalled_to_before_its_dispatch() -> None:
    """Else withdrawing, noting and splitting would be open again for what a department has worked on."""
    assert [(row.source, row.target) for row in TABLE if row.verb == V.recall] == [(S.dispatched, S.clarified)]
    for times in (2, 3, 4):
        assert answer(S.dispatched, V.recall, OFFICE, Facts(dispatches=times)) == "recall_first_only"


def test_after_the_dispatch_nobody_withdraws_merges_notes_or_splits_but_what_was_returned() -> None:
    early = {V.withdraw, V.merge, V.note, V.split_}
    assert {row.source for row in TABLE if row.verb in early} == {S.received, S.clarified, S.returned}
    assert {row.verb for row in TABLE if row.verb in early and row.source == S.returned} == {V.merge}


# -------------------------------------------------------------------------------------------------------- the table


def test_an_arrow_stands_in_the_table_once_and_every_verb_has_one() -> None:
    arrows = [(row.source, row.verb) for row in TABLE]
    assert len(arrows) == len(set(arrows))
    assert {row.verb for row in TABLE} == set(Verb)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.source}-{row.verb}")
def test_every_row_says_by_which_clause_and_why(row: Row) -> None:
    known = {line.split()[0] for line in CLAUSES.read_text("utf8").splitlines() if line and not line.startswith("#")}
    assert row.clause in known
    assert row.why.strip()
    assert row.hats


def test_who_does_what() -> None:
    """Departments handle, the office runs the process, reporters judge; leaders and supporting departments read."""
    by_hat = {hat: {row.verb for row in TABLE if hat in row.hats} for hat in Hat}
    assert by_hat[Hat.leader] == by_hat[Hat.supporting] == set()
    assert by_hat[Hat.reporter] == {V.follow_up, V.reopen, V.withdraw, V.supplement}
    review = {V.submit_reply, V.approve_reply, V.send_back_reply, V.withdraw_reply}
    assert by_hat[Hat.liaison] == {V.accept, V.return_, V.ask_extension, V.reply, V.contest} | review
    assert by_hat[Hat.head] - by_hat[Hat.officer] == {V.designate, V.grant_extension, V.refuse_extension}
    assert not by_hat[Hat.officer] - by_hat[Hat.head]
    assert not (by_hat[Hat.officer] | by_hat[Hat.head]) & by_hat[Hat.liaison]


# ----------------------------------------------------------------------------------------------------- asking the table


def answer(state: State, verb: Verb, hats: Iterable[Hat], facts: Facts) -> Row | str:
    """The row that an act takes, or the code with which it is refused."""
    try:
        return step(state, verb, hats, facts)
    except Refused as no:
        return no.code


ACTS = (st.sampled_from(State), st.sampled_from(Verb), st.sets(st.sampled_from(Hat)), some_facts())


@given(*ACTS)
def test_an_act_is_offered_exactly_when_it_may_be_done(state: State, verb: Verb, hats: set[Hat], facts: Facts) -> None:
    row = answer(state, verb, hats, facts)
    assert (verb in verbs(state, hats, facts)) == isinstance(row, Row)
    if isinstance(row, Row):
        assert (row.source, row.verb) == (state, verb) and row in TABLE and row.hats & hats


@given(*ACTS)
def test_never_yours_is_told_apart_from_not_now(state: State, verb: Verb, hats: set[Hat], facts: Facts) -> None:
    said = answer(state, verb, hats, facts)
    if not any(row.verb == verb and row.hats & hats for row in TABLE):
        assert said == "wrong_hat"
    else:
        assert (said == "wrong_state") == (row_for(state, verb) is None)


@given(st.sampled_from(State), some_facts())
def test_without_a_hat_nothing_may_be_done(state: State, facts: Facts) -> None:
    assert verbs(state, [], facts) == []


# ------------------------------------------------------------------------------------------------------------- guards


GUARDS = [
    # (state, verb, hat, what is so, code; None: may be done)
    (S.clarified, V.dispatch, Hat.officer, {}, None),
    (S.clarified, V.dispatch, Hat.officer, {"own_unit_alone": True}, "own_unit_alone"),
    (S.returned, V.dispatch, Hat.officer, {"dispatches": 2}, None),
    (S.returned, V.dispatch, Hat.officer, {"dispatches": 3}, "designation_needed"),
    (S.returned, V.designate, Hat.head, {"dispatches": 2}, "designation_too_early"),
    (S.returned, V.designate, Hat.head, {"dispatches": 3}, None),
    (S.returned, V.designate, Hat.head, {"dispatches": 3, "own_unit_alone": True}, "own_unit_alone"),
    (S.returned, V.designate, Hat.officer, {"dispatches": 3}, "wrong_hat"),
    (S.received, V.clarify_unreached, Hat.system, {"unanswered_calls": 2}, "attempts_left"),
    (S.received, V.clarify_unreached, Hat.system, {"unanswered_calls": 3}, None),
    (S.dispatched, V.recall, Hat.officer, {"dispatches": 1}, None),
    (S.dispatched, V.recall, Hat.head, {"dispatches": 1, "recall_passed": True}, "recall_too_late"),
    (S.dispatched, V.recall, Hat.officer, {"dispatches": 2}, "recall_first_only"),
    (S.dispatched, V.recall, Hat.liaison, {"dispatches": 1}, "wrong_hat"),
    (S.accepted, V.recall, Hat.officer, {"dispatches": 1}, "wrong_state"),
    (S.dispatched, V.accept, Hat.liaison, {"actor_is_reporter": True}, "own_lead"),
    (S.dispatched, V.accept_silently, Hat.system, {}, "not_overdue"),
    (S.dispatched, V.accept_silently, Hat.system, {"clock_overdue": True}, None),
    (S.dispatched, V.return_, Hat.liaison, {"designated": True}, "designated_cannot_return"),
    (S.dispatched, V.return_, Hat.liaison, {"actor_is_reporter": True}, "own_lead"),
    (S.accepted, V.reply, Hat.liaison, {"actor_is_reporter": True}, "own_lead"),
    (S.accepted, V.ask_extension, Hat.liaison, {"open_extension": True}, "extension_open"),
    (S.accepted, V.ask_extension, Hat.liaison, {"extension_too_late": True}, "extension_too_late"),
    (S.reopened, V.ask_extension, Hat.liaison, {}, None),
    (S.accepted, V.reply, Hat.liaison, {"review_wanted": True}, "review_needed"),
    (S.accepted, V.reply, Hat.liaison, {"review_wanted": True, "approved": True, "draft_waiting": True}, None),
    (S.accepted, V.reply, Hat.liaison, {"draft_waiting": True, "draft_own": True}, "draft_waiting"),
    (S.accepted, V.submit_reply, Hat.liaison, {}, "review_off"),
    (S.accepted, V.submit_reply, Hat.liaison, {"review_wanted": True, "draft_waiting": True}, "draft_waiting"),
    (S.accepted, V.submit_reply, Hat.liaison, {"review_wanted": True, "actor_is_reporter": True}, "own_lead"),
    (S.followed_up, V.submit_reply, Hat.liaison, {"review_wanted": True}, None),
    (S.accepted, V.approve_reply, Hat.liaison, {}, "no_draft"),
    (S.accepted, V.approve_reply, Hat.liaison, {"draft_waiting": True, "draft_own": True}, "own_draft"),
    (S.accepted, V.approve_reply, Hat.liaison, {"draft_waiting": True, "actor_is_reporter": True}, "own_lead"),
    (S.reopened, V.send_back_reply, Hat.liaison, {"draft_waiting": True}, None),
    (S.accepted, V.withdraw_reply, Hat.liaison, {"draft_waiting": True}, "not_own_draft"),
    (S.accepted, V.withdraw_reply, Hat.liaison, {"draft_waiting": True, "draft_own": True}, None),
    (S.accepted, V.contest, Hat.liaison, {}, "nothing_to_contest"),
    (S.closed, V.contest, Hat.liaison, {"contestable": True}, None),
    (S.replied, V.contest, Hat.liaison, {"contestable": True, "actor_is_reporter": True}, "own_lead"),
    (S.closed, V.uphold_contest, Hat.officer, {}, "no_contest"),
    (S.merged, V.reject_contest, Hat.officer, {"contest_open": True}, None),
    (S.replied, V.uphold_contest, Hat.head, {"contest_open": True, "contest_own_unit": True}, "own_contest"),
    (S.replied, V.reject_contest, Hat.officer, {"contest_open": True, "actor_is_reporter": True}, "own_contest"),
    (S.accepted, V.grant_extension, Hat.head, {}, "no_extension"),
    (S.accepted, V.refuse_extension, Hat.head, {}, "no_extension"),
    (S.accepted, V.remind, Hat.officer, {"clock_overdue": True}, "already_overdue"),
    (S.accepted, V.urge, Hat.officer, {}, "not_overdue"),
    (S.followed_up, V.urge, Hat.system, {"clock_overdue": True}, None),
    (S.replied, V.follow_up, Hat.officer, {"actor_is_handler": True}, "handler_follow_up"),
    (S.replied, V.follow_up, Hat.reporter, {"actor_is_handler": True, "actor_is_reporter": True}, None),
    (S.replied, V.follow_up_unreached, Hat.officer, {"actor_is_handler": True}, "handler_follow_up"),
    (S.replied, V.close, Hat.officer, {"follow_up_wanted": False, "actor_is_handler": True}, "handler_follow_up"),
    (S.followed_up, V.close, Hat.officer, {"actor_is_handler": True}, "handler_follow_up"),
    (S.closed, V.reopen, Hat.reporter, {"reopen_passed": True}, "reopen_too_late"),
    (S.closed, V.reopen, Hat.reporter, {}, None),
    (S.closed, V.reopen, Hat.officer, {"actor_is_handler": True}, "handler_follow_up"),
    (S.clarified, V.merge, Hat.officer, {"own_unit_alone": True}, "own_unit_alone"),
    (S.received, V.merge, Hat.officer, {}, "wrong_state"),
    (S.received, V.withdraw, Hat.reporter, {"carries_others": True}, "carries_others"),
    (S.received, V.withdraw, Hat.reporter, {}, None),
]


@pytest.mark.parametrize(("state", "verb", "hat", "so", "code"), GUARDS)
def test_guards(state: State, verb: Verb, hat: Hat, so: dict[str, object], code: str | None) -> None:
    said = answer(state, verb, [hat], Facts(**so))  # type: ignore[arg-type]
    assert said == code or (code is None and isinstance(said, Row))


@pytest.mark.clause("4.1.c")
@given(some_facts(), st.sampled_from([S.clarified, S.returned, S.reopened]), st.sampled_from([V.dispatch, V.designate]))
def test_no_facts_send_a_lead_to_the_reporters_own_unit_alone(facts: Facts, state: State, verb: Verb) -> None:
    assert isinstance(answer(state, verb, [Hat.head], replace(facts, own_unit_alone=True)), str)


@pytest.mark.clause("4.1.c")
@given(some_facts())
def test_no_facts_let_the_handling_unit_judge_itself(facts: Facts) -> None:
    judge = replace(facts, actor_is_handler=True, actor_is_reporter=False)
    assert isinstance(answer(S.replied, V.follow_up, [Hat.officer], judge), str)
    assert isinstance(answer(S.followed_up, V.close, [Hat.officer], judge), str)


# ------------------------------------------------------------------------------------------------------------- clocks


def test_every_state_in_which_something_is_owed_has_a_clock_and_no_other() -> None:
    assert set(GOVERNING) == set(State) - FINAL


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row.target in FINAL - {row.source}], ids=lambda row: f"{row.verb}"
)
def test_what_ends_a_lead_ends_all_its_clocks(row: Row) -> None:
    effect = EFFECTS[row.verb]
    assert {*effect.stop, *effect.void, *effect.passed_on} == set(ClockKind)
    assert not effect.start


def test_along_every_row_of_the_table_the_clock_of_the_new_state_runs() -> None:
    """Follows the open clocks along every path; `follow_up` begins a promise only where there is one."""
    seen: set[tuple[State, frozenset[ClockKind]]] = set()
    ways = [(S.received, frozenset({ClockKind.call, ClockKind.dispatch}))]
    while ways:
        state, running = ways.pop()
        if (state, running) in seen:
            continue
        seen.add((state, running))
        assert state in FINAL or GOVERNING[state] in running, (state, running)
        assert state not in FINAL or not running
        for row in TABLE:
            if row.source != state:
                continue
            effect = EFFECTS.get(row.verb)
            ended = {*effect.stop, *effect.void, *effect.passed_on} if effect else set()
            begun = {*effect.start, *effect.resume} if effect else set()
            if row.verb == V.follow_up:
                begun.add(ClockKind.promise)  # without a promise the lead is closed or reopened in the same act
            assert not begun & (running - ended), f"{row.verb} would begin a clock that runs"
            ways.append((row.target, frozenset(running - ended | begun)))
    assert {state for state, _ in seen} == set(State)


def test_no_clock_is_told_to_stop_in_two_ways() -> None:
    for effect in EFFECTS.values():
        assert not set(effect.passed_on) & {*effect.stop, *effect.void, *effect.start}
        assert not set(effect.resume) & {*effect.stop, *effect.void, *effect.passed_on, *effect.start}


# ------------------------------------------------------------------------------------------------------------- undoing


def test_of_every_verb_it_is_said_whether_it_can_be_undone_and_why() -> None:
    assert not set(UNDOABLE) & set(NOT_UNDOABLE)
    assert set(UNDOABLE) | set(NOT_UNDOABLE) == set(Verb)
    assert all(why.strip() for why in (*UNDOABLE.values(), *NOT_UNDOABLE.values()))


@pytest.mark.parametrize("verb", UNDOABLE)
def test_what_can_be_undone_is_the_offices_and_starts_no_other_partys_clock(verb: Verb) -> None:
    hats = frozenset[Hat]().union(*(row.hats for row in TABLE if row.verb == verb))
    assert hats & OFFICE or verb == V.clarify_unreached
    assert not set(EFFECTS[verb].start if verb in EFFECTS else ()) & DEPARTMENTS


@given(st.sampled_from(Verb), st.sampled_from(Hat), st.sets(st.sampled_from(ClockKind)))
def test_nothing_that_began_a_departments_duty_is_undone(verb: Verb, hat: Hat, begun: set[ClockKind]) -> None:
    may = undoable(verb, hat, begun)
    assert not may or (verb in UNDOABLE and hat in (Hat.officer, Hat.head, Hat.system) and not begun & DEPARTMENTS)


@given(st.booleans(), st.timedeltas(timedelta(minutes=-2), timedelta(minutes=3)), st.booleans())
def test_undone_by_the_same_person_within_the_minute_before_anything_else(own: bool, age: timedelta, on: bool) -> None:
    code = undo_refused(own=own, age=age, moved_on=on)
    assert (code is None) == (own and not on and timedelta(0) <= age < UNDO_WITHIN)


def test_the_minute_is_over_at_its_end() -> None:
    assert undo_refused(own=True, age=timedelta(seconds=59, microseconds=999_999), moved_on=False) is None
    assert undo_refused(own=True, age=timedelta(seconds=60), moved_on=False) == "undo_too_late"
