"""Bringing in a notice of days off and worked: first what it would change, then the change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.notice import remarks
from jianyan.core.workdays import Day, local_date
from jianyan.leads.actions.notice import IMPORTERS, import_notice
from jianyan.leads.queries.moves import Move, changes, running
from jianyan.leads.words import CLOCKS, refusal
from jianyan.rules.queries import calendar_of
from jianyan.web.notice_form import ODD, NoticeForm

#: How many moved clocks the preview shows by name.
SHOWN = 100


@dataclass(slots=True)
class Preview:
    """What a notice would do: its days with remarks, the clocks that would move, and how many become certain."""

    days: list[tuple[Day, list[str]]]
    moves: list[tuple[Move, str]] = field(default_factory=list)
    moved: int = 0
    settled: int = 0
    by_kind: list[tuple[str, int]] = field(default_factory=list)


@entry(*IMPORTERS)
def calendar_import(request: Request) -> HttpResponse:
    """The form; sent once it shows the preview, confirmed it brings the notice in."""
    if request.method != "POST":
        return _page(request, NoticeForm())
    form = NoticeForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    step = request.POST.get("step")
    return _bring_in(request, form) if step == "confirm" else _page(request, form, preview=step != "edit")


def _bring_in(request: Request, form: NoticeForm) -> HttpResponse:
    known = form.cleaned_data
    try:
        done = import_notice(
            request.actor,
            at=timezone.now(),
            name=known["name"],
            days=form.days,
            year=known["year"],
            seen=known["seen"],
        )
    except Refused as no:
        messages.warning(request, refusal(no))
        return _page(request, form, preview=True, status=409)
    messages.success(
        request, _("已载入“{name}”，重算了 {moved} 个期限。").format(name=done.notice.name, moved=done.moved)
    )
    return redirect(f"{reverse('rules:calendar')}?year={known['year'] or form.days[0].day.year}")


def _page(request: Request, form: NoticeForm, *, preview: bool = False, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "revision": request.zone.calendar_revision,
        "preview": _preview(request, form) if preview else None,
        "knows_leads": request.actor.is_office,
    }
    return render(request, "web/calendar_import.html", context, status=status)


def _preview(request: Request, form: NoticeForm) -> Preview:
    """Compute what would change, without writing anything."""
    calendar, year = calendar_of(request.zone), form.cleaned_data["year"]
    noted = remarks(form.days, calendar, year, local_date(timezone.now()))
    found = Preview([(remark.day, [str(ODD[odd]) for odd in remark.odd]) for remark in noted])
    kinds: Counter[str] = Counter()
    for move in changes(running(request.zone.pk), calendar.with_days(form.days, [year] if year else [])):
        found.settled += move.clock.provisional and not move.end.provisional
        if not move.moved:
            continue
        found.moved += 1
        word = str(CLOCKS[move.clock.kind])  # type: ignore[index]
        kinds[word] += 1
        if len(found.moves) < SHOWN:
            found.moves.append((move, word))
    found.by_kind = kinds.most_common()
    return found
