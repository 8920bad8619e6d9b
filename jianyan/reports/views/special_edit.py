"""Editing a draft: its title, the words of a section, the matters of a section."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jianyan.accounts.access import Request, entry
from jianyan.core.bulletin import filled, names_in, names_of, paragraphs, values_of
from jianyan.core.figures import read
from jianyan.core.flow import Refused
from jianyan.core.special import SECTIONS, WITH_ITEMS, SpecialState, SpecialVerb, special_step
from jianyan.leads.models import Lead
from jianyan.reports import special_words as words
from jianyan.reports.actions import add_item, drop_item, edit_item, edit_special, title_special
from jianyan.reports.forms.special import ItemForm, Refusable, SectionForm, TitleForm
from jianyan.reports.models import Special, SpecialItem
from jianyan.reports.queries.special import OFFERED, facts_of, offered, specials_visible_to
from jianyan.reports.views.special import STATUS, seen


def _draft(request: Request, pk: int, verb: SpecialVerb) -> Special | HttpResponse:
    """The draft, or the answer that it cannot be edited any more."""
    found = get_object_or_404(specials_visible_to(request.actor).select_related("snapshot", "zone"), pk=pk)
    try:
        special_step(SpecialState(found.state), verb, request.actor.roles, facts_of(found, timezone.now()))
    except Refused as no:
        messages.error(request, words.refusal(no))
        return redirect("reports:special", pk)
    return found


@entry("officer", "head")
def special_title(request: Request, pk: int) -> HttpResponse:
    """The title."""
    found = _draft(request, pk, SpecialVerb.edit)
    if isinstance(found, HttpResponse):
        return found
    form = TitleForm(request.POST or None, initial={"title": found.title})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                title_special(request.actor, pk, at=timezone.now(), seen=seen(request), **form.cleaned_data)
            except Refused as no:
                form.refuse(no)
                status = STATUS.get(no.code, 422)
            else:
                messages.success(request, _("标题已保存。"))
                return redirect("reports:special", pk)
    found.refresh_from_db(fields=["revision"])
    context = {"special": found, "form": form, "heading": _("标题"), "seen": found.revision}
    return render(request, "reports/special_edit.html", context, status=status)


@entry("officer", "head")
def special_section(request: Request, pk: int, section: str) -> HttpResponse:
    """The words of a section; what somebody else has saved meanwhile is shown beside what was typed."""
    found = _draft(request, pk, SpecialVerb.edit)
    if isinstance(found, HttpResponse):
        return found
    row = get_object_or_404(found.sections.select_related("changed_by"), key=section)
    form = SectionForm(request.POST or None, initial={"text": row.text})
    values, status, theirs = values_of(read(found.snapshot.figures)), 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                known = {"key": section, "text": form.cleaned_data["text"], "seen": seen(request)}
                edit_special(request.actor, pk, at=timezone.now(), **known)
            except Refused as no:
                form.refuse(no)
                status = STATUS.get(no.code, 422)
                theirs = row if no.code == "stale" else None
            else:
                messages.success(request, _("“{title}”已保存。").format(title=SECTIONS[section]))
                return redirect("reports:special", pk)
    figures, named = names_of(values, row.text), set(names_in(row.text))
    context = {
        "special": found,
        "form": form,
        "heading": SECTIONS[section],
        "seen": row.revision,
        "used": [pair for pair in figures if pair[0] in named],
        "figures": [pair for pair in figures if pair[0] not in named],
        "theirs": theirs,
        "said": paragraphs(filled(row.text, values)) if theirs else [],
    }
    return render(request, "reports/special_edit.html", context, status=status)


@entry("officer", "head")
def special_item_new(request: Request, pk: int, section: str) -> HttpResponse:
    """A new matter: choose the leads, say what it is about."""
    found = _draft(request, pk, SpecialVerb.choose)
    if isinstance(found, HttpResponse):
        return found
    if section not in WITH_ITEMS:
        raise Http404
    leads = list(offered(found, section)[:OFFERED])
    form = ItemForm(request.POST or None, offered=leads, zone_id=request.zone.pk)
    status = 200
    if request.method == "POST":
        done, status = _try(
            form, lambda known: add_item(request.actor, pk, at=timezone.now(), section=section, **known)
        )
        if done:
            messages.success(request, _("已加入“{title}”。").format(title=SECTIONS[section]))
            return redirect("reports:special", pk)
    context = {"special": found, "form": form, "heading": SECTIONS[section], "seen": found.revision}
    return render(request, "reports/special_item.html", context, status=status)


@entry("officer", "head")
def special_item(request: Request, pk: int) -> HttpResponse:
    """What is said of a matter, and the leads that it rests on."""
    specials = specials_visible_to(request.actor)
    item = get_object_or_404(SpecialItem.objects.prefetch_related("leads"), pk=pk, special__in=specials)
    found = _draft(request, item.special_id, SpecialVerb.choose)
    if isinstance(found, HttpResponse):
        return found
    chosen: list[Lead] = list(item.leads.all())
    leads = [*chosen, *(lead for lead in offered(found, item.section)[:OFFERED] if lead not in chosen)]
    initial = {"title": item.title, "text": item.text, "leads": [lead.pk for lead in chosen]}
    form = ItemForm(request.POST or None, offered=leads, zone_id=request.zone.pk, initial=initial)
    status = 200
    if request.method == "POST":
        done, status = _try(
            form, lambda known: edit_item(request.actor, pk, at=timezone.now(), seen=seen(request), **known)
        )
        if done:
            messages.success(request, _("已保存。"))
            return redirect("reports:special", found.pk)
    theirs = item if status == 409 else None
    context = {
        "special": found,
        "form": form,
        "heading": SECTIONS[item.section],
        "seen": item.revision,
        "item": item,
        "theirs": theirs,
        "said": [item.title, *paragraphs(item.text)] if theirs else [],
    }
    return render(request, "reports/special_item.html", context, status=status)


def _try(form: Refusable, act: Any) -> tuple[bool, int]:
    """Do it if the form is valid; what is refused is said in the form."""
    if not form.is_valid():
        return False, 422
    try:
        act(form.cleaned_data)
    except Refused as no:
        form.refuse(no)
        return False, STATUS.get(no.code, 422)
    return True, 200


@entry("officer", "head")
@require_POST
def special_item_drop(request: Request, pk: int) -> HttpResponse:
    """Take a matter out of a draft."""
    item = get_object_or_404(SpecialItem, pk=pk, special__in=specials_visible_to(request.actor))
    try:
        drop_item(request.actor, pk, at=timezone.now(), seen=seen(request))
    except Refused as no:
        messages.error(request, words.refusal(no))
        return redirect("reports:special", item.special_id)
    messages.success(request, _("已移出“{title}”。").format(title=item.title))
    return redirect("reports:special", item.special_id)
