"""What a refusal of an act about supervisors says, and at which field."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import Refused
from jianyan.core.terms import TermState
from jianyan.people import group_words

REFUSALS = {
    "wrong_hat": _("您的角色不能做这一步。"),
    "bad_method": _("请选择联系方式。"),
    "bad_reason": _("请选择查看的原因。"),
    "text_required": _("请填写联系内容。"),
    "too_long": _("文字太长，最多 {longest} 个字。"),
    "contact_to_come": _("联系时间不能晚于现在。"),
    "contact_too_old": _("只能补记 {days} 天以内的联系。"),
    "nobody_chosen": _("请至少选择一位监督员。"),
    "no_officer": _("请选择一位在岗的专员。"),
    "same_officer": _("请选择另一位专员。"),
    "administrator_at_work": _("管理员不兼任业务角色，业务人员也不兼任管理员；请另开账号或换人。"),
    "words_required": _("请填写。"),
    "never_appointed": _("还没有聘任过，不能续聘。"),
    "broken_off": _("上一聘期中途离任，不能续聘；需要时请重新选聘。"),
    "terms_used_up": _("已连任 {limit} 届，达到上限，不能续聘。"),
    "starts_too_early": _("开始日期不能早于今天。"),
    "term_overlaps": _("与此人已有的聘期重叠。"),
    "not_in_term": _("现在没有生效的聘期。"),
    "dismissal_open": _("解聘程序正在进行，有结论后才能这样做。"),
    "still_holds": _("聘期还有效，不用交回聘书。"),
    "back_already": _("聘书已经交回。"),
    "day_to_come": _("日期不能晚于今天。"),
    "before_leaving": _("交回日期不能早于离任日期。"),
    "bad_ground": _("请选择事由。"),
    "answer_too_soon": _("陈述截止日期要晚于今天。"),
    "stated_already": _("您已经提交过陈述。"),
    "decided_already": _("已有决定。"),
    "answer_over": _("陈述期限已过。"),
    "statement_awaited": _("本人还没有陈述，陈述期限也没有过，现在不能决定。"),
    "no_promise": _("签署承诺后才能继续。"),
    "no_consent": _("同意个人信息处理说明后才能继续。"),
    "bad_phone": _("请填写 11 位手机号；境外号码以“+”和国家代码开头。"),
    "phone_taken": _("这个手机号已登记给另一位监督员。"),
    "unknown_category": _("请选择本通道的类别。"),
    "unknown_unit": _("请重新选择单位。"),
    "unit_required": _("请选择本区单位，或者填写单位名称。"),
    "anonymised": _("资料已匿名化，不能再修改。"),
    "active_already": _("此人已设过密码，不用启用链接；忘记密码请系统管理员重置。"),
    "bad_kind": _("请选择文件类型。"),
    "no_deputy": _("请选择一位在岗的专员代管。"),
    "own_deputy": _("不能由请假的人自己代管。"),
    "leave_past": _("请假从今天或以后开始，结束日不能早于今天。"),
    "leave_backwards": _("结束日不能早于开始日。"),
    "leave_too_long": _("请假最长一年；更久的请办理移交。"),
    "leave_overlap": _("这位专员在这段时间已经有一次请假，两次不能重叠。"),
    "deputy_away": _("代管人在这段时间也请假，请换一位。"),
    "stands_in": _("这位专员在这段时间正代管别人的监督员，请先改由别人代管。"),
    "leave_over": _("这次请假已经结束。"),
    "handover_changed": _("名单已变化：有的监督员刚刚移交给了别人，请核对后再移交。"),
    **group_words.REFUSALS,
}

FIELDS = {
    "bad_reason": "reason",
    "bad_method": "method",
    "text_required": "text",
    "contact_to_come": "happened",
    "contact_too_old": "happened",
    "nobody_chosen": "supervisors",
    "no_officer": "target",
    "same_officer": "target",
    "bad_ground": "ground",
    "no_deputy": "deputy",
    "own_deputy": "deputy",
    "deputy_away": "deputy",
    "leave_past": "first",
    "leave_overlap": "first",
    "leave_backwards": "last",
    "leave_too_long": "last",
    **group_words.FIELDS,
}


#: What fields of a supervisor are called, where they change.
CHANGED = {
    "unit": _("单位"),
    "phone": _("手机"),
    "category": _("类别"),
    "post": _("职务"),
    "industry": _("行业"),
}
#: Where a term stands, and the tone of its badge.
TERM_STATES = {
    TermState.coming: (_("未开始"), "info"),
    TermState.running: (_("在聘"), "ok"),
    TermState.ending: (_("即将到期"), "warn"),
    TermState.ended: (_("已到期"), ""),
    TermState.broken_off: (_("已离任"), ""),
}


def refusal(no: Refused) -> str:
    """The sentence that a refusal shows."""
    return str(REFUSALS[no.code]).format(**no.params)


def field_of(no: Refused) -> str | None:
    """The field at which a refusal is shown; None is the top of the page."""
    field = no.params.get("field")
    return str(field) if field else FIELDS.get(no.code)
