"""Serving files that people gave: as things to look at or to keep, never as part of this site."""

from __future__ import annotations

from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

from jianyan.core.files import FileType
from jianyan.files import store
from jianyan.files.attached import AttachedFile

#: Whatever a browser makes of a file, it is alone in there: no script, no form, no window, no look at our cookies.
ALONE = "sandbox; default-src 'none'; style-src 'none'; frame-ancestors 'none'"


def served(request: HttpRequest, row: AttachedFile, name: str) -> HttpResponse:
    """The file, or its small picture (``?small=1``); asked for anew each time, but not sent again when unchanged.

    Whoever calls has asked who may read it, and under which name.
    """
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


def _whole(request: HttpRequest, stored: str, kind: FileType) -> HttpResponse:
    """The bytes, or a page that says why not: lost is something else than away, and neither is the reader's fault."""
    try:
        file: IO[bytes] | None = store.opened(stored)
    except store.Away:
        response = render(request, "ui/file_gone.html", {"away": True}, status=503)
        response["Retry-After"] = "60"
        return response
    if file is None:
        return render(request, "ui/file_gone.html", {"away": False}, status=404)
    return FileResponse(file, content_type=kind.media)  # type: ignore[return-value]
