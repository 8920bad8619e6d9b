"""Around every request: the language that was chosen, and a database that is busy."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

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


class Busy:
    """A database that is locked or away gives a page that keeps what was typed and offers to send it again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except OperationalError:
            return self._page(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Views' own errors come this way."""
        return self._page(request) if isinstance(exception, OperationalError) else None

    def _page(self, request: HttpRequest) -> HttpResponse:
        logger.exception("database unavailable at %s", request.path)
        typed = [
            (key, value)
            for key, values in (request.POST.lists() if request.method == "POST" else ())
            for value in values
            if key != "csrfmiddlewaretoken"
        ]
        response = render(request, "503.html", {"typed": typed, "again": request.get_full_path()}, status=503)
        response.headers["Retry-After"] = "5"
        return response
