"""批量转办: several leads, each to its own department, after a look at what will happen (5.1.h)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import Department
from jianyan.accounts.queries import handling_departments
from jianyan.core.flow import Refused, Verb
from jianyan.leads import actions, words
from jianyan.leads.actions.together import AT_ONCE
from jianyan.leads.forms.dispatch import because, due_days
from jianyan.leads.forms.together import DemandForm, SendForm
from jianyan.leads.models import Grade, Lead
from jianyan.leads.queries.due import shown
from jianyan.leads.queries.queue import governing
from jianyan.leads.queries.sight import sight, sight_of_department
from jianyan.leads.queries.together import Choice, chosen, judged, suggested_for
from jianyan.leads.views.text import reporter_name, text_rows
from jianyan.leads.views.together import Line, ids_of, result, why_not
from jianyan.rules.queries import book, calendar_of
from jianyan.ui import shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One lead of the preview of a dispatch: where it would go and why, by when, and what the department will read."""

    lead: Lead
    form: SendForm
    due: shapes.Clock | None
    reporter: str
    reason: str
    rows: list[shapes.SummaryRow]


@entry("officer", "head")
def dispatch_together(request: Request) -> HttpResponse:
    """Dispatch the chosen leads: GET shows what will happen, POST does it and says what came of each."""
    now = timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    wanted = ids_of(asked)
    units = handling_departments(request.zone.pk)
    judge = [judged(request.actor, lead, (Verb.dispatch,), now) for lead in chosen(request.actor, wanted[:AT_ONCE])]
    if request.method == "POST":
        return _send(request, judge, wanted, units, now)
    return _preview(request, judge, wanted, units, now, DemandForm())


def _preview(
    request: Request,
    judge: Sequence[Choice],
    wanted: list[int],
    units: list[Department],
    now: datetime,
    demand: DemandForm,
    *,
    data: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "items": [_sent(request, one.lead, units, now, data) for one in judge if one.refused is None],
        "cannot": [Line(lead=one.lead, said=why_not(one)) for one in judge if one.refused is not None],
        "left_out": max(0, len(wanted) - AT_ONCE),
        "at_once": AT_ONCE,
        "form": demand,
    }
    return render(request, "leads/together_dispatch.html", context, status=status)


def _sent(request: Request, lead: Lead, units: list[Department], now: datetime, data: QueryDict | None) -> Sent:
    rules, seen, calendar = book(lead.rules_id), sight(request.actor, lead), calendar_of(request.zone)
    suggestions = suggested_for(lead, units)
    # A suggestion, not a rule: who works there may not have it alone (4.1.c), which the act itself checks.
    first = next((one for one in suggestions if one.key != lead.identity.supervisor.unit_id), None)
    until = due_days(rules, calendar, now)
    grade = lead.grade or Grade.B
    form = SendForm(
        data,
        lead=lead.pk,
        units=[(unit.pk, words.unit_name(unit)) for unit in units],
        grades=[(key, f"{label} · {until[key]}") for key, label in Grade.choices if key in until],
        initial={
            "take": first is not None,
            "seen": lead.revision,
            "department": first.key if first else "",
            "grade": grade,
        },
    )
    clock = governing(lead)
    return Sent(
        lead=lead,
        form=form,
        due=shown(clock, rules.number, now=now, calendar=calendar) if clock else None,
        reporter=reporter_name(lead, seen),
        reason=because(first) if first else "",
        rows=text_rows(lead, sight_of_department(lead), rules),
    )


def _send(
    request: Request, judge: list[Choice], wanted: list[int], units: list[Department], now: datetime
) -> HttpResponse:
    items = {one.lead.pk: _sent(request, one.lead, units, now, request.POST) for one in judge}
    demand = DemandForm(request.POST)
    forms = [item.form for item in items.values()]
    # A lead that is not to be taken may say what it likes.
    ready = [form for form in forms if f"{form.prefix}-take" in request.POST]
    if not demand.is_valid() or not all(form.is_valid() for form in ready):
        return _preview(request, judge, wanted, units, now, demand, data=request.POST, status=422)
    wishes = [form.wish() for form in ready]
    try:
        outcomes = actions.dispatch_together(request.actor, wishes, at=now, demand=demand.cleaned_data["demand"])
    except Refused as no:
        demand.add_error(None, words.refusal(no))
        return _preview(request, judge, wanted, units, now, demand, data=request.POST, status=422)
    names = {unit.pk: words.unit_name(unit) for unit in units}
    to = {wish.lead: _("已转办至{department}。").format(department=names[wish.department]) for wish in wishes}
    return result(request, {pk: item.lead for pk, item in items.items()}, outcomes, to)
