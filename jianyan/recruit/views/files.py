"""A file that a candidate gave, for the office: never as part of this site."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.files import FileType
from jianyan.files import store
from jianyan.recruit.models import CandidateFile
from jianyan.recruit.queries import candidates_visible_to

#: Whatever a browser makes of a file, it is alone in there: no script, no form, no window, no look at our cookies.
ALONE = "sandbox; default-src 'none'; style-src 'none'; frame-ancestors 'none'"


@entry("officer", "head")
@require_safe
def candidate_file(request: Request, pk: int, token: UUID) -> HttpResponse:
    """The file, to keep and open elsewhere; an image is shown."""
    one = get_object_or_404(candidates_visible_to(request.actor), pk=pk)
    row = get_object_or_404(CandidateFile, candidate=one, token=token)
    file, kind = store.opened(row.stored), FileType(row.kind)
    if file is None:
        raise Http404
    response = FileResponse(file, content_type=kind.media)
    if disposition := content_disposition_header(not kind.is_image, row.name):
        response["Content-Disposition"] = disposition
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response  # type: ignore[return-value]
