"""The office's list of supervisors: whose term, who has filed, who was spoken with this month (4.3.a, 5.1.c)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import RoleName, Zone
from jianyan.accounts.queries import with_role
from jianyan.core.opinion import month_of
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.people.beside import missed_quarters
from jianyan.people.forms import RosterForm
from jianyan.people.models import Channel, Supervisor
from jianyan.people.queries.roster import PAGE, Filed, Forms, Wanted, forms_of, lines_of, roster
from jianyan.people.queries.this_month import start_of_month
from jianyan.rules.queries import book_today
from jianyan.rules.words import title_of
from jianyan.ui.addresses import address_of

#: Filters that are always open, and those behind “more”.
FIRST = ("q", "officer", "contacted", "filed")
MORE = ("channel", "term", "category", "level", "unit", "industry")

CHANNELS = {channel.value: channel.label for channel in Channel}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """One identity's form of this month: its level, what became of it in a word, and the tone of that."""

    level: str
    word: str | Promise
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One supervisor of the list; ``missed`` counts the forms of the term that holds, ``quarters`` those without the
    symposium, meeting or study that was owed."""

    supervisor: Supervisor
    url: str
    contact_url: str
    unit: str
    channel: str | Promise
    category: str
    forms: list[FormState]
    ends_on: date | None
    current: bool
    last_contact: datetime | None
    contacted: bool
    missed: int
    quarters: int


@entry("officer", "head")
@require_safe
def supervisors(request: Request) -> HttpResponse:
    """The list, and on an htmx request its rows alone."""
    now = timezone.now()
    officers = with_role(request.zone.pk, RoleName.officer)
    rules = book_in_force(request.zone, now)
    form = RosterForm(request.GET, officers, rules)
    wanted = form.wanted()
    found = roster(request.actor, wanted, now).values_list("pk", flat=True)
    # Conditions cost more than rows: who fulfils them is asked once, not once to count and once more to show.
    page = Paginator(found if wanted == Wanted() else list(found), PAGE).get_page(request.GET.get("page"))
    shown = lines_of(list(page), now)
    forms = forms_of(shown, now, due_day(rules))
    quarters = missed_quarters({each.pk: each.since for each in shown if each.since})  # type: ignore[attr-defined]
    context = {
        "page_obj": page,
        "rows": [row(supervisor, rules, forms, now, quarters) for supervisor in shown],
        "flag": rules.number_of("missed_forms_flag") if rules else 0,
        "quarter_flag": rules.number_of("missed_symposia_flag") if rules else 0,
        "month": month_of(local_date(now)),
        "shown": [form[name] for name in FIRST],
        "folded": [form[name] for name in MORE],
        "more": any(form[name].value() for name in MORE),
        "may_hand_over": request.actor.has(RoleName.head),
    }
    part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "people/list.html#rows" if part else "people/list.html", context)


def book_in_force(zone: Zone, now: datetime) -> Rulebook | None:
    """The zone's rules now; None before there are any."""
    return book_today(zone, local_date(now))


def due_day(rules: Rulebook | None) -> int | None:
    """The day of the month on which forms are due; None before there are rules."""
    return rules.number_of("form_due_day") if rules else None


def row(
    supervisor: Supervisor,
    rules: Rulebook | None,
    forms: Forms,
    now: datetime,
    quarters: Mapping[int, int] = MappingProxyType({}),
) -> Row:
    """A supervisor of `queries.roster.with_columns` as a line of the list."""
    last: datetime | None = supervisor.last_contact  # type: ignore[attr-defined]
    current = supervisor.since is not None  # type: ignore[attr-defined]
    return Row(
        supervisor=supervisor,
        url=address_of("people:dossier", supervisor.pk),
        contact_url=address_of("people:contact", supervisor.pk),
        unit=supervisor.unit_name,
        channel=CHANNELS[supervisor.channel],
        category=title_of(rules.categories, supervisor.category) if rules else supervisor.category,
        forms=[
            _form(identity.level, rules, forms.filed.get((supervisor.pk, identity.level)), owed=current)
            for identity in supervisor.identities.all()
        ],
        ends_on=supervisor.term_ends,  # type: ignore[attr-defined]
        current=current,
        last_contact=last,
        contacted=last is not None and last >= start_of_month(now),
        missed=forms.missed.get(supervisor.pk, 0),
        quarters=quarters.get(supervisor.pk, 0),
    )


def _form(level: str, rules: Rulebook | None, filed: Filed | None, *, owed: bool) -> FormState:
    name = title_of(rules.levels, level) if rules else level
    if filed is None:
        return FormState(level=name, word=_("未提交") if owed else _("不在聘期"), tone="warn" if owed else "")
    if filed.nil:
        return FormState(level=name, word=_("零报告（逾期）") if filed.late else _("零报告"), tone="")
    return FormState(level=name, word=_("逾期提交") if filed.late else _("已提交"), tone="warn" if filed.late else "ok")
