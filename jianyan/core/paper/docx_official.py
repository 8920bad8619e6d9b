"""What only the official page has in a .docx: head, annex, imprint, and the settings that give 22 lines of 28."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from jianyan.core.paper.blocks import Annex, Masthead
from jianyan.core.paper.docx_tables import off_grid, part
from jianyan.core.paper.fonts import SAME, Role
from jianyan.core.paper.layout import width

RED = RGBColor(0xD9, 0x00, 0x00)
#: The width of the type area, 156 mm, in points.
WIDE = 442.2
PITCH = 28.95
#: Characters of 16 pt stand closer by this (twentieths of a point), so that 28 of them fill a line.
CLOSER = -5


def settle(document: Any) -> None:
    """The page grid, and what would move characters or lines off it.

    The grid counts lines only: a character grid is drawn by Word as a distance between characters, but by LibreOffice
    as cells, and a character of 16 pt takes two cells of 15.79 pt there. So every run of 16 pt says its own distance,
    which both follow alike; ``charSpace`` is kept for whoever switches the character grid on.
    """
    section = document.sections[0]._sectPr
    grid = section.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")
    grid.set(qn("w:charSpace"), str(round((15.79 - 16) * 4096)))
    properties = document.styles["Normal"].element.get_or_add_pPr()
    # In the order of the schema: a validator is strict about it.
    for name in ("widowControl", "autoSpaceDE", "autoSpaceDN"):
        properties.append(part(f"w:{name}", val="0"))
    properties.append(part("w:spacing", after="0"))
    _mode(document)
    _other_names(document)


def chinese(document: Any) -> None:
    """Say that the text is simplified Chinese: it decides the forms of characters and of punctuation."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _mode(document: Any) -> None:
    """Laid out as by Word 2013 and later; tables then begin at the margin."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _other_names(document: Any) -> None:
    """The other names of the standard's fonts: an office computer may have 仿宋 and not 仿宋_GB2312."""
    part = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable"))
    fonts = "".join(
        f'<w:font w:name="{names[0]}"><w:altName w:val="{names[1]}"/><w:charset w:val="86"/></w:font>'
        for names in SAME.values()
    )
    part._blob = part.blob.replace(b"</w:fonts>", f"{fonts}</w:fonts>".encode())


def closer(run: Any) -> None:
    """Let the characters of a run stand as the page wants them."""
    properties = run._r.get_or_add_rPr()
    properties.insert_element_before(
        part("w:spacing", val=str(CLOSER)), "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u"
    )


def write_masthead(writer: Any, block: Masthead) -> None:
    """The head of a 简报, from the top of the page to two lines below the red line."""
    points = min(54.0, WIDE / max(1.0, width(block.mark)))
    tall = points * 1.25
    # Distances above the first paragraph of a page are not kept by every program, so that a thin one stands first.
    _blank(writer, 1)
    mark = line_of(writer, tall)
    # The em box of a character begins a little below the top of its line.
    mark.paragraph_format.space_before = Pt(35 / 25.4 * 72 - 1 - (tall - points) / 2)
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    writer._run(mark, block.mark, Role.heading, points).font.color.rgb = RED
    for _ in range(2):
        _blank(writer, PITCH)
    number = line_of(writer, PITCH)
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    writer._run(number, block.number, Role.body, 16)
    row = line_of(writer, PITCH)
    row.paragraph_format.left_indent = row.paragraph_format.right_indent = Pt(16)
    row.paragraph_format.tab_stops.add_tab_stop(Pt(WIDE - 16), alignment=WD_TAB_ALIGNMENT.RIGHT)
    writer._run(row, f"{block.left}\t{block.right}", Role.body, 16)
    # The line stands 4 mm below the characters, which end a little above the foot of their line.
    _rule(writer, 4 / 25.4 * 72 - (PITCH - 16) / 2)
    for _ in range(2):
        _blank(writer, PITCH)


def line_of(writer: Any, points: float) -> Any:
    """An empty paragraph whose lines are so high, whatever stands in them."""
    made = writer.document.add_paragraph()
    shape = made.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)
    off_grid(made)
    return made


def _blank(writer: Any, points: float) -> None:
    writer._run(line_of(writer, points), "", Role.body, 16)


def _rule(writer: Any, below: float) -> None:
    """A red line as wide as the type area, that far below what stands above it."""
    made = line_of(writer, max(1.0, below))
    edge = part("w:bottom", val="single", sz="18", space="0", color="D90000")
    made._p.get_or_add_pPr().insert_element_before(
        part("w:pBdr", edge), "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def write_annex(writer: Any, block: Annex, lines: list[str]) -> None:
    """附件 on the first line of a new page, its title on the third."""
    writer.broken = True
    writer._paragraph(block.mark, Role.strong)
    writer._paragraph("", Role.body)
    write_title(writer, lines)


def write_title(writer: Any, lines: list[str], points: float = 22) -> None:
    """Lines of a title, each as high as a line of the page, and an empty one below."""
    for line in lines:
        off_grid(writer._paragraph(line, Role.heading, points, "center"))
    writer._paragraph("", Role.body)
