"""A certificate on a page of a .docx."""

from __future__ import annotations

import io
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from jianyan.core.paper.blocks import Honour
from jianyan.core.paper.fonts import Role

RED, QUIET, GOLD = RGBColor(0xA4, 0x16, 0x1A), RGBColor(0x5F, 0x55, 0x46), "B08D3C"


def write_honour(writer: Any, block: Honour) -> None:
    """The page from its number to who gives it, by the writer of `docx`; one page even with a long title."""
    number = writer._paragraph(block.number, Role.body, 12, "right", exact=False)
    number.runs[-1].font.color.rgb = QUIET
    title = writer._paragraph("　".join(block.title), Role.heading, 48, "center", exact=False, bold=True)
    title.runs[-1].font.color.rgb = RED
    _line_below(title)
    to = writer._paragraph(block.to, Role.second, 24, "left", exact=False)
    to.paragraph_format.space_before = Pt(34)
    said = writer._paragraph("", Role.body, 19, "left", exact=False, indent=True)
    said.alignment = WD_ALIGN_PARAGRAPH.LEFT
    said.paragraph_format.space_before = Pt(12)
    said.paragraph_format.line_spacing = 1.6
    for text, marked in block.text:
        writer._run(said, text, Role.strong if marked else Role.body, 19)
    said.paragraph_format.space_after = Pt(34)
    _below(writer, block)


def _below(writer: Any, block: Honour) -> None:
    table = writer.document.add_table(1, 2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    left, right = table.rows[0].cells
    for column, cell, width in zip(table.columns, (left, right), (Mm(50), Mm(171)), strict=True):
        column.width = cell.width = width
    picture = left.paragraphs[0]
    picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
    picture.paragraph_format.space_after = Pt(0)
    picture.add_run().add_picture(io.BytesIO(block.picture), width=Mm(27))
    caption = left.add_paragraph()
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    writer._run(caption, block.caption, Role.body, 9).font.color.rgb = QUIET
    for place, text in enumerate((block.who, block.day)):
        line = right.paragraphs[0] if place == 0 else right.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.left_indent = Mm(80)
        line.paragraph_format.space_before = Pt(34 if place == 0 else 4)
        writer._run(line, text, Role.body, 17)


def _line_below(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    edge = OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "6"), ("color", GOLD)):
        edge.set(qn(f"w:{key}"), value)
    borders.append(edge)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(78)
