"""What steps, acts and deeds of awards are called, and what a refusal says and at which field."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jianyan.core.award import AwardStep, AwardVerb
from jianyan.core.flow import Refused

_S, _V = AwardStep, AwardVerb

STEPS = {
    _S.review: _("评审中"),
    _S.hearing: _("本人核对"),
    _S.approve: _("待批准"),
    _S.publish: _("待公示"),
    _S.notice: _("公示中"),
    _S.done: _("已授予"),
    _S.cancelled: _("已取消"),
}
TONES = {_S.done: "ok", _S.cancelled: "warn"}
#: The steps of the way, as the track names them.
WAY = {
    _S.review: _("评审"),
    _S.hearing: _("本人核对"),
    _S.approve: _("审定批准"),
    _S.publish: _("公示"),
    _S.notice: _("授予"),
}
CHANNELS = {"social": _("社会监督员"), "internal": _("内部监督员"), "": _("全体监督员")}
#: Why somebody has no rank.
WHY = {"veto": _("一票否决"), "short": _("任职月数不足，只计分"), "nothing": _("没有得分")}

ACTS = {
    _V.recount: _("重新计分"),
    _V.adjust: _("加减分"),
    _V.veto: _("一票否决"),
    _V.lift: _("撤销否决"),
    _V.open: _("请本人核对"),
    _V.settle: _("记录结论"),
    _V.decide: _("审定名单"),
    _V.approve: _("登记批准"),
    _V.publish: _("公示名单"),
    _V.strike: _("移出名单"),
    _V.finish: _("授予称号"),
    _V.cancel: _("取消评优"),
}
#: What waits for the head, in words.
HEAD_ACTS = {
    _V.decide: _("审定优秀监督员名单"),
    _V.approve: _("登记管委会的批准"),
    _V.publish: _("公示优秀监督员名单"),
    _V.finish: _("授予“优秀监督员”称号"),
}
BY_HEAD = _("这一步由负责人办理。")

#: Deeds as they are called where a version of the rules does not name them.
DEEDS = {
    "form": _("按时提交"),
    "lead": _("有效线索"),
    "adopted": _("采纳"),
    "solved": _("解决"),
    "complex": _("复杂问题"),
    "common": _("共性问题"),
    "industry": _("产业价值"),
    "symposium": _("座谈"),
    "plenary": _("季度全体会"),
    "environment": _("营商环境会议"),
    "visit": _("走访"),
    "study": _("课题调研"),
    "verification": _("线索核查"),
}

REFUSALS = {
    "wrong_role": _("您的角色不能做这一步。"),
    "wrong_step": _("评优已进入别的步骤，现在不能这样做。"),
    "stale": _("刚刚有人改动过，请核对后再办。"),
    "nobody_proposed": _("名单上没有人。"),
    "hearing_running": _("本人核对期还没有满。"),
    "hearing_over": _("本人核对期已满，不能再提异议。"),
    "objections_open": _("还有异议没有结论。"),
    "objection_upheld": _("有异议成立的人还在名单上，请先移出。"),
    "notice_running": _("公示期还没有满。"),
    "notice_over": _("公示期已满，不能再提异议。"),
    "term_not_over": _("聘期还没有结束。"),
    "bad_term": _("请重新选择聘期。"),
    "nobody_served": _("这个聘期末没有在任的监督员。"),
    "there_already": _("这个聘期已经在评优。"),
    "no_points": _("请填写加分或者减分，不能是 0。"),
    "over_limit": _("每人加减分合计不超过 {most} 分。"),
    "own_points": _("不能评审本人的得分，请由他人办理。"),
    "vetoed_already": _("已经一票否决。"),
    "not_vetoed": _("没有被否决。"),
    "objection_open": _("您已提出异议，请等待结论。"),
    "bad_outcome": _("请选择结论。"),
    "settled_already": _("这条异议已有结论。"),
    "differs": _("按台账重新计分的结果与现在的得分不一致，请先重新计分。"),
    "bad_kind": _("没有这种文件。"),
    "text_required": _("请填写。"),
    "too_long": _("文字太长，最多 {longest} 个字。"),
}


def refusal(no: Refused) -> str:
    """The sentence that a refusal shows."""
    return str(REFUSALS[no.code]).format(**no.params)


def field_of(no: Refused) -> str | None:
    """The field at which a refusal is shown; None is the top of the page."""
    field = no.params.get("field")
    return str(field) if field else None


def points(hundredths: int, *, sign: bool = False) -> str:
    """Points with two decimals; ``sign`` for what was added or taken."""
    return f"{hundredths / 100:+.2f}" if sign else f"{hundredths / 100:.2f}"


def why(code: str) -> str:
    return str(WHY[code]) if code in WHY else ""
