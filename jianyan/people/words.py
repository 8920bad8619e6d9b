"""What a refusal of an act about supervisors says, and at which field."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import Refused
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
    "no_deputy": "deputy",
    "own_deputy": "deputy",
    "deputy_away": "deputy",
    "leave_past": "first",
    "leave_overlap": "first",
    "leave_backwards": "last",
    "leave_too_long": "last",
    **group_words.FIELDS,
}


def refusal(no: Refused) -> str:
    """The sentence that a refusal shows."""
    return str(REFUSALS[no.code]).format(**no.params)


def field_of(no: Refused) -> str | None:
    """The field at which a refusal is shown; None is the top of the page."""
    field = no.params.get("field")
    return str(field) if field else FIELDS.get(no.code)
