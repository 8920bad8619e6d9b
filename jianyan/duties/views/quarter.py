"""履职: how everybody stands in a quarter, and a reminder for those who still owe something."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import with_role
from jianyan.core.duties import quarter_named, quarter_of
from jianyan.core.flow import Refused
from jianyan.core.workdays import local_date
from jianyan.duties import actions, words
from jianyan.duties.actions.remind import KIND
from jianyan.duties.forms import FilterForm
from jianyan.duties.queries.lists import Listed, listed, missed_in_term
from jianyan.duties.queries.rules import first_quarter
from jianyan.duties.queries.summary import GROUPS, group_counts
from jianyan.duties.views.shown import Row, row_of
from jianyan.notify.models import Notice
from jianyan.notify.words import sentence
from jianyan.people.models import Supervisor
from jianyan.rules.queries import rule_url
from jianyan.ui.shapes import Tab

PAGE = 50


@entry("officer", "head")
@require_safe
def duties(request: Request) -> HttpResponse:
    """One quarter: counts that are filters, and a line for each supervisor."""
    now = timezone.now()
    today = local_date(now)
    this = quarter_of(today)
    quarter = quarter_named(request.GET.get("quarter", "")) or this
    quarter = min(quarter, this)
    officers = with_role(request.zone.pk, RoleName.officer)
    form = FilterForm(request.GET, officers=officers)
    found = listed(request.zone, quarter, form.wanted(), now)
    counts = group_counts(found.rows) if found.reckoned else dict.fromkeys(("all", *GROUPS), 0)
    group = request.GET.get("group", "")
    group = group if group in GROUPS else ""
    pages = Paginator(found.of(group), PAGE)
    pages.count = counts[group or "all"]  # known from the tabs: not counted again
    page = pages.get_page(request.GET.get("page"))
    first = first_quarter(request.zone.pk)
    context = {
        "listed": found,
        "quarter": quarter,
        "name": words.quarter_name(quarter),
        "this": this,
        "earlier": quarter.before if first and quarter.before >= first else None,
        "later": quarter.after if quarter < this else None,
        "begun": first is not None and quarter >= first,
        "tabs": _tabs(request.GET, counts, group, running=quarter == this),
        "group": group,
        "page_obj": page,
        "rows": _rows(list(page), found, today),
        "flag": found.rules.flag if found.rules else 0,
        "form": form,
        "owing": counts["open"] if quarter == this else 0,
        "rule_url": _rule(found, "numbers.duty_warn_days"),
    }
    return render(request, "duties/list.html", context)


def _rows(found: list[Supervisor], listed_: Listed, today: date) -> list[Row]:
    ids = [each.supervisor_id if listed_.closed else each.pk for each in found]  # type: ignore[attr-defined]
    missed = missed_in_term(ids, today) if ids else {}
    return [row_of(each, listed_.rules, today, missed.get(pk, 0)) for each, pk in zip(found, ids, strict=True)]


def _tabs(query: QueryDict, counts: dict[str, int], group: str, *, running: bool) -> list[Tab]:
    """The groups that can have somebody: nothing is owed any more of what is over, nothing missed of what runs."""
    hidden = "missed" if running else "open"
    groups = [("all", _("全部")), *(each for each in words.GROUPS if each[0] != hidden)]
    return [
        Tab(
            url=link(query, group="" if key == "all" else key),
            label=str(label),
            count=counts[key],
            active=key == (group or "all"),
        )
        for key, label in groups
    ]


def link(query: QueryDict, **changes: str) -> str:
    """This page with some filters changed, from its first page on."""
    kept = query.copy()
    for name, value in {**changes, "page": ""}.items():
        kept.pop(name, None)
        if value:
            kept[name] = value
    return f"?{kept.urlencode()}"


def _rule(found: Listed, rule: str) -> str:
    return rule_url(found.rules.number, rule) if found.rules else ""


@entry("officer", "head")
def remind(request: Request) -> HttpResponse:
    """GET shows who will be told what, POST tells those that were chosen, or all; nobody twice a day."""
    now = timezone.now()
    if request.method == "POST":
        return _remind(request, now)
    officers = with_role(request.zone.pk, RoleName.officer)
    quarter = quarter_of(local_date(now))
    found = listed(request.zone, quarter, FilterForm(request.GET, officers=officers).wanted(), now)
    page = Paginator(found.of("open"), PAGE).get_page(request.GET.get("page"))
    rows = _rows(list(page), found, local_date(now))
    told = _told_today(request.zone.pk, rows, now)
    until = {"until": quarter.span.last.isoformat()}
    context = {
        "name": words.quarter_name(quarter),
        "rows": [(row, row.supervisor.user_id in told) for row in rows],
        "page_obj": page,
        "to_remind": sum(row.supervisor.user_id not in told for row in rows),
        "total": page.paginator.count,
        "notices": [sentence(f"{KIND}{what}", until) for what in sorted(_asked(rows))],
        "everybody": page.paginator.num_pages == 1,
    }
    return render(request, "duties/remind.html", context)


def _asked(rows: list[Row]) -> set[str]:
    return {part.what for row in rows for part in row.parts if part.standing in ("owed", "warned")}


def _told_today(zone_id: int, rows: list[Row], now: datetime) -> set[int]:
    users = [row.supervisor.user_id for row in rows]
    notices = Notice.objects.filter(zone=zone_id, user__in=users, kind__startswith=KIND, at__date=local_date(now))
    return set(notices.values_list("user", flat=True))


def _remind(request: Request, now: datetime) -> HttpResponse:
    sent = request.POST.getlist("supervisor")
    chosen = {int(text) for text in sent if text.isascii() and text.isdigit() and len(text) < 19}
    everybody = request.POST.get("do") == "all"
    try:
        told = actions.remind(request.actor, at=now, only=None if everybody else chosen)
    except Refused as no:
        messages.warning(request, words.refusal(no))
    else:
        if told:
            said = ngettext("已提醒 {n} 人履行本季度职责。", "已提醒 {n} 人履行本季度职责。", told)
            messages.success(request, said.format(n=told))
        else:
            messages.info(request, gettext("没有提醒：选中的人已经完成，或者今天已经提醒过了。"))
    return redirect(f"{reverse('duties:list')}?group=open")
