"""The lists that can be taken out: each is read as its page reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jianyan.accounts.access import Request
from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import handling_departments, with_role
from jianyan.core.workdays import local_date
from jianyan.leads.forms.filters import LIGHTS, FilterForm, read
from jianyan.leads.queries import rated
from jianyan.leads.queries.attention import Moment
from jianyan.leads.queries.list import listed
from jianyan.leads.queries.rates import Rate, added_up
from jianyan.leads.rate_words import FORMULAS, RATES, left_out
from jianyan.leads.views.list import chips
from jianyan.leads.views.list import row as lead_row
from jianyan.ledger import queries as ledger
from jianyan.ledger.forms import LedgerFilter, asked_in
from jianyan.ledger.shown import row_shown
from jianyan.people.forms import RosterForm
from jianyan.people.models import Channel
from jianyan.people.queries.roster import forms_of, roster, with_columns
from jianyan.people.views.list import book_in_force, due_day
from jianyan.people.views.list import row as person_row
from jianyan.rules.queries import calendar_of
from jianyan.ui.formats import masked_phone, month_in_words, percent
from jianyan.web.exports.base import Listing, codes_of, said
from jianyan.web.exports.zones import zones
from jianyan.web.views.form_months import TABS, row_of
from jianyan.web.views.form_months import asked_in as forms_asked_in
from jianyan.web.views.overview import months_shown, order_of

#: How many rows are read at a time.
CHUNK = 500

T = TypeVar("T")


def in_chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    """The rows in lists of a bounded length, so that what belongs to them can be read for all at once."""
    rest = iter(rows)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _back(request: Request, name: str) -> str:
    query = request.GET.urlencode()
    return f"{reverse(name)}?{query}" if query else reverse(name)


def leads(request: Request, now: datetime) -> Listing:
    """The list of leads under its filters."""
    actor, calendar = request.actor, calendar_of(request.zone)
    units = handling_departments(request.zone.pk)
    form = FilterForm(request.GET, actor, book_in_force(request.zone, now), units)
    filters = read(form, request.GET)
    found = listed(actor, filters, Moment(now, calendar))
    lights = {key.value: word for key, word in LIGHTS}

    def lines() -> Iterator[Sequence[object]]:
        for lead in found.iterator(chunk_size=CHUNK):
            row = lead_row(lead, actor, now, calendar)
            due, light = (row.due.on, str(lights.get(row.due.light, ""))) if row.due else (None, "")
            yield (
                lead.no,
                lead.title,
                row.kind,
                row.reporter,
                lead.grade,
                row.department,
                row.state,
                due,
                light,
                row.submitted_at,
            )

    linked = [(_("条件"), str(chip.label)) for chip in chips(request, filters, units) if chip.label]
    return Listing(
        key="leads",
        title=gettext_lazy("线索清单"),
        back=_back(request, "leads:list"),
        headings=(
            _("编号"),
            _("标题"),
            _("类型"),
            _("提出人"),
            _("等级"),
            _("主办部门"),
            _("状态"),
            _("到期日"),
            _("期限"),
            _("提交时间"),
        ),
        widths=(16, 44, 26, 14, 8, 20, 10, 12, 8, 18),
        count=found.order_by().count(),
        lines=lines,
        filters=[*said(form), *linked],
        codes=codes_of(request.GET, ["q"]),
    )


def supervisors(request: Request, now: datetime) -> Listing:
    """The list of supervisors; numbers stay masked: one in full is looked at on its page, with a reason each."""
    rules = book_in_force(request.zone, now)
    form = RosterForm(request.GET, with_role(request.zone.pk, RoleName.officer), rules)
    found = roster(request.actor, form.wanted(), now)

    def lines() -> Iterator[Sequence[object]]:
        columns = with_columns(found, now, local_date(now)).prefetch_related("identities")
        for chunk in in_chunks(columns.iterator(chunk_size=CHUNK)):
            filed = forms_of(chunk, now, due_day(rules))
            for supervisor in chunk:
                row = person_row(supervisor, rules, filed, now)
                yield (
                    supervisor.name,
                    supervisor.unit_name,
                    supervisor.get_channel_display(),
                    row.category,
                    masked_phone(supervisor.phone),
                    supervisor.contact_name or "",  # type: ignore[attr-defined]
                    row.ends_on,
                    row.current,
                    _("；").join(f"{each.level} {each.word}" for each in row.forms),
                    row.missed or None,
                    row.last_contact,
                )

    return Listing(
        key="supervisors",
        title=gettext_lazy("监督员名单"),
        back=_back(request, "people:list"),
        headings=(
            _("姓名"),
            _("单位"),
            _("通道"),
            _("类别"),
            _("手机"),
            _("联系专员"),
            _("聘期至"),
            _("在聘"),
            _("本月意见表"),
            _("本聘期缺报"),
            _("最近联系"),
        ),
        widths=(12, 28, 14, 18, 16, 12, 12, 8, 24, 10, 18),
        count=found.order_by().count(),
        lines=lines,
        filters=said(form),
        codes=codes_of(request.GET, ["q", "unit", "industry"]),
    )


def forms(request: Request, now: datetime) -> Listing:
    """One month's forms: who has filed, nil, late or not at all."""
    asked = forms_asked_in(request, now)
    found = asked.found

    def lines() -> Iterator[Sequence[object]]:
        for identity in found.iterator(chunk_size=CHUNK):
            row, supervisor = row_of(identity, asked), identity.supervisor
            yield (
                supervisor.name,
                supervisor.unit_name,
                supervisor.get_channel_display(),
                row.level,
                identity.contact_name or "",  # type: ignore[attr-defined]
                str(row.word),
                row.leads if row.filed_at else None,
                row.filed_at,
                row.entered,
                row.reminded_at,
            )

    words = dict(TABS)
    return Listing(
        key="forms",
        title=gettext_lazy("意见表提交情况"),
        back=_back(request, "form_months"),
        headings=(
            _("监督员"),
            _("单位"),
            _("通道"),
            _("身份"),
            _("联系专员"),
            _("状态"),
            _("线索"),
            _("提交时间"),
            _("代录"),
            _("最近提醒"),
        ),
        widths=(12, 28, 14, 12, 12, 16, 8, 18, 8, 18),
        count=found.order_by().count(),
        lines=lines,
        filters=[
            (_("月份"), month_in_words(asked.month)),
            *([(_("状态"), str(words[asked.state]))] if asked.state else []),
            *([(_("通道"), str(Channel(asked.channel).label))] if asked.channel else []),
        ],
        codes=codes_of({**request.GET.dict(), "month": f"{asked.month:%Y-%m}"}, []),
    )


