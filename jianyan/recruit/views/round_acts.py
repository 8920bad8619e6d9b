"""One address for each act on a round."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.access import Request, entry
from jianyan.accounts.queries import Actor
from jianyan.core.recruit import RoundVerb
from jianyan.recruit import actions
from jianyan.recruit.forms.round import ApproveForm, CancelForm, ProlongForm
from jianyan.recruit.queries import round_facts, rounds_visible_to
from jianyan.recruit.queries.rounds import on_list
from jianyan.recruit.shown import hindrance, step_name, step_tone
from jianyan.recruit.views.acts import About, ActPage, answer
from jianyan.recruit.views.listed import by_channel
from jianyan.rules.queries import book

_V = RoundVerb

PAGES: dict[str, ActPage] = {
    page.slug: page
    for page in (
        ActPage(
            _V.open,
            "round",
            actions.open_round,
            _("选聘公告已发布，公众现在可以看到。"),
            lead=_("发布后公告、名额和日期向社会公开，不能再改；报名截止日期可以延长。"),
            ask=_("公告将向社会公开，之后不能再改，确定发布吗？"),
            icon="speakerphone",
        ),
        ActPage(
            _V.prolong,
            "round",
            actions.prolong,
            _("报名已延长。"),
            lead=_("报名人数不足的，可以延长；公告页随即显示新的日期。"),
            icon="calendar-event",
            form=ProlongForm,
        ),
        ActPage(
            _V.close,
            "round",
            actions.close_round,
            _("报名已截止，请完成资格审核。"),
            lead=_("截止后不再接受报名。报名期满的次日系统会自动截止，也可以现在办。"),
            icon="lock",
        ),
        ActPage(
            _V.finish_review,
            "round",
            actions.finish_review,
            _("资格审核已结束，已请负责人审定名单。"),
            lead=_("结束后不再改动审核意见；审核通过而没有列入名单的，作为备选。"),
            ask=_("结束后审核意见不能再改，确定吗？"),
            icon="checklist",
            listed=True,
        ),
        ActPage(
            _V.decide,
            "round",
            actions.decide,
            _("拟聘名单已审定。"),
            lead=_("请看过名单再审定。审定后名单不能增加；异议成立或者未获批准的，由负责人移出。"),
            ask=_("审定后名单不能再增加，确定审定吗？"),
            icon="gavel",
            listed=True,
        ),
        ActPage(
            _V.submit,
            "round",
            actions.submit,
            _("名单已报管委会，领导现在可以看到。"),
            lead=_("报送后管委会领导在系统里能看到名单（姓名、单位、职务、类别），并收到消息。"),
            icon="send",
            listed=True,
        ),
        ActPage(
            _V.approve,
            "round",
            actions.approve,
            _("管委会的批准已登记。"),
            lead=_("登记批准的文号或者会议纪要，作为公示和聘任的依据。"),
            icon="clipboard-check",
            form=ApproveForm,
            listed=True,
        ),
        ActPage(
            _V.publish,
            "round",
            actions.publish,
            _("名单已公示。"),
            lead=_("公示名单的姓名、单位、职务和类别，不含其他个人信息；公示期由规则规定，公示当日不计。"),
            ask=_("名单将向社会公开，确定公示吗？"),
            icon="speakerphone",
            listed=True,
        ),
        ActPage(
            _V.finish_notice,
            "round",
            actions.finish_notice,
            _("公示已结束，请聘任。"),
            lead=_("公示期满而且每条异议都有结论的，进入聘任。系统也会自动办。"),
            icon="circle-check",
        ),
        ActPage(
            _V.finish,
            "round",
            actions.finish,
            _("选聘已进入下一步。"),
            lead=_("确认这一步已办完。"),
            icon="circle-check",
        ),
        ActPage(
            _V.cancel,
            "round",
            actions.cancel,
            _("选聘已取消。"),
            lead=_("取消后不能恢复，候选人会在状态页读到原因；需要时另行选聘。"),
            ask=_("取消后本次选聘不能恢复，报名全部作废，确定取消吗？"),
            icon="x",
            form=CancelForm,
            danger=True,
        ),
    )
}


@entry("officer", "head")
def round_act(request: Request, pk: int, round_act: str) -> HttpResponse:
    """The page of one act on one round."""
    page = PAGES.get(round_act)
    if page is None:
        raise Http404
    return answer(request, page, lambda: about_round(request.actor, pk, timezone.now()))


def about_round(actor: Actor, pk: int, now: datetime) -> About:
    """A round as an act finds it, with the list that most of them are about."""
    round_ = get_object_or_404(rounds_visible_to(actor).select_related("zone"), pk=pk)
    rules, facts = book(round_.rules_id), round_facts(round_, now)
    return About(
        pk=round_.pk,
        subject=f"round:{round_.pk}",
        revision=round_.revision,
        name=round_.title,
        state=step_name(round_, rules),
        tone=step_tone(round_),
        url=reverse("recruit:round", args=[round_.pk]),
        at=now,
        refusal=lambda verb: hindrance(round_.step, RoundVerb(verb), actor.roles, facts),
        context={
            "round": round_,
            "rules": rules,
            "groups": by_channel(on_list(round_), rules),
        },
    )
