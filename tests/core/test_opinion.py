"""What one lead of an opinion form must be, for either channel."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jianyan.rules
from jianyan.core.opinion import (
    BODY_MAX,
    BODY_MIN,
    LINE_MAX,
    SUGGESTION_MAX,
    TITLE_MAX,
    Opinion,
    clean_text,
    cleaned,
    credit_code_valid,
    form_due,
    month_of,
    only_asked,
    problems,
)
from jianyan.core.rulebook import load

BOOK = load((Path(jianyan.rules.__file__).parent / "rulebooks" / "v1.toml").read_text("utf8"))

SOCIAL = Opinion(
    kind="service",
    field="government",
    title="两个窗口重复要同一份材料",
    body="办理变更登记时，两个窗口先后要求提交同一份章程。",
)
INTERNAL = replace(SOCIAL, kind="practice", policy="落户扶持办法")


def wrong(opinion: Opinion, channel: str = "social") -> dict[str, str]:
    return problems(cleaned(opinion), BOOK, channel)


# -------------------------------------------------------------------------------------------------------------- kinds


@pytest.mark.clause("4.2.a")
def test_the_social_form_offers_exactly_the_social_kinds() -> None:
    kinds = BOOK.kinds_of("social")
    assert set(kinds) == {"trend", "innovation", "constraint", "risk", "advice", "service"}
    for kind in kinds:
        found = wrong(replace(SOCIAL, kind=kind, aspect="shock"))
        assert found == {}, kind
        assert wrong(replace(SOCIAL, kind=kind, aspect="shock"), "internal")["kind"] == "not_yours"


@pytest.mark.clause("4.2.b")
def test_the_internal_form_offers_exactly_the_internal_kinds() -> None:
    kinds = BOOK.kinds_of("internal")
    assert set(kinds) == {"practice", "effect", "common"}
    for kind in kinds:
        whole = replace(INTERNAL, kind=kind, effect="negative", stage="exit")
        assert wrong(whole, "internal") == {}, kind
        assert wrong(whole, "social")["kind"] == "not_yours"


@pytest.mark.clause("1.3")
def test_a_change_in_the_environment_says_whether_it_is_trend_opportunity_or_shock() -> None:
    trend = replace(SOCIAL, kind="trend")
    assert wrong(trend) == {"aspect": "required"}
    assert set(BOOK.aspects) == {"trend", "opportunity", "shock"}
    for aspect in BOOK.aspects:
        assert wrong(replace(trend, aspect=aspect)) == {}
    assert wrong(replace(trend, aspect="weather")) == {"aspect": "unknown"}


@pytest.mark.clause("4.2.b")
def test_an_internal_lead_names_policy_effect_or_stage_as_its_kind_asks() -> None:
    assert wrong(replace(INTERNAL, policy=""), "internal") == {"policy": "required"}
    effect = replace(INTERNAL, kind="effect")
    assert wrong(effect, "internal") == {"effect": "required"}
    assert wrong(replace(effect, effect="none"), "internal") == {"effect": "unknown"}
    common = replace(INTERNAL, kind="common")
    assert wrong(common, "internal") == {"stage": "required"}
    assert wrong(replace(common, stage="exit"), "internal") == {}


def test_unknown_and_missing_keys() -> None:
    assert wrong(replace(SOCIAL, kind="")) == {"kind": "required"}
    assert wrong(replace(SOCIAL, kind="gossip")) == {"kind": "unknown"}
    assert wrong(replace(SOCIAL, field="")) == {"field": "required"}
    assert wrong(replace(SOCIAL, field="sport")) == {"field": "unknown"}
    assert wrong(replace(SOCIAL, stage="nowhere")) == {"stage": "unknown"}


@pytest.mark.clause("4.1.c")
def test_only_internal_reporters_may_ask_to_be_hidden() -> None:
    assert wrong(replace(SOCIAL, hidden=True)) == {"hidden": "not_yours"}
    assert wrong(replace(INTERNAL, hidden=True), "internal") == {}


def test_what_the_kind_does_not_ask_for_is_left_out() -> None:
    chatty = replace(SOCIAL, aspect="shock", policy="某办法", effect="negative", stage="exit")
    assert only_asked(chatty, BOOK) == SOCIAL
    assert only_asked(replace(chatty, kind="trend"), BOOK) == replace(SOCIAL, kind="trend", aspect="shock")


# -------------------------------------------------------------------------------------------------------------- texts


def test_empty_texts() -> None:
    assert wrong(Opinion()) == dict.fromkeys(("kind", "field", "title", "body"), "required")
    assert wrong(replace(SOCIAL, title=" \u3000\n", body="\u200b\u200b\u200d\x00")) == {
        "title": "required",
        "body": "required",
    }


@pytest.mark.parametrize(
    ("name", "longest"), [("title", TITLE_MAX), ("body", BODY_MAX), ("suggestion", SUGGESTION_MAX), *LINE_MAX.items()]
)
def test_texts_may_be_as_long_as_their_column_and_no_longer(name: str, longest: int) -> None:
    assert wrong(replace(SOCIAL, **{name: "长" * longest})) == {}
    assert wrong(replace(SOCIAL, **{name: "长" * (longest + 1)})) == {name: "too_long"}
    assert wrong(replace(SOCIAL, **{name: "长" * 100_000})) == {name: "too_long"}


def test_too_short_a_body_says_nothing() -> None:
    assert wrong(replace(SOCIAL, body="短" * (BODY_MIN - 1))) == {"body": "too_short"}
    assert wrong(replace(SOCIAL, body="短" * BODY_MIN)) == {}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("甲\r\n乙\r丙\u2028丁\x85戊", "甲\n乙\n丙\n丁\n戊"),
        ("一\t二\v三", "一 二 三"),
        ("a\x00b\x1bc\ud800d\ue000e\uffff", "abcde"),
        ("甲\u202e乙\u2066丙\u200b丁\ufeff戊\u00ad", "甲乙丙丁戊"),  # nothing turns a line around unseen
        ("𠮷\U00031350喆", "𠮷\U00031350喆"),  # names: outside the BMP, and newer than this Unicode
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("e\u0301 e\u200b\u0301", "é é"),
        ("\u3000 留 白 \n", "留 白"),
        ("\u200d\ufe0f\u0301", ""),
    ],
)
def test_texts_are_cleaned_of_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_a_line_stays_one_line() -> None:
    assert clean_text("一\n二\r\n三", lines=False) == "一 二 三"
    assert cleaned(replace(SOCIAL, title="一\n二", body="一\n二")) == replace(SOCIAL, title="一 二", body="一\n二")


@given(st.text(st.characters(), max_size=60))
def test_cleaning_is_done_once_and_leaves_nothing_that_a_database_refuses(typed: str) -> None:
    for lines in (True, False):
        kept = clean_text(typed, lines=lines)
        assert clean_text(kept, lines=lines) == kept
        assert kept == kept.strip()
        assert kept.encode("utf8") and "\0" not in kept if kept else True
        assert lines or "\n" not in kept
        assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in kept)


@given(
    st.builds(
        Opinion,
        **{
            f.name: st.booleans() if f.type == "bool" else st.text(st.characters(), max_size=30)
            for f in fields(Opinion)
        },
    ),
    st.sampled_from(["social", "internal"]),
)
def test_any_input_gets_an_answer_by_field(opinion: Opinion, channel: str) -> None:
    found = wrong(opinion, channel)
    assert set(found) <= {f.name for f in fields(Opinion)}
    assert set(found.values()) <= {"required", "too_long", "too_short", "unknown", "not_yours", "bad_code"}
    assert found  # nobody types a kind by chance


# ------------------------------------------------------------------------------------------------------- credit code


@pytest.mark.parametrize("code", ["91350100M000100Y43", "9135 0100 M000 100Y 43", "91350100m000100y43"])
def test_the_example_of_the_standard_is_a_credit_code(code: str) -> None:
    assert wrong(replace(SOCIAL, company_code=code)) == {}
    assert cleaned(replace(SOCIAL, company_code=code)).company_code == "91350100M000100Y43"


@given(st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_no_single_wrong_character_goes_unseen(place: int, char: str) -> None:
    code = "91350100M000100Y43"
    typed = code[:place] + char + code[place + 1 :]
    assert credit_code_valid(typed) == (typed == code)


@pytest.mark.parametrize("code", ["91350100M000100Y4", "91350100M000100Y430", "91350100M000100I43", "九一三五"])
def test_other_forms_are_no_credit_codes(code: str) -> None:
    assert wrong(replace(SOCIAL, company_code=code)) == {"company_code": "bad_code"}


# -------------------------------------------------------------------------------------------------------------- month


@pytest.mark.clause("5.1.e")
def test_a_form_belongs_to_its_month_and_is_due_on_the_rulebooks_day() -> None:
    assert month_of(date(2026, 2, 28)) == date(2026, 2, 1)
    assert form_due(date(2026, 2, 1), BOOK.number_of("form_due_day")) == date(2026, 2, 25)
