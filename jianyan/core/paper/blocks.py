"""The blocks that a document is made of. Texts are plain; nothing in them is read as markup by a writer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Align = Literal["left", "center", "right"]

#: Bytes of a picture in a document; what comes in by a page is smaller, and drawn anew.
LARGEST_PICTURE = 20 * 1024 * 1024


class Page(StrEnum):
    """The page a document is written on.

    official: GB/T 9704-2012, body 3号 (16 pt), 22 lines of 28 characters. file: the same margins, body 小四 (12 pt),
    for what is long and read at a desk. certificate: A4 across with a frame.
    """

    official = "official"
    file = "file"
    certificate = "certificate"


@dataclass(frozen=True, slots=True)
class Title:
    """标题, centred, 2号小标宋; a line break is where the sense breaks, else lines are broken evenly (`layout`)."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (一、黑体), 2 （一）楷体, 3 (1. 仿宋) or 4 （1）; its number is part of its text."""

    text: str
    level: Literal[1, 2, 3, 4] = 1


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph of body text, first line indented by two characters. Line breaks in it begin a new paragraph."""

    text: str
    align: Align = "left"
    indent: bool = True
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Names and values in two columns, as in the head of a form."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``share`` is its part of the width in relation to the others."""

    title: str
    share: float = 1.0
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head that is repeated on each page; long texts are broken within their cell."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    empty: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row of a table has as many cells as the table has columns")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, PNG or JPEG, ``width`` mm wide, never wider than the text."""

    data: bytes
    width: float
    caption: str = ""
    align: Align = "center"

    def __post_init__(self) -> None:
        if len(self.data) > LARGEST_PICTURE:
            raise ValueError(f"a picture of {len(self.data)} bytes is too large for a document")


@dataclass(frozen=True, slots=True)
class Sign:
    """Who issues the document, and when: at the end, right."""

    who: str
    day: str


@dataclass(frozen=True, slots=True)
class Space:
    """Empty lines."""

    lines: float = 1


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A first page of its own: what it is, about whom, and lines below."""

    title: str
    subtitle: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Honour:
    """A certificate, one page whole: the number, the title, to whom, what is said (text and whether it stands out),
    a picture on the left below, and on the right who gives it on which day, with room for a seal across."""

    number: str
    title: str
    to: str
    text: tuple[tuple[str, bool], ...]
    picture: bytes
    caption: str
    who: str
    day: str


@dataclass(frozen=True, slots=True)
class Masthead:
    """简报报头: the issuer's mark in red, the number, who issues it and when, and the red line below.

    ``mark`` stands 35 mm below the top of the type area, ``number`` two empty lines below it; ``left`` and ``right``
    one line below that; the red line 4 mm below, as wide as the type area. Two empty lines follow.
    """

    mark: str
    number: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Annex:
    """附件, on a new page: its mark (附件, 附件1) in 黑体 on the first line, its title on the third."""

    title: str
    mark: str = "附件"


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记, at the foot of the last page: rows of a left and a right text between rules, the last one the issuer's.

    The last rule stands on the bottom edge of the type area. It is the last block of a document.
    """

    rows: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        if not self.rows:
            raise ValueError("an imprint says at least who issues the document")


Block = (
    Annex
    | Masthead
    | Imprint
    | Honour
    | Title
    | Heading
    | Para
    | Fields
    | Table
    | Picture
    | Sign
    | Space
    | Break
    | Cover
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document. ``title`` and ``author`` stand in the file's properties; ``foot`` on each page, by its number."""

    title: str
    blocks: tuple[Block, ...]
    page: Page = Page.official
    author: str = ""
    foot: str = ""
    numbered: bool = True
