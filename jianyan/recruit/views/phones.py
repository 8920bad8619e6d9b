"""The number of a candidate, or of whoever objected, in full: asked for with a reason."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.recruit import words
from jianyan.recruit.actions import reveal_candidate, reveal_objector
from jianyan.recruit.forms.candidate import RevealForm
from jianyan.recruit.queries import candidates_visible_to
from jianyan.recruit.queries.rounds import objections_visible_to
from jianyan.recruit.views.acts import back_from


@entry("officer", "head")
def candidate_phone(request: Request, pk: int) -> HttpResponse:
    """The candidate's number; there is none to show of whoever was cleared."""
    there = candidates_visible_to(request.actor).exclude(phone__startswith="-")
    one = get_object_or_404(there.select_related("unit"), pk=pk)
    card = {"name": one.name, "org": one.unit_name, "phone": one.phone}
    return _phone(request, pk, reveal_candidate, card, reverse("recruit:candidate", args=[pk]))


@entry("officer", "head")
def objector_phone(request: Request, pk: int) -> HttpResponse:
    """The number of whoever objected."""
    objection = get_object_or_404(objections_visible_to(request.actor).exclude(phone=""), pk=pk)
    card = {"name": objection.name or objection.receipt, "org": "", "phone": objection.phone}
    return _phone(request, pk, reveal_objector, card, reverse("recruit:objection", args=[pk]))


def _phone(request: Request, pk: int, act: Callable[..., str], card: dict[str, str], default: str) -> HttpResponse:
    """Asks for the reason, then shows the number: in its place on the page with scripts, on a page without."""
    form = RevealForm(request.POST if request.method == "POST" else None)
    number = ""
    if request.method == "POST" and form.is_valid():
        try:
            number = act(request.actor, pk, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refused as no:
            form.add_error("reason", words.refusal(no))
    in_place = request.headers.get("HX-Request") and number
    template = "ui/parts/phone.html" if in_place else "recruit/phone.html"
    context = {"form": form, "card": card, "number": number, "back": back_from(request, default)}
    return render(request, template, context, status=422 if form.errors else 200)
