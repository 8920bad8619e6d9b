"""Writing a document as .docx, with python-docx. It names the fonts of the standard: an office computer has them."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from jianyan.core.paper.blocks import (
    Annex,
    Block,
    Break,
    Cover,
    Fields,
    Heading,
    Honour,
    Imprint,
    Masthead,
    Page,
    Paper,
    Para,
    Picture,
    Sign,
    Space,
    Table,
    Title,
)
from jianyan.core.paper.docx_foot import frame, write_numbers
from jianyan.core.paper.docx_honour import write_honour
from jianyan.core.paper.docx_imprint import write_imprint
from jianyan.core.paper.docx_official import (
    chinese,
    closer,
    settle,
    write_annex,
    write_masthead,
    write_title,
)
from jianyan.core.paper.docx_tables import apart, narrow, off_grid, repeat, widths
from jianyan.core.paper.fonts import NAMED, Role
from jianyan.core.paper.layout import clean, has_run, sign_places, table_size, title_lines

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_LEVELS = {1: Role.strong, 2: Role.second, 3: Role.body, 4: Role.body}
#: In the properties of the file: which fonts it wants, so that a reader whose computer lacks one knows.
_FONTS = f"使用 GB/T 9704-2012 规定的字体：{'、'.join(NAMED.values())}。打开的电脑上没有的，会由其他字体代替。"


def to_docx(paper: Paper, *, at: datetime | None = None) -> bytes:
    """The document as .docx. ``at`` is the time that the file names as its own."""
    document = Document()
    writer = _Writer(document, paper)
    writer.lay_out()
    for block in paper.blocks:
        writer.write(block)
    writer.properties(at or datetime(2000, 1, 1, tzinfo=UTC))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Writer:
    """One document being written."""

    def __init__(self, document: Any, paper: Paper) -> None:
        self.document, self.paper = document, paper
        self.size, self.pitch, self.small = {
            Page.official: (16, 28.95, 12),
            Page.file: (12, 21, 10.5),
            Page.certificate: (15, 30, 12),
        }[paper.page]
        self.broken = False

    def lay_out(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        if self.paper.page == Page.certificate:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
            section.top_margin = section.bottom_margin = Mm(30)
            section.left_margin = section.right_margin = Mm(38)
            frame(section)
        else:
            section.top_margin, section.bottom_margin = Mm(37), Mm(35)
            section.left_margin, section.right_margin = Mm(28), Mm(26)
        if self.paper.page == Page.official:
            settle(self.document)
        chinese(self.document)
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(self.size)
        self._face(normal.element.get_or_add_rPr(), Role.body)
        if self.paper.numbered and self.paper.page != Page.certificate:
            write_numbers(self, section)

    def properties(self, at: datetime) -> None:
        properties = self.document.core_properties
        properties.title, properties.author = clean(self.paper.title)[:255], clean(self.paper.author)[:255]
        properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None)
        properties.last_modified_by, properties.comments = "", _FONTS if self.paper.page == Page.official else ""

    def write(self, block: Block) -> None:
        match block:
            case Title(text) if self.paper.page == Page.official:
                write_title(self, title_lines(text))
            case Title(text):
                points = 18.0 if self.paper.page == Page.file else 38.0
                for line in text.split("\n"):
                    self._paragraph(line, Role.heading, points, "center", exact=False)
                self._paragraph("", Role.body)
            case Heading(text, level):
                indent = self.paper.page == Page.official or level > 1
                made = self._paragraph(text, _LEVELS[level], indent=indent)
                made.paragraph_format.keep_with_next = True
            case Para(text, align, indent, bold):
                for line in text.split("\n"):
                    self._paragraph(line, Role.body, None, align, indent=indent and align == "left", bold=bold)
            case Fields(rows):
                self._fields(rows)
            case Table():
                self._table(block)
            case Picture(data, width, caption, align):
                made = self._paragraph("", Role.body, None, align, exact=False)
                made.add_run().add_picture(io.BytesIO(data), width=Mm(min(width, 156)))
                if caption:
                    self._paragraph(caption, Role.body, self.small, align)
            case Sign(who, day):
                self._sign(who, day)
            case Space(lines):
                for _ in range(max(1, round(lines))):
                    self._paragraph("", Role.body)
            case Cover(title, subtitle, lines):
                self._cover(title, subtitle, lines)
            case Honour():
                write_honour(self, block)
            case Masthead():
                write_masthead(self, block)
            case Annex():
                write_annex(self, block, title_lines(block.title))
            case Imprint():
                write_imprint(self, block)
            case Break():
                self.broken = True

    def _sign(self, who: str, day: str) -> None:
        """The day ends four characters before the right edge, and who signs stands centred over it."""
        self._paragraph("", Role.body)
        for line, away in zip((who, day), sign_places(who, day), strict=True):
            made = self._paragraph(line, Role.body, None, "right")
            made.paragraph_format.right_indent = Pt(self.size * away)
            made.paragraph_format.keep_with_next = line == who

    def _cover(self, title: str, subtitle: str, lines: tuple[str, ...]) -> None:
        for _ in range(5):
            self._paragraph("", Role.body)
        for line in title.split("\n"):
            self._paragraph(line, Role.heading, 30, "center", exact=False)
        self._paragraph(subtitle, Role.second, 18, "center", exact=False)
        for _ in range(8):
            self._paragraph("", Role.body)
        for line in lines:
            self._paragraph(line, Role.body, 14, "center", exact=False)
        self.broken = True

    def _fields(self, rows: tuple[tuple[str, str], ...]) -> None:
        table = self._grid_table(len(rows), 2)
        for place, (name, value) in enumerate(rows):
            self._cell(table.cell(place, 0), name, Role.strong, "center")
            self._cell(table.cell(place, 1), value, Role.body, "left")
        widths(table, (1.0, 3.6))

    def _table(self, block: Table) -> None:
        if block.caption:
            made = self._paragraph(block.caption, Role.strong, self.small, "center")
            made.paragraph_format.keep_with_next = True
        if not block.rows and block.empty:
            table = self._grid_table(1, 1)
            self._cell(table.cell(0, 0), block.empty, Role.body, "center")
            return
        table = self._grid_table(len(block.rows) + 1, len(block.columns))
        points = table_size(len(block.columns), self.small)
        for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
            self._cell(cell, column.title, Role.strong, "center", points)
        repeat(table.rows[0])
        for line, row in zip(table.rows[1:], block.rows, strict=True):
            for cell, text, column in zip(line.cells, row, block.columns, strict=True):
                self._cell(cell, text, Role.body, column.align, points)
        widths(table, tuple(column.share for column in block.columns))

    def _grid_table(self, rows: int, columns: int) -> Any:
        if self.broken:
            self._paragraph("", Role.body)
        apart(self.document)
        table = self.document.add_table(rows, columns, style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        narrow(table)
        return table

    def _cell(self, cell: Any, text: str, role: Role, align: str, points: float | None = None) -> None:
        points = points or self.small
        for place, line in enumerate(text.split("\n")):
            paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
            paragraph.alignment = _ALIGN[align]
            shape = paragraph.paragraph_format
            # Lines of a table are not on the page's grid.
            shape.space_before = shape.space_after = Pt(2)
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points * 1.35)
            off_grid(paragraph)
            self._run(paragraph, line, role, points)

    def _paragraph(
        self,
        text: str,
        role: Role,
        points: float | None = None,
        align: str = "left",
        *,
        indent: bool = False,
        bold: bool = False,
        exact: bool = True,
    ) -> Any:
        made = self.document.add_paragraph()
        shape = made.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        if exact:
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self.pitch)
        justified = align == "left" and not has_run(text)  # a long address would tear the line before it apart
        made.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if justified else _ALIGN[align]
        if indent:
            _indent(made)
        if self.broken:
            made.add_run().add_break(WD_BREAK.PAGE)
            self.broken = False
        run = self._run(made, text, role, points or self.size)
        run.bold = bold or None
        return made

    def _run(self, paragraph: Any, text: str, role: Role, points: float) -> Any:
        run = paragraph.add_run(clean(text))
        run.font.size = Pt(points)
        self._face(run._r.get_or_add_rPr(), role)
        if self.paper.page == Page.official and points == self.size:
            closer(run)
        return run

    def _face(self, properties: Any, role: Role) -> None:
        fonts = properties.get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), NAMED[role])
        fonts.set(qn("w:hint"), "eastAsia")


def _indent(paragraph: Any) -> None:
    """The first line two characters in, whatever the size of the characters."""
    properties = paragraph._p.get_or_add_pPr()
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), "640")