def ledger_rows(request: Request, now: datetime) -> Listing:
    """The ledger under the auditor's filters, each row with its whole digest."""
    asked = asked_in(request.GET)
    found = ledger.found(request.actor, asked).order_by("-pk")

    def lines() -> Iterator[Sequence[object]]:
        for chunk in in_chunks(found.iterator(chunk_size=CHUNK)):
            names = ledger.names_for(request.zone.pk, chunk)
            for each in chunk:
                row = row_shown(each, names)
                yield (
                    each.pk,
                    each.at,
                    row.who,
                    row.hat,
                    row.subject,
                    row.verb,
                    row.said,
                    each.rules,
                    each.clause,
                    each.place,
                    each.digest,
                )

    form = LedgerFilter(request.GET)
    form.is_valid()
    return Listing(
        key="ledger",
        title=gettext_lazy("台账"),
        back=_back(request, "ledger:list"),
        headings=(
            _("行"),
            _("时间"),
            _("操作人"),
            _("身份"),
            _("对象"),
            _("动作"),
            _("内容"),
            _("规则"),
            _("条款"),
            _("链上位置"),
            _("摘要"),
        ),
        widths=(8, 18, 12, 14, 24, 14, 60, 8, 8, 10, 70),
        count=found.order_by().count(),
        lines=lines,
        filters=said(form),
        codes=codes_of(request.GET, ["actor", "subject"]),
    )


def overview(request: Request, now: datetime) -> Listing:
    """The rates of the overview: all its months together, then month by month."""
    months, scope = months_shown(request.zone.pk, now)
    by_month = rated.months(scope).rates
    whole = _("{first}至{last}").format(first=month_in_words(months[0]), last=month_in_words(months[-1]))
    several = [(whole, added_up(list(by_month.values()))), *((month_in_words(m), by_month.get(m, {})) for m in months)]
    found = [(name, rates[key]) for key in order_of(request.actor) for name, rates in several if key in rates]
    return Listing(
        key="overview",
        title=gettext_lazy("指标"),
        back=reverse("overview"),
        headings=(_("指标"), _("算法"), _("提交月份"), _("分子"), _("分母"), _("比率"), _("未计入")),
        widths=(16, 40, 24, 8, 8, 8, 50),
        count=len(found),
        lines=lambda: (_rate_line(name, rate) for name, rate in found),
        filters=[(_("提交月份"), whole)],
        codes={"from": f"{months[0]:%Y-%m}", "to": f"{months[-1]:%Y-%m}"},
    )


def _rate_line(name: str, rate: Rate) -> Sequence[object]:
    left = _("，").join(f"{left_out(rate.key, why)} {n}" for why, n in rate.left_out.items() if n)
    share = percent(rate.num, rate.den) if rate.den else _("无数据")
    return str(RATES[rate.key]), str(FORMULAS[rate.key]), name, rate.num, rate.den, share, left


LISTINGS: dict[str, Callable[[Request, datetime], Listing]] = {
    "leads": leads,
    "supervisors": supervisors,
    "forms": forms,
    "ledger": ledger_rows,
    "overview": overview,
    "zones": zones,
}
