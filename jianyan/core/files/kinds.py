"""The types of file that are taken in, and why one is not."""

from __future__ import annotations

from enum import StrEnum


class FileType(StrEnum):
    """A type that is taken in; the value is its extension."""

    jpeg = "jpg"
    png = "png"
    webp = "webp"
    pdf = "pdf"
    docx = "docx"
    xlsx = "xlsx"

    @property
    def media(self) -> str:
        """The content type under which it is served."""
        return _MEDIA[self]

    @property
    def is_image(self) -> bool:
        """Whether it was drawn anew, and so can be shown in the page."""
        return self in (FileType.jpeg, FileType.png, FileType.webp)


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA = {
    FileType.jpeg: "image/jpeg",
    FileType.png: "image/png",
    FileType.webp: "image/webp",
    FileType.pdf: "application/pdf",
    FileType.docx: f"{_OFFICE}.wordprocessingml.document",
    FileType.xlsx: f"{_OFFICE}.spreadsheetml.sheet",
}

#: What a file input offers to choose; a phone that keeps photos in another format converts them for this list.
ACCEPTED = ",".join(
    [".jpeg", *(f".{kind}" for kind in FileType), *(kind.media for kind in FileType if kind.is_image)],
)


class Unfit(Exception):
    """A file that is not taken in. ``code`` is stable; ``params`` fill the sentence that the page shows.

    Codes: ``empty``, ``too_big`` (limit in MB), ``too_many_pixels`` (limit in megapixels), ``not_accepted`` (by its
    content no type that is taken in), ``damaged``, ``active`` (macros, scripts or programs inside), ``swollen`` (much
    larger unpacked than a document is).
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
