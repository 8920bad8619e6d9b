"""批量催办: what departments owe, one notice to each, after a look at what will be said (5.1.h)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import departments_with
from jianyan.core.flow import Refused, Verb
from jianyan.core.workdays import local_date
from jianyan.leads import actions, words
from jianyan.leads.actions.together import AT_ONCE, notice_of
from jianyan.leads.forms.together import NudgeForm, TakeForm
from jianyan.leads.models import Lead
from jianyan.leads.queries.due import shown
from jianyan.leads.queries.queue import governing
from jianyan.leads.queries.together import Choice, chosen, judged
from jianyan.leads.views.together import Line, ids_of, result, why_not
from jianyan.notify.words import sentence
from jianyan.rules.queries import book, calendar_of
from jianyan.ui import shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One lead that a department owes something on. ``what``: a reminder before due, an urging after it."""

    lead: Lead
    form: TakeForm
    due: shapes.Clock | None
    what: str | Promise
    nudged_at: datetime | None
    today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One department with its leads, and the one notice that its liaisons get. ``deaf``: it has no liaison."""

    department: str
    items: list[Owed]
    notice: str
    deaf: bool


@entry("officer", "head")
def remind_together(request: Request) -> HttpResponse:
    """Remind or urge for the chosen leads: GET shows what will be said to whom, POST does it."""
    now = timezone.now()
    wanted = ids_of(request.POST if request.method == "POST" else request.GET)
    verbs = (Verb.urge, Verb.remind)
    judge = [judged(request.actor, lead, verbs, now) for lead in chosen(request.actor, wanted[:AT_ONCE])]
    if request.method == "POST":
        return _send(request, judge, wanted, now)
    return _preview(request, judge, wanted, now, NudgeForm())


def _preview(
    request: Request,
    judge: list[Choice],
    wanted: list[int],
    now: datetime,
    demand: NudgeForm,
    *,
    data: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "groups": _groups(request, [one.lead for one in judge if one.refused is None], now, data),
        "cannot": [Line(lead=one.lead, said=why_not(one)) for one in judge if one.refused is not None],
        "left_out": max(0, len(wanted) - AT_ONCE),
        "at_once": AT_ONCE,
        "form": demand,
    }
    return render(request, "leads/together_remind.html", context, status=status)


def _groups(request: Request, leads: list[Lead], now: datetime, data: QueryDict | None) -> list[Group]:
    heard = departments_with(request.zone.pk, RoleName.liaison)
    found = []
    by_unit = sorted(leads, key=lambda lead: lead.lead_department_id or 0)
    for unit_id, group in groupby(by_unit, key=lambda lead: lead.lead_department_id):
        items = [_owed(request, lead, now, data) for lead in group]
        unit = items[0].lead.lead_department
        late = sum(item.lead.due_at <= now for item in items)  # type: ignore[attr-defined]
        kind, params = notice_of([item.lead.no for item in items], late)
        found.append(
            Group(
                department=words.unit_name(unit) if unit else "",
                items=items,
                notice=sentence(kind, params),
                deaf=unit_id not in heard,
            )
        )
    return found


def _owed(request: Request, lead: Lead, now: datetime, data: QueryDict | None) -> Owed:
    clock = governing(lead)
    rules, calendar = book(lead.rules_id), calendar_of(request.zone)
    nudged_at: datetime | None = lead.nudged_at  # type: ignore[attr-defined]
    today = nudged_at is not None and local_date(nudged_at) == local_date(now)
    late = clock is not None and clock.due_at <= now
    return Owed(
        lead=lead,
        form=TakeForm(data, lead=lead.pk, initial={"take": not today, "seen": lead.revision}),
        due=shown(clock, rules.number, now=now, calendar=calendar) if clock else None,
        what=words.VERBS[Verb.urge if late else Verb.remind],
        nudged_at=nudged_at,
        today=today,
    )


def _send(request: Request, judge: list[Choice], wanted: list[int], now: datetime) -> HttpResponse:
    leads = {one.lead.pk: one.lead for one in judge}
    demand = NudgeForm(request.POST)
    forms = [TakeForm(request.POST, lead=pk) for pk in leads if f"lead{pk}-take" in request.POST]
    if not demand.is_valid() or not all(form.is_valid() for form in forms):
        return _preview(request, judge, wanted, now, demand, data=request.POST, status=422)
    try:
        outcomes = actions.nudge_together(
            request.actor, [form.wish() for form in forms], at=now, demand=demand.cleaned_data["demand"]
        )
    except Refused as no:
        demand.add_error(None, words.refusal(no))
        return _preview(request, judge, wanted, now, demand, data=request.POST, status=422)
    return result(request, leads, outcomes, {pk: _said(lead, now) for pk, lead in leads.items()})


def _said(lead: Lead, now: datetime) -> str:
    late = lead.due_at is not None and lead.due_at <= now  # type: ignore[attr-defined]
    unit = words.unit_name(lead.lead_department) if lead.lead_department else ""
    return (_("已督办{department}。") if late else _("已催办{department}。")).format(department=unit)
