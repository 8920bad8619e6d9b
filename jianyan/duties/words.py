"""What duties and their states are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from jianyan.core.duties import Quarter, Standing
from jianyan.core.flow import Refused
from jianyan.ledger.study_words import ASKED, STANDINGS, quarter_in_words

TONES: dict[str, str] = {
    Standing.met: "ok",
    Standing.excused: "",
    Standing.short: "",
    Standing.owed: "info",
    Standing.warned: "warn",
    Standing.missed: "bad",
}
#: The groups of the list, in their order.
GROUPS = (
    ("open", gettext_lazy("还欠")),
    ("missed", gettext_lazy("没有完成")),
    ("met", gettext_lazy("已完成")),
    ("excused", gettext_lazy("请假抵免")),
    ("short", gettext_lazy("不计")),
    ("forms", gettext_lazy("意见表缺报")),
    ("contacts", gettext_lazy("有月份未联系")),
)
REFUSALS = {
    "wrong_role": gettext_lazy("您的角色不能做这一步。"),
    "no_rules": gettext_lazy("监督员工作规则还没有发布，没有应履行的职责。"),
    "quarter_running": gettext_lazy("这个季度还没有到结算的时候。"),
}


def refusal(no: Refused) -> str:
    """The sentence that a refusal shows."""
    return str(REFUSALS[no.code])


def asked(what: str) -> str:
    """座谈, or 会议或调研."""
    return str(ASKED.get(what, what))


def standing(key: str) -> str:
    """已完成, 还没有完成, 快到期 …"""
    return str(STANDINGS[key])


def quarter_name(quarter: Quarter) -> str:
    """2026年第3季度."""
    return quarter_in_words(quarter.key)
