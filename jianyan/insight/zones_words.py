"""What the compared figures are called, in the order in which a page shows them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jianyan.insight.queries.zones import DUTIES
from jianyan.leads import rate_words

Text = str | Promise

#: (heading, keys of rates and duties) from what comes in to what comes of it.
GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (gettext_lazy("反映和履职"), DUTIES),
    (gettext_lazy("是否按时"), ("response", "dispatch", "accept", "reply")),
    (gettext_lazy("办得怎样"), ("closed", "explained", "reopened", "returned", "solved", "satisfied")),
)

NAMES: dict[str, Text] = {
    **rate_words.RATES,
    "form": gettext_lazy("意见表提交率"),
    "social": gettext_lazy("座谈参加率"),
    "internal": gettext_lazy("会议调研参加率"),
    "contact": gettext_lazy("月联系率"),
}
FORMULAS: dict[str, Text] = {
    **rate_words.FORMULAS,
    "form": gettext_lazy("已提交（含零报告、逾期提交） ÷ 应提交"),
    "social": gettext_lazy("社会监督员每季度参加过座谈 ÷ 应参加"),
    "internal": gettext_lazy("内部监督员每季度参加过会议或者调研 ÷ 应参加"),
    "contact": gettext_lazy("专员当月联系过的监督员 ÷ 应联系（人次）"),
}
DAYS: dict[str, Text] = {
    "call": gettext_lazy("沟通用时"),
    "dispatch": gettext_lazy("转办用时"),
    "reply": gettext_lazy("答复用时"),
    "closed": gettext_lazy("办结用时"),
}
DAYS_FORMULAS: dict[str, Text] = {
    "call": gettext_lazy("从起算到电话沟通的工作日，取中位数"),
    "dispatch": gettext_lazy("从起算到转办的工作日，取中位数"),
    "reply": gettext_lazy("部门从起算到答复的工作日，取中位数"),
    "closed": gettext_lazy("从提交到办结的工作日，取中位数"),
}
_LEFT_OUT = {"excused_from": gettext_lazy("准假")}


def left_out(key: str, why: str) -> Text:
    """Why something was left out of a rate or duty."""
    return _LEFT_OUT.get(why) or rate_words.left_out(key, why)


def days_said(median: float) -> str:
    """A median of working days: 3, or 2.5."""
    return _("{n} 个工作日").format(n=f"{median:g}")
