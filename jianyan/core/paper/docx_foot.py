"""What stands on each page of a .docx beside its text: page numbers, and the frame of a certificate."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from jianyan.core.paper.blocks import Page
from jianyan.core.paper.docx_tables import part
from jianyan.core.paper.fonts import Role

_SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def write_numbers(writer: Any, section: Any) -> None:
    """On the official page 7 mm below the type area, odd ones right and even ones left; elsewhere in the middle."""
    # From the foot of the page to the foot of a line of 20 pt whose dashes stand 7 mm below the type area.
    section.footer_distance = Mm(24.3)
    if writer.paper.page == Page.official:
        writer.document.settings.odd_and_even_pages_header_footer = True
        _number(writer, section.footer, "right")
        _number(writer, section.even_page_footer, "left")
    else:
        _number(writer, section.footer, "center")


def _number(writer: Any, footer: Any, side: str) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.alignment = _SIDES[side]
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(20)
    shape.right_indent, shape.left_indent = (Pt(14) if side == side_ else None for side_ in ("right", "left"))
    if side == "center" and writer.paper.foot:
        writer._run(paragraph, f"{writer.paper.foot}　　", Role.body, 9)
    points = 14.0 if writer.paper.page == Page.official else 10.5
    writer._run(paragraph, "— ", Role.number, points)
    run = writer._run(paragraph, "", Role.number, points)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        piece = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            piece.set(qn("w:fldCharType"), kind)
        else:
            piece.text = text
        run._r.append(piece)
    writer._run(paragraph, " —", Role.number, points)


def frame(section: Any) -> None:
    """The frame of a certificate."""
    edge = {"val": "thickThinSmallGap", "sz": "24", "space": "24", "color": "B08D3C"}
    borders = part("w:pgBorders", *(part(f"w:{side}", **edge) for side in ("top", "left", "bottom", "right")))
    borders.set(qn("w:offsetFrom"), "page")
    section._sectPr.insert_element_before(borders, "w:lnNumType", "w:pgNumType", "w:cols", "w:docGrid", "w:titlePg")
