"""Two addresses for whatever watches the machine. They tell nothing but yes and no."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jianyan.web import health


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; where it does not, start it again."""
    return JsonResponse({"live": True})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Work can go on (200), or what stands in its way (503)."""
    found = health.ready()
    return JsonResponse(found, status=200 if all(found.values()) else 503)
