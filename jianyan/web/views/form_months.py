"""Opinion forms month by month: who has filed, nil, late or not at all; and a reminder in one action (5.1.e)."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.access import Request, entry
from jianyan.core.flow import Refused
from jianyan.core.opinion import form_due, month_of
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import TZ, Calendar, local_date
from jianyan.leads.actions.missing import remind_missing
from jianyan.leads.models import CameBy
from jianyan.leads.queries.forms import STANDS, month_of_forms, stand_counts, stands
from jianyan.leads.words import refusal
from jianyan.people.models import Channel, Identity
from jianyan.people.queries import with_contact
from jianyan.rules.queries import NoRulebook, book, rule_url, version_on
from jianyan.rules.words import title_of
from jianyan.ui.shapes import Tab

PAGE = 50
TABS = (
    ("", _("全部")),
    ("missing", _("未提交")),
    ("filed", _("有线索")),
    ("nil", _("零报告")),
    ("late", _("逾期提交")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One identity's form of the month; ``entered``: the office entered it (代录), from what."""

    identity: Identity
    level: str
    word: str | Promise
    tone: str
    filed_at: datetime | None
    leads: int
    entered: str
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for: the month and its forms, narrowed to a channel, then to a state."""

    month: date
    channel: str
    state: str
    rules: Rulebook | None
    due: date | None
    overdue: bool
    forms: QuerySet[Identity]

    @property
    def found(self) -> QuerySet[Identity]:
        return self.forms.filter(stands(self.month).get(self.state, Q()))


def asked_in(request: Request, now: datetime) -> Asked:
    """Read the address; unknown values ask for nothing."""
    today = local_date(now)
    this = month_of(today)
    month = _month(request.GET.get("month", ""), this)
    rules = _rules(request.zone.pk, today)
    due = form_due(month, rules.number_of("form_due_day")) if rules else None
    day = today if month == this or due is None else due
    listed = month_of_forms(request.zone.pk, month, day, since=_start(month), until=_start(_next(month)))
    forms = with_contact(listed, now, "supervisor__")
    if channel := _one(request.GET, "channel", Channel.values):
        forms = forms.filter(supervisor__channel=channel)
    return Asked(
        month=month,
        channel=channel,
        state=_one(request.GET, "state", STANDS),
        rules=rules,
        due=due,
        overdue=due is not None and today > due,
        forms=forms,
    )


@entry("officer", "head")
def form_months(request: Request) -> HttpResponse:
    """One month's forms; posting reminds whoever has not filed this month."""
    now = timezone.now()
    this = month_of(local_date(now))
    if request.method == "POST":
        return _remind(request, this, now)
    asked = asked_in(request, now)
    month, rules, due, channel, state = asked.month, asked.rules, asked.due, asked.channel, asked.state
    counts = stand_counts(asked.forms, month)
    page_obj = Paginator(asked.found, PAGE).get_page(request.GET.get("page"))
    context = {
        "month": month,
        "this": this,
        "earlier": month_of(month - timedelta(days=1)) if month.year > Calendar.first.year else None,
        "later": _next(month) if month < this else None,
        "due": due,
        "due_url": rule_url(rules.number, "numbers.form_due_day") if rules else "",
        "tabs": [
            Tab(
                url=_link(request.GET, state=key),
                label=str(word),
                active=key == state,
                count=counts[key or "all"],
            )
            for key, word in TABS
        ],
        "channels": [
            Tab(url=_link(request.GET, channel=key), label=str(word), active=key == channel)
            for key, word in (("", _("全部")), *Channel.choices)
        ],
        "page_obj": page_obj,
        "rows": [row_of(identity, asked) for identity in page_obj],
        "missing": counts["missing"],
    }
    return render(request, "web/form_months.html", context)


def _remind(request: Request, this: date, now: datetime) -> HttpResponse:
    try:
        told = remind_missing(request.actor, _month(request.POST.get("month", ""), this), at=now)
    except Refused as no:
        messages.warning(request, refusal(no))
    else:
        if told:
            said = ngettext("已提醒 {n} 人提交本月意见表。", "已提醒 {n} 人提交本月意见表。", told)
            messages.success(request, said.format(n=told))
        else:
            messages.info(request, gettext("未提交的人今天都已经提醒过了。"))
    return redirect(f"{reverse('form_months')}?state=missing")


def _rules(zone_id: int, day: date) -> Rulebook | None:
    try:
        return book(version_on(zone_id, day).pk)
    except NoRulebook:
        return None


def _month(text: str, otherwise: date) -> date:
    """The month that an address names, when it is not to come; else this one."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return otherwise
    return found if Calendar.first <= found <= otherwise else otherwise


def _next(month: date) -> date:
    return month_of(month + timedelta(days=31))


def _start(month: date) -> datetime:
    return datetime.combine(month, time(), TZ)


def _link(query: QueryDict, **changes: str) -> str:
    """This page with some filters changed, from its first page on."""
    kept = query.copy()
    for name, value in {**changes, "page": ""}.items():
        kept.pop(name, None)
        if value:
            kept[name] = value
    return f"?{kept.urlencode()}"


def _one(query: QueryDict, name: str, known: Container[str]) -> str:
    """A filter's value when it is one that is known."""
    value = query.get(name, "")
    return value if value in known else ""


def row_of(identity: Identity, asked: Asked) -> Row:
    """An identity's form of the month as a line of the list."""
    rules, overdue = asked.rules, asked.overdue
    filed_at: datetime | None = identity.filed_at  # type: ignore[attr-defined]
    late, nil = identity.late, identity.nil  # type: ignore[attr-defined]
    if filed_at is None:
        word, tone = (_("逾期未提交"), "bad") if overdue else (_("未提交"), "warn")
    elif nil:
        word, tone = (_("零报告（逾期）"), "warn") if late else (_("零报告"), "")
    else:
        word, tone = (_("逾期提交"), "warn") if late else (_("已提交"), "ok")
    return Row(
        identity=identity,
        level=title_of(rules.levels, identity.level) if rules else identity.level,
        word=word,
        tone=tone,
        filed_at=filed_at,
        leads=identity.leads,  # type: ignore[attr-defined]
        entered=str(CameBy(identity.came_by).label) if identity.came_by else "",  # type: ignore[attr-defined]
        reminded_at=identity.reminded_at,  # type: ignore[attr-defined]
    )
