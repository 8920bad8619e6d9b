"""Special reports: the table of their way, the state of an instruction, and what words may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.flow import Refused
from jianyan.core.special import (
    InstructionState,
    SpecialFacts,
    SpecialState,
    SpecialVerb,
    check,
    instruction_state,
    item_text,
    special_step,
    special_verbs,
)
from jianyan.core.special.acts import TABLE
from jianyan.core.tasks import TaskState

roles = st.sets(st.sampled_from(["officer", "head", "leader", "liaison"]))
facts = st.builds(SpecialFacts, over=st.booleans(), whole=st.booleans())


@given(state=st.sampled_from(SpecialState), verb=st.sampled_from(SpecialVerb), held=roles, known=facts)
def test_what_is_offered_can_be_done_unless_a_guard_says_why_not(
    state: SpecialState, verb: SpecialVerb, held: set[str], known: SpecialFacts
) -> None:
    offered = verb in special_verbs(state, held)
    code = refused(state, verb, held, known)

    assert (code in ("", "not_over", "figures_early")) == offered
    if verb is SpecialVerb.sign and not code:
        assert known.over
        assert known.whole


def refused(state: SpecialState, verb: SpecialVerb, held: set[str], known: SpecialFacts) -> str:
    try:
        special_step(state, verb, held, known)
    except Refused as no:
        return no.code
    return ""


@given(verb=st.sampled_from(SpecialVerb), held=roles)
def test_nothing_can_be_done_to_a_signed_report(verb: SpecialVerb, held: set[str]) -> None:
    assert special_verbs(SpecialState.signed, held) == []
    assert all(SpecialState.signed not in row.sources for row in TABLE)


def test_only_the_head_signs() -> None:
    (row,) = [row for row in TABLE if row.target is SpecialState.signed]

    assert row.roles == {"head"}


@given(tasks=st.lists(st.sampled_from(TaskState), max_size=5), noted=st.booleans())
def test_an_instruction_is_done_when_nothing_is_open_and_something_was_done(
    tasks: list[TaskState], noted: bool
) -> None:
    state = instruction_state(tasks, noted=noted)

    assert (state is InstructionState.under_way) == (TaskState.open in tasks)
    assert (state is InstructionState.done) == (TaskState.open not in tasks and TaskState.done in tasks)
    if not set(tasks) & {TaskState.open, TaskState.done}:
        assert state is (InstructionState.noted if noted else InstructionState.waiting)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("收到{收到线索}件。", []),
        ("  \n", ["empty"]),
        ("字" * 6001, ["too_long"]),
        ("收到{没有这个}件。", ["unknown"]),
        ("收到{收到线索件。", ["brace"]),
    ],
)
def test_words_of_a_section(text: str, codes: list[str]) -> None:
    assert [trouble.code for trouble in check(text, {"收到线索": "25"})] == codes


def test_what_is_drafted_about_a_lead() -> None:
    assert item_text(unit="商务促进局", result="", state="办理中", overdue=True, people=3) == (
        "有3名监督员反映。由商务促进局办理，目前办理中，已经逾期。"
    )
    assert item_text(unit="", result="solved", state="待回访", overdue=False) == "尚未转办，答复结果为已解决。"
