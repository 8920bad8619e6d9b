"""通报专报: what was reported, quarter by quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.queries import Actor
from jianyan.core.periods import periods, quarter_name
from jianyan.core.workdays import local_date
from jianyan.leads.models import Lead
from jianyan.reports.models import Bulletin
from jianyan.reports.queries.visible import bulletins_visible_to, listed
from jianyan.reports.shown import Mark, mark_of
from jianyan.reports.tabs import report_tabs
from jianyan.ui.formats import quarter_in_words

#: How many quarters are shown at most, this one included.
MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """One quarter of the list. ``draftable``: the actor may draft its bulletin now; ``running``: it is not over."""

    name: str
    title: str
    bulletin: Bulletin | None
    mark: Mark | None
    draftable: bool
    running: bool


@entry("officer", "head", "leader", "supervisor", "liaison")
@require_safe
def reports(request: Request) -> HttpResponse:
    """The quarters, the newest first: all since the first lead for the office, those with a bulletin for others."""
    now = timezone.now()
    context: dict[str, object] = {"quarters": quarters_of(request.actor, now), "office": request.actor.is_office}
    context["tabs"] = report_tabs(request.actor, "home")
    return render(request, "reports/home.html", context)


def quarters_of(actor: Actor, now: datetime) -> list[Quarter]:
    """The quarters that the actor's list has. Two queries."""
    there = {bulletin.quarter: bulletin for bulletin in listed(bulletins_visible_to(actor))}
    names = set(there)
    today = local_date(now)
    if actor.is_office:
        names |= _since_first(actor, today)
    this = quarter_name(today)
    return [
        Quarter(
            name=name,
            title=quarter_in_words(name),
            bulletin=there.get(name),
            mark=mark_of(there[name]) if name in there else None,
            draftable=actor.is_office and name not in there,
            running=name == this,
        )
        for name in sorted(names, reverse=True)
    ]


def _since_first(actor: Actor, today: date) -> set[str]:
    first = Lead.objects.filter(zone=actor.zone_id).order_by("month").values_list("month", flat=True).first()
    begins = first or today
    return {quarter_name(each.first) for each in periods("quarter", today, MOST) if each.last >= begins}
