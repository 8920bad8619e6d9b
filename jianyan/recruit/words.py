"""What states and steps are called, and what a refusal says and at which field."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import Refused
from jianyan.core.recruit import CANCELLED, DONE, DRAFT, CandidateState

STATES = {
    CandidateState.received: _("待审核"),
    CandidateState.qualified: _("审核通过"),
    CandidateState.chosen: _("拟聘"),
    CandidateState.appointed: _("已聘任"),
    CandidateState.refused: _("不予聘任"),
    CandidateState.withdrawn: _("已撤回"),
}
TONES = {
    CandidateState.received: "warn",
    CandidateState.qualified: "info",
    CandidateState.chosen: "info",
    CandidateState.appointed: "ok",
    CandidateState.refused: "",
    CandidateState.withdrawn: "",
}
#: Steps that are no step of the rulebook's procedure; the others are called as the rulebook calls them.
STEPS = {DRAFT: _("筹备中"), DONE: _("已结束"), CANCELLED: _("已取消")}

PROBLEMS = {
    "required": _("请填写。"),
    "too_long": _("文字太长。"),
    "bad_name": _("姓名只能有汉字、字母和间隔号“·”。"),
    "bad_phone": _("请填写 11 位手机号；境外号码以“+”和国家代码开头。"),
    "bad_month": _("请按“1985-06”填写年月。"),
    "too_young": _("须年满 18 周岁。"),
    "unknown": _("请重新选择。"),
    "wrong_channel": _("这个类别不属于所选的通道。"),
}

REFUSALS = {
    "wrong_role": _("您的角色不能做这一步。"),
    "wrong_step": _("选聘已进入别的步骤，现在不能这样做。"),
    "wrong_state": _("这位候选人的状态已变化，现在不能这样做。"),
    "stale": _("刚刚有人改动过，请核对后再办。"),
    "round_incomplete": _("请先写好公告正文、名额和报名截止日期，再发布。"),
    "window_open": _("报名还没有截止。"),
    "unjudged": _("还有候选人没有审核结论。"),
    "nobody_chosen": _("拟聘名单还是空的。"),
    "over_quota": _("这一类别的名额已满。"),
    "already_decided": _("名单已经审定。"),
    "not_decided": _("名单还没有审定。"),
    "already_submitted": _("名单已经报送。"),
    "not_submitted": _("名单还没有报管委会。"),
    "already_published": _("名单已经公示。"),
    "not_published": _("名单还没有公示。"),
    "notice_running": _("公示期还没有满。"),
    "notice_not_running": _("现在不在公示期内。"),
    "objections_open": _("还有异议没有结论。"),
    "objection_upheld": _("异议成立，不能聘任。"),
    "some_left": _("名单上还有人没有聘任。"),
    "somebody_appointed": _("已经有人聘任，不能取消。"),
    "unchecked": _("还有条件没有审核。"),
    "condition_unmet": _("有条件不符合，不能通过。"),
    "same_person": _("系统里可能已有此人，请先核对是不是同一个人。"),
    "terms_used_up": _("已连任满规定届数，不能列入。"),
    "term_overlaps": _("与此人已有的聘期重叠。"),
    "administrator_at_work": _("管理员不兼任业务角色，业务人员也不兼任管理员；请另开账号或换人。"),
    "window_order": _("报名截止日期不能早于报名开始日期。"),
    "term_before_window": _("聘期要在报名截止之后开始。"),
    "no_places": _("请至少为一个类别填写名额。"),
    "unknown_category": _("类别有变，请重新填写名额。"),
    "not_later": _("新的截止日期要晚于原来的和今天。"),
    "not_open": _("现在不在报名时间内。"),
    "no_consent": _("同意个人信息处理说明后才能提交。"),
    "no_promise": _("作出承诺后才能提交。"),
    "social_only": _("本人自荐只面向社会监督员；内部监督员由所在单位推荐。"),
    "own_staff_only": _("内部监督员只能推荐本单位的人员。"),
    "applied_already": _("这个手机号在本次选聘中已有报名。"),
    "unfit": _("有的内容需要改正。"),
    "nothing_found": _("请至少审核一条。"),
    "unknown_condition": _("条件有变，请刷新后再审核。"),
    "no_such_person": _("没有找到这位监督员。"),
    "bad_outcome": _("请选择结论。"),
    "nobody_waits": _("没有需要启用链接的人：都已设好密码。"),
    "settled_already": _("这条异议已有结论。"),
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
