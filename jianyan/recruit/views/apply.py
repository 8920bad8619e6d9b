"""本人自荐 on a phone: consent first, then the form, a look over, and a receipt. Works without scripts.

Until the consent is given nothing is taken in; until it is sent, nothing but the files chosen is kept.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.public import public
from jianyan.accounts.queries import system_actor
from jianyan.core.applicant import cleaned_applicant, problems_of
from jianyan.core.flow import Refused
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.people.models import Channel
from jianyan.recruit import actions
from jianyan.recruit.forms.applicant import ApplicantForm
from jianyan.recruit.forms.public import TRAP, ConsentForm
from jianyan.recruit.models import Round
from jianyan.recruit.queries import takes_applications
from jianyan.recruit.queries.public import public_rounds
from jianyan.recruit.views.baskets import Basket, basket_of
from jianyan.rules.queries import book


@public
def apply(request: HttpRequest, token: UUID) -> HttpResponse:
    """The steps of one page; where it is, its buttons say (``do``)."""
    round_ = get_object_or_404(public_rounds(), token=token)
    rules = book(round_.rules_id)
    if not takes_applications(round_, timezone.now()):
        # What was typed comes back, so that it can at least be copied.
        form = _form(round_, rules, request.POST) if request.POST.get("do") in ("look", "send") else None
        rows = form.summary() if form else []
        return render(request, "recruit/public_shut.html", {"round": round_, "rows": rows}, status=409 if form else 200)
    if request.method != "POST":
        return _consent(request, round_, rules, ConsentForm())
    consent = ConsentForm(request.POST)
    if not consent.is_valid():
        return _consent(request, round_, rules, consent, status=422)
    if request.POST.get("do") == "begin":
        form = _form(round_, rules, None)
        return _write(request, round_, form, Basket(form["basket"].value(), []))
    return _go_on(request, round_, _form(round_, rules, request.POST))


def _form(round_: Round, rules: Rulebook, data: Any) -> ApplicantForm:
    social = [key for key, each in rules.categories.items() if each.channel in (None, Channel.social)]
    asked = [quota.category for quota in round_.quotas.all() if quota.category in social]
    return ApplicantForm(data, rules=rules, channel=Channel.social, categories=asked or social)


def _go_on(request: HttpRequest, round_: Round, form: ApplicantForm) -> HttpResponse:
    now, do = timezone.now(), request.POST.get("do")
    basket = basket_of(request, round_, form.token("basket"), at=now)
    if do not in ("look", "send") or "unfile" in request.POST or basket.refused:
        # Only files came or went, or the person goes back to change something: nothing is judged yet.
        typed = {key: form[key].value() for key in form.fields}
        again = _form(round_, form.rules, None)
        again.initial = typed
        return _write(request, round_, again, basket, status=422 if basket.refused else 200)
    form.mark(problems_of(cleaned_applicant(form.applicant()), form.rules, local_date(now)))
    if request.POST.get(TRAP):
        form.add_error(None, _("最后一栏请留空；如果是浏览器自动填的，请清空后再提交。"))
    if form.errors:
        return _write(request, round_, form, basket, status=422)
    return _send(request, round_, form, basket) if do == "send" else _look(request, round_, form, basket)


def _send(request: HttpRequest, round_: Round, form: ApplicantForm, basket: Basket) -> HttpResponse:
    try:
        made = actions.apply(
            system_actor(round_.zone),
            round_.pk,
            form.applicant(),
            at=timezone.now(),
            key=form.token("key"),
            consent=True,
            promise=True,
            basket=basket.token,
        )
    except Refused as no:
        form.refuse(no)
        return _write(request, round_, form, basket, status=422)
    return redirect("public:receipt", token=made.token)


def _consent(
    request: HttpRequest, round_: Round, rules: Rulebook, form: ConsentForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "round": round_,
        "office": round_.zone.office_name,
        "phone": round_.contact or round_.zone.office_phone,
        "form": form,
        "years": rules.number_of("anonymise_after"),
        "notice_days": rules.number_of("notice_days"),
    }
    return render(request, "recruit/public_consent.html", context, status=status)


def _write(
    request: HttpRequest, round_: Round, form: ApplicantForm, basket: Basket, *, status: int = 200
) -> HttpResponse:
    context = {"round": round_, "form": form, "basket": basket, "trap": TRAP, "caught": request.POST.get(TRAP, "")}
    return render(request, "recruit/public_form.html", context, status=status)


def _look(request: HttpRequest, round_: Round, form: ApplicantForm, basket: Basket) -> HttpResponse:
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name in form.fields]
    context = {"round": round_, "rows": form.summary(), "typed": typed, "basket": basket}
    return render(request, "recruit/public_look.html", context)
