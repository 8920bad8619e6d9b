"""Around every request: the language that was chosen, and a database that is busy."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import translation
from django.views import defaults

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
    """A database that is locked or away gives a page that keeps what was typed and offers to send it again.

    This sees what views raise; `server_error` what the middleware around them does.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return busy_page(request) if isinstance(exception, OperationalError) else None


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for an error that nobody expected, or for a database that is away before a view is reached."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return busy_page(request)
    return defaults.server_error(request)


def busy_page(request: HttpRequest) -> HttpResponse:
    """503, made without a look at the database: neither session nor person nor messages."""
    logger.exception("database unavailable at %s", request.path)
    posted = request.POST if request.method == "POST" else QueryDict()
    secret = not SECRETS.isdisjoint(posted)
    context = {
        "again": request.get_full_path(),
        "typed": [] if secret else [(k, v) for k, vs in posted.lists() for v in vs if k != "csrfmiddlewaretoken"],
        "csrf_token": get_token(request),
    }
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response.headers["Retry-After"] = "5"
    return response
