"""The leads behind one figure, as they were counted: exactly as many as the figure says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.queries import Actor
from jianyan.core.figures import read
from jianyan.core.flow import State
from jianyan.leads.models import Lead
from jianyan.leads.queries.list import known_to
from jianyan.leads.queries.sight import sight
from jianyan.leads.views.text import reporter_name
from jianyan.leads.words import STATES, TONES, unit_name
from jianyan.reports.forms.figure import said, wanted_in
from jianyan.reports.models import Bulletin, Counted
from jianyan.reports.queries.counted import behind
from jianyan.reports.queries.visible import bulletins_visible_to, snapshots_visible_to
from jianyan.reports.shown import mark_of
from jianyan.rules.queries import book
from jianyan.rules.words import title_of
from jianyan.ui.formats import quarter_in_words

PAGE = 50
#: What tells of who raised a lead: those of anonymous reporters are not shown by it (4.1.c).
TELLING = frozenset({"channel", "kind"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One counted lead: where it stood then, and where it stands now."""

    lead: Lead
    reporter: str
    kind: str
    submitted_at: datetime | None
    department: str
    then: str
    tone: str
    now: str


@entry("officer", "head", "leader")
@require_safe
def counted_leads(request: Request, pk: int) -> HttpResponse:
    """The list of one figure."""
    snapshot = get_object_or_404(snapshots_visible_to(request.actor), pk=pk)
    figures, wanted = read(snapshot.figures), wanted_in(request.GET)
    found = behind(snapshot, wanted)
    kept_back = False
    if TELLING & wanted.values.keys() and (known := known_to(request.actor)):
        told = found.filter(lead__in=Lead.objects.filter(known))
        kept_back = told.count() < found.count()
        found = told
    near = found.select_related("lead__identity__supervisor__unit", "department").order_by("-lead")
    page = Paginator(near, PAGE).get_page(request.GET.get("page"))
    bulletin = Bulletin.objects.filter(pk__in=bulletins_visible_to(request.actor), snapshot=snapshot).first()
    context = {
        "snapshot": snapshot,
        "bulletin": bulletin,
        "mark": mark_of(bulletin) if bulletin else None,
        "title": quarter_in_words(snapshot.quarter),
        "said": said(wanted, figures),
        "page_obj": page,
        "rows": [_row(each, request.actor) for each in page],
        "count": page.paginator.count,
        "kept_back": kept_back,
        "now": timezone.now(),
    }
    return render(request, "reports/leads.html", context)


def _row(counted: Counted, actor: Actor) -> Row:
    lead = counted.lead
    seen = sight(actor, lead)
    return Row(
        lead=lead,
        reporter=reporter_name(lead, seen),
        kind=title_of(book(lead.rules_id).kinds, counted.kind) if seen.reporter else "",
        submitted_at=lead.submitted_at if seen.reporter else None,
        department=unit_name(counted.department) if counted.department else "",
        then=str(STATES[State(counted.state)]),
        tone=TONES.get(State(counted.state), ""),
        now=str(STATES[State(lead.state)]) if lead.state != counted.state else "",
    )
