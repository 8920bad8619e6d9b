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
    Block,
    Cover,
    Fields,
    Heading,
    Honour,
    Paper,
    Para,
    Picture,
    Sign,
    Space,
    Table,
    Title,
)
from jianyan.core.paper.fonts import Faces, faces

_TEMPLATE = Path(__file__).with_name("paper.typ")
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
    files: dict[str, bytes] = {"paper.typ": _TEMPLATE.read_bytes()}
    blocks = [_plain(block, files) for block in paper.blocks]
    data = {
        "title": paper.title,
        "author": paper.author,
        "page": paper.page,
        "foot": paper.foot,
        "numbered": paper.numbered,
        "faces": {role: list(names) for role, names in faces(fonts.families()).families.items()},
        "blocks": blocks,
    }
    files["paper.json"] = json.dumps(data, ensure_ascii=False).encode()
    with TemporaryDirectory(prefix="paper-") as root:
        for name, content in files.items():
            Path(root, name).write_bytes(content)
        return typst.compile(f"{root}/paper.typ", root=root, font_paths=fonts, **how)


def _plain(block: Block, files: dict[str, bytes]) -> dict[str, Any]:
    """A block as the template reads it; pictures become files beside it."""
    match block:
        case Title(text):
            return {"kind": "title", "text": text}
        case Heading(text, level):
            return {"kind": "heading", "text": text, "level": level}
        case Para(text, align, indent, bold):
            return {"kind": "para", "text": text, "align": align, "indent": indent, "bold": bold}
        case Fields(rows):
            return {"kind": "fields", "rows": rows}
        case Table(columns, rows, caption, empty):
            return {
                "kind": "table",
                "titles": [column.title for column in columns],
                "shares": [column.share for column in columns],
                "aligns": [column.align for column in columns],
                "rows": rows,
                "caption": caption,
                "empty": empty,
            }
        case Honour():
            return {
                "kind": "honour",
                "file": _file(block.picture, files),
                **{key: getattr(block, key) for key in ("number", "title", "to", "text", "caption", "who", "day")},
            }
        case Picture(data, width, caption, align):
            name = _file(data, files)
            return {"kind": "picture", "file": name, "width": width, "caption": caption, "align": align}
        case Sign(who, day):
            return {"kind": "sign", "who": who, "day": day}
        case Space(lines):
            return {"kind": "space", "lines": lines}
        case Cover(title, subtitle, lines):
            return {"kind": "cover", "title": title, "subtitle": subtitle, "lines": lines}
        case _:
            return {"kind": "break"}


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
