"""One person's points with the rows behind each, and what reviewers do to them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.awards import actions, words
from jianyan.awards.forms import AdjustForm, LiftForm, StrikeForm, VetoForm
from jianyan.awards.models import Standing
from jianyan.awards.queries import award_facts, standings_visible_to
from jianyan.awards.queries.pages import behind
from jianyan.awards.shown import hindrance, parts_of, step_name, step_tone
from jianyan.awards.views.acts import About, ActPage, answer
from jianyan.core.award import AwardVerb, award_verbs
from jianyan.core.flow import Refused
from jianyan.rules.queries import book

_V = AwardVerb

PAGES: dict[str, ActPage] = {
    page.verb.value: page
    for page in (
        ActPage(
            _V.adjust,
            actions.adjust,
            _("加减分已记录，名次已更新。"),
            lead=_("每次加减分都要写明理由，记入台账；本人核对时能看到。"),
            icon="edit",
            form=AdjustForm,
        ),
        ActPage(
            _V.veto,
            actions.veto,
            _("已一票否决。"),
            lead=_("违反工作纪律或者承诺的，不参加本次评优；得分照常显示。"),
            ask=_("否决后此人不能评优，确定吗？"),
            icon="ban",
            form=VetoForm,
            danger=True,
        ),
        ActPage(_V.lift, actions.lift, _("否决已撤销，名次已更新。"), icon="circle-check", form=LiftForm),
        ActPage(
            _V.strike,
            actions.strike,
            _("已移出名单。"),
            lead=_("未获批准或者异议成立的，移出名单，不递补。"),
            ask=_("移出后不能恢复，也不递补，确定吗？"),
            icon="x",
            form=StrikeForm,
            danger=True,
        ),
    )
}


@entry("officer", "head")
@require_safe
def standing(request: Request, pk: int) -> HttpResponse:
    """Everybody's page in the award: the parts, the deeds, the rows of the dossier, the changes and objections."""
    each = _standing(request, pk)
    return render(request, "awards/standing.html", {**points_context(each), **_verbs(request, each)})


def points_context(each: Standing) -> dict[str, object]:
    """What a person's points are made of, for the office and for the person."""
    run, rules = each.run, book(each.run.rules_id)
    return {
        "each": each,
        "run": run,
        "rules": rules,
        "state": step_name(run),
        "tone": step_tone(run),
        "channel": str(words.CHANNELS[each.channel]),
        "parts": parts_of(each, rules, behind(each)),
        "counted": words.points(each.counted),
        "adjusted": words.points(each.adjusted, sign=True) if each.adjusted else "",
        "total": words.points(each.total),
        "why": words.why(each.why),
        "changes": [
            (change, words.points(change.points, sign=True)) for change in each.adjustments.select_related("by")
        ],
        "objections": list(each.objections.filter(own=True)),
    }


def _verbs(request: Request, each: Standing) -> dict[str, object]:
    offered = award_verbs(each.run.step, request.actor.roles, award_facts(each.run, timezone.now()))
    fit = {_V.adjust: True, _V.veto: not each.vetoed, _V.lift: each.vetoed, _V.strike: each.listed}
    own = each.supervisor.user_id == request.actor.user_id
    verbs = [] if own else [(slug, page) for slug, page in PAGES.items() if page.verb in offered and fit[page.verb]]
    return {"verbs": verbs}


@entry("officer", "head")
def standing_act(request: Request, pk: int, standing_act: str) -> HttpResponse:
    """The page of one act on one person's points."""
    page = PAGES.get(standing_act)
    if page is None:
        raise Http404

    def load() -> About:
        each = _standing(request, pk)
        return About(
            run=each.run,
            pk=each.pk,
            name=each.supervisor.name,
            url=reverse("awards:standing", args=[each.pk]),
            at=timezone.now(),
            refusal=_refusal(request, each, page.verb),
            context={
                "each": each,
                "total": words.points(each.total),
                "adjusted": words.points(each.adjusted, sign=True),
                "most": book(each.run.rules_id).number_of("award_adjust"),
            },
        )

    return answer(request, page, load)


def _refusal(request: Request, each: Standing, verb: AwardVerb) -> Refused | None:
    no = hindrance(each.run, verb, request.actor.roles, award_facts(each.run, timezone.now()))
    if no is None and verb == _V.strike and not each.listed:
        return Refused("wrong_step")
    return no


def _standing(request: Request, pk: int) -> Standing:
    seen = standings_visible_to(request.actor).select_related("run__zone", "supervisor__unit")
    return get_object_or_404(seen, pk=pk)
