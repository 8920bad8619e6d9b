"""One address for each verb on a lead: GET shows its form, POST acts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.core import flow
from jianyan.core.flow import Hat, Refused, Verb
from jianyan.leads import words
from jianyan.leads.actions.reply_draft import WRITTEN_FOR
from jianyan.leads.forms.base import VerbForm
from jianyan.leads.models import ReplyDraft
from jianyan.leads.queries.files import supplemented
from jianyan.leads.queries.page import LeadPage, find_shown, lead_page
from jianyan.leads.queries.timeline import name_of
from jianyan.leads.queries.visible import visible_to
from jianyan.leads.views.baskets import Basket, act_basket, token_of
from jianyan.leads.views.lead import lead_context
from jianyan.leads.views.reply_draft import draft_of, pressed_keep, reply_context, typed_in
from jianyan.leads.views.text import verb_words
from jianyan.leads.views.undo import undo_button
from jianyan.leads.views.verb_context import context_of
from jianyan.leads.views.verb_pages import PAGES, VerbPage, page_of
from jianyan.ledger.words import sentence
from jianyan.ui.formats import clock_time, datetime_in_words, day_in_words, local_day
from jianyan.ui.said import say

#: What a refusal is to a browser: somebody was faster, never yours, or something to put right.
STATUS = {"stale": 409, "wrong_state": 409, "wrong_hat": 403}
#: Lists with verbs in them, to which the actor goes back.
BACK = frozenset({"department", "desk", "my_home"})


@entry("supervisor", "officer", "head", "liaison")
def verb(request: Request, pk: int, verb: str) -> HttpResponse:
    """The page of one verb on one lead."""
    page = page_of(verb)
    if page is None:
        raise Http404
    about = _about(request, pk)
    if page.verb == Verb.supplement and supplemented(request.actor, pk, token_of(request)):
        return _onward(request, pk)  # the same page sent twice
    draft = draft_of(request, page, about) if page.verb in about.verbs else None
    basket = _basket(request, page, about, draft)
    if (not_now := _not_now(request, page, about)) is not None:
        return _refused(request, page, about, not_now, basket)
    if request.method != "POST":
        initial = {**typed_in(draft), **_asked(request)}
        return _form(request, page, about, page.form(about=about, initial=initial), basket, draft=draft)
    if (kept := pressed_keep(request, page, pk)) is not None:
        return kept
    if (pressed := _pressed(request, page, about, basket)) is not None:
        return pressed
    form = page.form(request.POST, about=about)
    if not form.is_valid() or (basket and basket.refused):
        return _form(request, page, about, form, basket, status=422)
    given = {"basket": basket.token} if basket else {}
    try:
        page.act(request.actor, pk, at=about.at, seen=about.lead.revision, **given, **form.values())
    except Refused as no:
        if no.code in STATUS:
            return _refused(request, page, _about(request, pk), no, basket)
        form.refuse(no)
        return _form(request, page, about, form, basket, status=422)
    say(request, _said(page, about, form), undo_button(request, [pk], about.at))
    return _onward(request, pk)


def _basket(request: Request, page: VerbPage, about: LeadPage, draft: ReplyDraft | None) -> Basket | None:
    """The files of the page, with what came by this press; None where there are none, or it is not theirs to do."""
    if not page.files or page.verb not in about.verbs:
        return None
    kept = draft.basket if draft is not None and request.method != "POST" else None
    return act_basket(request, at=about.at, quiet=about.lead.hidden and about.sight.own, kept=kept)


def _pressed(request: Request, page: VerbPage, about: LeadPage, basket: Basket | None) -> HttpResponse | None:
    """The answer to a button that does nothing yet: files came or went, or another result asks for other fields."""
    filed = basket is not None and ("unfile" in request.POST or request.POST.get("do") == "files-0")
    if not filed and "redraw" not in request.POST:
        return None
    if filed and request.htmx:  # type: ignore[attr-defined]
        context = {"basket": basket, "files_url": request.get_full_path()}
        return render(request, "leads/parts/basket.html", context)
    part = "#asked" if request.htmx else ""  # type: ignore[attr-defined]
    return _form(request, page, about, page.form.redrawn(request.POST, about=about), basket, part=part)


def _about(request: Request, pk: int) -> LeadPage:
    now = timezone.now()
    lead = find_shown(request.actor, pk, now)
    if lead is None:
        raise Http404
    return lead_page(request.actor, lead, now)


def _not_now(request: Request, page: VerbPage, about: LeadPage) -> Refused | None:
    """Why the verb cannot be done: never theirs, not in this state, or the page that was sent is an old one."""
    stale = request.method == "POST" and _seen(request) != about.lead.revision
    try:
        flow.step(about.state, page.verb, about.hats, about.facts)
    except Refused as no:
        # A department that has lost the lead meanwhile wears another hat by now: it hears what happened.
        return Refused("stale") if stale and (no.code != "wrong_hat" or Hat.supporting in about.hats) else no
    return Refused("stale") if stale else None


def _asked(request: Request) -> dict[str, Any]:
    """Answers that a link already gives."""
    return {
        name: request.GET[name] for name in ("result", "into", "clock", "contest", "outcome") if name in request.GET
    }


def _seen(request: Request) -> int:
    """The revision on the page that was sent; 0, which no lead has, where it says none."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _form(
    request: Request,
    page: VerbPage,
    about: LeadPage,
    form: VerbForm,
    basket: Basket | None,
    *,
    status: int = 200,
    note: str = "",
    part: str = "",
    draft: ReplyDraft | None = None,
) -> HttpResponse:
    """The page of the form, or the named part of it."""
    context = {
        **lead_context(about),
        **context_of(page, about, request.GET),
        **(reply_context(request, about, draft, review=page.verb == Verb.submit_reply) if _writes(page) else {}),
        "form": form,
        "basket": basket,
        "files_url": request.get_full_path(),
        "verb": page,
        "heading": verb_words(page.verb, about.sight),
        "note": note,
    }
    return render(request, f"{page.template}{part}", context, status=status)


