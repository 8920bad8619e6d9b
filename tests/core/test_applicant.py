"""What an application must be: names of every kind, numbers at home and abroad, ages, categories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.applicant import (
    LONGEST,
    Applicant,
    clean_name,
    clean_phone,
    cleaned_applicant,
    problems_of,
)
from jianyan.core.rulebook import load
from jianyan.rules.actions import packaged_rulebook

RULES = load(packaged_rulebook())
TODAY = date(2026, 3, 9)
GOOD = Applicant(
    name="张三", phone="13800000000", channel="social", category="entity", employer="远洋物流", born="1985-06"
)


def problems(**changes: object) -> dict[str, str]:
    return problems_of(cleaned_applicant(replace(GOOD, **changes)), RULES, TODAY)  # type: ignore[arg-type]


def test_a_good_one_has_no_problem() -> None:
    assert problems() == {}


@pytest.mark.parametrize(
    "name",
    [
        "王",
        "张三",
        "欧阳娜娜",
        "迪丽热巴·迪力木拉提",
        "阿卜杜热合曼·买买提",
        "𬭚三",
        "𠮷",
        "龘靐齉",
        "Anna Ivanova",
        "Jean-Luc",
        "O'Neill",
        "买买提·阿不都·热西提",
        "一二三四五六七八九十一二三四五六七八九十",
    ],
)
def test_names_of_every_kind_are_taken(name: str) -> None:
    assert problems(name=name) == {}
    assert cleaned_applicant(replace(GOOD, name=name)).name == name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "required"),
        ("   ", "required"),
        ("张3", "bad_name"),
        ("13800000000", "bad_name"),
        ("<b>张三</b>", "bad_name"),
        ("=HYPERLINK()", "bad_name"),
        ("张三；李四", "bad_name"),
        ("·张三", "bad_name"),
        ("张三·", "bad_name"),
        ("张" * 21, "too_long"),
    ],
)
def test_what_is_no_name_is_not_taken(name: str, code: str) -> None:
    assert problems(name=name) == {"name": code}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 张  三 ", "张三"),
        ("迪丽热巴•迪力木拉提", "迪丽热巴·迪力木拉提"),
        ("迪丽热巴・迪力木拉提", "迪丽热巴·迪力木拉提"),
        ("迪丽热巴 · 迪力木拉提", "迪丽热巴·迪力木拉提"),
        ("迪丽热巴.迪力木拉提", "迪丽热巴·迪力木拉提"),
        ("ＡＮＮＡ", "ANNA"),
        ("Anna  Ivanova", "Anna Ivanova"),
    ],
)
def test_one_name_is_written_in_one_way(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept
    assert clean_name(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138 0000 0000", "13800000000"),
        ("138-0000-0000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("+86 13800000000", "13800000000"),
        ("0086 13800000000", "13800000000"),
        ("+852 5123 4567", "+85251234567"),
        ("0049 (30) 123456", "+4930123456"),
        ("+1-202-555-0100", "+12025550100"),
    ],
)
def test_numbers_at_home_and_abroad_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert clean_phone(typed) == kept
    assert problems(phone=typed) == {}


@pytest.mark.parametrize(
    "phone", ["12345678901", "1380000000", "138000000001", "022-25601200", "+0123456789", "+123", "电话"]
)
def test_what_is_no_mobile_number_is_not_taken(phone: str) -> None:
    assert problems(phone=phone) == {"phone": "bad_phone"}


@pytest.mark.parametrize(
    ("born", "code"),
    [
        ("1985-13", "bad_month"),
        ("1985", "bad_month"),
        ("1985-6", "bad_month"),
        ("85-06", "bad_month"),
        ("2027-01", "bad_month"),
        ("1890-01", "bad_month"),
        ("2008-04", "too_young"),
        ("2008-03", None),
        ("", None),
    ],
)
def test_the_month_of_birth(born: str, code: str | None) -> None:
    assert problems(born=born) == ({"born": code} if code else {})


def test_categories_belong_to_channels() -> None:
    assert problems(category="department") == {"category": "wrong_channel"}
    assert problems(category="nobody") == {"category": "unknown"}
    assert problems(category="") == {"category": "required"}
    assert problems(channel="internal", category="department", unit=1, employer="") == {}


def test_somebody_works_somewhere() -> None:
    assert problems(employer="") == {"employer": "required"}
    assert problems(levels=("new_area", "municipal")) == {}
    assert problems(levels=("world",)) == {"levels": "unknown"}


@given(texts=st.fixed_dictionaries({key: st.text(max_size=60) for key in LONGEST}), phone=st.text(max_size=30))
def test_whatever_is_typed_is_cleaned_once_and_answered_never_an_error(texts: dict[str, str], phone: str) -> None:
    one = cleaned_applicant(replace(GOOD, **texts, phone=phone))  # type: ignore[arg-type]
    assert cleaned_applicant(one) == one
    assert set(problems_of(one, RULES, TODAY).values()) <= {
        "required",
        "too_long",
        "bad_name",
        "bad_phone",
        "bad_month",
    }
