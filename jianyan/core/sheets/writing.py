"""Lines written into a workbook one by one, so that a long list does not have to be held in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

#: A text that begins like this is a formula to some program; it is marked as the text that it is.
ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: What no cell of a workbook may hold.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
CELL_MAX = 32_767

Value = str | int | float | date | datetime | None


class Writer:
    """A workbook in the making. Sheets stand in the order in which they were begun and may be filled in any order."""

    def __init__(self) -> None:
        from openpyxl import Workbook  # 20 MB: loaded by whoever writes a workbook

        self.book = Workbook(write_only=True)

    def sheet(self, title: str, headings: Sequence[str] = (), widths: Sequence[int] = (), footer: str = "") -> Sheet:
        """Begin a sheet; ``widths`` of its columns in characters, ``footer`` at the foot of each printed page."""
        from openpyxl.utils import get_column_letter

        made: Any = self.book.create_sheet(_ILLEGAL.sub("", re.sub(r"[\[\]:*?/\\]", " ", title))[:31])
        for place, width in enumerate(widths, 1):
            made.column_dimensions[get_column_letter(place)].width = width
        if footer:
            made.oddFooter.center.text = _ILLEGAL.sub("", footer)[:200].replace("&", "&&")
        if headings:
            made.freeze_panes = "A2"
        sheet = Sheet(made)
        if headings:
            sheet.add(headings, head=True)
        return sheet

    def save(self, file: IO[bytes]) -> None:
        """Write the workbook; nothing can be added afterwards."""
        self.book.save(file)


class Sheet:
    """A sheet that lines are added to."""

    def __init__(self, made: Any) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        self.made = made
        self.lines = 0
        self._bold, self._head = Font(bold=True), PatternFill("solid", fgColor="FFE8EEF7")
        self._top = Alignment(vertical="top", wrap_text=True)

    def add(self, values: Iterable[Value], *, head: bool = False, wrap: bool = False) -> None:
        """Add one line. Texts stay texts whatever they begin with."""
        self.made.append([self._cell(value, head=head, wrap=wrap) for value in values])
        self.lines += 0 if head else 1

    def _cell(self, value: Value, *, head: bool, wrap: bool) -> Any:
        if not isinstance(value, str):
            return value
        text = _ILLEGAL.sub("", value)[:CELL_MAX]
        active = text.startswith(ACTIVE)
        if not (active or head or wrap):
            return text
        cell = self._styled(text)
        cell.data_type = "s"  # a text held in the cell itself; the library would take "=…" for a formula
        if active:
            cell.quotePrefix = True
        if head:
            cell.font, cell.fill = self._bold, self._head
        if wrap:
            cell.alignment = self._top
        return cell

    def _styled(self, text: str) -> WriteOnlyCell:
        from openpyxl.cell import WriteOnlyCell

        return WriteOnlyCell(self.made, value=text)
