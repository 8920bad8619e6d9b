"""The rounds of recruitment, and the plan of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import RoleName, Zone
from jianyan.core.flow import Refused
from jianyan.core.recruit import RoundVerb
from jianyan.core.rulebook import Rulebook
from jianyan.core.terms import term_of
from jianyan.core.workdays import local_date
from jianyan.recruit import words
from jianyan.recruit.actions import draft_round, edit_round
from jianyan.recruit.forms.round import RoundForm
from jianyan.recruit.models import Round
from jianyan.recruit.notice_text import notice_text, round_title
from jianyan.recruit.queries import rounds_visible_to, takes_applications
from jianyan.recruit.queries.rounds import rounds_listed
from jianyan.recruit.shown import address, step_name, step_tone
from jianyan.recruit.views.acts import STATUS, happened_to, not_now
from jianyan.recruit.views.round_acts import about_round
from jianyan.rules.queries import NoRulebook, book, calendar_of, version_on

PAGE = 50
#: Working days for which a new round takes applications, as it is proposed.
WINDOW = 15


@dataclass(frozen=True, slots=True)
class Row:
    """One round of the list. ``url`` is the actor's page of it, ``recommend`` where a liaison recommends, in time."""

    round: Round
    state: str
    tone: str
    url: str
    recommend: str


@entry("officer", "head", "leader", "liaison")
@require_safe
def rounds(request: Request) -> HttpResponse:
    """The rounds: all of the zone for the office, the submitted ones for leaders, the open ones for liaisons."""
    actor, now = request.actor, timezone.now()
    reads = actor.is_office or actor.has(RoleName.leader)
    page = Paginator(rounds_listed(actor), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [_row(each, reads, now) for each in page],
        "office": actor.is_office,
        "reads": reads,
    }
    return render(request, "recruit/rounds.html", context)


def _row(round_: Round, reads: bool, now: datetime) -> Row:
    open_ = not reads and takes_applications(round_, now)
    return Row(
        round=round_,
        state=step_name(round_, book(round_.rules_id)),
        tone=step_tone(round_),
        url=reverse("recruit:round", args=[round_.pk]) if reads else address("recruit:recommended", round_.pk),
        recommend=address("recruit:recommend", round_.pk) if open_ else "",
    )


@entry("officer", "head")
def round_new(request: Request) -> HttpResponse:
    """The plan of a new round, under the rules in force."""
    now = timezone.now()
    try:
        rules = book(version_on(request.zone.pk, local_date(now)).pk)
    except NoRulebook:
        return render(request, "rules/none.html", status=404)
    if request.method != "POST":
        return _form(request, RoundForm(rules=rules, initial=_proposed(request.zone, rules, local_date(now))), rules)
    form = RoundForm(request.POST, rules=rules)
    if "template" in request.POST:
        return _form(request, _with_template(form, request.zone, rules), rules)
    if form.is_valid():
        try:
            made = draft_round(request.actor, form.plan(), at=now)
        except Refused as no:
            form.refuse(no)
        else:
            messages.success(request, _("选聘方案已保存，公告还没有发布。"))
            return redirect("recruit:round", made.pk)
    return _form(request, form, rules, status=422)


@entry("officer", "head")
def round_edit(request: Request, pk: int) -> HttpResponse:
    """The plan of a round, as long as nobody outside has read it."""
    now = timezone.now()
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    rules, about = book(round_.rules_id), about_round(request.actor, pk, now)
    no = not_now(request, RoundVerb.edit, about)
    form = RoundForm(request.POST, rules=rules) if request.method == "POST" else None
    if no is not None and (form is None or about.refusal(RoundVerb.edit) is not None):
        context = {"about": about, "reason": words.refusal(no), "heading": _("修改选聘方案")}
        context |= {"happened": happened_to(about), "typed": form.texts() if form else []}
        return render(request, "recruit/refused.html", context, status=STATUS.get(no.code, 422))
    if form is None:
        return _form(request, RoundForm(rules=rules, initial=_as_it_is(round_)), rules, round_=round_)
    if no is not None:
        return _form(request, form, rules, round_=round_, status=409, note=happened_to(about))
    if "template" in request.POST:
        return _form(request, _with_template(form, request.zone, rules), rules, round_=round_)
    if form.is_valid():
        try:
            edit_round(request.actor, pk, form.plan(), at=now, seen=about.revision)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("选聘方案已保存。"))
            return redirect("recruit:round", pk)
    return _form(request, form, rules, round_=round_, status=422)


def _form(
    request: Request,
    form: RoundForm,
    rules: Rulebook,
    *,
    round_: Round | None = None,
    status: int = 200,
    note: str = "",
) -> HttpResponse:
    years = rules.number_of("term_years")
    context: dict[str, Any] = {"form": form, "round": round_, "rules": rules, "years": years, "note": note}
    context["back_url"] = reverse("recruit:round", args=[round_.pk]) if round_ else reverse("recruit:rounds")
    sent = form.so_far() if form.is_bound else _kept(dict(form.initial), rules)
    starts = sent["term_starts"]
    context["term_ends"] = term_of(starts, years).ends if starts else None
    context["proposal"] = notice_text(request.zone, rules, **sent)
    return render(request, "recruit/round_form.html", context, status=status)


def _with_template(form: RoundForm, zone: Zone, rules: Rulebook) -> RoundForm:
    """The form with what was typed so far, the notice written anew from it; nothing is checked."""
    typed = {name: form[name].data for name in form.fields}
    typed["notice"] = notice_text(zone, rules, **form.so_far())
    return RoundForm(rules=rules, initial=typed)


def _kept(initial: dict[str, Any], rules: Rulebook) -> dict[str, Any]:
    days = {name: _day(initial.get(name)) for name in ("term_starts", "opens_on", "closes_on")}
    places = {key: _count(initial.get(f"places_{key}")) for key in rules.categories}
    texts = {name: str(initial.get(name) or "") for name in ("contact", "email")}
    return {**days, **texts, "places": places}


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _count(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _as_it_is(round_: Round) -> dict[str, Any]:
    names = ("title", "notice", "term_starts", "opens_on", "closes_on", "contact", "email")
    places = {f"places_{quota.category}": quota.places for quota in round_.quotas.all()}
    return {name: getattr(round_, name) for name in names} | places


def _proposed(zone: Zone, rules: Rulebook, today: date) -> dict[str, Any]:
    """What a new round begins with: the term after the last one, and applications from today."""
    closes = calendar_of(zone).add(today, WINDOW)
    last = Round.objects.filter(zone=zone).order_by("-term_ends").first()
    after = last.term_ends + timedelta(days=1) if last else None
    starts = after if after and after > closes else _first_of_next_month(closes)
    proposed = {
        "title": round_title(zone, starts),
        "term_starts": starts,
        "opens_on": today,
        "closes_on": closes,
        "contact": zone.office_phone,
    }
    if last:
        proposed |= {f"places_{quota.category}": quota.places for quota in last.quotas.all()} | {"email": last.email}
    return proposed | {"notice": notice_text(zone, rules, **_kept(proposed, rules))}


def _first_of_next_month(day: date) -> date:
    """The first of the month after next: the list is reviewed, decided and on public notice until then."""
    month = day.year * 12 + day.month + 1
    return date(month // 12, month % 12 + 1, 1)
