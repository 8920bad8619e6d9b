"""The words for the next version of the rules and the consultation on it: the rows that they leave in the ledger."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

#: As in `ledger.words.WORDS`: verb → its short name, then the parts of its sentence.
WORDS: dict[str, tuple[Text, ...]] = {
    "rules.draft": (_("起草规则"), _("起草规则第 {number} 版"), _("在第 {base} 版基础上")),
    "rules.edit": (_("修改规则草案"), _("修改规则第 {number} 版草案"), _("涉及 {rules} 条"), "{way_of_editing}"),
    "rules.consult": (
        _("征求意见"),
        _("规则第 {number} 版草案第 {round} 轮征求意见"),
        "{audience}",
        _("至 {until} 截止"),
    ),
    "rules.comment": (_("收到意见"), _("对规则第 {number} 版草案的第 {comment} 条意见"), "{department}"),
    "rules.answer": (_("处理意见"), _("处理第 {round} 轮第 {comment} 条意见"), "{became}"),
    "rules.conclude": (
        _("结束征求意见"),
        _("结束规则第 {number} 版草案第 {round} 轮征求意见"),
        _("共 {comments} 条意见"),
    ),
    "rules.close": (
        _("征求意见截止"),
        _("规则第 {number} 版草案第 {round} 轮征求意见截止"),
        _("共 {comments} 条意见"),
    ),
    "rules.summary": (_("导出采纳情况"), _("导出第 {round} 轮意见采纳情况汇总")),
    "rules.adopt": (
        _("审定规则"),
        _("审定规则第 {number} 版"),
        _("自 {effective_on} 起施行"),
        "{unasked}",
    ),
    "rules.withdraw": (_("撤回规则"), _("撤回未施行的规则第 {number} 版，已写明理由")),
    "rules.drop": (_("放弃草案"), _("放弃规则第 {number} 版草案")),
}

AUDIENCES: dict[str, Text] = {"units": _("向系统内单位"), "public": _("向社会公众")}
BECAME: dict[str, Text] = {"adopted": _("采纳"), "partly": _("部分采纳"), "rejected": _("不采纳")}
EDITED: dict[str, Text] = {"page": "", "toml": _("由文件载入")}
UNASKED = _("未征求全部意见，写明了理由")
