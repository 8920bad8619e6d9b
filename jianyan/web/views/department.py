"""A liaison's home: what to accept or return, what to answer, what was answered, and what the department supports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import Department
from jianyan.accounts.queries import Actor
from jianyan.core import flow
from jianyan.core.flow import Hat, State, Verb
from jianyan.core.workdays import Calendar
from jianyan.leads.models import Lead, ReplyDraft
from jianyan.leads.queries.department import first_drafts, listed
from jianyan.leads.queries.due import shown
from jianyan.leads.queries.facts import facts
from jianyan.leads.queries.queue import governing
from jianyan.leads.queries.review import leads_with_facts, own_drafts
from jianyan.leads.queries.sight import sight
from jianyan.leads.queries.visible import hats
from jianyan.leads.views.handling import verdict
from jianyan.leads.views.text import reporter_name, verb_url
from jianyan.leads.words import RESULTS, STATES, TONES, unit_name
from jianyan.recruit.queries.units import recommending_now
from jianyan.rules.queries import book, calendar_of
from jianyan.tasks.queries import FIRST, of_unit
from jianyan.tasks.shown import row_of
from jianyan.ui import shapes
from jianyan.ui.addresses import address_of
from jianyan.web.views.department_rates import department_tabs


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One lead of a list. ``verbs``: addresses of what may be done now, by verb.

    ``hours`` are those left, None when there are none; ``draft`` says how a reply that is being written stands.
    """

    lead: Lead
    url: str
    state: str
    tone: str
    reporter: str
    department: str
    due: shapes.Clock | None
    hours: int | None
    draft: str
    contested: bool
    verbs: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One lead that the department has answered, with the reporter's verdict on that answer."""

    lead: Lead
    url: str
    state: str
    tone: str
    result: str
    answered_at: datetime
    verdict: str
    content: bool | None


@entry("liaison")
@require_safe
def department(request: Request) -> HttpResponse:
    """本部门: the lists of a liaison, and the leads of others that the department supports.

    On an htmx request only what was answered.
    """
    actor, now, asked = request.actor, timezone.now(), request.GET
    assert actor.department_id is not None  # a liaison's role names the department
    if "done" in asked and _only_answered(request):
        return render(request, "web/department.html#done", _answers(actor, asked.get("done")))
    calendar = calendar_of(request.zone)
    accept_page, to_accept = listed(actor, "accept", asked.get("accept"))
    answer_page, to_answer = listed(actor, "answer", asked.get("answer"))
    support_page, supported = listed(actor, "support", asked.get("support"))
    review = first_drafts(actor)
    own = own_drafts(actor, [lead.pk for lead in to_answer])
    others = leads_with_facts([draft.lead_id for draft in review]) if review else {}
    tasks = of_unit(actor)
    context = {
        "tasks": [row_of(task, now, calendar) for task in tasks[:FIRST]],
        "more_tasks": len(tasks) > FIRST,
        "recruiting": recommending_now(actor, now),
        "unit": unit_name(Department.objects.get(pk=actor.department_id)),
        "accept_page": accept_page,
        "tabs": department_tabs("work"),
        "review": [_waiting(actor, draft, others[draft.lead_id], now, calendar) for draft in review],
        "to_accept": [_row(actor, lead, now, calendar) for lead in to_accept],
        "answer_page": answer_page,
        "to_answer": [_row(actor, lead, now, calendar, draft=own.get(lead.pk)) for lead in to_answer],
        "support_page": support_page,
        "supported": [_row(actor, lead, now, calendar, supporting=True) for lead in supported],
        **(_answers(actor, asked["done"]) if "done" in asked else {}),
    }
    return render(request, "web/department.html", context)


def _only_answered(request: Request) -> bool:
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and htmx.target == "done"


def _answers(actor: Actor, asked: str | None) -> dict[str, object]:
    """What was answered: a long list, which the page loads when it is scrolled to or asked for by its address."""
    page, leads = listed(actor, "done", asked)
    return {"done_page": page, "answered": [_answered(lead) for lead in leads]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A reply that waits for a second person of the department."""

    row: Row
    by: str
    submitted_at: datetime | None
    own: bool


def _waiting(actor: Actor, draft: ReplyDraft, lead: Lead, now: datetime, calendar: Calendar) -> Waiting:
    row = _row(actor, lead, now, calendar)
    return Waiting(row=row, by=draft.by.name, submitted_at=draft.submitted_at, own=draft.by_id == actor.user_id)


def _draft_word(actor: Actor, lead: Lead, own: ReplyDraft | None) -> str:
    """How the reply stands that somebody is writing, as far as it is the actor's business."""
    waits: int | None = lead.draft_by  # type: ignore[attr-defined]
    if waits is not None:
        return _("已送审") if waits == actor.user_id else _("待审核")
    if own is None:
        return ""
    return _("退回修改") if own.back_at and own.back_at >= own.saved_at else _("有草稿")


def _row(
    actor: Actor,
    lead: Lead,
    now: datetime,
    calendar: Calendar,
    *,
    supporting: bool = False,
    draft: ReplyDraft | None = None,
) -> Row:
    state, clock = State(lead.state), governing(lead)
    # Here the actor is the department; what they may do as a lead's own reporter is offered on its page.
    allowed: list[Verb] = []
    if not supporting:
        allowed = flow.verbs(state, hats(actor, lead) & {Hat.liaison}, facts(lead, actor, now))
    unit = lead.lead_department
    return Row(
        lead=lead,
        url=address_of("leads:lead", lead.pk),
        state=str(STATES[state]),
        tone=TONES.get(state, ""),
        reporter=reporter_name(lead, sight(actor, lead)),
        department=unit_name(unit) if unit else "",
        due=shown(clock, book(lead.rules_id).number, now=now, calendar=calendar) if clock else None,
        hours=int((clock.due_at - now).total_seconds() // 3600) if clock and clock.due_at > now else None,
        draft="" if supporting else _draft_word(actor, lead, draft),
        contested=not supporting and lead.contest_of == actor.department_id,  # type: ignore[attr-defined]
        verbs={verb.name: verb_url(lead, verb) for verb in allowed},
    )


def _answered(lead: Lead) -> Answered:
    state = State(lead.state)
    said: str = lead.said  # type: ignore[attr-defined]
    solved: bool | None = lead.said_solved  # type: ignore[attr-defined]
    return Answered(
        lead=lead,
        url=address_of("leads:lead", lead.pk),
        state=str(STATES[state]),
        tone=TONES.get(state, ""),
        result=str(RESULTS[lead.answer]),  # type: ignore[attr-defined]
        answered_at=lead.answered_at,  # type: ignore[attr-defined]
        verdict=verdict(True, solved, said) if said else _("等待回访"),
        content=said != "unsatisfied" if said else None,
    )
