"""A spreadsheet that somebody sent, read without trust: .xlsx or .csv, told by its content and never by its name.

Nothing is evaluated: a formula is the text that it is written as. What could exhaust the machine is refused before it
is unpacked: `Unreadable` says why in a code.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

#: Bytes of a file, and of what it unpacks to; a workbook of 500 rows needs a tenth of it.
FILE_MAX = 5_000_000
UNPACKED_MAX = 40_000_000
PARTS_MAX = 300
#: Rows that are looked at, with those left empty between others, and columns.
ROWS_MAX = 10_000
COLUMNS_MAX = 60
SHEETS_MAX = 8
#: In how many rows from the top the headings are looked for: people put a title above them.
TITLE_ROWS = 10
CELL_MAX = 32_767  # what a cell of a spreadsheet holds
QUOTED_MAX = 100_000  # characters; a quotation mark that is never closed swallows the rest of a file

_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|f|is)[\s>]")
_NUMBER = re.compile(rb'\sr="([0-9]{1,8})"')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="[A-Z]+([0-9]+):[A-Z]+([0-9]+)"')


class Unreadable(ValueError):
    """A file that is not read. ``code``: too_big, old_format, bomb, broken, no_text, too_many_rows, no_headings."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as text; days are ISO. ``formula``: it was written as a formula, and the text is that formula."""

    text: str
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row with something in it: its number in the sheet, and its cells under the headings."""

    number: int
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under the headings. ``merged``: numbers of the rows with merged cells."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    merged: frozenset[int] = field(default_factory=frozenset)


def read(data: bytes, *, known: Collection[str], most: int) -> Table:
    """The first table of the file whose headings have two or more of ``known`` among them, at most ``most`` rows long.

    Raises:
        Unreadable: with the reason.
    """
    if len(data) > FILE_MAX:
        raise Unreadable("too_big", most=FILE_MAX // 1_000_000)
    if data.startswith(b"\xd0\xcf\x11\xe0"):  # a container of 1990s Office: an old workbook, or one with a password
        raise Unreadable("old_format")
    if not data.startswith(b"PK"):
        return _table(enumerate(_csv_rows(data), 1), known, most)
    _guard(data, most)
    try:
        return _of_workbook(data, known, most)
    except Unreadable:
        raise
    except Exception as error:  # a damaged workbook fails in any way that the library does not foresee
        raise Unreadable("broken") from error


def _guard(data: bytes, most: int) -> None:
    """Refuse an archive that unpacks to more than any honest workbook, or has far too many rows, before it is parsed.

    A part never unpacks to more than it declares.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_MAX:
                raise Unreadable("bomb", rows=most)
            sheets = [archive.read(part) for part in parts if part.filename.startswith("xl/worksheets/")]
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("broken") from error
    if any(_reach(sheet) > ROWS_MAX for sheet in sheets):
        raise Unreadable("too_many_rows", most=most)


def _reach(sheet: bytes) -> int:
    """The row of a sheet's last value. Programs write thousands of empty rows behind it, for their look."""
    last = max((found.start() for found in _VALUE.finditer(sheet)), default=0)
    count = number = 0
    for count, found in enumerate(_ROW.finditer(sheet, 0, last), 1):  # noqa: B007 both are wanted after the loop
        number = found.start()
    named = _NUMBER.search(sheet, number, sheet.find(b">", number) + 1) if count else None
    return max(count, int(named[1]) if named else 0)


def _of_workbook(data: bytes, known: Collection[str], most: int) -> Table:
    from openpyxl import load_workbook  # 20 MB: loaded by whoever reads a workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    # What is hidden is help for formulas and lists; hidden rows are rows, they are only filtered out of sight.
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in shown[:SHEETS_MAX]:
        sheet.reset_dimensions()  # what a sheet says of its size is not what is in it
        cells = sheet.iter_rows(max_col=COLUMNS_MAX, max_row=ROWS_MAX)
        rows = enumerate((list(map(_cell, row)) for row in cells), 1)
        try:
            table = _table(rows, known, most)
        except Unreadable as no:
            if no.code != "no_headings":
                raise
            continue
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            merged = _merged(archive.read(sheet._worksheet_path))
        first = min((line.number for line in table.lines), default=0)
        return Table(table.headings, table.lines, frozenset(row for row in merged if row >= first))
    raise Unreadable("no_headings")


def _merged(sheet: bytes) -> set[int]:
    """The rows that merged cells reach over."""
    spans = ((int(first), int(last)) for first, last in _MERGED.findall(sheet))
    return {row for first, last in spans for row in range(first, min(last, first + ROWS_MAX) + 1)}


def _cell(cell: Any) -> Cell:
    formula = cell.data_type == "f"
    return Cell(_text(cell.value)[:CELL_MAX], formula)


def _text(value: object) -> str:
    """What a cell shows. Numbers typed where texts are meant (phones, months) come without the fraction of a float."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e16:
            return str(int(value))
    # An array formula is kept as an object: its text is all that matters here.
    return str(getattr(value, "text", None) or value)


def _csv_rows(data: bytes) -> Iterator[list[Cell]]:
    text = _decoded(data)
    head = text[:5000].partition("\n")[0]
    mark = max((",", "\t", ";", "，"), key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for row in rows:
            if max(map(len, row), default=0) > QUOTED_MAX:
                raise Unreadable("broken")
            yield [Cell(each[:CELL_MAX], each.startswith("=")) for each in row[:COLUMNS_MAX]]
    except csv.Error as error:
        raise Unreadable("broken") from error


def _decoded(data: bytes) -> str:
    """The text of a file that is no workbook: UTF-8 with or without a mark, UTF-16 with one, or GB18030."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("no_text")


def _table(rows: Iterable[tuple[int, list[Cell]]], known: Collection[str], most: int) -> Table:
    headings: list[str] = []
    lines: list[Line] = []
    for number, row in rows:
        if number > ROWS_MAX and any(cell.text.strip() for cell in row):
            raise Unreadable("too_many_rows", most=most)
        if not headings:
            named = [heading(cell.text) for cell in row]
            if len(set(named) & set(known)) >= 2:
                headings = named
            elif number >= TITLE_ROWS:
                break
            continue
        cells = {name: cell for name, cell in zip(headings, row, strict=False) if name and cell.text.strip()}
        if not cells:
            continue
        if len(lines) == most:
            raise Unreadable("too_many_rows", most=most)
        lines.append(Line(number, cells))
    if not headings:
        raise Unreadable("no_headings")
    while headings and not headings[-1]:
        headings.pop()
    return Table(tuple(headings), tuple(lines))


def heading(text: str) -> str:
    """A heading as it is compared: without blanks, the mark of a required column, and what stands in brackets."""
    return re.sub(r"[（(].*?[）)]|[*＊\s\ufeff]", "", text)
