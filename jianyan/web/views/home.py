"""The way in: everybody to the page where their work waits."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.web.nav import page_of


@entry()
@require_safe
def home(request: Request) -> HttpResponse:
    """Lead to the person's own page; somebody without any role was signed out before, and told why."""
    return redirect(page_of(request.actor))
