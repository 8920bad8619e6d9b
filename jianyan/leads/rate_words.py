"""The words for rates: their names, what they are made of, and why a lead was left out."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

RATES: dict[str, Text] = {
    "response": _("响应率"),
    "dispatch": _("按时转办率"),
    "accept": _("及时接收率"),
    "reply": _("按时答复率"),
    "returned": _("退回率"),
    "closed": _("办结率"),
    "reopened": _("重办率"),
    "extended": _("延期率"),
    "explained": _("解释说明占比"),
    "solved": _("解决率"),
    "satisfied": _("满意率"),
}

#: What is divided by what.
FORMULAS: dict[str, Text] = {
    "response": _("按时电话沟通 ÷ 已沟通和逾期未沟通"),
    "dispatch": _("按时转办 ÷ 已转办和逾期未转办"),
    "accept": _("按时签收或退回 ÷ 已签收、退回和逾期未签收"),
    "reply": _("每次都按时答复 ÷ 已答复和逾期未答复"),
    "returned": _("被退回过 ÷ 已转办"),
    "closed": _("已办结 ÷ 需要办理"),
    "reopened": _("提出人要求重办过 ÷ 已答复"),
    "extended": _("经批准延期过 ÷ 已签收（含到期视为签收）"),
    "explained": _("以解释说明答复 ÷ 已答复"),
    "solved": _("提出人确认解决 ÷ 有效回访"),
    "satisfied": _("满意和基本满意 ÷ 有效回访"),
}

#: The leads that count for a rate and those that count against it.
COUNTED: dict[str, tuple[Text, Text]] = {
    "response": (_("按时沟通"), _("沟通超时或逾期")),
    "dispatch": (_("按时转办"), _("转办超时或逾期")),
    "accept": (_("按时签收"), _("签收超时或逾期")),
    "reply": (_("按时答复"), _("答复超时或逾期")),
    "returned": (_("被退回过"), _("没有退回")),
    "closed": (_("已办结"), _("未办结")),
    "reopened": (_("要求重办过"), _("没有重办")),
    "extended": (_("延期过"), _("没有延期")),
    "explained": (_("以解释说明答复"), _("其他答复")),
    "solved": (_("确认解决"), _("没有解决")),
    "satisfied": (_("满意和基本满意"), _("不满意")),
}

#: Why a lead was left out of a rate.
LEFT_OUT: dict[str, Text] = {
    "not_due": _("未到期"),
    "excluded": _("异议成立不计入"),
    "void": _("期限已免除"),
    "not_yet": _("尚未到这一步"),
    "noted": _("已备案"),
    "elsewhere": _("不在本部门"),
    "waiting": _("待回访"),
    "unreached": _("未联系上"),
    "declined": _("未作回访"),
}


def left_out(rate: str, why: str) -> Text:
    """Why leads were left out of a rate, in a word."""
    return _("并案、拆分或撤回") if (rate, why) == ("closed", "void") else LEFT_OUT[why]


def part_words(rate: str, part: str) -> Text:
    """What the leads of one part of a rate are called."""
    if part == "den":
        return _("计入的全部")
    return COUNTED[rate][part == "rest"] if part in ("num", "rest") else left_out(rate, part)
