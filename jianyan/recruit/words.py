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

CHANNELS = {"social": _("社会监督员"), "internal": _("内部监督员")}
#: What the button of each act says.
ACTS = {
    "round.edit": _("修改方案"),
    "round.open": _("发布公告"),
    "round.prolong": _("延长报名"),
    "round.close": _("截止报名"),
    "round.finish_review": _("结束审核"),
    "round.decide": _("审定名单"),
    "round.submit": _("报管委会"),
    "round.approve": _("登记批准"),
    "round.publish": _("公示名单"),
    "round.finish_notice": _("结束公示"),
    "round.finish": _("办完这一步"),
    "round.cancel": _("取消选聘"),
    "candidate.check": _("保存审核意见"),
    "candidate.qualify": _("审核通过"),
    "candidate.choose": _("列入名单"),
    "candidate.unchoose": _("移出名单"),
    "candidate.refuse": _("不予聘任"),
    "candidate.reconsider": _("重新审核"),
    "candidate.withdraw": _("撤回报名"),
}
APPOINT = _("聘任")
#: What waits for the head, as the overview says it.
HEAD_ACTS = {
    "open": _("发布选聘公告"),
    "decide": _("审定拟聘名单"),
    "approve": _("登记管委会的批准"),
    "publish": _("公示拟聘名单"),
    "appoint": _("聘任"),
}
APPOINT_LEAD = _("聘任后建立账号和电子档案，指派联系专员，可以打印聘书。")
BY_HEAD = _("这一步由负责人办理。")

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
    "sector_social_only": _("行业组织只推荐社会监督员。"),
    "applied_already": _("这个手机号在本次选聘中已有报名。"),
    "unfit": _("有的内容需要改正。"),
    "nothing_found": _("请至少审核一条。"),
    "unknown_condition": _("条件有变，请刷新后再审核。"),
    "no_such_person": _("没有找到这位监督员。"),
    "bad_reason": _("请选择查看的原因。"),
    "bad_outcome": _("请选择结论。"),
    "nobody_waits": _("没有需要启用链接的人：都已设好密码。"),
    "settled_already": _("这条异议已有结论。"),
    "entered_before": _("这个文件已经导入过，没有再次列入。"),
    "rows_wrong": _("有的行现在不能列入，整个文件都没有列入；请看下面标出的原因。"),
    "undecided": _("还有可能已有的人没有确认，整个文件都没有列入。"),
    "text_required": _("请填写。"),
    "unfit_file": "{why}",
    "file_infected": _("文件里发现病毒，没有接收。"),
    "file_scan_down": _("病毒检查暂时不能用，文件没有接收，请稍后再传。"),
    "file_no_room": _("文件没有存上，请稍后再传。"),
    "too_many_files": _("最多 {longest} 个文件；要换一个，请先删去一个。"),
    "too_many_loose": _("现在上传的文件太多，请稍后再传；不传附件也可以先提交。"),
    "too_long": _("文字太长，最多 {longest} 个字。"),
}


#: Why a file is not taken in (codes of `core.files.Unfit`).
UNFIT = {
    "empty": _("文件是空的。"),
    "too_big": _("文件太大，每个不超过 {longest} MB。"),
    "too_many_pixels": _("图片太大，不超过 {longest} 百万像素；请缩小后再传。"),
    "not_accepted": _(
        "只收照片（jpg、png、webp）、PDF、Word（docx）和 Excel（xlsx）文件；按内容判断，改扩展名没有用。"
    ),
    "damaged": _("文件已损坏或不完整，请重新保存后再传。"),
    "active": _("文件里带有宏、脚本或程序，请去掉后再传，或者转成 PDF。"),
    "swollen": _("文件解压后过大，不能接收。"),
}


def refusal(no: Refused) -> str:
    """The sentence that a refusal shows."""
    params = dict(no.params)
    if "why" in params:
        params["why"] = str(UNFIT[str(params["why"])]).format(**params)
    return str(REFUSALS[no.code]).format(**params)


def field_of(no: Refused) -> str | None:
    """The field at which a refusal is shown; None is the top of the page."""
    field = no.params.get("field")
    return str(field) if field else None
