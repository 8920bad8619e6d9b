"""The objections of an award, and one with what was found of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.awards import actions
from jianyan.awards.forms import SettleForm
from jianyan.awards.queries import award_facts, objections_visible_to, runs_visible_to
from jianyan.awards.queries.pages import objections_of
from jianyan.awards.shown import hindrance, step_name, step_tone
from jianyan.awards.views.acts import About, ActPage, answer
from jianyan.core.award import AwardVerb
from jianyan.core.flow import Refused

PAGE = ActPage(
    AwardVerb.settle,
    actions.settle_objection,
    _("异议的结论已记录。"),
    lead=_("核实后写明结论。异议成立的，由评审加减分更正，或者由负责人移出名单。"),
    icon="checklist",
    form=SettleForm,
)


@entry("officer", "head")
@require_safe
def objections(request: Request, pk: int) -> HttpResponse:
    """Every objection of an award, the open ones first."""
    run = get_object_or_404(runs_visible_to(request.actor), pk=pk)
    context = {
        "run": run,
        "state": step_name(run),
        "tone": step_tone(run),
        "objections": list(objections_of(run)),
    }
    return render(request, "awards/objections.html", context)


@entry("officer", "head")
def objection(request: Request, pk: int) -> HttpResponse:
    """One objection; posted, what was found."""

    def load() -> About:
        seen = objections_visible_to(request.actor).select_related("standing__run__zone", "standing__supervisor__unit")
        found = get_object_or_404(seen, pk=pk)
        run, now = found.standing.run, timezone.now()
        no = Refused("settled_already") if found.outcome else None
        return About(
            run=run,
            pk=found.pk,
            name=found.receipt,
            url=reverse("awards:objections", args=[run.pk]),
            at=now,
            refusal=no or hindrance(run, AwardVerb.settle, request.actor.roles, award_facts(run, now)),
            context={"objection": found, "each": found.standing},
        )

    if request.method != "POST":
        about = load()
        if about.refusal is not None:
            return render(request, "awards/objection.html", {"about": about, "run": about.run, **about.context})
    return answer(request, PAGE, load)
