"""The rows of the officer's queue: a lead, its due date, and the suggested next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Hat, State
from jianyan.core.next_step import next_step
from jianyan.leads.models import Clock, Lead
from jianyan.leads.queries.due import shown
from jianyan.leads.queries.facts import facts
from jianyan.leads.queries.sight import sight
from jianyan.leads.step_words import WHY
from jianyan.leads.views.text import reporter_name, verb_url
from jianyan.leads.words import STATES, TONES, VERBS, unit_name
from jianyan.rules.queries import book, calendar_of
from jianyan.rules.words import title_of
from jianyan.ui import shapes
from jianyan.ui.addresses import address_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The suggested next step on a lead: what, where, and why."""

    label: str
    url: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One lead of the queue; `url` is its page, `pane` the desk with it beside the queue."""

    pk: str
    number: str
    title: str
    url: str
    pane: str
    state: str
    tone: str
    meta: str
    due: shapes.Clock | None
    next: Next | None
    active: bool


def rows(actor: Actor, page: Iterable[Clock], now: datetime, *, chosen: int | None, address: str) -> list[Item]:
    """The rows of one page of the queue; ``address`` is the desk's own, with its filters."""
    return [_row(actor, clock, now, chosen, address) for clock in page]


def _row(actor: Actor, clock: Clock, now: datetime, chosen: int | None, address: str) -> Item:
    lead = clock.lead
    rules, seen = book(lead.rules_id), sight(actor, lead)
    unit = lead.lead_department
    said = (
        reporter_name(lead, seen),
        title_of(rules.kinds, lead.kind) if seen.reporter else "",
        unit_name(unit) if unit else "",
    )
    calendar = calendar_of(lead.zone)
    return Item(
        pk=str(lead.pk),  # a template formats a number each time it is shown
        number=lead.no,
        title=lead.title,
        url=address_of("leads:lead", lead.pk),
        pane=f"{address}&lead={lead.pk}" if address[-1] != "?" else f"{address}lead={lead.pk}",
        state=str(STATES[State(lead.state)]),
        tone=TONES.get(State(lead.state), ""),
        meta=" · ".join(filter(None, said)),
        due=shown(clock, rules.number, now=now, calendar=calendar) if seen.shows(clock) else None,
        next=_next(actor, lead, clock, now),
        active=lead.pk == chosen,
    )


def _next(actor: Actor, lead: Lead, clock: Clock, now: datetime) -> Next | None:
    """What the office does next; the hat of a department, which some wear too, is for the department's own page."""
    worn = [hat for hat, role in ((Hat.officer, RoleName.officer), (Hat.head, RoleName.head)) if actor.has(role)]
    step = next_step(State(lead.state), worn, facts(lead, actor, now), soon=clock.warn_at <= now)
    if step is None:
        return None
    return Next(label=str(VERBS[step.verb]), url=verb_url(lead, step.verb), why=str(WHY[step.why]))
