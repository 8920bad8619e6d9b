"""A document as blocks comes out whole as PDF and as .docx, whatever its texts hold."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianyan.core.paper import (
    Break,
    Column,
    Cover,
    Fields,
    Heading,
    Page,
    Paper,
    Para,
    Picture,
    Sign,
    Space,
    Table,
    Title,
    fonts_at,
    qr_picture,
    stand_ins,
    to_docx,
    to_pdf,
)
from jianyan.core.paper.fonts import NAMED
from jianyan.core.paper.pdf import to_pictures

EVERYTHING = (
    Cover("电子档案", "张喆", ("聘期 2026年10月1日至2027年9月30日",)),
    Title("关于拟聘名单的\n报告"),
    Heading("一、基本情况"),
    Para("正文 #let x = 1 $a$ <b> *粗* _斜_ `码` \\ @x"),
    Fields((("姓名", "阿不都·热合曼"), ("单位", "海通供应链"))),
    Table((Column("序号", 0.4, "center"), Column("姓名")), (("1", "𠮷野"),), "名单"),
    Table((Column("序号"),), (), empty="没有"),
    qr_picture("https://example.test/c/1", caption="扫码核验"),
    Space(2),
    Sign("营商环境办公室", "2026年11月23日"),
    Break(),
    Para("最后一页", align="right"),
)


def _text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("page", list(Page))
def test_every_block_is_written_on_every_page(page: Page) -> None:
    paper = Paper("档案", EVERYTHING, page, author="营商环境办", foot="张喆")
    assert to_pdf(paper).startswith(b"%PDF-")
    written = _text(to_docx(paper))
    for words in (
        "电子档案",
        "正文 #let x = 1 $a$ <b> *粗* _斜_ `码` \\ @x",
        "阿不都·热合曼",
        "𠮷野",
        "没有",
        "扫码核验",
    ):
        assert words in written


def test_the_same_document_is_the_same_bytes() -> None:
    paper = Paper("档案", EVERYTHING)
    assert to_pdf(paper) == to_pdf(paper)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20))
def test_no_text_is_read_as_markup(text: str, title: str) -> None:
    paper = Paper(title, (Title(title), Para(text), Table((Column(title),), ((text,),)), Fields(((title, text),))))
    assert to_pdf(paper).startswith(b"%PDF-")
    assert to_docx(paper).startswith(b"PK")


def test_a_row_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="as many cells"):
        Table((Column("甲"), Column("乙")), (("1",),))


def test_a_picture_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="PNG or JPEG"):
        to_pdf(Paper("图", (Picture(b"GIF89a", 20),)))


def test_pages_can_be_looked_at_as_pictures() -> None:
    pages = to_pictures(Paper("档案", EVERYTHING), dots=40)
    assert len(pages) > 1 and all(page.startswith(b"\x89PNG") for page in pages)
    assert len(to_pictures(Paper("一页", (Para("正文"),)))) == 1


def test_what_stands_in_is_said() -> None:
    assert dict(stand_ins(["Noto Serif CJK SC"])) == dict.fromkeys(NAMED.values(), "Noto Serif CJK SC")
    office = stand_ins(["方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"])
    assert office == []
    assert all(families for families in fonts_at().families.values()), "there is always something to write with"
