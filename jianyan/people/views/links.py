"""One-time links on a sheet to print or to copy from; shown this once."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jianyan.accounts.access import Request, entry
from jianyan.accounts.actions.invite import LASTS
from jianyan.core.flow import Refused
from jianyan.core.paper.qr import qr_png
from jianyan.people import words
from jianyan.people.actions import make_link
from jianyan.people.models import Supervisor
from jianyan.people.queries import visible_to


def sheet_page(request: Request, made: list[tuple[Supervisor, str]], *, back: str, title: str) -> HttpResponse:
    """Each person's slip: name, user name, link, QR code, until when."""
    slips = []
    for supervisor, token in made:
        url = request.build_absolute_uri(reverse("accounts:activate", args=[token]))
        picture = base64.b64encode(qr_png(url, scale=4)).decode()
        slips.append({"supervisor": supervisor, "url": url, "picture": f"data:image/png;base64,{picture}"})
    context = {"slips": slips, "back": back, "title": title, "until": timezone.now() + LASTS, "days": LASTS.days}
    response = render(request, "people/links.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@entry("officer", "head")
@require_POST
def link(request: Request, pk: int) -> HttpResponse:
    """A link for one supervisor who has not set a password yet."""
    supervisor = get_object_or_404(visible_to(request.actor).select_related("user"), pk=pk)
    try:
        token = make_link(request.actor, pk, at=timezone.now())
    except Refused as no:
        messages.error(request, words.refusal(no))
        return redirect("people:dossier", pk)
    return sheet_page(request, [(supervisor, token)], back=reverse("people:dossier", args=[pk]), title=_("启用链接"))
