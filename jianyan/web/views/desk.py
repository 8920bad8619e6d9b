"""The officer's desk: the queues with their lights, the queue by due time, one lead beside it, whom to look after."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.queries import handling_departments
from jianyan.leads.forms.queue import FOLDED, QueueForm, asks_mine
from jianyan.leads.models import Place
from jianyan.leads.queries.contest import contests_waiting
from jianyan.leads.queries.desk import PAGE, how_many, page_of, people, waiting
from jianyan.leads.queries.page import lead_page, shown_to
from jianyan.leads.queries.queue import QUEUES, Waiting, Wanted
from jianyan.leads.step_words import passed_over
from jianyan.leads.views.lead import lead_context
from jianyan.leads.views.saved import own_views
from jianyan.notify.failures import open_count
from jianyan.people.queries import with_contact
from jianyan.ui import shapes
from jianyan.web.views.desk_below import rules_of
from jianyan.web.views.desk_rows import rows

LABELS = {
    "call": _("待沟通"),
    "dispatch": _("待转办"),
    "accept": _("待签收"),
    "reply": _("待答复"),
    "follow_up": _("待回访"),
    "promise": _("跟踪兑现"),
}


@entry("officer", "head")
@require_safe
def desk(request: Request) -> HttpResponse:
    """The desk; on an htmx request only the lead that was chosen, or the filters behind “more”."""
    chosen = _chosen(request)
    if chosen and _part(request):
        return render(request, "web/desk.html#lead", _lead(request, chosen))
    now = timezone.now()
    more = any(request.GET.get(name) for name in ("more", *FOLDED))
    form = _form(request, now, more)
    if _part(request) == "more":
        return render(request, "web/desk.html#more", {"form": form, "more": True})
    wanted = form.wanted()
    counted = waiting(request.actor, wanted, now)
    page = Paginator(range(how_many(counted, wanted)), PAGE).get_page(request.GET.get("page"))
    clocks = page_of(request.actor, wanted, now, page.number)
    context = {
        "form": form,
        "wanted": wanted,
        "narrowed": replace(wanted, mine=False) != Wanted(),
        "more": more,
        "more_url": _address(request, more=1),
        "passed_over": passed_over(form.passed_over),
        "tiles": _tiles(request, counted, wanted),
        "contests": contests_waiting(request.actor),
        "failures": open_count(request.actor),
        "page_obj": page,
        "items": rows(
            request.actor, clocks, now, chosen=chosen, address=_address(request, page=request.GET.get("page"))
        ),
        "picked": request.GET.get("picked") == "all",
        "pick_url": _address(request, picked="all", page=request.GET.get("page")),
        "all_url": _address(request, **dict.fromkeys(("queue", "light", "q", "more", *FOLDED))),
        "below_url": f"{reverse('desk_below')}?who={'mine' if wanted.mine else 'all'}",
        "everybody_url": _address(request, who="all"),
        **own_views(request, Place.desk),
        **(_lead(request, chosen) if chosen else {}),
    }
    return render(request, "web/desk.html", context)


def _chosen(request: Request) -> int | None:
    sent = request.GET.get("lead", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None


def _lead(request: Request, pk: int) -> dict[str, object]:
    now = timezone.now()
    found = get_object_or_404(with_contact(shown_to(request.actor), now, "identity__supervisor__"), pk=pk)
    return {**lead_context(lead_page(request.actor, found, now)), "pane": True}


def _part(request: Request) -> str:
    """The part of the page that htmx asks for; "" for the page."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return htmx.target or "" if htmx and not htmx.history_restore_request else ""


def _form(request: Request, now: datetime, more: bool) -> QueueForm:
    """The filters; those behind “more” offer something only where they are shown. At most two queries."""
    actor = request.actor
    return QueueForm(
        request.GET,
        actor=actor,
        book=rules_of(actor, now) if more else None,
        units=handling_departments(actor.zone_id) if more else (),
        people=people(actor, now, mine=asks_mine(request.GET, actor)) if more else (),
    )


def _address(request: Request, **changes: object) -> str:
    """This desk with some filters changed; None drops one. Page and chosen lead belong to the old list."""
    query = request.GET.copy()
    for name, value in {"page": None, "lead": None, "picked": None, **changes}.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"{reverse('desk')}?{query.urlencode()}"


def _tiles(request: Request, counted: dict[str, Waiting], wanted: Wanted) -> list[shapes.Tile]:
    return [
        shapes.Tile(
            url=_address(request, queue=None if name == wanted.queue else name),
            label=str(LABELS[name]),
            count=counted[name].count,
            red=counted[name].red,
            yellow=counted[name].yellow,
            active=name == wanted.queue,
        )
        for name in QUEUES
    ]
