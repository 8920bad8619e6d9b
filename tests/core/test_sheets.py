"""Spreadsheets of unknown origin: read as text, or refused with the reason before they can do harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from jianyan.core.sheets import FILE_MAX, Table, Unreadable, Writer, read
from jianyan.core.sheets.reading import UNPACKED_MAX
from tests.sheets import by_hand, opened, packed, workbook

KNOWN = {"姓名", "手机", "标题"}
#: As a spreadsheet holds moments: without a zone.
MORNING, MIDNIGHT = datetime(2026, 3, 18, 9, 30), datetime(2026, 3, 18)  # noqa: DTZ001
HEAD = ["姓名*", "手机（选填）", "标题", "备注"]


def table(data: bytes, most: int = 2000) -> Table:
    return read(data, known=KNOWN, most=most)


def texts(found: Table) -> list[dict[str, str]]:
    return [{name: cell.text for name, cell in line.cells.items()} for line in found.lines]


def refused(data: bytes, most: int = 2000) -> str:
    with pytest.raises(Unreadable) as no:
        table(data, most)
    return no.value.code


EXPECTED = [{"姓名": "喆", "手机": "13900000001", "标题": " 前后有空格 "}, {"姓名": "乙", "标题": "=1+1"}]


@pytest.mark.parametrize("shared", [True, False])
def test_texts_in_a_table_of_their_own_and_texts_in_their_cells(shared: bool) -> None:
    """Excel and LibreOffice keep texts once for all cells; others write each into its cell."""
    rows = [HEAD, ["喆", "13900000001", " 前后有空格 ", ""], ["乙", "", "=1+1", ""]]

    found = table(by_hand(rows, shared=shared))

    assert found.headings == ("姓名", "手机", "标题", "备注")
    assert texts(found) == EXPECTED
    assert [line.number for line in found.lines] == [2, 3]
    assert not any(cell.formula for line in found.lines for cell in line.cells.values())


def test_numbers_days_and_truths_become_texts() -> None:
    found = table(
        workbook(
            ["甲", 13900000001, date(2026, 3, 18)],
            ["乙", 13900000001.0, MORNING],
            ["丙", 1.5, True],
            headings=HEAD[:3],
        )
    )

    assert [(each["手机"], each["标题"]) for each in texts(found)] == [
        ("13900000001", "2026-03-18"),
        ("13900000001", "2026-03-18 09:30"),
        ("1.5", "1"),
    ]


def test_a_formula_is_the_text_that_it_is_written_as() -> None:
    found = table(
        workbook(
            ["甲", '=HYPERLINK("http://x","点")', "=1+1"],
            ["乙", "1", ArrayFormula("C3", "=SUM(A1:A2)")],
            headings=HEAD[:3],
        )
    )

    first, second = found.lines
    assert first.cells["手机"].text.startswith("=HYPERLINK") and first.cells["手机"].formula
    assert first.cells["标题"].text == "=1+1"
    assert second.cells["标题"].text == "=SUM(A1:A2)" and second.cells["标题"].formula


def test_a_title_above_the_headings_and_empty_rows_between_are_passed_over() -> None:
    rows: list[list[Any]] = [["三月意见表"], [], HEAD, [], ["甲", "1", "题"], [None, "", "  "], ["乙", "2", "目"]]

    found = table(workbook(*rows[1:], headings=rows[0], merge="A1:D1"))

    assert [line.number for line in found.lines] == [5, 7]
    assert found.merged == frozenset()


def test_the_table_may_stand_on_another_sheet() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["封面"])
    sheet = book.create_sheet("数据")
    sheet.append(HEAD)
    sheet.append(["甲"])
    file = io.BytesIO()
    book.save(file)

    assert texts(table(file.getvalue())) == [{"姓名": "甲"}]


def test_merged_cells_are_told_by_their_rows() -> None:
    found = table(workbook(["甲", "1", "a"], ["甲", "2", "b"], ["乙", "3", "c"], headings=HEAD[:3], merge="A2:A3"))

    assert found.merged == {2, 3}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_texts_with_commas_in_any_usual_encoding(encoding: str, mark: str) -> None:
    text = mark.join(HEAD) + "\r\n" + mark.join(["喆", "139", '"两行\n引号""内"', ""]) + "\r\n"

    assert texts(table(text.encode(encoding))) == [{"姓名": "喆", "手机": "139", "标题": '两行\n引号"内'}]


@pytest.mark.parametrize("rows", [2001, 50_000])
def test_too_many_rows_are_refused(rows: int) -> None:
    lines = [HEAD, *([["甲", "1", "x", ""]] * rows)]

    assert refused(by_hand(lines, shared=False)) == "too_many_rows"
    assert refused("\n".join(",".join(line) for line in lines).encode()) == "too_many_rows"


def test_a_row_far_below_is_too_many_as_well() -> None:
    one = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    sheet = by_hand([HEAD, ["甲"]], shared=False)
    with zipfile.ZipFile(io.BytesIO(sheet)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = bytes(parts["xl/worksheets/sheet1.xml"]).replace(  # type: ignore[arg-type]
        b"</sheetData>", one.encode() + b"</sheetData>"
    )

    assert refused(packed(parts)) == "too_many_rows"


def test_a_column_far_to_the_right_is_cut_off() -> None:
    found = table(workbook([None] * 200 + ["远"], ["甲"], headings=[*HEAD, *(["列"] * 300)]))

    assert texts(found) == [{"姓名": "甲"}]


def bomb() -> bytes:
    return packed({"xl/worksheets/sheet1.xml": b"0" * (UNPACKED_MAX + 1)})


def lying() -> bytes:
    """A part that declares less than it holds."""
    data = bytearray(packed({"xl/worksheets/sheet1.xml": b"0" * 100_000}))
    for place in (data.index(b"PK\x03\x04") + 22, data.index(b"PK\x01\x02") + 24):
        data[place : place + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def locked() -> bytes:
    """A part marked as encrypted."""
    data = bytearray(packed({"xl/worksheets/sheet1.xml": b"0"}))
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

BAD: dict[str, tuple[bytes, str]] = {
    "too big": (b"PK\x03\x04" + b"0" * FILE_MAX, "too_big"),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "old_format"),
    "bomb": (bomb(), "bomb"),
    "many parts": (packed({f"xl/media/{n}": b"" for n in range(400)}), "bomb"),
    "lying about its size": (lying(), "broken"),
    "locked": (locked(), "broken"),
    "entities": (by_hand([HEAD, ["甲"]], shared=False, before=LAUGHS), "broken"),
    "cut off": (workbook(["甲"], headings=HEAD)[:900], "broken"),
    "no workbook": (packed({"word/document.xml": "<w/>"}), "broken"),
    "only a beginning": (b"PK", "broken"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 20, "no_text"),
    "programme": (b"MZ\x90\0\x03\0\0\0" + b"\0" * 200, "no_text"),
    "empty": (b"", "no_headings"),
    "only text": ("你好\n世界\n".encode(), "no_headings"),
    "other columns": (workbook(["甲"], headings=["甲", "乙", "丙"]), "no_headings"),
    "headings too far down": (workbook(*[["x"]] * 12, HEAD, ["甲"], headings=["x"]), "no_headings"),
    "endless cell": (b"\xe5\xa7\x93\xe5\x90\x8d," + "手机\n".encode() + b'"' + b"x" * 200_000, "broken"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_with_the_reason(name: str) -> None:
    data, code = BAD[name]

    assert refused(data) == code


# ----------------------------------------------------------------------------------------------------------- writing


def written(*values: Any) -> Any:
    made = Writer()
    made.sheet("表", ["列"]).add(values)
    file = io.BytesIO()
    made.save(file)
    return opened(file.getvalue())["表"][2]


@pytest.mark.parametrize("text", ["=1+1", "+8613900000001", "-1", "@SUM(A1)", "\t=1+1", "\r=1", "＝1"])
def test_what_looks_like_a_formula_is_marked_as_text(text: str) -> None:
    (cell,) = written(text)

    assert cell.data_type == "s" and cell.quotePrefix
    # An \r is written as a reference, or it would come back as a line end.
    assert cell.value.replace("_x000D_", "\r").lstrip("\r\n\t") == text.lstrip("\r\n\t")


def test_ordinary_values_are_what_they_are() -> None:
    cells = written("东监 2026-0001", 12, date(2026, 3, 18), None, "a=b")

    assert [cell.value for cell in cells] == ["东监 2026-0001", 12, MIDNIGHT, None, "a=b"]
    assert not any(cell.quotePrefix for cell in cells)


def test_what_no_workbook_can_hold_is_left_out() -> None:
    (cell, *_rest) = written("a\x00b\x0bc\ud800", "x" * 40_000)

    assert cell.value == "abc"
    assert len(_rest[0].value) == 32_767


def test_sheets_are_in_the_order_in_which_they_were_begun_and_every_page_has_its_foot() -> None:
    made = Writer()
    about = made.sheet("说明")
    rows = made.sheet("a/b:c", ["列"], [10], footer="李敏 & 王建")
    rows.add(["x"])
    about.add(["行数", rows.lines])
    file = io.BytesIO()
    made.save(file)
    book = opened(file.getvalue())

    assert book.sheetnames == ["说明", "a b c"]
    assert book["说明"]["B1"].value == 1
    assert "李敏 && 王建" in book["a b c"].oddFooter.center.text
