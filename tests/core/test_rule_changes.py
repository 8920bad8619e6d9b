"""Drafts of the rules in the core: text and values are one, changes are named, verbs and days are judged."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.rule_changes import Sort, changes, dated, edited
from jianyan.core.rule_draft import (
    Asked,
    Audience,
    DraftState,
    DraftVerb,
    adopt_refused,
    conclude_refused,
    refused,
    round_refused,
    verbs,
)
from jianyan.core.rule_text import RulebookError, parse, write
from jianyan.core.rulebook import SECTION_TYPES, load
from jianyan.rules.actions import packaged_rulebook

TEXT = packaged_rulebook()
BOOK = load(TEXT)
TODAY = date(2026, 3, 9)

keys = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
plain = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"]))
values = (plain | st.lists(plain.filter(lambda value: value is not None), max_size=3)).filter(
    lambda value: value is not None
)


@given(st.dictionaries(keys, values | st.dictionaries(keys, st.dictionaries(keys, values), max_size=3), max_size=5))
def test_what_is_written_is_read_again(raw: dict[str, Any]) -> None:
    assert parse(write(raw)) == raw


def test_the_packaged_rules_are_the_same_when_written() -> None:
    assert load(write(parse(TEXT))) == BOOK
    assert changes(BOOK, load(write(parse(TEXT)))) == []


@given(st.sampled_from(sorted(BOOK.clocks)), st.integers(0, 366))
def test_a_value_that_is_edited_is_the_one_change(key: str, amount: int) -> None:
    after = load(edited(TEXT, {f"clocks.{key}.amount": amount}))
    found = [(change.rule, change.fields) for change in changes(BOOK, after)]
    assert found == ([] if BOOK.clocks[key].amount == amount else [(f"clocks.{key}", ("amount",))])


def test_rules_that_come_and_go_are_named() -> None:
    raw = parse(TEXT)
    raw["conditions"]["fresh"] = raw["conditions"].pop("willing")
    found = changes(BOOK, load(write(raw)))
    assert [(change.rule, change.sort) for change in found] == [
        ("conditions.fresh", Sort.added),
        ("conditions.willing", Sort.removed),
    ]
    back = changes(load(write(raw)), BOOK)
    assert {change.rule: change.sort for change in back} == {
        "conditions.willing": Sort.added,
        "conditions.fresh": Sort.removed,
    }


def test_every_section_is_compared() -> None:
    raw = parse(TEXT)
    for section in SECTION_TYPES:
        next(iter(raw[section].values()))["words_en"] = "Changed."
    found = changes(BOOK, load(write(raw)))
    assert [change.section for change in found] == list(SECTION_TYPES)


def test_a_value_is_taken_away_and_a_version_dated() -> None:
    assert load(edited(TEXT, {"clocks.call.warn": None})).clocks["call"].warn == 1
    made = load(dated(TEXT, 7, date(2027, 1, 1)))
    assert (made.number, made.effective_on) == (7, date(2027, 1, 1))
    with pytest.raises(RulebookError):
        edited(TEXT, {"clocks.call.amount": 400})
    with pytest.raises(KeyError):
        edited(TEXT, {"clocks.lunch.amount": 4})


def test_who_may_do_what_in_which_state() -> None:
    table = {
        ("officer", DraftState.drafting): {DraftVerb.edit},
        ("officer", DraftState.consulting): {DraftVerb.edit, DraftVerb.answer, DraftVerb.conclude},
        ("head", DraftState.drafting): {DraftVerb.edit, DraftVerb.consult, DraftVerb.adopt, DraftVerb.drop},
        ("head", DraftState.adopted): {DraftVerb.withdraw},
        ("head", DraftState.consulting): {DraftVerb.edit, DraftVerb.answer, DraftVerb.conclude, DraftVerb.drop},
    }
    for role in ("officer", "head", "liaison", "leader", "supervisor", "auditor"):
        for state in DraftState:
            assert set(verbs(state, {role})) == table.get((role, state), set())
    wrong, early = refused(DraftVerb.adopt, DraftState.drafting, {"officer"}), DraftState.adopted
    assert wrong is not None and wrong.code == "wrong_role"
    late = refused(DraftVerb.edit, early, {"head"})
    assert late is not None and late.code == "wrong_state"


@given(st.integers(-400, 1200), st.none() | st.integers(-400, 400))
def test_a_version_begins_after_today_and_after_every_other(ahead: int, latest: int | None) -> None:
    day = TODAY + timedelta(days=ahead)
    other = None if latest is None else TODAY + timedelta(days=latest)
    no = adopt_refused(day, TODAY, other, changed=True, asked=Asked(frozenset(Audience)), why="")
    assert (no is None) == (0 < ahead <= 730 and (latest is None or ahead > latest))


def test_everybody_is_asked_or_it_is_said_why_not() -> None:
    day = TODAY + timedelta(days=30)
    half = Asked(frozenset({Audience.units}))
    no = adopt_refused(day, TODAY, None, changed=True, asked=half, why="")
    assert no is not None and no.code == "not_asked"
    assert adopt_refused(day, TODAY, None, changed=True, asked=half, why="急") is None
    same = adopt_refused(day, TODAY, None, changed=False, asked=half, why="急")
    assert same is not None and same.code == "nothing_changed"


def test_how_long_a_round_runs() -> None:
    for days, code in ((0, "round_short"), (-3, "round_short"), (1, None), (180, None), (181, "round_long")):
        no = round_refused(TODAY + timedelta(days=days), TODAY)
        assert (no.code if no else None) == code
    assert conclude_refused(TODAY, TODAY + timedelta(days=1), 0) is None
    running = conclude_refused(TODAY, TODAY, 0)
    assert running is not None and running.code == "round_runs"
