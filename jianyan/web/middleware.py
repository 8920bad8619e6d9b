"""Around every request: the language that was chosen, and a database that is busy."""

from __future__ import annotations

import errno
import logging
import sqlite3
import sys
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import translation
from django.views import defaults

from jianyan.web.uploads import RoomOrNot

logger = logging.getLogger("jianyan.web")


class ChosenLanguage:
    """Chinese unless the person has switched: a browser's own language says little about the person at a desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class Bounded:
    """A body with more than anything here may have is not read at all: 413, with what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdecimal() and int(length) <= settings.BODY_MAX:
            return self.get_response(request)
        context = {"megabytes": settings.BODY_MAX // 1_000_000}
        with translation.override(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or settings.LANGUAGE_CODE):
            response = HttpResponse(render_to_string("413.html", context), status=413)
        response.headers["Connection"] = "close"
        return response


#: Never sent back in a page, not even to whoever typed them.
SECRETS = frozenset({"password", "current", "new", "again"})


class Busy:
    """A database that is locked, full or away gives a page that keeps what was typed and offers to send it again.

    This sees what views raise; `server_error` what the middleware around them does.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return cut_off(request, exception) or unavailable_page(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for an error that nobody expected, or for a database or disk that fails before a view is reached."""
    error = sys.exc_info()[1]
    if isinstance(error, Exception) and (page := cut_off(request, error) or unavailable_page(request, error)):
        return page
    return defaults.server_error(request)


def cut_off(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The network went in the middle of what was being sent: an answer that nobody reads, and no trace on the disk."""
    if not isinstance(error, UnreadablePostError):
        return None
    logger.info("what was sent to %s did not come to its end", request.path)
    for handler in request.upload_handlers:
        if isinstance(handler, RoomOrNot):
            handler.upload_cut()
    return defaults.bad_request(request, error)


def unavailable_page(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """503 for what is not the person's fault and passes: no room left, a database that is busy or away; else None.

    Made without a look at the database: neither session nor person nor messages.
    """
    full = no_room(error)
    if not (full or isinstance(error, OperationalError)):
        return None
    logger.error("%s at %s", "no room left" if full else "database unavailable", request.path, exc_info=error)
    posted = _posted(request)
    secret = not SECRETS.isdisjoint(posted)
    context = {
        "full": full,
        "again": request.get_full_path(),
        "typed": [] if secret else [(k, v) for k, vs in posted.lists() for v in vs if k != "csrfmiddlewaretoken"],
        "csrf_token": get_token(request),
    }
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response.headers["Retry-After"] = "300" if full else "5"
    return response


def no_room(error: BaseException) -> bool:
    """Whether a disk or a database had no room for what was to be written."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    cause = error.__cause__
    full = getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL or getattr(cause, "sqlstate", "") == "53100"
    return isinstance(error, DatabaseError) and full


def _posted(request: HttpRequest) -> QueryDict:
    """What was typed, as far as it had been read."""
    if request.method != "POST":
        return QueryDict()
    try:
        return request.POST
    except Exception:  # a body of which the half was read cannot be read again
        logger.info("what was sent to %s cannot be read any more", request.path)
        return QueryDict()
