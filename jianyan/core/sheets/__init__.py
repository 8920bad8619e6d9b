"""Spreadsheets as values: a file of unknown origin read into lines of text, and lines written into a workbook."""

from jianyan.core.sheets.reading import FILE_MAX, Cell, Line, Table, Unreadable, read
from jianyan.core.sheets.writing import Writer

__all__ = ["FILE_MAX", "Cell", "Line", "Table", "Unreadable", "Writer", "read"]
