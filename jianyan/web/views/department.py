"""A liaison's home: what to accept or return, what to answer, what was answered, and what the department supports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import Department
from jianyan.accounts.queries import Actor
from jianyan.core import flow
from jianyan.core.flow import ClockKind, Hat, State, Verb
from jianyan.core.workdays import Calendar
from jianyan.leads.models import Lead
from jianyan.leads.queries.due import shown
from jianyan.leads.queries.facts import facts
from jianyan.leads.queries.queue import (
    answered_by_department,
    department_queue,
    governing,
    supported_by_department,
)
from jianyan.leads.queries.sight import sight
from jianyan.leads.queries.visible import hats
from jianyan.leads.views.handling import verdict
from jianyan.leads.views.text import reporter_name, verb_url
from jianyan.leads.words import RESULTS, STATES, TONES, unit_name
from jianyan.recruit.queries.units import recommending_now
from jianyan.rules.queries import book, calendar_of
from jianyan.ui import shapes

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One lead of a list. ``verbs``: addresses of what may be done now, by verb."""

    lead: Lead
    state: str
    tone: str
    reporter: str
    department: str
    due: shapes.Clock | None
    verbs: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One lead that the department has answered, with the reporter's verdict on that answer."""

    lead: Lead
    state: str
    tone: str
    result: str
    answered_at: datetime
    verdict: str
    content: bool | None


@entry("liaison")
def department(request: Request) -> HttpResponse:
    """本部门: the three lists of a liaison, and the leads of others that the department supports."""
    actor, now = request.actor, timezone.now()
    calendar = calendar_of(request.zone)
    assert actor.department_id is not None  # a liaison's role names the department

    def listed(name: str, leads: QuerySet[Lead]) -> Page[Lead]:
        return Paginator(leads, PAGE).get_page(request.GET.get(name))

    to_accept = listed("accept", department_queue(actor, ClockKind.accept))
    to_answer = listed("answer", department_queue(actor, ClockKind.reply, ClockKind.promise))
    supported = listed("support", supported_by_department(actor))
    answered = listed("done", answered_by_department(actor))
    context = {
        "recruiting": recommending_now(actor, now),
        "unit": unit_name(Department.objects.get(pk=actor.department_id)),
        "accept_page": to_accept,
        "to_accept": [_row(actor, lead, now, calendar) for lead in to_accept],
        "answer_page": to_answer,
        "to_answer": [_row(actor, lead, now, calendar) for lead in to_answer],
        "support_page": supported,
        "supported": [_row(actor, lead, now, calendar, supporting=True) for lead in supported],
        "done_page": answered,
        "answered": [_answered(lead) for lead in answered],
    }
    return render(request, "web/department.html", context)


def _row(actor: Actor, lead: Lead, now: datetime, calendar: Calendar, *, supporting: bool = False) -> Row:
    state, clock = State(lead.state), governing(lead)
    # Here the actor is the department; what they may do as a lead's own reporter is offered on its page.
    allowed: list[Verb] = []
    if not supporting:
        allowed = flow.verbs(state, hats(actor, lead) & {Hat.liaison}, facts(lead, actor, now))
    unit = lead.lead_department
    return Row(
        lead=lead,
        state=str(STATES[state]),
        tone=TONES.get(state, ""),
        reporter=reporter_name(lead, sight(actor, lead)),
        department=unit_name(unit) if unit else "",
        due=shown(clock, book(lead.rules_id).number, now=now, calendar=calendar) if clock else None,
        verbs={verb.name: verb_url(lead, verb) for verb in allowed},
    )


def _answered(lead: Lead) -> Answered:
    state = State(lead.state)
    said: str = lead.said  # type: ignore[attr-defined]
    solved: bool | None = lead.said_solved  # type: ignore[attr-defined]
    return Answered(
        lead=lead,
        state=str(STATES[state]),
        tone=TONES.get(state, ""),
        result=str(RESULTS[lead.answer]),  # type: ignore[attr-defined]
        answered_at=lead.answered_at,  # type: ignore[attr-defined]
        verdict=verdict(True, solved, said) if said else _("等待回访"),
        content=said != "unsatisfied" if said else None,
    )
