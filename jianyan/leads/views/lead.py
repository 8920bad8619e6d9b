"""The page of one lead: one template for every hat, with the sections that the hat may see."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import State, Verb
from jianyan.leads import beside, words
from jianyan.leads.forms.follow_up import quick
from jianyan.leads.models import Lead
from jianyan.leads.queries.page import LeadPage, find_shown, lead_page
from jianyan.leads.queries.timeline import events
from jianyan.leads.views import handling, text
from jianyan.leads.views.track import where


def lead_context(page: LeadPage) -> dict[str, Any]:
    """What the template of a lead shows."""
    lead, seen = page.lead, page.sight
    names = {pk: words.unit_name(unit) for pk, unit in page.departments.items()}
    return {
        "page": page,
        "lead": lead,
        "seen": seen,
        "state": words.STATES[page.state],
        "tone": words.TONES.get(page.state, ""),
        "target_state": words.STATES[State(page.target.state)] if page.target is not None else "",
        "due": text.due_of(page, page.governing),
        "where": where(lead) if seen.own and not seen.inside else "",
        "buttons": text.buttons(page),
        "recall_left": page.recall_left,
        "quick": quick(page.facts.result) if seen.own and Verb.follow_up in page.verbs else (),
        "rows": text.text_rows(lead, seen, page.book),
        "source_url": text.source_url(lead, seen),
        "reporter": text.reporter_name(lead, seen),
        "supervisor": lead.identity.supervisor if seen.reporter else None,
        "sheets": handling.sheet_cards(page),
        "extensions": handling.extension_cards(page),
        "nudges": handling.nudge_cards(page),
        "replies": handling.reply_cards(page),
        "contests": handling.contest_cards(page),
        "draft": handling.draft_card(page),
        "files": [one for one in page.files if one.of_lead],
        "supplements": handling.supplement_cards(page),
        "clocks": text.clock_rows(page),
        "parts_state": text.parts_state(page) if page.parts else "",
        "relatives": [_relative(other) for other in page.parts],
        "linked": [_relative(other) for other in page.linked],
        "merged": [_relative(other) for other in page.merged],
        "panels": beside.panels(page),
        "links": beside.links(page),
        "events": list(events(page.entries, lead, seen, names)),
    }


def _relative(other: Lead) -> tuple[Lead, str, str]:
    state = State(other.state)
    return other, str(words.STATES[state]), words.TONES.get(state, "")


@entry("supervisor", "officer", "head", "liaison", "leader")
@require_safe
def lead(request: Request, pk: int) -> HttpResponse:
    """A lead and the verbs that are allowed on it now."""
    now = timezone.now()
    found = find_shown(request.actor, pk, now)
    if found is None:
        raise Http404
    return render(request, "leads/lead.html", lead_context(lead_page(request.actor, found, now)))
