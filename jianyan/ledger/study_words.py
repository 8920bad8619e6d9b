"""The words for studies, verifications and duties: the rows that they leave in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.core.duties import Standing, quarter_named

Text = str | Promise

#: What was found on site.
FOUND: dict[str, Text] = {
    "confirmed": _("属实"),
    "partly": _("部分属实"),
    "not_confirmed": _("不属实"),
    "cannot_tell": _("无法判断"),
}

#: As in `ledger.words.WORDS`: verb → its short name, then the parts of its sentence.
WORDS: dict[str, tuple[Text, ...]] = {
    "study.call": (_("发起调研"), _("发起课题调研 {no}"), _("期限 {due_day}")),
    "study.edit": (_("修改调研"), _("修改课题调研 {no} 的要求"), _("期限 {due_day}")),
    "study.invite": (_("邀请调研"), _("受邀参加课题调研 {no}")),
    "study.join": (_("参加调研"), _("参加课题调研 {no}")),
    "study.decline": (_("不参加调研"), _("不参加课题调研 {no}，已说明原因")),
    "study.deliver": (_("提交报告"), _("提交课题调研 {no} 的报告"), "{late}", "{files}"),
    "study.accept": (_("验收报告"), _("验收课题调研 {no} 的报告")),
    "study.took_part": (_("完成调研"), _("参加的课题调研 {no} 通过验收")),
    "study.send_back": (_("退回报告"), _("退回课题调研 {no} 的报告，已说明理由")),
    "study.cancel": (_("取消调研"), _("取消课题调研 {no}")),
    "verification.assign": (_("安排核查"), _("安排线索核查 {no}"), _("期限 {due_day}")),
    "verification.ask": (_("请人核查"), _("受邀承担线索核查 {no}")),
    "verification.reassign": (_("增派核查人"), _("增派线索核查 {no} 的核查人")),
    "verification.take": (_("接受核查"), _("接受线索核查 {no}")),
    "verification.decline": (_("不能核查"), _("不能承担线索核查 {no}，已说明原因")),
    "verification.carry_out": (_("填写核查"), _("填写线索核查 {no} 的情况：{found}"), "{late}", "{files}"),
    "verification.file": (_("核查归档"), _("线索核查 {no} 归档：{found}")),
    "verification.took_part": (_("完成核查"), _("完成线索核查 {no}：{found}")),
    "verification.send_back": (_("退回核查"), _("退回线索核查 {no}，已说明理由")),
    "verification.cancel": (_("取消核查"), _("取消线索核查 {no}")),
    "duty.warn": (_("履职提醒"), _("提醒 {asked} 人履行{quarter}职责")),
    "duty.remind": (_("履职提醒"), _("专员提醒 {asked} 人履行{quarter}职责")),
    "duty.closed": (_("履职结算"), _("{quarter}履职结算"), "{duties}", "{duty_forms}"),
}

#: What a duty asks for, and how it stands.
ASKED: dict[str, Text] = {"symposium": _("座谈"), "meeting_or_study": _("会议或调研")}
STANDINGS: dict[str, Text] = {
    Standing.met: _("已完成"),
    Standing.excused: _("请假抵免"),
    Standing.short: _("不计"),
    Standing.owed: _("还没有完成"),
    Standing.warned: _("快到期"),
    Standing.missed: _("没有完成"),
}


def quarter_in_words(key: str) -> str:
    """2026年第3季度; empty for what is no quarter."""
    quarter = quarter_named(key)
    return gettext("{year}年第{n}季度").format(year=quarter.year, n=quarter.number) if quarter else ""


def _quarter(data: Mapping[str, object]) -> str:
    return quarter_in_words(str(data.get("quarter", "")))


def _duties(data: Mapping[str, object]) -> str:
    """座谈 1/1 已完成."""
    rows = data.get("duties")
    said = []
    for what, row in rows.items() if isinstance(rows, Mapping) else ():
        if isinstance(row, Mapping) and row.get("owed"):
            standing = STANDINGS.get(str(row.get("standing")), "")
            said.append(f"{ASKED.get(what, what)} {row.get('done')}/{row.get('owed')} {standing}")
    return gettext("，").join(said)


def _forms(data: Mapping[str, object]) -> str:
    row = data.get("forms")
    if not isinstance(row, Mapping) or not row.get("owed"):
        return ""
    return gettext("意见表 {done}/{owed}").format(done=row.get("done"), owed=row.get("owed"))


#: How `ledger.words` reads what only these rows hold.
READ: dict[str, Callable[[Mapping[str, object]], str]] = {"quarter": _quarter, "duties": _duties, "duty_forms": _forms}
