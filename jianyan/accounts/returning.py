"""Where somebody was going when they had to sign in or change a password first."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

#: Pages that nobody wants to come back to.
NOT_BACK_TO = frozenset(
    {"accounts:sign_in", "accounts:sign_out", "accounts:password", "accounts:sign_out_everywhere", "set_language"}
)


def goal(request: HttpRequest) -> str:
    """The page to come back to: the one asked for, or the one that a form or a part of a page was sent from."""
    if request.headers.get("HX-Request"):
        return _path(request.headers.get("HX-Current-URL", ""))
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return _path(request.headers.get("Referer", ""))


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def safe_goal(request: HttpRequest) -> str:
    """The ``next`` of the request where it is a page of ours that one can come back to, else nothing."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        return ""
    try:
        match = resolve(urlsplit(url).path)
    except Resolver404:
        return ""
    return "" if match.view_name in NOT_BACK_TO else url


def lead_to(request: HttpRequest, name: str) -> HttpResponse:
    """Send the person to a page by its URL name first, and back to where they were going from there.

    A part of a page (htmx) must not receive a whole one: there the browser is told to go.
    """
    to = goal(request)
    url = resolve_url(name) + (f"?{urlencode({'next': to})}" if to and to != resolve_url("home") else "")
    if not request.headers.get("HX-Request"):
        return redirect(url)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = url
    return response


def after(request: HttpRequest) -> HttpResponse:
    """On to where the person was going, or to their first page."""
    return redirect(safe_goal(request) or settings.LOGIN_REDIRECT_URL)
