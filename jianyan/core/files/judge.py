"""What a file is, by its content alone."""

from __future__ import annotations

from dataclasses import dataclass

from jianyan.core.files.documents import check_office, check_pdf
from jianyan.core.files.images import draw
from jianyan.core.files.kinds import FileType, Unfit

_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True, slots=True)
class Limits:
    """``size``: bytes of one file as sent. ``megapixels``: of one image. ``unpacked``: bytes of a document unpacked."""

    size: int
    megapixels: int
    unpacked: int = 100_000_000


@dataclass(frozen=True, slots=True)
class Judged:
    """What is kept of a file: an image drawn anew with a small picture of it, a document as it came."""

    kind: FileType
    data: bytes
    width: int | None = None
    height: int | None = None
    small: bytes = b""


def judge(data: bytes, limits: Limits) -> Judged:
    """Tell what a file is and what of it is kept; raises `Unfit` with the reason when it is not taken in."""
    if not data:
        raise Unfit("empty")
    if len(data) > limits.size:
        raise Unfit("too_big", longest=limits.size // 1_000_000)
    if data.startswith(_IMAGES) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        drawn = draw(data, limits.megapixels)
        return Judged(drawn.kind, drawn.data, drawn.width, drawn.height, drawn.small)
    if data.startswith(b"%PDF-"):
        return Judged(check_pdf(data), data)
    if data.startswith(b"PK\x03\x04"):
        return Judged(check_office(data, limits.unpacked), data)
    raise Unfit("not_accepted")
