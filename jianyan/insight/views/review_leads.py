"""The leads behind one figure of the review: exactly as many as the figure says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import Department
from jianyan.accounts.queries import Actor
from jianyan.core.flow import ClockKind, State
from jianyan.insight.forms.review import wanted_in
from jianyan.insight.queries.review import rules_of
from jianyan.insight.queries.review_behind import Wanted, behind
from jianyan.insight.queries.review_scope import Scope
from jianyan.insight.review_shown import ENDS
from jianyan.insight.views.review import READERS, scope_of
from jianyan.leads.models import Lead
from jianyan.leads.queries.list import known_to
from jianyan.leads.queries.sight import sight
from jianyan.leads.views.text import reporter_name
from jianyan.leads.words import CLOCKS, STATES, TONES, unit_name
from jianyan.people.models import Channel
from jianyan.rules.queries import book
from jianyan.rules.words import title_of

Text = str | Promise
PAGE = 50
WHATS: dict[str, Text] = {
    "duty": _("有这一环节期限的"),
    "late": _("超过期限的"),
    "in_time": _("都在期限内的"),
    "returned": _("部门退回过的"),
    "reopened": _("要求重办过的"),
    "unanswered": _("转办后还没有答复的"),
    "unanswered_late": _("没有答复且已逾期的"),
    **ENDS,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One lead, with what may be told of it to whoever asks."""

    lead: Lead
    reporter: str
    kind: str
    submitted_at: datetime | None
    department: str
    state: Text
    tone: str


@entry(*READERS)
@require_safe
def review_leads(request: Request) -> HttpResponse:
    """The list of one figure."""
    scope = scope_of(request)
    wanted = wanted_in(request.GET, request.zone)
    found = behind(scope, wanted)
    kept_back = False
    if wanted.telling and (known := known_to(request.actor)):
        told = found.filter(known)
        kept_back = told.count() < found.count()
        found = told
    page = Paginator(found.select_related("identity__supervisor__unit", "lead_department"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "scope": scope,
        "query_string": f"from={scope.first:%Y-%m}&to={scope.last:%Y-%m}",
        "said": _said(scope, wanted),
        "page_obj": page,
        "rows": [_row(lead, request.actor) for lead in page],
        "count": page.paginator.count,
        "kept_back": kept_back,
    }
    return render(request, "insight/review_leads.html", context)


def _said(scope: Scope, wanted: Wanted) -> list[Text]:
    """What is asked for, in words."""
    rules = rules_of(scope)
    said: list[Text] = []
    if wanted.unit:
        said.append(unit_name(Department.objects.get(pk=wanted.unit)))
    if wanted.kind:
        said.append(title_of(rules.kinds, wanted.kind) if rules else wanted.kind)
    if wanted.channel:
        said.append(Channel(wanted.channel).label)
    if wanted.step:
        said.append(CLOCKS[ClockKind(wanted.step)])
    return [*said, WHATS[wanted.what]] if wanted.what else said


def _row(lead: Lead, actor: Actor) -> Row:
    seen = sight(actor, lead)
    return Row(
        lead=lead,
        reporter=reporter_name(lead, seen),
        kind=title_of(book(lead.rules_id).kinds, lead.kind) if seen.reporter else "",
        submitted_at=lead.submitted_at if seen.reporter else None,
        department=unit_name(lead.lead_department) if lead.lead_department else "",
        state=STATES[State(lead.state)],
        tone=TONES.get(State(lead.state), ""),
    )
