"""The officer's desk: five queues with their lights, the queue by due time, one lead beside it, and who owes a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.queries import Actor, handling_departments
from jianyan.core.flow import State
from jianyan.core.opinion import form_due, month_of
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import Calendar, local_date
from jianyan.leads.forms.queue import QueueForm
from jianyan.leads.models import Clock
from jianyan.leads.queries.contest import contests_waiting
from jianyan.leads.queries.due import shown
from jianyan.leads.queries.forms import missing
from jianyan.leads.queries.page import lead_page, shown_to
from jianyan.leads.queries.queue import QUEUES, Waiting, Wanted, queue, waiting
from jianyan.leads.queries.sight import sight
from jianyan.leads.views.lead import lead_context
from jianyan.leads.views.text import reporter_name
from jianyan.leads.words import STATES, TONES, unit_name
from jianyan.people.models import Identity
from jianyan.people.queries import with_contact
from jianyan.rules.queries import NoRulebook, book, calendar_of, version_on
from jianyan.rules.words import title_of
from jianyan.ui import shapes

PAGE = 50
#: How many who owe a form are named on the desk.
NAMED = 30
LABELS = {
    "call": _("待沟通"),
    "dispatch": _("待转办"),
    "accept": _("待签收"),
    "reply": _("待答复"),
    "follow_up": _("待回访"),
    "promise": _("跟踪兑现"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One lead of the queue; `url` is its page, `pane` the desk with it beside the queue."""

    pk: int
    number: str
    title: str
    url: str
    pane: str
    state: str
    tone: str
    meta: str
    due: shapes.Clock | None
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """One who has not filed this month's form."""

    identity: Identity
    level: str


@entry("officer", "head")
@require_safe
def desk(request: Request) -> HttpResponse:
    """The desk; on an htmx request only the lead that was chosen."""
    chosen = _chosen(request)
    if request.htmx and not request.htmx.history_restore_request and chosen:  # type: ignore[attr-defined]
        return render(request, "web/desk.html#lead", _lead(request, chosen))
    now = timezone.now()
    rules = _rules(request.actor, now)
    form = QueueForm(request.GET, actor=request.actor, book=rules, units=handling_departments(request.zone.pk))
    wanted = form.wanted()
    page = Paginator(queue(request.actor, wanted, now), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "wanted": wanted,
        "tiles": _tiles(request, waiting(request.actor, wanted, now), wanted),
        "contests": contests_waiting(request.actor),
        "page_obj": page,
        "items": _items(request, page, now, chosen),
        "all_url": _address(request, queue=None, light=None, department=None, kind=None, grade=None, q=None),
        "everybody_url": _address(request, who="all"),
        **_owing(request.actor, wanted, now, rules),
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
    for name, value in {"page": None, "lead": None, **changes}.items():
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


def _items(request: Request, page: Page[Clock], now: datetime, chosen: int | None) -> list[Item]:
    calendar = calendar_of(request.zone)
    return [_item(request, clock, now, calendar, chosen) for clock in page]


def _item(request: Request, clock: Clock, now: datetime, calendar: Calendar, chosen: int | None) -> Item:
    lead = clock.lead
    rules, seen = book(lead.rules_id), sight(request.actor, lead)
    unit = lead.lead_department
    said = (
        reporter_name(lead, seen),
        title_of(rules.kinds, lead.kind) if seen.reporter else "",
        unit_name(unit) if unit else "",
    )
    return Item(
        pk=lead.pk,
        number=lead.no,
        title=lead.title,
        url=reverse("leads:lead", args=[lead.pk]),
        pane=_address(request, page=request.GET.get("page"), lead=lead.pk),
        state=str(STATES[State(lead.state)]),
        tone=TONES.get(State(lead.state), ""),
        meta=" · ".join(filter(None, said)),
        due=shown(clock, rules.number, now=now, calendar=calendar) if seen.shows(clock) else None,
        active=lead.pk == chosen,
    )


def _owing(actor: Actor, wanted: Wanted, now: datetime, rules: Rulebook | None) -> dict[str, object]:
    """Who has not filed this month's form, of the officer's own supervisors or of all (5.1.e)."""
    today = local_date(now)
    month = month_of(today)
    owed = [
        identity
        for identity in with_contact(missing(actor.zone_id, month, today), now, "supervisor__")
        if not wanted.mine or identity.contact_pk in (None, actor.user_id)  # type: ignore[attr-defined]
    ]
    levels = rules.levels if rules else {}
    return {
        "month": month,
        "form_due": form_due(month, rules.number_of("form_due_day")) if rules else None,
        "form_late": rules is not None and today > form_due(month, rules.number_of("form_due_day")),
        "owing": [Owing(identity=one, level=title_of(levels, one.level)) for one in owed[:NAMED]],
        "owing_count": len(owed),
    }
