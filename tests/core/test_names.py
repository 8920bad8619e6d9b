"""Names: pinyin for order and search, and what is shown where a name may not be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.names import masked_name, search_key, sort_key, syllables

RARE = "𬭚"  # beyond the basic plane
NAMES = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.sampled_from(list("·•abAB王李張𠮷𡋾" + RARE)),
    ),
    max_size=20,
)


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("张三", "zhang san"),
        ("单雄信", "shan xiong xin"),
        ("曾巩", "zeng gong"),
        ("区小文", "ou xiao wen"),
        ("尉迟恭", "yu chi gong"),
        ("单于明", "chan yu ming"),
        ("万俟燕", "mo qi yan"),
        ("王", "wang"),
        ("重阳", "chong yang"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_name_is_spelled_with_its_surname_read_as_a_surname(name: str, spelled: str) -> None:
    assert " ".join(syllables(name)) == spelled


def test_a_surname_is_a_surname_only_in_front() -> None:
    assert syllables("张单")[1] == "dan"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("张三", "zhangsan zs"),
        ("欧阳娜娜", "ouyangnana oynn"),
        ("迪丽热巴·迪力木拉提", "dilirebadilimulati dlrbdlmlt"),
        ("王", "wang w"),
        (RARE + "三", "chunsan cs"),
        ("Anna Ivanova", "annaivanova annaivanova"),
    ],
)
def test_one_finds_by_pinyin_and_by_initials(name: str, key: str) -> None:
    assert search_key(name) == key


def test_names_stand_in_the_order_of_pinyin_whatever_their_strokes() -> None:
    assert sorted(["赵一", "安二", "欧阳三", "单四"], key=sort_key) == ["安二", "欧阳三", "单四", "赵一"]


@given(NAMES)
def test_any_name_has_keys_that_fit_their_columns(name: str) -> None:
    assert len(sort_key(name)) <= 120
    assert len(search_key(name)) <= 160
    assert "\n" not in sort_key(name)


@given(NAMES)
def test_a_masked_name_shows_the_family_name_at_most(name: str) -> None:
    masked = masked_name(name)
    shown = masked.rstrip("＊")
    assert masked.endswith("＊")
    assert name.strip().startswith(shown)
    assert len(shown) <= 2
    assert len(masked) <= 4, "not even the length of a long name is told"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张＊"),
        ("张三丰", "张＊＊"),
        ("欧阳修", "欧阳＊"),
        ("司马相如", "司马＊＊"),
        ("尉迟恭", "尉迟＊"),
        ("东方", "东＊"),
        ("王", "＊"),
        (RARE + "三", RARE + "＊"),
        ("迪丽热巴·迪力木拉提", "迪＊＊"),
    ],
)
def test_masked_names(name: str, masked: str) -> None:
    assert masked_name(name) == masked
