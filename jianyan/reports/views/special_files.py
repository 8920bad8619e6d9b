"""A special report as a document: PDF to read and print, .docx to go on with."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.chain import file_digest
from jianyan.core.files import FileType
from jianyan.core.paper import to_docx, to_pdf
from jianyan.reports.actions import record_special_export
from jianyan.reports.special_paper import special_paper
from jianyan.reports.views.special import find


@entry("officer", "head", "leader")
@require_safe
def special_pdf(request: Request, pk: int) -> HttpResponse:
    """As PDF."""
    return _file(request, pk, FileType.pdf)


@entry("officer", "head", "leader")
@require_safe
def special_docx(request: Request, pk: int) -> HttpResponse:
    """As .docx, with the fonts named as the standard names them."""
    return _file(request, pk, FileType.docx)


def _file(request: Request, pk: int, kind: FileType) -> HttpResponse:
    """Make it, record that it was taken, and hand it out. A signed one is the same file each time."""
    special, now = find(request, pk), timezone.now()
    at = special.signed_at or now
    paper = special_paper(special, at)
    data = to_pdf(paper, at=at) if kind == FileType.pdf else to_docx(paper, at=at)
    record_special_export(request.actor, special, at=now, format_=kind.value, digest_=file_digest(data))
    answer = FileResponse(
        BytesIO(data), as_attachment=True, filename=f"{paper.title}.{kind.value}", content_type=kind.media
    )
    answer["Cache-Control"] = "private, no-store"
    return answer  # type: ignore[return-value]
