"""Spreadsheets for tests: made by a library, and put together by hand as the two usual programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from jianyan.core.form_sheet import COLUMNS

HEADINGS = [column.title for column in COLUMNS]
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def row(**values: Any) -> list[Any]:
    """One row under all the headings; by default a lead of the world's social supervisor that can be entered."""
    base = {
        "name": "监督员social",
        "unit": "海通供应链",
        "received_on": "2026-03-18",
        "channel": "纸质",
        "kind": "政务服务问题",
        "field": "政务环境",
        "title": "两个窗口重复要同一份材料",
        "body": "办理变更登记时，两个窗口先后要求提交同一份章程，来回跑了三趟。",
    }
    known = {**base, **values}
    return [known.get(column.key) for column in COLUMNS]


def nil(**values: Any) -> list[Any]:
    """A nil return as a row."""
    return row(**{"kind": None, "field": None, "title": None, "body": None, "nil": "是", **values})


def workbook(*rows: Sequence[Any], headings: Sequence[Any] = HEADINGS, merge: str = "", sheet: str = "意见表") -> bytes:
    """A workbook as the library writes it: shared strings, days as numbers with a format."""
    book = Workbook()
    made = book.active
    assert made is not None
    made.title = sheet
    made.append(list(headings))
    for each in rows:
        made.append(list(each))
    if merge:
        made.merge_cells(merge)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def packed(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def by_hand(rows: Sequence[Sequence[str]], *, shared: bool, extra: str = "", before: str = "") -> bytes:
    """A minimal workbook: ``shared`` strings in a table of their own, or each in its cell (inline)."""
    texts: list[str] = []

    def cell(text: str, place: str) -> str:
        if text == "":
            return f'<c r="{place}" s="0"/>'
        if not shared:
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        texts.append(text)
        return f'<c r="{place}" t="s"><v>{len(texts) - 1}</v></c>'

    lines = "".join(
        f'<row r="{n}">' + "".join(cell(t, f"{get_column_letter(i)}{n}") for i, t in enumerate(r, 1)) + "</row>"
        for n, r in enumerate(rows, 1)
    )
    sheet = f'<?xml version="1.0"?>{before}<worksheet {MAIN}><sheetData>{lines}</sheetData>{extra}</worksheet>'
    table = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{types}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="表一" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        f'Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<sst {MAIN}>{table}</sst>",
        "xl/worksheets/sheet1.xml": sheet,
    }
    return packed(parts)


def opened(data: bytes) -> Any:
    """A workbook that the product has written."""
    return load_workbook(io.BytesIO(data))


def lines_of(data: bytes) -> list[tuple[Any, ...]]:
    """The rows of the list in an export, headings first: its second sheet."""
    return list(opened(data).worksheets[1].iter_rows(values_only=True))


def about(data: bytes) -> dict[str, Any]:
    """What the first sheet of an export says."""
    return {label: value for label, value, *_ in opened(data).worksheets[0].iter_rows(values_only=True)}
