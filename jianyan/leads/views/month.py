"""月度梳理 (5.1.f): a month's leads in one table, to classify, merge, link and split without leaving it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import Zone
from jianyan.accounts.queries import handling_departments
from jianyan.core.flow import Refused
from jianyan.core.opinion import month_of
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.leads import actions
from jianyan.leads.actions.alike import MOST
from jianyan.leads.forms.month import Filled, MonthForm, filled, numbers
from jianyan.leads.models import Lead
from jianyan.leads.queries.linked import links_of
from jianyan.leads.queries.month import Wanted, by_ids, last_sorting, of_month, progress, proposals
from jianyan.leads.views.month_chosen import chosen_panel, proposal_card
from jianyan.leads.views.month_rows import Choosing, Line, line_of, refused
from jianyan.leads.views.undo import undo_button
from jianyan.rules.queries import NoRulebook, book, version_on
from jianyan.ui.said import say
from jianyan.ui.shapes import Tab

PAGE = 50


@entry("officer", "head")
def month(request: Request) -> HttpResponse:
    """The table, or the pairs that look alike; with ``do`` and chosen leads what would become of them."""
    now = timezone.now()
    form = _form(request, now)
    wanted = form.wanted()
    if request.method == "POST":
        return _sent(request, form, wanted, now)
    return render(request, "leads/month.html", _page(request, form, wanted))


def _form(request: Request, now: datetime) -> MonthForm:
    today = local_date(now)
    units = handling_departments(request.zone.pk)
    return MonthForm(request.GET, usual=month_of(today), book=_book(request.zone, today), units=units)


def _book(zone: Zone, today: date) -> Rulebook | None:
    try:
        return book(version_on(zone.pk, today).pk)
    except NoRulebook:
        return None


def address(request: Request, **changes: object) -> str:
    """This table with some of its address changed; None drops a part. What was chosen is left behind."""
    query = request.GET.copy()
    for name, value in {"do": None, "lead": None, **changes}.items():
        if value is None:
            query.pop(name, None)
        elif isinstance(value, list):
            query.setlist(name, value)
        else:
            query[name] = str(value)
    return f"{reverse('leads:month')}{'?' if query else ''}{query.urlencode()}"


def _page(request: Request, form: MonthForm, wanted: Wanted, changed: dict[int, Line] | None = None) -> dict[str, Any]:
    alike = request.GET.get("view") == "alike"
    context = {
        **frame(request, wanted),
        "form": form,
        "shown": [form[name] for name in form.fields],
        "alike": alike,
        "tabs": [
            Tab(url=address(request, view=None, page=None), label=_("逐条整理"), active=not alike),
            Tab(url=address(request, view="alike", page=None), label=_("看着相似的"), active=alike),
        ],
        "earlier": address(request, month=f"{wanted.month - timedelta(days=1):%Y-%m}", page=None),
        "later": address(request, month=f"{wanted.month + timedelta(days=31):%Y-%m}", page=None),
        "here": address(request),
    }
    if alike:
        cards = [proposal_card(request.actor, pair) for pair in proposals(request.actor, wanted.month)]
        return {**context, "proposals": cards}
    page = Paginator(of_month(request.actor, wanted), PAGE).get_page(request.GET.get("page"))
    sent = numbers(request.GET.getlist("lead"), MOST + 1)
    lines = _lines(request, page, changed or {}, sent)
    return {**context, "page_obj": page, "lines": lines, **chosen_panel(request, sent)}


def frame(request: Request, wanted: Wanted) -> dict[str, Any]:
    """How far the month is, and whether somebody has found it sorted."""
    now = progress(request.zone.pk, wanted.month)
    last = last_sorting(request.zone.pk, wanted.month)
    return {
        "month": wanted.month,
        "progress": now,
        "sorting": last,
        "since": now.total - last.leads if last else 0,
        "can_finish": bool(now.total) and not now.left and (last is None or last.leads != now.total),
        "query": request.GET.urlencode(),
    }


def _lines(request: Request, page: Page[Lead], changed: dict[int, Line], sent: Iterable[int]) -> list[Line]:
    choosing, links = Choosing(), links_of([lead.pk for lead in page])
    back = quote(address(request))
    lines = [
        changed.get(lead.pk) or line_of(request.actor, lead, choosing, back=back, links=links.get(lead.pk, 0))
        for lead in page
    ]
    picked = set(sent)
    for line in lines:
        line.chosen = line.lead.pk in picked
    return lines


# -------------------------------------------------------------------------------------------------------------- saving


def _sent(request: Request, form: MonthForm, wanted: Wanted, now: datetime) -> HttpResponse:
    """Save the rows that were changed; then go on to what was pressed."""
    only = numbers(request.POST.getlist("only"), 1)
    rows = [filled(request.POST, pk) for pk in only or numbers(request.POST.getlist("row"), PAGE)]
    saved, wrong = _save(request, [row for row in rows if row.changed], now)
    if only:
        return _one(request, wanted, only[0], saved, wrong, now)
    if saved:
        said = _("已保存 {n} 条。").format(n=len(saved))
        say(request, said, undo_button(request, saved, now))
    if wrong:
        messages.error(request, _("有 {n} 条没有保存，原因见表中。").format(n=len(wrong)))
        context = _page(request, form, wanted, wrong)
        # A row that was saved may have left the page by its filter; one that was not saved is shown in any case.
        here = {line.lead.pk for line in context.get("lines", ())}
        context["lines"] = [line for pk, line in wrong.items() if pk not in here] + context.get("lines", [])
        return render(request, "leads/month.html", context, status=422)
    do = request.POST.get("do")
    if do in ("merge", "link"):
        chosen = numbers(request.POST.getlist("chosen"), MOST + 1)
        return redirect(address(request, do=do, lead=chosen) + "#chosen")
    if not saved:
        messages.info(request, _("没有改动，不需要保存。"))
    return redirect(address(request))


def _save(request: Request, rows: list[Filled], now: datetime) -> tuple[list[int], dict[int, Line]]:
    """Each row is an act of its own: what is wrong with one does not keep another from being saved."""
    saved: list[int] = []
    wrong: dict[int, Line] = {}
    wanted = {lead.pk: lead for lead in by_ids(request.actor, [row.pk for row in rows])}
    choosing, back = Choosing(), quote(address(request))
    for row in rows:
        lead = wanted.get(row.pk)
        if lead is None:
            continue
        try:
            actions.classify(request.actor, row.pk, at=now, seen=row.seen, **row.arguments(lead))
            saved.append(row.pk)
        except Refused as no:
            wrong[row.pk] = refused(line_of(request.actor, lead, choosing, back=back), row, no)
    return saved, wrong


def _one(
    request: Request, wanted: Wanted, pk: int, saved: list[int], wrong: dict[int, Line], now: datetime
) -> HttpResponse:
    """The answer to a row that saves itself: its last cell, how far the month is, and the message."""
    line = wrong.get(pk)
    if line is None:
        lead = next(iter(by_ids(request.actor, [pk])), None)
        if lead is None:
            return HttpResponse(status=404)
        line = line_of(request.actor, lead, Choosing(), back=quote(address(request)))
        line.saved = pk in saved
    button = undo_button(request, saved, now)
    if saved:
        say(request, _("{no} 已保存。").format(no=line.lead.no), button)
    undo = button.values[0] if button else ""
    context = {**frame(request, wanted), "line": line, "here": address(request), "oob": True, "undo": undo}
    return render(request, "leads/month.html#answer", context)  # what is wrong is part of the answer: 422 is not shown
