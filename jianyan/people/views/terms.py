"""What is done with a term: renewing, resigning, giving the certificate back, and changes of the person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import FilteredRelation
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import Department
from jianyan.core.flow import Refused
from jianyan.core.rulebook import Rulebook
from jianyan.core.terms import state_on
from jianyan.people import actions, words
from jianyan.people.actions.renew import cannot_renew, follows_on
from jianyan.people.models import Appointment, Dismissal, Supervisor
from jianyan.people.queries import own_supervisor, visible_to
from jianyan.people.term_forms import BackForm, ParticularsForm, RenewForm, ResignForm
from jianyan.people.views.list import book_in_force


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term as the dossier shows it."""

    term: Appointment
    state: tuple[str | Promise, str]


def terms_of(supervisor: Supervisor) -> tuple[list[Appointment], list[Dismissal]]:
    """The terms of somebody in their order, and the proposals to dismiss, the newest first. One query."""
    proposals = FilteredRelation("dismissals")
    rows: Any = supervisor.appointments.annotate(proposal=proposals).order_by("starts_on")
    terms: dict[int, Appointment] = {}
    dismissals: list[Dismissal] = []
    for row in rows.select_related("proposal"):  # a term is read once for each of its proposals
        term = terms.setdefault(row.pk, row)
        if proposal := getattr(row, "proposal", None):
            proposal.appointment = term
            dismissals.append(proposal)
    return list(terms.values()), sorted(dismissals, key=lambda each: each.proposed_at, reverse=True)


def terms_shown(
    request: Request,
    supervisor: Supervisor,
    terms: list[Appointment],
    dismissals: list[Dismissal],
    today: date,
    rules: Rulebook | None,
) -> dict[str, object]:
    """The terms with what may be done now, for the dossier. One query for the office, beside what was read."""
    going = [each for each in dismissals if each.decided_at is None]
    in_office = any(each.ends_on >= today and not each.left_on for each in terms)
    office, own = request.actor.is_office, supervisor.user_id == request.actor.user_id
    limit = rules.number_of("term_limit") if rules else 0
    return {
        "term_rows": [TermRow(each, words.TERM_STATES[state_on(each.term, today)]) for each in reversed(terms)],
        "dismissals": dismissals,
        "may_renew": request.actor.has("head") and rules and not cannot_renew(supervisor, terms, today, limit),
        "may_resign": (office or own) and in_office and not going,
        "may_dismiss": office and in_office and not going,
        "may_edit": office and supervisor.anonymised_at is None,
        "may_link": office and in_office and not supervisor.user.has_usable_password(),
        "changes": [
            (change, words.CHANGED.get(change.field, change.field))
            for change in supervisor.changes.select_related("by")
        ]
        if office
        else [],
    }


def _person(request: Request, pk: int) -> Supervisor:
    return get_object_or_404(visible_to(request.actor).select_related("unit", "user", "officer"), pk=pk)


def act_page(
    request: Request,
    supervisor: Supervisor,
    form: forms.Form,
    act: Callable[[], str],
    *,
    heading: str,
    lead: str,
    ask: str = "",
    back: str = "",
    danger: bool = False,
    **more: object,
) -> HttpResponse:
    """One act on a supervisor: the form, the refusal at its field, then back with a sentence."""
    back = back or reverse("people:dossier", args=[supervisor.pk])
    if form.is_bound and form.is_valid():
        try:
            said = act()
        except Refused as no:
            field = words.field_of(no)
            form.add_error(field if field in form.fields else None, words.refusal(no))
        else:
            messages.success(request, said)
            return redirect(back)
    context = {
        "form": form,
        "supervisor": supervisor,
        "heading": heading,
        "lead": lead,
        "ask": ask,
        "back_url": back,
        "danger": danger,
        **more,
    }
    return render(request, "people/act.html", context, status=422 if form.errors else 200)


def posted(request: Request) -> object:
    """What was sent, or nothing where the page is only looked at."""
    return request.POST if request.method == "POST" else None


