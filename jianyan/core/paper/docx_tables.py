"""What tables of a .docx need beside their cells."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt


def repeat(row: Any) -> None:
    """Let a row stand on top of each page of its table, and never be broken."""
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", "w:tblHeader"):
        properties.append(OxmlElement(name))


def widths(table: Any, shares: tuple[float, ...]) -> None:
    """The columns of a table over the width of the text, by their shares."""
    table.autofit = False
    whole = sum(shares)
    for column, share in zip(table.columns, shares, strict=True):
        width = Mm(156 * share / whole)
        column.width = width
        for cell in column.cells:
            cell.width = width


def apart(document: Any) -> None:
    """A thin line before a table that would follow another: without it the two are one."""
    body = document.element.body
    before = [child for child in body if child.tag != qn("w:sectPr")]
    if before and before[-1].tag == qn("w:tbl"):
        shape = document.add_paragraph().paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing = Pt(6)


def off_grid(paragraph: Any) -> None:
    """Let the lines of a paragraph be as high as it says; on the grid, what is larger than its lines would take two."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        part("w:snapToGrid", val="0"), "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:rPr"
    )


def narrow(table: Any) -> None:
    """Little room beside the texts of a table, as on paper."""
    sides = [part(f"w:{side}", w="80", type="dxa") for side in ("left", "right")]
    table._tbl.tblPr.append(part("w:tblCellMar", *sides))


def part(name: str, *inside: Any, **values: str) -> Any:
    """An element of the document's own language, with its values and what is inside."""
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    for each in inside:
        made.append(each)
    return made
