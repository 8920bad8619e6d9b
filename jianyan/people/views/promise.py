"""保密承诺: the page that a supervisor signs at the beginning of each term, before anything else."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.accounts.returning import after, safe_goal
from jianyan.core.flow import Refused
from jianyan.people import words
from jianyan.people.actions import sign_promise
from jianyan.people.forms import PromiseForm
from jianyan.people.queries import own_supervisor
from jianyan.people.queries.promise import unsigned
from jianyan.people.views.list import book_in_force
from jianyan.rules.words import words as words_of


@entry("supervisor")
def promise(request: Request) -> HttpResponse:
    """The promise in plain words, with the notice on personal data where no consent is known; then on."""
    now = timezone.now()
    term = unsigned(request.actor, timezone.localdate(now)).first()
    if term is None:
        return after(request)
    form = PromiseForm(request.POST if request.method == "POST" else None, consent=term.consented_at is None)
    if form.is_valid():
        try:
            known = form.cleaned_data
            sign_promise(request.actor, at=now, promise=known["promise"], consent=known.get("consent", False))
        except Refused as no:
            form.add_error(words.field_of(no), words.refusal(no))
        else:
            messages.success(request, _("已签署保密承诺，感谢您参与监督。"))
            return after(request)
    rules = book_in_force(request.zone, now)
    context = {
        "form": form,
        "term": term,
        "supervisor": own_supervisor(request.actor, now),
        "rule": words_of(rules.conditions["confidential"]) if rules and "confidential" in rules.conditions else "",
        "years": rules.number_of("anonymise_after") if rules else None,
        "next": safe_goal(request),
        "asks_consent": term.consented_at is None,
    }
    return render(request, "people/promise.html", context, status=422 if form.is_bound else 200)
