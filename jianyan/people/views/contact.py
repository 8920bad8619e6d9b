"""Logging one contact with a supervisor, in one step (5.1.c)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.people import words
from jianyan.people.actions import log_contact
from jianyan.people.forms import ContactForm
from jianyan.people.queries import visible_to

#: How many earlier contacts stand beside the form.
EARLIER = 5


@entry("officer", "head")
def contact(request: Request, pk: int) -> HttpResponse:
    """The form with the last contacts beside it; afterwards back to where the officer came from."""
    supervisor = get_object_or_404(visible_to(request.actor).select_related("unit"), pk=pk)
    now = timezone.now()
    form = ContactForm(request.POST or None, initial={"happened": timezone.localtime(now)})
    if request.method == "POST" and form.is_valid():
        try:
            log_contact(request.actor, supervisor.pk, at=now, **form.cleaned_data)
        except Refused as no:
            form.add_error(words.field_of(no), words.refusal(no))
        else:
            messages.success(request, _("已记录与{name}的联系。").format(name=supervisor.name))
            return redirect(back_from(request))
    earlier = supervisor.contacts.select_related("by").order_by("-at")[:EARLIER]
    context = {"form": form, "supervisor": supervisor, "earlier": earlier, "back": back_from(request)}
    return render(request, "people/contact.html", context, status=422 if form.errors else 200)


def back_from(request: Request) -> str:
    """The page that the officer came from, when it is one of ours; else the list."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if asked and safe else reverse("people:list")
