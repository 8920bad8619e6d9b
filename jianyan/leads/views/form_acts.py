"""What a press on the opinion form does. Every press keeps what was typed first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jianyan.core.flow import Refused
from jianyan.leads import actions, words
from jianyan.leads.forms.draft import Posted, removed_from, stamp
from jianyan.leads.forms.opinion import BLANK, Typed, basket_of, found_in, is_blank, kept_leads, opinions, written
from jianyan.leads.views.baskets import lead_basket, take_lead_files
from jianyan.leads.views.form_pages import Case, block_page, closed_page, look_page
from jianyan.ui.formats import clock_time, month_in_words


def keep(case: Case, posted: Posted, leads: list[Typed], **more: Any) -> Case:
    """Save the draft; the case with it."""
    draft = actions.save_draft(
        case.request.actor,
        case.own.identity.pk,
        case.month,
        {"leads": leads, "page": posted.page, "at": posted.at, "turn": posted.turn, **more},
        at=case.now,
        key=case.own.draft.key if case.own.draft else posted.key,
    )
    return replace(case, own=replace(case.own, draft=draft))


def leads_to_keep(case: Case, posted: Posted) -> list[Typed]:
    """What is typed, together with what another page has saved meanwhile; says so when it did."""
    leads, both = posted.with_draft(case.own.draft)
    if both:
        messages.warning(case.request, _("这份草稿刚才在别的页面改过，两边的内容都保留在下面，请核对后删去多余的。"))
    if posted.month != case.month:
        messages.warning(
            case.request,
            _("只能填写当月的意见表，您填写的内容已存为{month}的草稿。").format(month=month_in_words(case.month)),
        )
    return leads or [dict(BLANK)]


def save(case: Case, posted: Posted) -> HttpResponse:
    """暂存."""
    keep(case, posted, leads_to_keep(case, posted))
    messages.success(case.request, _("已暂存 {time}，可以随时回来接着写。").format(time=clock_time(case.now)))
    return redirect(case.url(at=posted.at))


def add(case: Case, posted: Posted) -> HttpResponse:
    """再提一条."""
    leads = leads_to_keep(case, posted)
    if len(leads) >= case.longest:
        messages.warning(case.request, words.refusal(Refused("too_many_leads", longest=case.longest)))
    else:
        leads.append(dict(BLANK))
    at = f"lead-{len(leads)}"
    keep(case, replace(posted, at=at), leads)
    return redirect(case.url(at=at))


def remove(case: Case, posted: Posted, place: int) -> HttpResponse:
    """Take one lead out; it can be put back until the next press."""
    leads = leads_to_keep(case, posted)
    more = {}
    if place < len(leads):
        gone = leads.pop(place)
        more = {} if is_blank(gone) else {"removed": {"place": place, "lead": gone}}
    at = f"lead-{max(1, min(place, len(leads)))}"
    keep(case, replace(posted, at=at), leads or [dict(BLANK)], **more)
    return redirect(case.url(at="top" if more else at))


def undo(case: Case, posted: Posted) -> HttpResponse:
    """Put the lead back that was taken out last."""
    leads = leads_to_keep(case, posted)
    removed = removed_from(case.own.draft)
    if removed is None:
        return redirect(case.url())
    place, lead = removed
    leads = [one for one in leads if not is_blank(one)]
    leads.insert(place, lead)
    at = f"lead-{min(place + 1, len(leads))}"
    keep(case, replace(posted, at=at), leads)
    return redirect(case.url(at=at))


def look(case: Case, posted: Posted) -> HttpResponse:
    """Look over before sending. Leads with nothing in them are left out."""
    leads = leads_to_keep(case, posted)
    leads = written(leads) or leads[:1]
    found = found_in(leads, case.book, case.channel)
    case = keep(case, replace(posted, at=posted.at if found else "look"), leads)
    if found:
        return block_page(case, leads, found=found, status=422)
    return redirect(case.url("look"))


def send(case: Case, posted: Posted) -> HttpResponse:
    """提交: file what was looked over, and only that."""
    if case.own.draft is None:
        return block_page(case, case.leads, top=[str(words.REFUSALS["no_leads"])], status=422)
    if posted.seen != stamp(case.own.draft):
        note = _("草稿在您看的时候又改过，请再看一遍。")
        return look_page(case, note=note, status=409)
    return _file(case, posted, written(kept_leads(case.own.draft.data)))


def nil(case: Case, posted: Posted) -> HttpResponse:
    """本月无意见. A draft with anything in it is asked about first: it would be gone."""
    if written(case.leads) and case.request.POST.get("sure") != "1":
        return redirect(case.url("nil"))
    return _file(case, posted, [], nil=True)


def _file(case: Case, posted: Posted, leads: list[Typed], *, nil: bool = False) -> HttpResponse:
    try:
        if posted.month is None:
            raise Refused("month_closed")
        filed = actions.file_form(
            case.request.actor,
            case.own.identity.pk,
            posted.month,
            opinions(leads),
            at=case.now,
            key=posted.key,
            nil=nil,
            baskets=[basket_of(lead) for lead in leads],
        )
    except actions.Invalid as no:
        return block_page(case, leads, found=no.params["leads"], status=422)  # type: ignore[arg-type]
    except Refused as no:
        if no.code == "already_filed":
            return closed_page(case.request, "filed", case.own, level=case.level, kept=leads, status=409)
        return block_page(case, case.leads, top=[words.refusal(no)], status=422)
    return redirect("leads:form_done", pk=filed.pk)


ACTS: dict[str, Callable[[Case, Posted], HttpResponse]] = {
    "save": save,
    "add": add,
    "undo": undo,
    "look": look,
    "send": send,
    "nil": nil,
}


def files(case: Case, posted: Posted, place: int, refused: Mapping[int, list[str]]) -> HttpResponse:
    """Files came or went: the part of the page with the files of that lead, or with scripts off the page."""
    leads = leads_to_keep(case, posted)
    case = keep(case, posted, leads)
    if case.request.htmx and place < len(posted.leads):  # type: ignore[attr-defined]
        shown = lead_basket(case.request, place, posted.leads[place])
        shown.refused, shown.quiet = refused.get(place, []), case.channel == "internal"
        return render(case.request, "leads/parts/basket.html", {"basket": shown, "files_url": case.url()})
    _say(case, refused)
    return redirect(case.url(at=posted.at or f"lead-{place + 1}"))


def _say(case: Case, refused: Mapping[int, list[str]]) -> None:
    for sentence in (sentence for sentences in refused.values() for sentence in sentences):
        messages.warning(case.request, sentence)


def act(case: Case, posted: Posted) -> HttpResponse:
    """Do what the pressed button says; an unknown or forged one keeps the text and nothing else."""
    do = case.request.POST.get("do", "files-0" if "unfile" in case.request.POST else "")
    refused = take_lead_files(case.request, posted.leads, at=case.now)
    if found := re.fullmatch(r"files-(\d{1,3})", do):
        return files(case, posted, int(found[1]), refused)
    if refused and do == "look":
        leads = leads_to_keep(case, posted)
        return block_page(keep(case, posted, leads), leads, refused=refused, status=422)
    _say(case, refused)
    if found := re.fullmatch(r"remove-(\d{1,3})", do):
        return remove(case, posted, int(found[1]))
    return ACTS.get(do, save)(case, posted)
