"""解聘: the proposal, the person's statement, the decision, each on one page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jianyan.accounts.access import Request, entry
from jianyan.core.workdays import local_date
from jianyan.people import actions
from jianyan.people.actions.dismiss import ANSWER_DAYS
from jianyan.people.models import Dismissal
from jianyan.people.queries import visible_to
from jianyan.people.term_forms import DecisionForm, ProposalForm, StatementForm
from jianyan.people.views.terms import act_page, posted
from jianyan.rules.queries import calendar_of


@entry("officer", "head")
def propose(request: Request, pk: int) -> HttpResponse:
    """The office proposes to dismiss somebody."""
    supervisor = get_object_or_404(visible_to(request.actor).select_related("unit"), pk=pk)
    now = timezone.now()
    until = calendar_of(request.zone).add(local_date(now), ANSWER_DAYS)
    form = ProposalForm(posted(request), initial={"answer_by": until})  # type: ignore[arg-type]

    def act() -> str:
        actions.propose_dismissal(request.actor, pk, at=now, **form.cleaned_data)
        return _("已提出解聘，并通知本人陈述。")

    return act_page(
        request,
        supervisor,
        form,
        act,
        heading=_("提出解聘"),
        lead=_("提出后通知本人陈述，再由负责人决定；决定之前聘期照常。缺报、缺席只作提示，不自动解聘。"),
        danger=True,
    )


@entry("officer", "head", "supervisor")
def dismissal(request: Request, pk: int) -> HttpResponse:
    """How a dismissal stands, with the statement for the person and the decision for the head."""
    seen = Dismissal.objects.filter(appointment__supervisor__in=visible_to(request.actor))
    one = get_object_or_404(seen.select_related("appointment__supervisor__unit", "proposed_by", "decided_by"), pk=pk)
    supervisor, now = one.appointment.supervisor, timezone.now()
    own = supervisor.user_id == request.actor.user_id
    today = local_date(now)
    more: dict[str, Any] = {"dismissal": one, "own": own, "today": today}
    if own and not one.decided_at and not one.stated_at and today <= one.answer_by:
        return _statement(request, one, more)
    if request.actor.has("head") and not own and not one.decided_at and (one.stated_at or today > one.answer_by):
        return _decision(request, one, more)
    back = "/my/dossier/" if own else reverse("people:dossier", args=[supervisor.pk])
    context = {"supervisor": supervisor, "heading": _("解聘程序"), "back_url": back, **more}
    return render(request, "people/act.html", context, status=422 if request.method == "POST" else 200)


def _statement(request: Request, one: Dismissal, more: dict[str, Any]) -> HttpResponse:
    form = StatementForm(posted(request))  # type: ignore[arg-type]

    def act() -> str:
        actions.state_on_dismissal(request.actor, one.pk, at=timezone.now(), text=form.cleaned_data["text"])
        return _("陈述已提交，决定后会告诉您。")

    return act_page(
        request,
        one.appointment.supervisor,
        form,
        act,
        heading=_("解聘程序"),
        lead=_("您可以在截止日期前陈述一次；不陈述也不影响您以后申诉。"),
        back="/my/dossier/",
        submit=_("提交陈述"),
        **more,
    )


def _decision(request: Request, one: Dismissal, more: dict[str, Any]) -> HttpResponse:
    form = DecisionForm(posted(request))  # type: ignore[arg-type]

    def act() -> str:
        done = actions.decide_dismissal(request.actor, one.pk, at=timezone.now(), **form.cleaned_data)
        return _("已解聘，请告知本人并收回聘书。") if done.approved else _("已决定不予解聘，聘期继续。")

    return act_page(
        request,
        one.appointment.supervisor,
        form,
        act,
        heading=_("解聘程序"),
        lead=_("同意后自今天起离任：账号不再是监督员，不再提交意见表；已经提出的线索继续办理。"),
        submit=_("作出决定"),
        danger=True,
        **more,
    )
