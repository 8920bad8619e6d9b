"""The official page as GB/T 9704-2012 wants it, read from the pages themselves: our own PDF, and LibreOffice's."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from jianyan.core.paper import (
    Annex,
    Block,
    Column,
    Heading,
    Imprint,
    Masthead,
    Paper,
    Para,
    Picture,
    Role,
    Sign,
    Table,
    Title,
    fonts_at,
    to_docx,
    to_pdf,
)
from jianyan.core.paper.fonts import NAMED
from tests.pdf import Line, Sheet, rendered, sheets, soffice  # noqa: F401 a fixture

Render = Callable[[Paper], list[Sheet]]
BODY = "东疆综合保税区营商环境办公室汇总本季度监督员反映的问题线索逐件核实转办督促有关部门按期答复"
ROWS = (
    ("报送：管委会领导。", ""),
    ("抄送：商务促进局、规划建设局、综合执法局、市场监管局、驻区海关、驻区税务、东疆投资集团、融资租赁中心。", ""),
    ("东疆营商环境办公室", "2026年10月9日印发"),
)
PAPER = Paper(
    "东疆营商环境专报第3期",
    (
        Masthead("东疆营商环境专报", "第3期", "东疆营商环境办公室", "2026年10月9日"),
        Title("关于2026年第三季度营商环境监督情况的专报"),
        Para("管委会：", indent=False),
        Heading("一、本季概况"),
        Para(BODY * 40),
        Heading("（一）线索反馈", 2),
        Para(BODY * 3),
        Heading("1. 数量", 3),
        Heading("（1）类型", 4),
        Para(BODY),
        Sign("东疆营商环境办公室", "2026年10月9日"),
        Annex("2026年第三季度问题线索台账"),
        Table(
            (Column("序号", 0.6, "center"), Column("编号", 1.5), Column("标题", 3)),
            tuple((str(n), f"东监 2026-{n:04d}", "两个窗口重复要同一份材料") for n in range(1, 9)),
        ),
        Imprint(ROWS),
    ),
    author="东疆营商环境办公室",
)


@pytest.fixture(scope="module")
def own() -> list[Sheet]:
    return sheets(to_pdf(PAPER))


@pytest.fixture(scope="module")
def office(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> list[Sheet]:  # noqa: F811
    return sheets(rendered(soffice, tmp_path_factory.mktemp("paper"), to_docx(PAPER)))


@pytest.fixture(params=["own", "office"])
def pages(request: pytest.FixtureRequest) -> list[Sheet]:
    """The pages that our own writer makes, and those that LibreOffice makes of the .docx."""
    made: list[Sheet] = request.getfixturevalue(request.param)
    return made


def full_pages(pages: list[Sheet]) -> list[Sheet]:
    """Pages that hold nothing but running text."""
    return [page for page in pages if page.body and all(line.text in BODY * 3 for line in page.body)]


@pytest.mark.clause("5.1.j")
def test_the_page_is_a4_and_the_type_area_156_by_225(pages: list[Sheet]) -> None:
    for page in pages:
        assert (page.width, page.height) == (pytest.approx(210, abs=0.2), pytest.approx(297, abs=0.2))
        assert min(line.left for line in page.body) >= 28 - 0.3
        assert max(line.right for line in page.body) <= 184 + 0.5
        assert min(line.base for line in page.body) >= 37 + 3
        assert max(line.base for line in page.body) <= 262


@pytest.mark.clause("5.1.j")
def test_a_full_page_has_22_lines_of_28_characters(pages: list[Sheet]) -> None:
    full = full_pages(pages)
    assert full, "the text fills a page"
    for page in full:
        assert len(page.body) == 22
        assert {len(line.text) for line in page.body} == {28}
        gaps = [after.base - before.base for before, after in zip(page.body, page.body[1:], strict=False)]
        assert gaps == pytest.approx([28.95 * 25.4 / 72] * 21, abs=0.15)
        assert {round(line.size) for line in page.body} == {16}
        assert page.body[0].left == pytest.approx(28, abs=0.3)
        assert page.body[0].right == pytest.approx(184, abs=0.5)


@pytest.mark.clause("5.1.j")
def test_the_head_has_its_mark_number_and_red_line(pages: list[Sheet]) -> None:
    first = pages[0]
    mark, number, row = first.line("东疆营商环境专报"), first.line("第3期"), first.line("东疆营商环境办公室")

    assert mark.red
    # The em box of a Chinese face begins 0.88 of its size above the baseline.
    assert mark.base - mark.size * 0.88 * 25.4 / 72 == pytest.approx(37 + 35, abs=1.5)
    assert mark.left >= 28 - 0.5
    assert mark.right <= 184 + 0.5
    assert (number.left + number.right) / 2 == pytest.approx(106, abs=1)
    # Two empty lines lie between the mark and the number.
    assert number.base - mark.base == pytest.approx((3 * 28.95) * 25.4 / 72, abs=4)
    assert row.text == "东疆营商环境办公室2026年10月9日"
    assert row.left == pytest.approx(28 + 5.6, abs=0.7)
    assert row.right == pytest.approx(184 - 5.6, abs=1.2)

    (line,) = [rule for rule in first.rules if rule.red]
    assert (line.left, line.right) == (pytest.approx(28, abs=0.2), pytest.approx(184, abs=0.2))
    assert line.y - (row.base + 0.12 * 16 * 25.4 / 72) == pytest.approx(4, abs=1)
    title = first.line("关于2026年第三季度")
    assert title.base - line.y == pytest.approx((2 * 28.95 + 19) * 25.4 / 72, abs=3.5)


def test_a_title_is_broken_by_sense_and_set_in_2(pages: list[Sheet]) -> None:
    first, second = pages[0].line("关于2026年第三季度"), pages[0].line("营商环境监督情况的专报")

    assert (first.text, second.text) == ("关于2026年第三季度", "营商环境监督情况的专报")
    assert round(first.size) == 22
    assert (first.left + first.right) / 2 == pytest.approx(106, abs=1)


def test_each_level_is_set_in_3_and_indented_by_two_characters(pages: list[Sheet]) -> None:
    found = {line.text: line for page in pages for line in page.lines}
    for text in ("一、本季概况", "（一）线索反馈", "1.数量", "（1）类型"):
        assert round(found[text].size) == 16, text
        assert found[text].left == pytest.approx(28 + 2 * 5.57, abs=1.6), text


def test_each_level_has_its_font_in_our_own_pdf(own: list[Sheet]) -> None:
    families, found = fonts_at().families, {line.text: line for page in own for line in page.lines}
    for text, role in {
        "一、本季概况": Role.strong,
        "（一）线索反馈": Role.second,
        "1.数量": Role.body,
        "（1）类型": Role.body,
        "关于2026年第三季度": Role.heading,
        "—1—": Role.number,
    }.items():
        wanted = families[role][0].replace(" ", "").removesuffix("SC").casefold()
        assert wanted in found[text].font.replace("-", "").casefold(), text


def test_the_docx_names_the_fonts_of_the_standard() -> None:
    written = docx.Document(io.BytesIO(to_docx(PAPER)))
    fonts = {p.text: p.runs[-1]._r.rPr.rFonts.get(qn("w:eastAsia")) for p in written.paragraphs if p.text}
    for text, role in {
        "东疆营商环境专报": Role.heading,
        "关于2026年第三季度": Role.heading,
        "一、本季概况": Role.strong,
        "（一）线索反馈": Role.second,
        "1. 数量": Role.body,
        "（1）类型": Role.body,
        "附件": Role.strong,
    }.items():
        assert fonts[text] == NAMED[role], text
    grid = written.sections[0]._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    for name in NAMED.values():
        assert name in written.core_properties.comments


@pytest.mark.clause("5.1.j")
def test_page_numbers_stand_outside_7_below(pages: list[Sheet]) -> None:
    assert len(pages) >= 4
    for place, page in enumerate(pages, start=1):
        number = page.lines[-1]
        assert number.text == f"—{place}—"
        assert round(number.size) == 14
        if place % 2:
            assert number.right == pytest.approx(184 - 4.94, abs=1.2)
        else:
            assert number.left == pytest.approx(28 + 4.94, abs=0.8)
        # A dash stands some 0.3 em above the baseline.
        assert number.base - 0.33 * 14 * 25.4 / 72 == pytest.approx(262 + 7, abs=1)


def test_the_day_stands_four_characters_from_the_right(pages: list[Sheet]) -> None:
    who, day = next(
        (before, after)
        for page in pages
        for before, after in zip(page.body, page.body[1:], strict=False)
        if after.text == "2026年10月9日"
    )
    assert who.text == "东疆营商环境办公室"
    assert day.right == pytest.approx(184 - 4 * 5.64, abs=1.2)
    assert (who.left + who.right) / 2 == pytest.approx((day.left + day.right) / 2, abs=6)


def test_the_annex_begins_on_a_page_of_its_own(pages: list[Sheet]) -> None:
    annex = next(page for page in pages if page.body and page.body[0].text == "附件")

    assert round(annex.body[0].size) == 16
    assert annex.body[0].left == pytest.approx(28, abs=0.3)
    title = annex.body[1]
    assert title.text == "2026年第三季度问题线索台账"
    assert round(title.size) == 22
    assert title.base - annex.body[0].base == pytest.approx(2 * 28.95 * 25.4 / 72, abs=3)


@pytest.mark.clause("5.1.j")
def test_the_imprint_stands_on_the_foot_of_the_last_page(pages: list[Sheet]) -> None:
    last = pages[-1]
    rules = last.rules[-4:]

    assert rules[-1].y == pytest.approx(262, abs=1)
    assert [rule.thick for rule in rules] == pytest.approx([0.35, 0.25, 0.25, 0.35], abs=0.03)
    assert all(rule.left == pytest.approx(28, abs=0.3) for rule in rules)
    assert all(rule.right == pytest.approx(184, abs=0.3) for rule in rules)
    issuer = last.body[-1]
    assert issuer.text == "东疆营商环境办公室2026年10月9日印发"
    assert round(issuer.size) == 14
    assert issuer.left == pytest.approx(28 + 4.94, abs=0.6)
    assert issuer.right == pytest.approx(184 - 4.94, abs=1)
    copies = [line for line in last.body if rules[1].y < line.base < rules[2].y]
    assert len(copies) == 2
    assert copies[1].left == pytest.approx(28 + 4 * 4.94, abs=1)
    assert not any("抄送" in line.text for page in pages[:-1] for line in page.lines)


# ------------------------------------------------------------------------------------------------------------ bad input


def made(*blocks: Block) -> Paper:
    return Paper("坏输入", blocks)


@pytest.fixture(params=["own", "office"])
def render(request: pytest.FixtureRequest, tmp_path: Path) -> Render:
    """Write a document in one of the two ways and read its pages."""
    if request.param == "own":
        return lambda paper: sheets(to_pdf(paper))
    program: str = request.getfixturevalue("soffice")
    return lambda paper: sheets(rendered(program, tmp_path, to_docx(paper)))


def within(lines: list[Line]) -> bool:
    return all(line.left >= 27 and line.right <= 185 for line in lines)


def test_a_table_with_many_columns_stays_on_the_page(render: Render) -> None:
    columns = tuple(Column(f"第{n}列") for n in range(1, 25))
    row = tuple("很长的一段文字" if n % 2 else "https://example.com/averyveryverylongaddress" for n in range(24))
    pages = render(made(Table(columns, (row, row))))

    assert all(within(page.lines) for page in pages)
    assert all(rule.left >= 27 and rule.right <= 185 for page in pages for rule in page.rules)


def test_a_title_of_300_characters_and_a_long_address_stay_on_the_page(render: Render) -> None:
    pages = render(
        made(
            Title("关于进一步优化营商环境的若干措施" * 19), Para("见https://example.com/" + "a" * 300), Title("A" * 300)
        )
    )

    assert all(within(page.lines) for page in pages)
    text = "".join(line.text for page in pages for line in page.lines)
    assert text.count("若干措施") + text.count("若干") >= 19
    assert text.count("a") >= 300
    assert text.count("A") == 300


def test_rare_characters_and_unfit_ones(render: Render) -> None:
    (page,) = render(made(Para("张喆、李昇、王堃\x00和\x07刘彧")))

    assert page.lines[0].text.replace("\ufffd", "").replace("\x00", "").replace("\x07", "") == "张喆、李昇、王堃和刘彧"


def test_a_picture_of_50_megabytes_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        Picture(b"\x89PNG\r\n\x1a\n" + bytes(50 * 1024 * 1024), 100)


def test_an_imprint_without_an_issuer_is_none() -> None:
    with pytest.raises(ValueError, match="issues"):
        Imprint(())
