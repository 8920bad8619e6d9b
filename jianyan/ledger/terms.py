"""The terms that a row's codes stand for."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import ClockKind, Result
from jianyan.ledger.export_words import EXPORTED_FOR
from jianyan.ledger.recruit_words import REVEALED_FOR as REVIEWED_FOR

Text = str | Promise

RESULTS: dict[str, Text] = {
    Result.solved: _("已解决"),
    Result.solving: _("正在解决"),
    Result.planned: _("列入计划"),
    Result.explained: _("解释说明"),
}
SATISFACTION = {"satisfied": _("满意"), "basically": _("基本满意"), "unsatisfied": _("不满意")}
CLOCKS: dict[str, Text] = {
    ClockKind.call: _("电话沟通"),
    ClockKind.dispatch: _("转办"),
    ClockKind.accept: _("签收"),
    ClockKind.redispatch: _("重新转办"),
    ClockKind.reply: _("答复"),
    ClockKind.follow_up: _("回访"),
    ClockKind.promise: _("承诺兑现"),
}
CHANNELS = {"social": _("社会监督员"), "internal": _("内部监督员")}
REVEALED_FOR = {"call": _("电话沟通"), "follow_up": _("回访"), "contact": _("互动联系"), "meeting": _("会务通知")}
WHY = {**REVEALED_FOR, **REVIEWED_FOR, **EXPORTED_FOR}
CAME_BY = {"paper": _("纸质"), "phone": _("电话"), "sheet": _("电子表格"), "meeting": _("会上发言")}
METHODS = {"phone": _("电话"), "wechat": _("微信"), "visit": _("上门"), "meeting": _("会面")}
WISHES = {"restart": _("应重新起算或顺延"), "exclude": _("不应计入时效")}
GROUPS = {"internal": _("内部监督员群"), "external": _("外部监督员群")}
ROLES = {
    "supervisor": _("监督员"),
    "officer": _("营商环境专员"),
    "head": _("营商环境办负责人"),
    "liaison": _("部门联络员"),
    "leader": _("管委会领导"),
    "sysadmin": _("系统管理员"),
    "secadmin": _("安全管理员"),
    "auditor": _("审计管理员"),
    "area": _("新区营商环境办"),
}
