"""The number of a supervisor in full, asked for with a reason."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.people import words
from jianyan.people.actions import reveal_phone
from jianyan.people.forms import RevealForm
from jianyan.people.queries import visible_to
from jianyan.people.views.contact import back_from


@entry("officer", "head")
def phone(request: Request, pk: int) -> HttpResponse:
    """Asks for the reason, then shows the number: in its place on the page with scripts, on a page without."""
    supervisor = get_object_or_404(visible_to(request.actor).select_related("unit"), pk=pk)
    form = RevealForm(request.POST or None)
    number = ""
    if request.method == "POST" and form.is_valid():
        try:
            number = reveal_phone(request.actor, pk, at=timezone.now(), reason=form.cleaned_data["reason"])
        except Refused as no:
            form.add_error("reason", words.refusal(no))
    in_place = request.headers.get("HX-Request") and number
    template = "ui/parts/phone.html" if in_place else "people/phone.html"
    context = {"form": form, "supervisor": supervisor, "number": number, "back": back_from(request)}
    return render(request, template, context, status=422 if form.errors else 200)
