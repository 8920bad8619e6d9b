"""What tables of a .docx need beside their cells."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.shared import Mm


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
