"""What the head decides on a draft: to ask, to adopt, to drop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.rule_draft import Audience, DraftState, DraftVerb, refused
from jianyan.core.rulebook import load
from jianyan.core.workdays import local_date
from jianyan.rules import actions, draft_words
from jianyan.rules.forms.ask import AdoptForm, ConsultForm, WithdrawForm
from jianyan.rules.models import Draft
from jianyan.rules.queries import book
from jianyan.rules.queries.drafts import asked_of, drafts_visible_to
from jianyan.rules.shown import shown
from jianyan.rules.views.base import SHUT, refuse, seen
from jianyan.rules.views.edit import closed

#: How many days a round usually lasts, by whom it asks.
USUAL = {Audience.units: 14, Audience.public: 30}


@entry("head")
def draft_consult(request: Request, pk: int) -> HttpResponse:
    """Open a round."""
    draft = get_object_or_404(drafts_visible_to(request.actor), pk=pk)
    asked = asked_of(draft)
    audience = next(iter(asked.missing), Audience.public)
    until = local_date(timezone.now()) + timedelta(days=USUAL[audience])

    def act(known: dict[str, Any]) -> HttpResponse:
        made = actions.consult(
            request.actor,
            pk,
            at=timezone.now(),
            audience=known["audience"],
            until=known["until"],
            note=known["note"],
            seen=seen(request.POST.get("seen")),
        )
        messages.success(request, _("已开始征求意见。"))
        return redirect("rules:consultation", made.pk)

    initial = {"audience": audience.value, "until": until, "note": draft.why}
    return _decide(request, draft, DraftVerb.consult, ConsultForm, initial, act, "rules/draft_consult.html")


@entry("head")
def draft_adopt(request: Request, pk: int) -> HttpResponse:
    """Adopt the draft, to be in force from a day to come."""
    draft = get_object_or_404(drafts_visible_to(request.actor), pk=pk)

    def act(known: dict[str, Any]) -> HttpResponse:
        version = actions.adopt(
            request.actor,
            pk,
            at=timezone.now(),
            effective_on=known["effective_on"],
            unasked=known["unasked"],
            seen=seen(request.POST.get("seen")),
        )
        messages.success(request, _("第 {number} 版已审定。").format(number=version.number))
        return redirect("rules:version", version.number)

    day = (local_date(timezone.now()).replace(day=1) + timedelta(days=32)).replace(day=1)
    initial = {"effective_on": day}
    return _decide(request, draft, DraftVerb.adopt, AdoptForm, initial, act, "rules/draft_adopt.html")


@entry("head")
def draft_drop(request: Request, pk: int) -> HttpResponse:
    """Give the draft up."""
    draft = get_object_or_404(drafts_visible_to(request.actor), pk=pk)

    def act(known: dict[str, Any]) -> HttpResponse:
        actions.drop(request.actor, pk, at=timezone.now(), seen=seen(request.POST.get("seen")))
        messages.success(request, _("草案已放弃。"))
        return redirect("rules:drafts")

    return _decide(request, draft, DraftVerb.drop, forms.Form, {}, act, "rules/draft_drop.html")


@entry("head")
def draft_withdraw(request: Request, pk: int) -> HttpResponse:
    """Withdraw the version that came of the draft, before it begins."""
    draft = get_object_or_404(drafts_visible_to(request.actor), pk=pk)

    def act(known: dict[str, Any]) -> HttpResponse:
        found = seen(request.POST.get("seen"))
        actions.withdraw(request.actor, pk, at=timezone.now(), why=known["why"], seen=found)
        messages.success(request, _("第 {number} 版已撤回，现行规则继续施行。").format(number=draft.number))
        return redirect("rules:draft", pk)

    return _decide(request, draft, DraftVerb.withdraw, WithdrawForm, {}, act, "rules/draft_withdraw.html")


def _decide(
    request: Request,
    draft: Draft,
    verb: DraftVerb,
    kind: type[forms.Form],
    initial: Mapping[str, object],
    act: Callable[[dict[str, Any]], HttpResponse],
    template: str,
) -> HttpResponse:
    """Ask, or do it; where it cannot be done now, say why."""
    if (shut := refused(verb, DraftState(draft.state), request.actor.roles)) is not None:
        return closed(request, draft, shut)
    form = kind(request.POST) if request.method == "POST" else kind(initial=dict(initial))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return act(form.cleaned_data)
            except Refused as no:
                if no.code in SHUT:
                    draft.refresh_from_db()
                    return closed(request, draft, no)
                status = refuse(form, no)
    changed = shown(book(draft.base_id), load(draft.text))
    missing = [draft_words.AUDIENCES[each] for each in asked_of(draft).missing]
    return render(
        request, template, {"draft": draft, "form": form, "changes": changed, "missing": missing}, status=status
    )
