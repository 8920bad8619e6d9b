"""What the public pages say of a round and of an application."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jianyan.core.recruit import CandidateState
from jianyan.recruit.queries.public import Phase

PHASES: dict[Phase, str | Promise] = {
    Phase.upcoming: _("尚未开始报名"),
    Phase.open: _("正在报名"),
    Phase.closed: _("报名已截止"),
    Phase.notice: _("正在公示"),
    Phase.after_notice: _("公示已结束"),
    Phase.done: _("已结束"),
    Phase.cancelled: _("已取消"),
}
PHASE_TONES = {Phase.open: "ok", Phase.notice: "info", Phase.cancelled: "warn"}

#: The steps of an application as its person sees them.
STEPS = (_("报名"), _("审核"), _("审定"), _("公示"), _("聘任"))

#: Where an application stands, by state.
WHERE: dict[CandidateState, str | Promise] = {
    CandidateState.received: _("已收到，等待资格审核。"),
    CandidateState.qualified: _("资格审核已通过，等待审定。"),
    CandidateState.chosen: _("资格审核已通过，等待审定。"),
    CandidateState.appointed: _("您已受聘为营商环境监督员。"),
}
ON_LIST = _("已列入拟聘名单，正在公示。")
AFTER_NOTICE = _("公示已结束，等待聘任。")
NOT_LISTED = _("资格审核已通过；受名额限制，没有列入本次拟聘名单，列为后备。")
HALTED: dict[CandidateState, str | Promise] = {
    CandidateState.refused: _("不予聘任"),
    CandidateState.withdrawn: _("已撤回"),
}
CALLED_OFF = _("本次选聘已取消")
