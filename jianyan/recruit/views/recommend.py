"""单位推荐: a liaison recommends for the unit, and sees what became of those it recommended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.models import Department
from jianyan.core.applicant import cleaned_applicant, problems_of
from jianyan.core.flow import Refused
from jianyan.core.recruit import CandidateState
from jianyan.core.workdays import local_date
from jianyan.recruit import actions, words
from jianyan.recruit.forms.applicant import RecommendForm
from jianyan.recruit.models import Candidate, Round
from jianyan.recruit.queries import rounds_visible_to, takes_applications
from jianyan.recruit.queries.units import Recommending, recommended_by, recommending
from jianyan.recruit.views.baskets import Basket, basket_of
from jianyan.rules.queries import book
from jianyan.rules.words import title_of


@entry("liaison")
@require_safe
def recommended(request: Request, pk: int) -> HttpResponse:
    """Whom the unit has recommended in a round, and where each of them stands."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    rules = book(round_.rules_id)
    context = {
        "round": round_,
        "unit": _unit(request),
        "open": takes_applications(round_, timezone.now()),
        "rows": [
            {"one": one, "category": title_of(rules.categories, one.category), **_state(one, round_)}
            for one in recommended_by(request.actor, round_)
        ],
    }
    return render(request, "recruit/recommended.html", context)


def _unit(request: Request) -> Department:
    assert request.actor.department_id is not None  # a liaison's role names the department
    return Department.objects.get(pk=request.actor.department_id)


def _state(one: Candidate, round_: Round) -> dict[str, Any]:
    """Who is on the list is not told before the list is public."""
    state = CandidateState(one.state)
    if state == CandidateState.chosen and round_.published_at is None:
        state = CandidateState.qualified
    return {"state": words.STATES[state], "tone": words.TONES[state]}


@entry("liaison")
def recommend(request: Request, pk: int) -> HttpResponse:
    """The form for one person; its files are kept with every press."""
    round_ = get_object_or_404(rounds_visible_to(request.actor), pk=pk)
    if not takes_applications(round_, timezone.now()):
        messages.warning(request, words.refusal(Refused("not_open")))
        return redirect("recruit:recommended", pk=pk)
    rules = book(round_.rules_id)
    unit = recommending(_unit(request), rules)
    if request.method != "POST":
        form = _form(None, unit, rules)
        return _page(request, round_, unit, form, Basket(form["basket"].value(), []))
    form = _form(request.POST, unit, rules)
    basket = basket_of(request, round_, form.token("basket"), at=timezone.now())
    if request.POST.get("do") == "files" or "unfile" in request.POST or basket.refused:
        again = _form(None, unit, rules)
        again.initial = {key: form[key].value() for key in form.fields}
        return _page(request, round_, unit, again, basket, status=422 if basket.refused else 200)
    form.mark(problems_of(cleaned_applicant(form.applicant()), rules, local_date(timezone.now())))
    if form.errors:
        return _page(request, round_, unit, form, basket, status=422)
    return _send(request, round_, unit, form, basket)


def _form(data: Any, unit: Recommending, rules: Any) -> RecommendForm:
    return RecommendForm(
        data,
        rules=rules,
        channel=unit.channel,
        categories=unit.categories,
        unit=unit.unit.pk if unit.own_staff else None,
    )


def _send(request: Request, round_: Round, unit: Recommending, form: RecommendForm, basket: Basket) -> HttpResponse:
    try:
        made = actions.recommend(
            request.actor,
            round_.pk,
            form.applicant(),
            at=timezone.now(),
            key=form.token("key"),
            consent=bool(form.cleaned_data.get("consent")),
            basket=basket.token,
        )
    except Refused as no:
        form.refuse(no)
        return _page(request, round_, unit, form, basket, status=422)
    messages.success(request, _("已推荐，受理编号 {no}。").format(no=made.receipt))
    return redirect("recruit:recommended", pk=round_.pk)


def _page(
    request: Request, round_: Round, unit: Recommending, form: RecommendForm, basket: Basket, *, status: int = 200
) -> HttpResponse:
    context = {"round": round_, "unit": unit, "form": form, "basket": basket}
    return render(request, "recruit/recommend.html", context, status=status)
