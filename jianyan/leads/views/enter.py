"""代录: one form that came on paper or by phone, entered by hand for its supervisor; kept only when sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.leads import actions, words
from jianyan.leads.forms.enter import EnterForm
from jianyan.leads.forms.opinion import BLANK, Typed, block_forms, found_in, is_blank, opinions, summary, typed_leads
from jianyan.people.models import Identity
from jianyan.people.queries import visible_to
from jianyan.rules.queries import NoRulebook, book, version_on
from jianyan.rules.words import title_of
from jianyan.ui.fields import errors_of
from jianyan.ui.formats import month_in_words


@dataclass(slots=True)
class Page:
    """What was typed so far, and what was found wrong with it."""

    identity: Identity
    rules: Rulebook
    form: EnterForm
    leads: list[Typed]
    key: UUID
    found: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    top: list[str] = field(default_factory=list)

    @property
    def longest(self) -> int:
        return self.rules.number_of("form_max_leads")

    def context(self) -> dict[str, Any]:
        supervisor = self.identity.supervisor
        blocks = block_forms(self.leads, self.rules, supervisor.channel, self.found)
        general, own = errors_of([self.form]) if self.form.is_bound else ([], [])
        entries = [*own, *summary(blocks)]
        return {
            "supervisor": supervisor,
            "level": title_of(self.rules.levels, self.identity.level),
            "form": self.form,
            "blocks": blocks,
            "key": self.key,
            "more": len(blocks) < self.longest,
            "longest": self.longest,
            "general": [*self.top, *general],
            "entries": entries,
            "total": len(self.top) + len(general) + len(entries),
        }


@entry("officer", "head")
def form_enter(request: Request, pk: int) -> HttpResponse:
    """The page; every press but the last shows it again with what was typed."""
    identities = Identity.objects.filter(supervisor__in=visible_to(request.actor).values("pk"))
    identity = get_object_or_404(identities.select_related("supervisor__unit"), pk=pk)
    now = timezone.now()
    today = local_date(now)
    try:
        rules = book(version_on(request.zone.pk, today).pk)
    except NoRulebook:
        messages.warning(request, words.refusal(Refused("no_rules")))
        return redirect("form_months")
    if request.method != "POST":
        page = Page(identity, rules, EnterForm(None, today=today), [dict(BLANK)], uuid4())
        return render(request, "leads/enter.html", page.context())
    page = Page(identity, rules, EnterForm(request.POST, today=today), typed_leads(request.POST), _key(request))
    return _pressed(request, page, now)


def _key(request: Request) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def _pressed(request: Request, page: Page, now: datetime) -> HttpResponse:
    """Add a lead, take one out, or enter the form."""
    do = request.POST.get("do", "")
    if do in ("send", "nil"):
        return _send(request, page, now, nil=do == "nil")
    if do == "add" and len(page.leads) < page.longest:
        page.leads.append(dict(BLANK))
    elif (gone := re.fullmatch(r"remove-(\d{1,3})", do)) and int(gone[1]) < len(page.leads):
        page.leads.pop(int(gone[1]))
    page.leads = page.leads or [dict(BLANK)]
    page.form = EnterForm(None, today=local_date(now))
    page.form.initial.update({name: request.POST.get(name, "") for name in page.form.fields})
    return render(request, "leads/enter.html", page.context())


def _send(request: Request, page: Page, now: datetime, *, nil: bool) -> HttpResponse:
    written = [lead for lead in page.leads if not is_blank(lead)]
    status = 422
    if nil and written:
        page.top.append(words.refusal(Refused("nil_with_leads")))
    elif not nil:
        page.leads = written or [dict(BLANK)]
        page.found = found_in(page.leads, page.rules, page.identity.supervisor.channel)
    if page.form.is_valid() and not page.found and not page.top:
        known = page.form.cleaned_data
        try:
            filed = actions.file_on_behalf(
                request.actor, page.identity.pk, opinions=opinions(written), at=now, key=page.key, nil=nil, **known
            )
        except Refused as no:
            status = 409 if no.code == "already_filed" else 422
            at = words.FIELDS.get(no.code, "")
            said = words.refusal(no, behalf=True)
            if at in page.form.fields:
                page.form.add_error(at, said)
            else:
                page.top.append(said)
        else:
            done = _("已代录{name}的{month}意见表。").format(
                name=page.identity.supervisor.name, month=month_in_words(filed.month)
            )
            messages.success(request, done)
            return redirect(f"{reverse('form_months')}?month={filed.month:%Y-%m}")
    page.leads = page.leads or [dict(BLANK)]
    return render(request, "leads/enter.html", page.context(), status=status)
