"""The prose of a bulletin: drafted, checked, filled, and cut for a wall."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianyan.core.bulletin import (
    SECTIONS,
    BulletinFacts,
    BulletinState,
    BulletinVerb,
    bulletin_step,
    check,
    drafted,
    filled,
    names_in,
    pieces,
    values_of,
)
from jianyan.core.bulletin.acts import TABLE
from jianyan.core.bulletin.slides import cut, pages_of_prose, pages_of_rows
from jianyan.core.bulletin.values import RATE_NAMES, share
from jianyan.core.figures import Duty, Figures, Forms, Hot, Laggard, Line, Rate, Unit, plain, read
from jianyan.core.flow import Refused

NUMBERS = st.integers(0, 3)


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    """Figures with none, one or several of everything."""

    def lines(*keys: str) -> list[Line]:
        return [Line(key, key, draw(st.none() | NUMBERS), 0) for key in keys[: draw(st.integers(0, len(keys)))]]

    def rate(key: str) -> Rate:
        num, rest = draw(NUMBERS), draw(NUMBERS)
        return Rate(key, num, num + rest, {})

    rates = [rate(key) for key in RATE_NAMES]
    return Figures(
        quarter="2026Q3",
        first_on=date(2026, 7, 1),
        last_on=date(2026, 9, 30),
        taken_at=datetime(2026, 10, 9, 1, tzinfo=UTC),
        over=draw(st.booleans()),
        least=5,
        **{
            name: draw(NUMBERS)
            for name in ("received", "before", "reporters", "common", "merged_away", "earlier", "earlier_closed")
        },
        open=draw(NUMBERS),
        overdue=draw(NUMBERS),
        forms=[Forms(date(2026, 7, 1), "social", 4, *(draw(NUMBERS) for _ in range(5)))] if draw(st.booleans()) else [],
        months=lines("2026-07-01", "2026-08-01"),
        channels=lines("social", "internal"),
        kinds=lines("风险隐患", "优化建议"),
        fields=lines("政务环境"),
        grades=[],
        states=[Line("closed", "closed", draw(NUMBERS))],
        results=[Line(key, key, draw(NUMBERS)) for key in ("solved", "explained")],
        rates=rates,
        units=[
            Unit(1, "商务局", "", *([None] * 7)) if draw(st.booleans()) else Unit(1, "商务局", "", 3, 2, 2, 3, 0, 0, 0)
        ],
        laggards=[
            Laggard(1, "商务局", draw(NUMBERS), draw(NUMBERS), draw(st.sampled_from(["", "系统改造{}，需3个月。"])))
        ],
        hot=[Hot(1, "东监 2026-0001", draw(st.sampled_from(["", "两个窗口"])), 3)],
        duties=[Duty("social", "参加座谈会", 6, *(draw(NUMBERS) for _ in range(3)), "人")]
        if draw(st.booleans())
        else [],
    )


@given(figures())
def test_a_draft_can_stand_as_it_is_whatever_there_is_to_tell(found: Figures) -> None:
    values = values_of(found)
    for key, text in drafted(found).items():
        said = filled(text, values)
        assert check(key, text, values, text) == []
        assert (
            "{" not in said and "None" not in said and "。。" not in said and "，。" not in said and "；。" not in said
        )
        assert all(line and line[-1] in "。" for line in said.splitlines())


@given(figures())
def test_figures_come_back_as_they_were_kept(found: Figures) -> None:
    assert read(plain(found)) == found


@given(figures(), st.sampled_from(sorted(SECTIONS)))
def test_pieces_put_together_are_the_text(found: Figures, key: str) -> None:
    values = values_of(found)
    for line in drafted(found)[key].splitlines():
        assert "".join(text for text, _name in pieces(line, values)) == filled(line, values)
        assert [name for _text, name in pieces(line, values) if name] == [n for n in names_in(line) if values[n]]


def test_a_number_written_by_hand_is_told_and_one_that_a_department_wrote_may_stay() -> None:
    values, draft = {"收到线索": "9"}, "共{收到线索}件。商务局说明：还缺3件材料。"

    assert check("leads", "共{收到线索}件。商务局说明：还缺3件材料。", values, draft) == []
    assert [t.about for t in check("leads", "共{收到线索}件，5 件已办。", values, draft)] == ["5 件"]
    assert check("demands", "3 个工作日内办结 5 件。", values, "抓紧办理。") == []


def test_an_empty_section_is_told() -> None:
    assert [trouble.code for trouble in check("leads", " \n", {}, "")] == ["empty"]


@pytest.mark.parametrize(
    ("num", "den", "said"), [(1, 3, "33%"), (199, 200, "99%"), (1, 1000, "不足1%"), (0, 5, "0%"), (5, 5, "100%")]
)
def test_a_share_never_says_more_than_there_is(num: int, den: int, said: str) -> None:
    assert share(num, den) == said


# ------------------------------------------------------------------------------------------------------------ the table

READY = BulletinFacts(over=True, whole=True, comments=0)


@pytest.mark.parametrize("state", list(BulletinState))
@pytest.mark.parametrize("verb", list(BulletinVerb))
def test_every_verb_is_allowed_by_one_row_or_refused(state: BulletinState, verb: BulletinVerb) -> None:
    rows = [row for row in TABLE if (row.source, row.verb) == (state, verb)]
    if rows:
        assert len(rows) == 1 and bulletin_step(state, verb, rows[0].roles, READY).target == rows[0].target
    else:
        with pytest.raises(Refused, match="wrong_state"):
            bulletin_step(state, verb, {"head"}, READY)
    with pytest.raises(Refused, match="wrong_hat"):
        bulletin_step(state, verb, {"liaison"}, READY)


@given(st.booleans(), st.booleans(), st.integers(0, 2))
def test_only_a_whole_quarter_without_open_comments_is_approved(over: bool, whole: bool, comments: int) -> None:
    facts = BulletinFacts(over=over, whole=whole, comments=comments)
    try:
        bulletin_step(BulletinState.draft, BulletinVerb.freeze, {"head"}, facts)
    except Refused:
        assert not (over and whole and not comments)
    else:
        assert over and whole and not comments


# ----------------------------------------------------------------------------------------------------------- for a wall


@given(st.text(alphabet="甲乙。，；", max_size=300), st.integers(1, 40))
def test_nothing_is_lost_and_nothing_is_too_long_when_a_text_is_cut(text: str, most: int) -> None:
    parts = list(cut(text, most))

    assert "".join(parts) == text and all(len(part) <= most for part in parts)


@given(st.lists(st.text(alphabet="甲乙。，", min_size=1, max_size=60), max_size=8), st.integers(5, 80))
def test_every_slide_holds_what_fits(paragraphs: list[str], most: int) -> None:
    pages = pages_of_prose(paragraphs, most)

    assert "".join(part for page in pages for part in page) == "".join(paragraphs)
    assert all(page and sum(map(len, page)) <= most for page in pages)


@given(st.lists(st.integers(), max_size=40), st.integers(1, 9))
def test_the_rows_of_a_table_stay_in_order_on_even_slides(rows: list[int], most: int) -> None:
    pages = pages_of_rows(rows, most)

    assert [row for page in pages for row in page] == rows
    assert all(0 < len(page) <= most for page in pages)
