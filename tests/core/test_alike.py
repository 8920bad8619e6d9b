"""Texts that look alike: found whatever the order, with the reason, and without comparing all with all."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core import alike
from jianyan.core.alike import ALIKE, COMPARED, NEIGHBOURS, PHRASE_MIN, RAREST, Text, pairs

LETTERS = "报关窗口材料企业税务冷链港口审批公章电子证明"
words = st.text(LETTERS + "，。 ab1", max_size=60)
places = st.sampled_from(["", "政务大厅", "一号窗口"])


@st.composite
def months(draw: st.DrawFn) -> list[Text]:
    rows = draw(st.lists(st.tuples(words, words, places), max_size=14))
    return [Text(n, title, body, place) for n, (title, body, place) in enumerate(rows)]


ONE = Text(1, "两个窗口重复要同一份章程", "办理变更登记时，两个窗口先后要同一份章程，跑了三趟。", "政务大厅二楼")
SAME = Text(2, "变更登记要交两次章程", "两个窗口先后要同一份章程，工作人员说系统不通。", "政务大厅二楼")
OTHER = Text(3, "冷链车夜间进不了港", "凌晨两点以后卡口只开一条道，冷藏车排队四个小时。", "北港路卡口")


@pytest.mark.clause("5.1.f")
def test_the_same_matter_in_other_words_is_found_with_the_reason() -> None:
    (found,) = pairs([OTHER, SAME, ONE])
    assert (found.first, found.second, found.same_place, found.same_company) == (1, 2, True, False)
    assert "两个窗口先后要同一份章程" in found.phrases and found.score > ALIKE


def test_what_was_settled_is_not_proposed_again() -> None:
    assert pairs([ONE, SAME, OTHER], settled={(1, 2)}) == []


def test_the_same_place_alone_is_no_likeness() -> None:
    assert pairs([ONE, Text(9, "食堂中午排长队", "希望多开一个打饭口。", "政务大厅二楼")]) == []


@given(months(), st.randoms(use_true_random=False))
def test_the_order_of_the_texts_does_not_matter(texts: list[Text], chance) -> None:
    mixed = texts[:]
    chance.shuffle(mixed)
    assert pairs(mixed) == pairs(texts)


@given(months(), st.integers(0, 5))
def test_what_is_found_is_bounded_sorted_and_reasoned(texts: list[Text], most: int) -> None:
    found = pairs(texts, most=most)
    by_id = {text.id: f"{text.title} {text.body}".lower() for text in texts}
    assert len(found) <= most
    assert [pair.score for pair in found] == sorted((pair.score for pair in found), reverse=True)
    assert len({(pair.first, pair.second) for pair in found}) == len(found)
    for pair in found:
        assert pair.first < pair.second and ALIKE <= pair.score <= 1
        for phrase in pair.phrases:
            assert len(phrase) >= PHRASE_MIN and phrase in by_id[pair.first]


@given(months())
def test_a_copy_among_strangers_is_the_likeliest(texts: list[Text]) -> None:
    fresh = "甲乙丙丁戊己庚辛壬癸子丑寅卯"
    copies = [Text(900, fresh[:7], fresh), Text(901, fresh[:7], fresh)]
    found = pairs([*texts, *copies])
    assert any((pair.first, pair.second) == (900, 901) and pair.score > 0.99 for pair in found)


@given(months())
def test_what_is_settled_is_left_out_and_nothing_else(texts: list[Text]) -> None:
    found = pairs(texts, most=1000)
    settled = {(pair.first, pair.second) for pair in found[::2]}
    rest = pairs(texts, settled=settled, most=1000)
    assert rest == [pair for pair in found if (pair.first, pair.second) not in settled]


def test_nothing_and_empty_texts() -> None:
    assert pairs([]) == [] and pairs([Text(1, "", "")]) == []
    assert pairs([Text(n, "", "，。") for n in range(5)]) == []


def test_the_work_is_bounded_however_many_texts_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: how many pairs are compared in full for 2,000 leads."""
    looked: Counter[str] = Counter()
    real = alike._likeness

    def counted(*given: object) -> float:
        looked["compared"] += 1
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(alike, "_likeness", counted)
    texts = [Text(n, ONE.title, f"{ONE.body}{chr(0x4E00 + n)}") for n in range(2000)]
    assert len(pairs(texts)) == 30
    assert looked["compared"] <= min(COMPARED, 2000 * RAREST * NEIGHBOURS)
