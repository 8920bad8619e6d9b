"""Writing a document as PDF, with Typst."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pylopdf_fonts_zh_cn
import typst

from jianyan.core.paper.blocks import (
    Annex,
    Block,
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
from jianyan.core.paper.fonts import Faces, faces
from jianyan.core.paper.layout import breakable, clean, sign_places, table_size, title_lines, width

_TEMPLATES = tuple(Path(__file__).with_name(name) for name in ("paper.typ", "official.typ"))
#: Fonts that come with the packages: where a machine has no Chinese ones at all, a document can still be read.
_PACKAGED = pylopdf_fonts_zh_cn.serif_path().parent


@lru_cache(maxsize=4)
def _there(folders: tuple[str, ...]) -> typst.Fonts:
    # Looking through the fonts of a machine takes longer than writing a page.
    return typst.Fonts(font_paths=[*folders, str(_PACKAGED)])


def fonts_at(folders: Sequence[str] = ()) -> Faces:
    """The faces that documents are written in here, and what stands in for what; folders of fonts come first."""
    return faces(_there(tuple(folders)).families())


def to_pdf(paper: Paper, *, folders: Sequence[str] = (), at: datetime | None = None) -> bytes:
    """The document as PDF. ``at`` is the time that the file names as its own; the same input gives the same bytes.

    Raises:
        ValueError: a picture that is neither PNG nor JPEG.
    """
    moment = (at or datetime(2000, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    made: bytes = _compiled(paper, folders, timestamp=moment)
    return made


def to_pictures(paper: Paper, *, folders: Sequence[str] = (), dots: int = 96) -> list[bytes]:
    """The pages as PNG, to be looked at; ``dots`` to an inch."""
    made: bytes | list[bytes] = _compiled(paper, folders, format="png", ppi=float(dots))
    return [made] if isinstance(made, bytes) else made


def _compiled(paper: Paper, folders: Sequence[str], **how: Any) -> Any:
    fonts = _there(tuple(folders))
    files: dict[str, bytes] = {template.name: template.read_bytes() for template in _TEMPLATES}
    blocks = [_plain(block, files, official=paper.page == Page.official) for block in paper.blocks]
    chosen = faces(fonts.families())
    data = {
        "title": paper.title,
        "author": paper.author,
        "page": paper.page,
        "foot": paper.foot,
        "numbered": paper.numbered,
        "faces": {role: list(names) for role, names in chosen.families.items()},
        "instead": [f"{named} → {used or '—'}" for named, used in chosen.stand_ins],
        "blocks": blocks,
    }
    files["paper.json"] = json.dumps(_clean(data), ensure_ascii=False).encode()
    with TemporaryDirectory(prefix="paper-") as root:
        for name, content in files.items():
            Path(root, name).write_bytes(content)
        return typst.compile(f"{root}/paper.typ", root=root, font_paths=fonts, **how)


def _clean(value: Any) -> Any:
    """The same without what no document can hold, however deep it lies."""
    match value:
        case str():
            return clean(value)
        case dict():
            return {key: _clean(each) for key, each in value.items()}
        case list() | tuple():
            return [_clean(each) for each in value]
    return value


def _plain(block: Block, files: dict[str, bytes], *, official: bool) -> dict[str, Any]:
    """A block as the template reads it; pictures become files beside it."""
    match block:
        case Title(text) if official:
            return {"kind": "title", "text": "\n".join(title_lines(text))}
        case Title(text):
            return {"kind": "title", "text": text}
        case Heading(text, level):
            return {"kind": "heading", "text": breakable(text), "level": level}
        case Para(text, align, indent, bold):
            return {"kind": "para", "text": breakable(text), "align": align, "indent": indent, "bold": bold}
        case Fields(rows):
            return {"kind": "fields", "rows": _cells(rows)}
        case Table(columns, rows, caption, empty):
            return {
                "kind": "table",
                "titles": [column.title for column in columns],
                "shares": [column.share for column in columns],
                "aligns": [column.align for column in columns],
                "rows": _cells(rows),
                "size": table_size(len(columns), 12 if official else 10),
                "caption": caption,
                "empty": empty,
            }
        case Honour():
            return {
                "kind": "honour",
                "file": _file(block.picture, files),
                **{key: getattr(block, key) for key in ("number", "title", "to", "text", "caption", "who", "day")},
            }
        case Picture(data, wide, caption, align):
            name = _file(data, files)
            return {"kind": "picture", "file": name, "width": wide, "caption": caption, "align": align}
        case Sign(who, day):
            return {"kind": "sign", "lines": list(zip((who, day), sign_places(who, day), strict=True))}
        case Masthead(mark, number, left, right):
            head = {"mark": mark, "wide": max(1.0, width(mark)), "number": number, "left": left, "right": right}
            return {"kind": "masthead", **head}
        case Annex(title, mark):
            return {"kind": "annex", "mark": mark, "text": "\n".join(title_lines(title))}
        case Imprint(rows):
            return {"kind": "imprint", "rows": rows}
        case Space(lines):
            return {"kind": "space", "lines": lines}
        case Cover(title, subtitle, lines):
            return {"kind": "cover", "title": title, "subtitle": subtitle, "lines": lines}
        case _:
            return {"kind": "break"}


def _cells(rows: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    return [[breakable(cell) for cell in row] for row in rows]


def _file(data: bytes, files: dict[str, bytes]) -> str:
    name = f"picture-{len(files)}.{_ending(data)}"
    files[name] = data
    return name


def _ending(data: bytes) -> str:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    raise ValueError("a picture of a document is PNG or JPEG")
