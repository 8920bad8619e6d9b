"""Three addresses for whatever watches the machine. They tell nothing but yes and no."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jianyan.web import health
from jianyan.web.ticking import clock_runs


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


@never_cache
@require_safe
def clock(request: HttpRequest) -> JsonResponse:
    """The clock goes round (200), or deadlines pass with nobody urging (503). The pages work without it."""
    runs = clock_runs(timezone.now())
    return JsonResponse({"clock": runs}, status=200 if runs else 503)
