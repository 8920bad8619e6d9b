"""The bulletin as a file: .docx to go on with, PDF to hand out."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.chain import file_digest
from jianyan.core.files import FileType
from jianyan.core.paper import to_docx, to_pdf
from jianyan.core.workdays import local_date
from jianyan.reports.actions import record_export
from jianyan.reports.bulletin_paper import bulletin_paper
from jianyan.reports.queries.visible import bulletins_visible_to, figures_of, whole
from jianyan.reports.views.bulletin import READERS


@entry(*READERS)
@require_safe
def bulletin_pdf(request: Request, pk: int) -> HttpResponse:
    """As PDF."""
    return _file(request, pk, FileType.pdf)


@entry(*READERS)
@require_safe
def bulletin_docx(request: Request, pk: int) -> HttpResponse:
    """As .docx, with the fonts named as the standard names them."""
    return _file(request, pk, FileType.docx)


def _file(request: Request, pk: int, kind: FileType) -> HttpResponse:
    """Make it, record that it was taken, and hand it out."""
    now = timezone.now()
    found = get_object_or_404(whole(bulletins_visible_to(request.actor)), pk=pk)
    paper = bulletin_paper(found, figures_of(found), local_date(now))
    # An approved one is always the same file.
    made_at = found.frozen_at or now
    data = to_pdf(paper, at=made_at) if kind == FileType.pdf else to_docx(paper, at=made_at)
    record_export(request.actor, found, at=now, format_=kind.value, digest_=file_digest(data))
    response = FileResponse(
        BytesIO(data), as_attachment=True, filename=f"{paper.title}.{kind.value}", content_type=kind.media
    )
    response["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]
