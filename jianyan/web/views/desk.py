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
from jianyan.accounts.queries import Actor, handling_departments
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.leads.actions.together import AT_ONCE
from jianyan.leads.forms.queue import QueueForm, asks_mine
from jianyan.leads.models import Place
from jianyan.leads.queries.contest import contests_waiting
from jianyan.leads.queries.page import lead_page, shown_to
from jianyan.leads.queries.queue import QUEUES, Waiting, Wanted, how_many, queue, waiting
from jianyan.leads.step_words import passed_over
from jianyan.leads.views.lead import lead_context
from jianyan.leads.views.saved import own_views
from jianyan.people.queries import with_contact
from jianyan.people.queries.roster import looked_after
from jianyan.rules.queries import NoRulebook, book, version_on
from jianyan.ui import shapes
from jianyan.web.views.desk_below import below
from jianyan.web.views.desk_rows import rows

PAGE = 50
LABELS = {
    "call": _("待沟通"),
    "dispatch": _("待转办"),
    "accept": _("待签收"),
    "reply": _("待答复"),
    "follow_up": _("待回访"),
    "promise": _("跟踪兑现"),
}


#: Filters behind “more”.
FOLDED = ("department", "kind", "grade", "supervisor", "month")


class Counted(Paginator):
    """Pages of a list whose length is known already."""

    def __init__(self, found: object, size: int, length: int) -> None:
        super().__init__(found, size)  # type: ignore[arg-type]
        self.count = length


@entry("officer", "head")
@require_safe
def desk(request: Request) -> HttpResponse:
    """The desk; on an htmx request only the lead that was chosen."""
    chosen = _chosen(request)
    if request.htmx and not request.htmx.history_restore_request and chosen:  # type: ignore[attr-defined]
        return render(request, "web/desk.html#lead", _lead(request, chosen))
    now = timezone.now()
    rules = _rules(request.actor, now)
    people = list(looked_after(request.actor, now, mine=asks_mine(request.GET, request.actor)))
    units = handling_departments(request.zone.pk)
    form = QueueForm(request.GET, actor=request.actor, book=rules, units=units, people=people)
    wanted = form.wanted()
    counted = waiting(request.actor, wanted, now)
    page = Counted(queue(request.actor, wanted, now), PAGE, how_many(counted, wanted)).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "wanted": wanted,
        "narrowed": replace(wanted, mine=False) != Wanted(),
        "more": any(form[name].value() for name in FOLDED),
        "passed_over": passed_over(form.passed_over),
        "tiles": _tiles(request, counted, wanted),
        "contests": contests_waiting(request.actor),
        "page_obj": page,
        "items": rows(request.actor, page, now, chosen=chosen, address=_address(request, page=request.GET.get("page"))),
        "picked": request.GET.get("picked") == "all",
        "pick_url": _address(request, picked="all", page=request.GET.get("page")),
        "at_once": AT_ONCE,
        "all_url": _address(request, **dict.fromkeys(("queue", "light", "q", *FOLDED))),
        "everybody_url": _address(request, who="all"),
        **own_views(request, Place.desk),
        **below(request.actor, wanted.mine, people, now, rules),
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


def _rules(actor: Actor, now: datetime) -> Rulebook | None:
    try:
        return book(version_on(actor.zone_id, local_date(now)).pk)
    except NoRulebook:
        return None


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
