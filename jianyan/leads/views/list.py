"""All leads that somebody may see, narrowed by filters: every figure on other pages opens its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import Department, Zone
from jianyan.accounts.queries import Actor, handling_departments
from jianyan.core.flow import State
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import Calendar, local_date
from jianyan.leads import rate_words, step_words, words
from jianyan.leads.forms.filters import LINKED, FilterForm, passed_over, read
from jianyan.leads.models import Lead, Place
from jianyan.leads.queries.attention import Moment
from jianyan.leads.queries.due import shown
from jianyan.leads.queries.list import Filters, listed
from jianyan.leads.queries.sight import sight
from jianyan.leads.views.saved import own_views
from jianyan.leads.views.text import reporter_name
from jianyan.leads.words import unit_name
from jianyan.rules.queries import NoRulebook, book, calendar_of, version_on
from jianyan.rules.words import title_of
from jianyan.ui import shapes
from jianyan.ui.formats import month_in_words

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One lead of the list, as far as the actor may know it."""

    lead: Lead
    state: str
    tone: str
    reporter: str
    kind: str
    submitted_at: datetime | None
    department: str
    due: shapes.Clock | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter that came with a link: what it says, the value to keep, and the address without it."""

    label: str | Promise
    name: str
    value: str
    url: str


@entry("officer", "head", "liaison", "leader", "supervisor")
@require_safe
def leads(request: Request) -> HttpResponse:
    """The list, and on an htmx request its rows alone."""
    actor, zone, now = request.actor, request.zone, timezone.now()
    calendar = calendar_of(zone)
    units = handling_departments(zone.pk)
    form = FilterForm(request.GET, actor, _book(zone, now), units)
    filters = read(form, request.GET)
    page = Paginator(listed(actor, filters, Moment(now, calendar)), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [row(lead, actor, now, calendar) for lead in page],
        "form": form,
        "chips": chips(request, filters, units),
        "passed_over": step_words.passed_over(passed_over(form, request.GET)),
        **own_views(request, Place.list),
        "more": any(form[name].value() for name in MORE if name in form.fields),
        "shown": [form[name] for name in FIRST if name in form.fields],
        "folded": [form[name] for name in MORE if name in form.fields],
    }
    template = "leads/list.html#rows" if request.htmx and not request.htmx.boosted else "leads/list.html"  # type: ignore[attr-defined]
    return render(request, template, context)


#: Filters that are always open, and those behind “more”.
FIRST = ("q", "state", "light", "department")
MORE = ("clock", "kind", "field", "grade", "channel", "month")


def _book(zone: Zone, now: datetime) -> Rulebook | None:
    try:
        return book(version_on(zone.pk, local_date(now)).pk)
    except NoRulebook:
        return None


def row(lead: Lead, actor: Actor, now: datetime, calendar: Calendar) -> Row:
    """A lead of `queries.list.listed` as a line of a list."""
    seen, rules = sight(actor, lead), book(lead.rules_id)
    clock = next((clock for clock in lead.running if seen.shows(clock)), None)  # type: ignore[attr-defined]
    return Row(
        lead=lead,
        state=str(words.STATES[State(lead.state)]),
        tone=words.TONES.get(State(lead.state), ""),
        reporter=reporter_name(lead, seen),
        kind=title_of(rules.kinds, lead.kind) if seen.reporter else "",
        submitted_at=lead.submitted_at if seen.reporter else None,
        department=unit_name(lead.lead_department) if lead.lead_department else "",
        due=shown(clock, rules.number, now=now, calendar=calendar) if clock else None,
    )


def chips(request: Request, filters: Filters, units: list[Department]) -> list[Chip]:
    """The filters in force that the form does not show, each with a way to drop it."""
    said = _said(filters, {str(unit.pk): unit_name(unit) for unit in units})
    return [
        Chip(label=said[name], name=name, value=request.GET[name], url=_without(request, *GROUPED.get(name, (name,))))
        for name in LINKED
        if name in request.GET and name in said
    ]


#: Filters that make sense together only, and so go together.
GROUPED = {"rate": ("rate", "part"), "overdue": ("overdue", "overdue_to")}


def _without(request: Request, *names: str) -> str:
    query = request.GET.copy()
    for name in (*names, "page"):
        query.pop(name, None)
    return f"?{query.urlencode()}"


def _said(filters: Filters, units: dict[str, str]) -> dict[str, str | Promise]:
    """What each filter in force is called; those that another one speaks for say nothing of their own."""
    said: dict[str, str | Promise] = {}
    if filters.rate:
        rate, part = rate_words.RATES[filters.rate], rate_words.part_words(filters.rate, filters.part)
        said["rate"], said["part"] = f"{rate}：{part}", ""
    if filters.owes:
        owner = _("营商环境办") if filters.owes == "office" else units.get(filters.owes, _("其他单位"))
        said["owes"] = _("等 {owner} 办理").format(owner=owner)
    if filters.overdue is not None:
        said["overdue"], said["overdue_to"] = _late(filters.overdue, filters.overdue_to), ""
    if filters.returned:
        said["returned"] = _("退回过 {n} 次及以上").format(n=filters.returned)
    if filters.first:
        said["from"] = _("{month}起提交").format(month=month_in_words(filters.first))
    if filters.last:
        said["to"] = _("{month}及以前提交").format(month=month_in_words(filters.last))
    if filters.sent_first:
        said["sent_from"] = _("{month}起转办").format(month=month_in_words(filters.sent_first))
    if filters.sent_last:
        said["sent_to"] = _("{month}及以前转办").format(month=month_in_words(filters.sent_last))
    flags = {
        "reopened": _("重办过"),
        "extension": _("延期待审批"),
        "designation": _("需要指定承办部门"),
        "hidden": _("隐名线索"),
        "contest": _("期限异议待认定"),
    }
    said |= {name: word for name, word in flags.items() if getattr(filters, name)}
    if filters.result:
        said["result"] = words.RESULTS[filters.result]  # type: ignore[index]
    if filters.satisfaction:
        said["satisfaction"] = words.SATISFACTION[filters.satisfaction]
    return said


def _late(least: int, most: int | None) -> str:
    if most is None:
        return _("逾期 {least} 个工作日及以上").format(least=least)
    return _("逾期 {least}–{most} 个工作日").format(least=least, most=most)
