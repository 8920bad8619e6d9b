"""One address for each act on an award."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.access import Request, entry
from jianyan.accounts.queries import Actor
from jianyan.awards import actions
from jianyan.awards.forms import ApproveForm, CancelForm
from jianyan.awards.queries import award_facts, on_list, runs_visible_to
from jianyan.awards.shown import hindrance
from jianyan.awards.views.acts import About, ActPage, answer
from jianyan.core.award import AwardVerb

_V = AwardVerb

PAGES: dict[str, ActPage] = {
    page.verb.value: page
    for page in (
        ActPage(
            _V.open,
            actions.open_hearing,
            _("已请每位监督员核对得分。"),
            lead=_("评审完毕后，每位监督员收到消息，能看到自己的得分和每一分的来源，可以书面提出异议。"),
            icon="users",
            listed=True,
        ),
        ActPage(
            _V.recount,
            actions.recount,
            _("已按台账重新计分。"),
            lead=_("把计分以后登记的答复、回访、座谈等也算进来；加减分和否决保留。"),
            icon="refresh",
        ),
        ActPage(
            _V.decide,
            actions.decide,
            _("优秀监督员名单已审定。"),
            lead=_("审定前系统再按台账核算一遍。审定后得分和名单不再改动，摘要写入台账。"),
            ask=_("审定后得分和名单不能再改，确定审定吗？"),
            icon="gavel",
            listed=True,
        ),
        ActPage(
            _V.approve,
            actions.approve,
            _("管委会的批准已登记。"),
            lead=_("登记批准的文号或者会议纪要，作为公示和授予的依据。"),
            icon="clipboard-check",
            form=ApproveForm,
            listed=True,
        ),
        ActPage(
            _V.publish,
            actions.publish,
            _("名单已公示。"),
            lead=_("公示名单的姓名、单位、职务和类别，不含得分；公示期由规则规定，公示当日不计。"),
            ask=_("名单将向社会公开，确定公示吗？"),
            icon="speakerphone",
            listed=True,
        ),
        ActPage(
            _V.finish,
            actions.finish,
            _("“优秀监督员”称号已授予。"),
            lead=_("授予后编发荣誉证书，记入每人的电子档案，并在监督员群通报；结果从此固定。"),
            ask=_("授予后结果不能再改，并会在监督员群通报，确定吗？"),
            icon="award",
            listed=True,
        ),
        ActPage(
            _V.cancel,
            actions.cancel,
            _("评优已取消。"),
            lead=_("取消后不能恢复；需要时可以重新评选这个聘期。"),
            ask=_("取消后本次评优不能恢复，确定取消吗？"),
            icon="x",
            form=CancelForm,
            danger=True,
        ),
    )
}


@entry("officer", "head")
def run_act(request: Request, pk: int, award_act: str) -> HttpResponse:
    """The page of one act on one award."""
    page = PAGES.get(award_act)
    if page is None:
        raise Http404
    return answer(request, page, lambda: about_run(request.actor, pk, page.verb, timezone.now()))


def about_run(actor: Actor, pk: int, verb: AwardVerb, now: datetime) -> About:
    """An award as an act finds it, with the list that most of them are about."""
    run = get_object_or_404(runs_visible_to(actor).select_related("zone"), pk=pk)
    return About(
        run=run,
        pk=run.pk,
        name=run.title,
        url=reverse("awards:run", args=[run.pk]),
        at=now,
        refusal=hindrance(run, verb, actor.roles, award_facts(run, now)),
        context={"listed": list(on_list(run))},
    )
