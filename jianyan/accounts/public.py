"""What the pages without an account have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

from jianyan.accounts.limits import limited

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

#: How often one address may open pages, and send something. A whole office may sit behind one.
READS, READS_PER = 120, timedelta(minutes=1)
SENDS, SENDS_PER = 60, timedelta(minutes=10)


def public(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page for anybody: limited by address, in no search engine, kept by no browser."""

    @wraps(view)
    def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    sending = limited("public-send", SENDS, SENDS_PER, methods=("POST",))(inner)
    return limited("public-read", READS, READS_PER)(sending)
