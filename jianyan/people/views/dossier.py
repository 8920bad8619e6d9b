"""The dossier of a supervisor (监督员电子档案): who, the figures, and the ledger's rows as a timeline."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import Department
from jianyan.core.flow import FINAL, Hat, State
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.people import beside, queries
from jianyan.people.models import Appointment, Supervisor
from jianyan.people.views.terms import terms_of, terms_shown
from jianyan.rules.queries import book_today
from jianyan.rules.words import title_of
from jianyan.ui.addresses import address_of
from jianyan.ui.formats import in_english
from jianyan.ui.shapes import Event, Tab

#: The kinds of rows, in the order of the filter: words and icon.
KINDS = {
    "forms": (_("意见表"), "clipboard-text"),
    "leads": (_("线索"), "writing"),
    "calls": (_("沟通"), "phone-call"),
    "dispatch": (_("转办"), "send"),
    "replies": (_("答复"), "message"),
    "follow_ups": (_("回访"), "heart-handshake"),
    "meetings": (_("会议"), "calendar-event"),
    "duties": (_("调研核查和履职"), "checklist"),
    "appointments": (_("聘任"), "certificate"),
}
ICONS = {verb: KINDS[kind][1] for kind, verbs in queries.KINDS.items() for verb in verbs}
TONES = {"lead.close": "ok", "lead.reopen": "bad", "lead.urge": "bad", "lead.reply": "info", "lead.dispatch": "info"}

HATS = {
    Hat.reporter: _("监督员"),
    Hat.officer: _("专员"),
    Hat.head: _("负责人"),
    Hat.liaison: _("联络员"),
    Hat.supporting: _("协办部门"),
    Hat.leader: _("领导"),
}
#: How leads stand: a split lead is counted in its parts.
OUTCOMES = (
    (_("办理中"), frozenset(State) - FINAL),
    (_("已办结"), frozenset({State.closed})),
    (_("已备案"), frozenset({State.noted})),
    (_("已并案"), frozenset({State.merged})),
    (_("已撤回"), frozenset({State.withdrawn})),
)


@entry("officer", "head", "supervisor")
@require_safe
def dossier(request: Request, pk: int) -> HttpResponse:
    """A supervisor's dossier, for the office; a supervisor finds nobody's but their own."""
    supervisor = queries.whole(queries.visible_to(request.actor).filter(pk=pk), timezone.now())
    if supervisor is None:
        raise Http404
    return dossier_page(request, supervisor, own=supervisor.user_id == request.actor.user_id)


def dossier_page(request: Request, supervisor: Supervisor, *, own: bool) -> HttpResponse:
    """The page; ``own`` speaks to the supervisor in person."""
    today = timezone.localdate()
    all_rows = queries.dossier_of(request.actor, supervisor)
    kind = request.GET.get("kind", "")
    rows = all_rows.filter(verb__in=queries.KINDS[kind]) if kind in queries.KINDS else all_rows
    part = queries.part_of(rows, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    told = queries.told_by(all_rows)
    counts = told.kinds
    context = {
        **_head(request, supervisor, told, today),
        "own": own,
        "tabs": [
            Tab(url="?", label=gettext("全部"), active=kind not in queries.KINDS, count=sum(counts.values())),
            *(
                Tab(url=f"?kind={key}", label=str(label), active=kind == key, count=counts[key])
                for key, (label, _icon) in KINDS.items()
            ),
        ],
        "events": _events(part.rows, request, own=own),
        "part": part,
        "panels": beside.panels(request, supervisor, own=own),
    }
    return render(request, "people/dossier.html", context)


def _head(request: Request, supervisor: Supervisor, told: queries.Told, today: date) -> dict[str, Any]:
    rules = book_today(request.zone, today)
    levels = [identity.level for identity in supervisor.identities.all()]
    terms, dismissals = terms_of(supervisor)
    forms = queries.form_figures(told.forms, terms, levels, today, rules) if rules else None
    flag = rules.number_of("missed_forms_flag") if rules else 0
    return {
        **terms_shown(request, supervisor, terms, dismissals, today, rules),
        "flagged": forms.missed_now if forms and request.actor.is_office and forms.missed_now >= flag else 0,
        "supervisor": supervisor,
        "category": title_of(rules.categories, supervisor.category) if rules else "",
        "levels": [title_of(rules.levels, level) for level in levels] if rules else [],
        "term": _term(terms, today),
        "terms": len(terms),
        "today": today,
        "forms": forms,
        "outcomes": [(label, sum(told.states[state] for state in those)) for label, those in OUTCOMES],
        "raised": sum(count for state, count in told.states.items() if state != State.split_),
    }


def _term(terms: list[Appointment], today: date) -> Appointment | None:
    """The term that runs, or the latest one."""
    running = [term for term in terms if term.term.holds(today)]
    known = running or terms
    return known[-1] if known else None


def _events(rows: list[Entry], request: Request, *, own: bool) -> list[Event]:
    zone = Department.objects.filter(zone=request.actor.zone_id)
    names = {pk: (en if in_english() and en else zh) for pk, zh, en in zone.values_list("pk", "name", "name_en")}
    leads = {row.subject for row in rows if row.subject.startswith("lead:")}
    return [
        Event(
            at=row.at,
            what=sentence(row.verb, row.data, departments=names),
            who=_who(row, own=own),
            note="" if row.verb == "lead.file" else row.lead_no or "",  # type: ignore[attr-defined]
            url=_url(row, leads),
            icon=ICONS.get(row.verb, ""),
            tone=TONES.get(row.verb, ""),
        )
        for row in rows
    ]


def _url(row: Entry, leads: set[str]) -> str:
    """The page of the lead or the meeting that a row is about; a meeting is not there for whoever was uninvited."""
    if row.subject in leads:
        return reverse("leads:lead", args=[row.subject.removeprefix("lead:")])
    meeting = row.data.get("meeting")
    known = row.verb in queries.KINDS["meetings"] and isinstance(meeting, int) and row.verb != "meeting.uninvited"
    return address_of("meetings:meeting", meeting) if known else ""


def _who(row: Entry, *, own: bool) -> str:
    if row.actor is None or row.role == Hat.system:
        return gettext("系统")
    if own and row.role == Hat.liaison:
        return ""  # a reporter deals with the department, which the sentence names, not with a person in it
    hat = HATS.get(row.role)  # type: ignore[call-overload]
    return f"{row.actor.name}（{hat}）" if hat else row.actor.name
