"""Loading a rulebook: whatever is missing or wrong is named by its key, with the reason."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core import rulebook
from jianyan.core.rule_numbers import CLOCKS, GRADES, LATER, NUMBERS
from jianyan.core.rulebook import SECTION_TYPES, RulebookError, load, words_of
from jianyan.rules.actions import packaged_rulebook

TEXT = packaged_rulebook()
RAW: dict[str, Any] = tomllib.loads(TEXT)

#: Keys that a rule may do without, by the kind of rule.
OPTIONAL = {
    kind: {field.name for field in msgspec.structs.fields(kind) if not field.required}
    for kind in {*SECTION_TYPES.values(), rulebook.Basis}
}
#: Rules that the code asks for by key: without one of these there is no rulebook.
NEEDED = (
    *(("clocks", key) for key in CLOCKS),
    *(("grades", key) for key in GRADES),
    *(("numbers", key) for key in NUMBERS),
)


def toml(raw: dict[str, Any]) -> str:
    """A rulebook as text again: plain values first, then each rule as a table."""
    lines = [f"{key} = {_value(value)}" for key, value in raw.items() if not isinstance(value, dict)]
    for section, rules in raw.items():
        if isinstance(rules, dict):
            lines.append(f"[{section}]")
            for key, rule in rules.items():
                lines += [f"[{section}.{key}]", *(f"{name} = {_value(value)}" for name, value in rule.items())]
    return "\n".join(lines)


def _value(value: object) -> str:
    match value:
        case str() | bool() | list() | dict():
            return json.dumps(value, ensure_ascii=False)
        case date():
            return value.isoformat()
    return repr(value)


def error_of(raw: dict[str, Any]) -> RulebookError:
    with pytest.raises(RulebookError) as caught:
        load(toml(raw))
    return caught.value


def _error(raw: dict[str, Any]) -> RulebookError | None:
    try:
        load(toml(raw))
    except RulebookError as error:
        return error
    return None


def entries() -> Iterator[tuple[str, str]]:
    for section in (*SECTION_TYPES, "basis"):
        for key in RAW[section]:
            yield section, key


def required() -> Iterator[tuple[str, str, str]]:
    """(section, key, field) of every field that every rule must have."""
    for section, key in entries():
        kind = SECTION_TYPES.get(section, rulebook.Basis)
        for name in RAW[section][key]:
            if name not in OPTIONAL[kind]:
                yield section, key, name


@pytest.mark.clause("2", "4.0")
def test_the_packaged_rulebook_names_clause_and_basis_of_every_rule() -> None:
    book = load(TEXT)

    assert book.effective_on == date(2023, 10, 1)
    assert {"《天津市优化营商环境条例》", "《天津市滨海新区营商环境监督员管理办法》"} <= {
        b.title for b in book.basis.values()
    }
    assert "《天津东疆综合保税区优化营商环境实施意见（修订稿）》" in {b.title for b in book.basis.values()}
    for section, key, item in book.items():
        assert item.basis in book.basis, (section, key)
        assert words_of(item) and words_of(item, "en")
        assert "{" not in words_of(item) + words_of(item, "en")


@pytest.mark.clause("4.2.a", "4.2.b", "1.3")
def test_each_channel_has_exactly_its_kinds() -> None:
    book = load(TEXT)

    assert list(book.kinds_of("social")) == ["trend", "innovation", "constraint", "risk", "advice", "service"]
    assert list(book.kinds_of("internal")) == ["practice", "effect", "common"]
    assert list(book.aspects) == ["trend", "opportunity", "shock"]


def test_a_rulebook_survives_being_written_again() -> None:
    assert load(toml(RAW)) == load(TEXT)


@pytest.mark.parametrize("field", ["title", "title_en", "number", "status", "status_en", "effective_on", "basis"])
def test_a_missing_heading_is_named(field: str) -> None:
    raw = {key: value for key, value in RAW.items() if key != field}

    error = error_of(raw)

    assert field in str(error)


#: Sections that came later: a version that was stored before does without them.
LATER_SECTIONS = ("merits", "ranking")


@pytest.mark.parametrize("section", [key for key in SECTION_TYPES if key not in LATER_SECTIONS])
def test_a_missing_section_is_named(section: str) -> None:
    raw = {key: value for key, value in RAW.items() if key != section}

    assert section in str(error_of(raw))


@pytest.mark.parametrize(("section", "key"), NEEDED)
def test_a_rule_that_the_code_needs_is_named_when_it_is_missing(section: str, key: str) -> None:
    raw = deepcopy(RAW)
    del raw[section][key]

    error = error_of(raw)

    assert (error.key, error.why) == (f"{section}.{key}", "missing")


def test_every_required_field_of_every_rule_is_named_when_it_is_missing() -> None:
    gone = list(required())
    assert len(gone) > 300
    for section, key, name in gone:
        raw = deepcopy(RAW)
        del raw[section][key][name]
        error = error_of(raw)
        assert error.key.startswith(f"{section}"), (section, key, name, error)
        assert name in str(error), (section, key, name, error)
        if section != "basis":
            assert error.key == f"{section}.{key}", error


@given(
    st.sampled_from(sorted(required())), st.one_of(st.integers(), st.just([]), st.just(""), st.just({}), st.floats())
)
def test_a_value_of_the_wrong_kind_is_refused_at_its_key(place: tuple[str, str, str], value: object) -> None:
    section, key, name = place
    raw = deepcopy(RAW)
    was = raw[section][key][name]
    raw[section][key][name] = value
    error = _error(raw)
    if error is None:  # it happened to be allowed: a number where a number stood
        assert isinstance(value, int | float) and isinstance(was, int | float)
    else:
        assert error.key.startswith(section)
        assert error.why


@pytest.mark.parametrize("section", [*SECTION_TYPES, "basis"])
def test_a_key_that_nobody_knows_is_refused(section: str) -> None:
    raw = deepcopy(RAW)
    key = next(iter(raw[section]))
    raw[section][key]["surprise"] = 1

    assert "surprise" in str(error_of(raw))


@pytest.mark.parametrize(
    ("section", "key", "field", "value", "named"),
    [
        ("clocks", "call", "amount", 1000, "clocks.call.amount"),
        ("clocks", "call", "amount", -1, "clocks.call.amount"),
        ("clocks", "call", "unit", "week", "clocks.call.unit"),
        ("clocks", "call", "starts", "someday", "clocks.call.starts"),
        ("clocks", "call", "clause", "five", "clocks.call.clause"),
        ("clocks", "call", "basis", "hearsay", "clocks.call.basis"),
        ("clocks", "call", "words", "在 {soon} 天内", "clocks.call.words"),
        ("clocks", "call", "words_en", "within {", "clocks.call.words"),
        ("numbers", "form_due_day", "value", 31, "numbers.form_due_day"),
        ("numbers", "award_ratio", "value", 1.5, "numbers.award_ratio"),
        ("numbers", "contest_within", "value", 121, "numbers.contest_within"),
        ("kinds", "trend", "channel", "public", "kinds.trend.channel"),
        ("kinds", "trend", "asks", ["name"], "kinds.trend.asks"),
        ("scores", "quality", "points", 36, "scores"),
    ],
)
def test_a_value_out_of_bounds_is_refused_at_its_key(
    section: str, key: str, field: str, value: object, named: str
) -> None:
    raw = deepcopy(RAW)
    raw[section][key][field] = value

    error = error_of(raw)

    assert error.key.startswith(named)
    assert error.why


@pytest.mark.parametrize("key", LATER)
def test_a_version_stored_before_a_number_came_still_holds(key: str) -> None:
    raw = deepcopy(RAW)
    del raw["numbers"][key]

    assert load(toml(raw)).number_of(key) == LATER[key][1]
    with pytest.raises(KeyError):
        load(toml(raw)).number_of("no_such_number")


def test_a_channel_without_kinds_is_refused() -> None:
    raw = deepcopy(RAW)
    raw["kinds"] = {key: kind for key, kind in raw["kinds"].items() if kind["channel"] == "social"}

    assert error_of(raw).key == "kinds"


@pytest.mark.parametrize("text", ["", "title = ", "[clocks]\ncall = 3", "clocks = 3", "\x00", "a = 1\na = 2"])
def test_text_that_is_no_rulebook_is_refused(text: str) -> None:
    with pytest.raises(RulebookError) as caught:
        load(text)
    assert caught.value.key and caught.value.why


@given(st.text(max_size=200))
def test_no_text_does_anything_else_than_be_refused(text: str) -> None:
    with pytest.raises(RulebookError):
        load(text)


def test_the_words_follow_the_value() -> None:
    book = load(TEXT.replace("amount = 3", "amount = 4", 1))

    assert words_of(book.clocks["call"]) == "专员在意见表提交后 4 个工作日内，与监督员电话沟通了解情况。"
    assert words_of(book.numbers["award_ratio"]) == "聘期结束，按 20% 的比例评选优秀监督员，向下取整，至少 1 名。"
