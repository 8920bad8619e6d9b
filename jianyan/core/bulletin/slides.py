"""A bulletin for a projector: prose and tables cut into pieces that fit on a wall."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeVar

#: Characters of prose, and rows of a table, that can be read from the last row of a hall.
MOST_CHARACTERS, MOST_ROWS = 240, 9
#: After these a long sentence may go on on the next slide.
_ENDS = re.compile(r"(?<=[。；！？])")
_PAUSES = re.compile(r"(?<=[，、])")

T = TypeVar("T")


def pages_of_prose(paragraphs: Sequence[str], most: int = MOST_CHARACTERS) -> list[list[str]]:
    """The paragraphs on as few slides as hold them; one that is too long is cut where a sentence or its part ends."""
    pages: list[list[str]] = []
    room = 0
    for part in (piece for text in paragraphs for piece in cut(text, most)):
        if not pages or len(part) > room:
            pages.append([])
            room = most
        pages[-1].append(part)
        room -= len(part)
    return pages


def cut(text: str, most: int) -> Iterator[str]:
    """A text in parts of at most ``most`` characters: cut where it has places for that, else anywhere."""
    for pattern in (_ENDS, _PAUSES):
        if len(text) <= most:
            break
        parts = [part for part in pattern.split(text) if part]
        if len(parts) > 1:
            yield from _together(parts, most)
            return
    while len(text) > most:
        yield text[:most]
        text = text[most:]
    if text:
        yield text


def _together(parts: Sequence[str], most: int) -> Iterator[str]:
    kept = ""
    for part in parts:
        if kept and len(kept) + len(part) > most:
            yield kept
            kept = ""
        kept += part
        if len(kept) > most:
            yield from cut(kept, most)
            kept = ""
    if kept:
        yield kept


def pages_of_rows(rows: Sequence[T], most: int = MOST_ROWS) -> list[Sequence[T]]:
    """The rows of a table in even parts, so that no slide has a single row left over."""
    count = max(1, -(-len(rows) // most))
    size = -(-len(rows) // count)
    return [rows[begin : begin + size] for begin in range(0, len(rows), size)] if rows else []
