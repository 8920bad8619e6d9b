"""The product's addresses, and a page with nothing on it: what a page can cost at the least."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from jianyan.web.urls import handler500, urlpatterns

__all__ = ["handler500", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:
    """An empty view behind the same middleware; without a session it asks the database nothing."""
    return HttpResponse()


urlpatterns = [path("empty/", empty, name="empty"), *urlpatterns]