@entry("head")
def renew(request: Request, pk: int) -> HttpResponse:
    """Another term for somebody."""
    supervisor, now = _person(request, pk), timezone.now()
    terms = list(supervisor.appointments.order_by("starts_on"))
    form = RenewForm(posted(request), initial={"starts_on": follows_on(terms, timezone.localdate(now))})  # type: ignore[arg-type]
    rules = book_in_force(request.zone, now)
    years = rules.number_of("term_years") if rules else 1
    limit = rules.number_of("term_limit") if rules else 1
    if not form.is_bound and (no := cannot_renew(supervisor, terms, timezone.localdate(now), limit)):
        messages.warning(request, words.refusal(no))
        return redirect("people:dossier", pk)

    def act() -> str:
        made = actions.renew(request.actor, pk, at=now, starts_on=form.cleaned_data["starts_on"])
        return _("已续聘{name}，聘书{number}。").format(name=supervisor.name, number=made.certificate)

    lead = ngettext("聘期 {n} 年，最多连任 {limit} 届。", "聘期 {n} 年，最多连任 {limit} 届。", years)
    return act_page(request, supervisor, form, act, heading=_("续聘"), lead=lead.format(n=years, limit=limit))


@entry("officer", "head")
def resign(request: Request, pk: int) -> HttpResponse:
    """The office writes down that somebody has resigned."""
    return _resign(request, _person(request, pk), own=False)


@entry("supervisor")
def resign_oneself(request: Request) -> HttpResponse:
    """A supervisor resigns in person."""
    supervisor = own_supervisor(request.actor, timezone.now())
    if supervisor is None:
        return redirect("home")
    return _resign(request, supervisor, own=True)


def _resign(request: Request, supervisor: Supervisor, *, own: bool) -> HttpResponse:
    form = ResignForm(posted(request), own=own)

    def act() -> str:
        actions.resign(request.actor, supervisor.pk, at=timezone.now(), reason=form.cleaned_data["reason"])
        if own:
            return _("您已辞任，感谢您的付出。您提出的线索会继续办理。")
        return _("已登记{name}辞任，请收回聘书。").format(name=supervisor.name)

    lead = _("自今天起不再担任监督员：账号不再是监督员，不再提交意见表；已经提出的线索继续办理，由专员回访。")
    return act_page(
        request,
        supervisor,
        form,
        act,
        heading=_("辞任"),
        lead=lead,
        ask=_("辞任自今天起生效，不能撤回。确定吗？"),
        back=reverse("my_dossier") if own else "",
        danger=True,
    )


@entry("officer", "head")
def certificate_back(request: Request, pk: int) -> HttpResponse:
    """The office writes down that a certificate was given back."""
    seen = Appointment.objects.filter(supervisor__in=visible_to(request.actor))
    term = get_object_or_404(seen.select_related("supervisor__unit"), pk=pk)
    form = BackForm(posted(request), initial={"on": timezone.localdate()})  # type: ignore[arg-type]

    def act() -> str:
        actions.take_certificate_back(request.actor, pk, at=timezone.now(), on=form.cleaned_data["on"])
        return _("已登记聘书交回。")

    return act_page(
        request, term.supervisor, form, act, heading=_("聘书交回"), lead=_("聘书编号：{no}").format(no=term.certificate)
    )


@entry("officer", "head")
def edit(request: Request, pk: int) -> HttpResponse:
    """Change unit, phone, category, post or industry; what was is kept beside it."""
    supervisor, now = _person(request, pk), timezone.now()
    units = Department.objects.filter(zone=request.zone, active=True)
    form = ParticularsForm(posted(request), supervisor=supervisor, units=units, rules=book_in_force(request.zone, now))

    def act() -> str:
        changed = actions.change(request.actor, pk, actions.Particulars(**form.cleaned_data), at=now)
        return _said(changed)

    lead = _("改前改后都会留存，台账只记改了哪一项。姓名有误的，请系统管理员修改账号。")
    return act_page(request, supervisor, form, act, heading=_("修改资料"), lead=lead, submit=_("保存"))


def _said(changed: list[str]) -> str:
    if not changed:
        return _("没有改动。")
    return _("已修改：{fields}。").format(fields=_("、").join(str(words.CHANGED[key]) for key in changed))
