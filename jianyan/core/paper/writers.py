"""The two writers, each loaded when a document is asked for: together they take 25 MB."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from jianyan.core.paper.blocks import Paper
from jianyan.core.paper.fonts import Faces


def to_docx(paper: Paper, *, at: datetime | None = None) -> bytes:
    """The document as .docx. ``at`` is the time that the file names as its own."""
    from jianyan.core.paper import docx

    return docx.to_docx(paper, at=at)


def to_pdf(paper: Paper, *, folders: Sequence[str] = (), at: datetime | None = None) -> bytes:
    """The document as PDF. ``at`` is the time that the file names as its own; the same input gives the same bytes.

    Raises:
        ValueError: a picture that is neither PNG nor JPEG.
    """
    from jianyan.core.paper import pdf

    return pdf.to_pdf(paper, folders=folders, at=at)


def fonts_at(folders: Sequence[str] = ()) -> Faces:
    """The faces that documents are written in here, and what stands in for what; folders of fonts come first."""
    from jianyan.core.paper import pdf

    return pdf.fonts_at(folders)
