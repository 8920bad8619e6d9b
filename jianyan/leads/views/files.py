"""Serving attachments: each through a view that asks who may read it, and never as part of this site."""

from __future__ import annotations

from typing import IO
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.files import FileType
from jianyan.files import store
from jianyan.leads.models import Attachment
from jianyan.leads.queries.files import loose_seen
from jianyan.leads.queries.page import lead_page, shown_to

#: Whatever a browser makes of a file, it is alone in there: no script, no form, no window, no look at our cookies.
ALONE = "sandbox; default-src 'none'; style-src 'none'; frame-ancestors 'none'"


@require_safe
@entry("supervisor", "officer", "head", "liaison", "leader")
def lead_file(request: Request, pk: int, token: UUID) -> HttpResponse:
    """A file of a lead, for whoever finds it on the lead's page; it is not there for anybody else."""
    lead = get_object_or_404(shown_to(request.actor), pk=pk)
    page = lead_page(request.actor, lead, timezone.now())
    found = next((one for one in page.files if one.row.token == token), None)
    if found is None:
        raise Http404
    return _served(request, found.row, found.name)


@require_safe
@entry("supervisor", "officer", "head", "liaison")
def loose_file(request: Request, token: UUID) -> HttpResponse:
    """A file that was not sent yet: an own one, or one in a draft that waits for a colleague's approval."""
    row = get_object_or_404(loose_seen(request.actor), token=token)
    return _served(request, row, row.name)


def _served(request: Request, row: Attachment, name: str) -> HttpResponse:
    """The file, or its small picture (``?small=1``); asked for anew each time, but not sent again when unchanged."""
    small = row.small and request.GET.get("small") == "1"
    kind = FileType.jpeg if small else row.type
    etag = quote_etag(f"{row.digest}{'-small' if small else ''}")
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = _whole(request, row.small_stored if small else row.stored, kind)
        if response.status_code != 200:
            return response
    response["ETag"] = etag
    # Only images were drawn anew: everything else is kept and opened elsewhere, not shown here.
    disposition = content_disposition_header(not row.type.is_image, name)
    if disposition:
        response["Content-Disposition"] = disposition
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _whole(request: Request, stored: str, kind: FileType) -> HttpResponse:
    """The bytes, or a page that says why not: lost is something else than away, and neither is the reader's fault."""
    try:
        file: IO[bytes] | None = store.opened(stored)
    except store.Away:
        response = render(request, "leads/file_gone.html", {"away": True}, status=503)
        response["Retry-After"] = "60"
        return response
    if file is None:
        return render(request, "leads/file_gone.html", {"away": False}, status=404)
    return FileResponse(file, content_type=kind.media)  # type: ignore[return-value]
