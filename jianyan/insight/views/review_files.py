"""The draft of the review as a file: .docx to go on with, PDF to read."""

from __future__ import annotations

from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.chain import file_digest
from jianyan.core.files import FileType
from jianyan.core.paper import to_docx, to_pdf
from jianyan.insight.actions.review import record_review
from jianyan.insight.queries.review import review_of
from jianyan.insight.review_paper import review_paper
from jianyan.insight.views.review import READERS, scope_of


@entry(*READERS)
@require_safe
def review_pdf(request: Request) -> HttpResponse:
    """As PDF."""
    return _file(request, FileType.pdf)


@entry(*READERS)
@require_safe
def review_docx(request: Request) -> HttpResponse:
    """As .docx, with the fonts named as the standard names them."""
    return _file(request, FileType.docx)


def _file(request: Request, kind: FileType) -> HttpResponse:
    """Make it, record that it was taken, and hand it out."""
    scope = scope_of(request)
    paper = review_paper(request.zone, review_of(scope))
    data = to_pdf(paper, at=scope.now) if kind == FileType.pdf else to_docx(paper, at=scope.now)
    record_review(
        request.actor, at=scope.now, first=scope.first, last=scope.last, format_=kind.value, digest_=file_digest(data)
    )
    answer = FileResponse(
        BytesIO(data), as_attachment=True, filename=f"{paper.title}.{kind.value}", content_type=kind.media
    )
    answer["Cache-Control"] = "private, no-store"
    return answer  # type: ignore[return-value]
