"""One address for each verdict on a candidate."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.access import Request, entry
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.core.recruit import CandidateFacts, CandidateState, CandidateVerb, candidate_step
from jianyan.recruit import actions, words
from jianyan.recruit.forms.candidate import RefuseForm
from jianyan.recruit.models import Candidate
from jianyan.recruit.queries import candidate_facts, candidates_visible_to
from jianyan.recruit.views.acts import About, ActPage, answer
from jianyan.rules.queries import book

_V = CandidateVerb

PAGES: dict[str, ActPage] = {
    page.slug: page
    for page in (
        ActPage(
            _V.qualify,
            "candidate",
            actions.qualify,
            _("资格审核通过。"),
            lead=_("每个条件都已审核，没有不符合的。"),
        ),
        ActPage(
            _V.choose,
            "candidate",
            actions.choose,
            _("已列入拟聘名单。"),
            lead=_("在这一类别的名额之内列入；名单审定之前可以调整。"),
            icon="user-plus",
        ),
        ActPage(
            _V.unchoose,
            "candidate",
            actions.unchoose,
            _("已移出拟聘名单。"),
            lead=_("移出后仍是审核通过，可以再列入。"),
            icon="arrow-back-up",
        ),
        ActPage(
            _V.refuse,
            "candidate",
            actions.refuse,
            _("已决定不予聘任，候选人会在状态页读到原因。"),
            lead=_("候选人会在状态页读到原因。"),
            ask=_("候选人会读到这个原因，确定不予聘任吗？"),
            icon="user-x",
            form=RefuseForm,
            danger=True,
        ),
        ActPage(
            _V.reconsider,
            "candidate",
            actions.reconsider,
            _("已恢复审核。"),
            lead=_("恢复到待审核，原来的审核意见都还在；不予聘任的原因会删去。"),
            icon="refresh",
        ),
        ActPage(
            _V.withdraw,
            "candidate",
            actions.withdraw,
            _("报名已撤回。"),
            lead=_("只在本人要求时撤回；本人也可以在自己的状态页撤回。"),
            ask=_("撤回后不能恢复，需要时本人要重新报名。是本人要求撤回的吗？"),
            icon="user-off",
            danger=True,
        ),
    )
}


@entry("officer", "head")
def candidate_act(request: Request, pk: int, candidate_act: str) -> HttpResponse:
    """The page of one verdict on one candidate."""
    page = PAGES.get(candidate_act)
    if page is None:
        raise Http404
    return answer(request, page, lambda: about_candidate(request.actor, pk, timezone.now()))


def candidate_hindrance(candidate: Candidate, verb: str, actor: Actor, facts: CandidateFacts) -> Refused | None:
    """Why an act cannot be done with a candidate now; None when it can."""
    try:
        candidate_step(CandidateState(candidate.state), CandidateVerb(verb), actor.roles, candidate.round.step, facts)
    except Refused as no:
        return no
    return None


def about_candidate(actor: Actor, pk: int, now: datetime) -> About:
    """A candidate as an act finds it."""
    found = candidates_visible_to(actor).select_related("round", "unit", "recommending", "recommended_by", "known")
    candidate = get_object_or_404(found, pk=pk)
    facts, state = candidate_facts(candidate, now), CandidateState(candidate.state)
    return About(
        pk=candidate.pk,
        subject=f"candidate:{candidate.pk}",
        revision=candidate.revision,
        name=f"{candidate.name} {candidate.receipt}",
        state=str(words.STATES[state]),
        tone=words.TONES[state],
        url=reverse("recruit:candidate", args=[candidate.pk]),
        at=now,
        refusal=lambda verb: candidate_hindrance(candidate, verb, actor, facts),
        context={"candidate": candidate, "facts": facts, "rules": book(candidate.round.rules_id)},
    )