def _writes(page: VerbPage) -> bool:
    return page.verb in WRITTEN_FOR


def _refused(
    request: Request, page: VerbPage, about: LeadPage, no: Refused, basket: Basket | None = None
) -> HttpResponse:
    """Why not, what happened meanwhile, and what was typed. A page that was only old can be sent again at once."""
    status = STATUS.get(no.code, 422)
    happened = _happened(about) if status == 409 else ""
    sent = page.form(request.POST, about=about) if request.method == "POST" and status == 409 else None
    if no.code == "stale" and sent is not None and page.verb in about.verbs:
        return _form(request, page, about, sent, basket, status=status, note=happened)
    context = {
        **lead_context(about),
        "heading": verb_words(page.verb, about.sight),
        "happened": happened,
        "reason": words.refusal(no),
        "typed": sent.texts() if sent is not None else [],
    }
    return render(request, "leads/refused.html", context, status=status)


def _happened(about: LeadPage) -> str:
    """状态已变化：李敏 于 10:42 转办至商务促进局."""
    if not about.entries:
        return _("状态已变化，现在是“{state}”。").format(state=words.STATES[about.state])
    last = about.entries[0]
    names = {pk: words.unit_name(unit) for pk, unit in about.departments.items()}
    what = sentence(last.verb, last.data, departments=names)
    at = about.sight.when(last.at, last.role)
    if not isinstance(at, datetime):
        when = day_in_words(at)
    else:
        when = clock_time(at) if local_day(at) == local_day(about.at) else datetime_in_words(at)
    return _("状态已变化：{who} 于 {when} {what}").format(
        who=name_of(last, about.lead, about.sight), when=when, what=what
    )


def _said(page: VerbPage, about: LeadPage, form: VerbForm) -> str:
    unit = about.departments.get(form.values().get("department") or 0)
    onward = page.verb == Verb.call and unit is not None
    done = str(page.done) + (str(PAGES[Verb.dispatch].done) if onward else "")
    said = done.format(department=words.unit_name(unit) if unit else "")
    if (
        (onward or page.verb == Verb.dispatch)
        and about.lead.dispatches == 0
        and (left := about.book.number_of("recall_within"))
    ):
        said += _("{seconds} 秒内可以撤回。").format(seconds=left)
    return said


def _onward(request: Request, pk: int) -> HttpResponse:
    """Back to the list that the act came from, else to the lead, else home when it is out of sight now."""
    back, month = request.POST.get("back"), request.GET.get("back", "")
    if month.startswith(reverse("leads:month")) and url_has_allowed_host_and_scheme(month, None):
        return redirect(month)
    if back in BACK:
        return redirect(back)
    return redirect("leads:lead", pk) if visible_to(request.actor).filter(pk=pk).exists() else redirect("home")
