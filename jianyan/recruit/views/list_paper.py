"""The list for the committee as a document: PDF, or .docx to go on with."""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.chain import file_digest
from jianyan.core.files import FileType
from jianyan.core.flow import Refused
from jianyan.core.paper import to_docx, to_pdf
from jianyan.core.workdays import local_date
from jianyan.recruit import words
from jianyan.recruit.actions import record_list
from jianyan.recruit.list_paper import list_paper
from jianyan.recruit.queries import rounds_visible_to
from jianyan.recruit.queries.rounds import figures, on_list
from jianyan.rules.queries import book


@entry("officer", "head", "leader")
@require_safe
def list_pdf(request: Request, pk: int) -> HttpResponse:
    """As PDF."""
    return _file(request, pk, FileType.pdf)


@entry("officer", "head", "leader")
@require_safe
def list_docx(request: Request, pk: int) -> HttpResponse:
    """As .docx, with the fonts named as the standard names them."""
    return _file(request, pk, FileType.docx)


def _file(request: Request, pk: int, kind: FileType) -> HttpResponse:
    """Make it, record that it was taken, and hand it out; without anybody on the list there is nothing to take."""
    round_ = get_object_or_404(rounds_visible_to(request.actor).select_related("zone"), pk=pk)
    now, rules, listed = timezone.now(), book(round_.rules_id), list(on_list(round_))
    if not listed:
        messages.error(request, words.refusal(Refused("nobody_chosen")))
        return redirect("recruit:round", pk)
    paper = list_paper(round_, listed, figures(round_), rules, local_date(now))
    data = to_pdf(paper, at=now) if kind == FileType.pdf else to_docx(paper, at=now)
    names = [each.pk for each in listed]
    record_list(request.actor, pk, at=now, format_=kind.value, listed=names, digest=file_digest(data))
    response = FileResponse(
        BytesIO(data), as_attachment=True, filename=f"{paper.title}.{kind.value}", content_type=kind.media
    )
    response["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]
