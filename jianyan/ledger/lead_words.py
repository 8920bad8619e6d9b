"""The words for forms and leads: the rows that they leave in the ledger."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import Verb

Text = str | Promise

#: As in `ledger.words.WORDS`: verb → its short name, then the parts of its sentence.
WORDS: dict[str, tuple[Text, ...]] = {
    "form.file": (
        _("提交意见表"),
        _("提交{month}监督意见表"),
        _("共 {leads} 条线索"),
        "{late}",
        "{entered}",
    ),
    "form.nil": (_("零报告"), _("{month}零报告：本月无意见"), "{late}", "{entered}"),
    "form.undo_nil": (_("撤销零报告"), _("撤销{month}零报告，改为未提交")),
    "form.import": (_("导入意见表"), _("导入意见表 {forms} 份"), _("{leads} 条线索")),
    "form.remind": (_("提醒提交"), _("提醒 {asked} 人提交{month}监督意见表")),
    "form.ask": (_("催交意见表"), _("提醒 {asked} 人提交{month}监督意见表")),
    "lead.file": (_("提出线索"), _("提出线索 {no}"), "{entered}", "{files}", "{from_split}", "{started}"),
    f"lead.{Verb.call}": (_("电话沟通"), _("与提出人电话沟通"), "{timing}"),
    f"lead.{Verb.call_unanswered}": (_("未接通"), _("电话未接通"), _("第 {tried} 次")),
    f"lead.{Verb.clarify_unreached}": (_("先行办理"), _("多次未接通，按书面内容先行办理"), "{timing}"),
    f"lead.{Verb.supplement}": (_("补充材料"), _("补充材料"), "{files}"),
    f"lead.{Verb.classify}": (_("分类定级"), _("分类梳理"), _("定为{grade}级"), "{common}"),
    f"lead.{Verb.dispatch}": (
        _("转办"),
        _("转办至{department}"),
        _("协办：{supporting}"),
        _("{grade}级"),
        "{timing}",
        "{started}",
    ),
    f"lead.{Verb.designate}": (
        _("指定承办"),
        _("指定{department}承办"),
        _("协办：{supporting}"),
        _("{grade}级"),
        "{timing}",
        "{started}",
    ),
    f"lead.{Verb.recall}": (_("撤回转办"), _("撤回对{department}的转办"), "{started}"),
    f"lead.{Verb.accept}": (_("签收"), _("{department}签收"), "{timing}"),
    f"lead.{Verb.accept_silently}": (_("视为签收"), _("到期未退回，视为{department}签收")),
    f"lead.{Verb.return_}": (_("退回"), _("{department}退回"), _("认为应由{should_be}办理"), "{started}"),
    f"lead.{Verb.ask_extension}": (_("申请延期"), _("申请延期至 {until}")),
    f"lead.{Verb.grant_extension}": (_("同意延期"), _("同意延期至 {until}")),
    f"lead.{Verb.refuse_extension}": (_("不同意延期"), _("不同意延期至 {until}")),
    f"lead.{Verb.remind}": (_("催办"), _("催办{department}"), _("第 {number} 次")),
    f"lead.{Verb.urge}": (_("督办"), _("督办{department}"), _("第 {number} 次"), "{overdue}", "{copied}"),
    f"lead.{Verb.reply}": (
        _("答复"),
        _("{department}答复：{result}"),
        "{files}",
        _("承诺 {promised_on} 前完成"),
        "{reviewed}",
        "{timing}",
    ),
    f"lead.{Verb.follow_up}": (_("回访"), _("回访：{solved}"), "{satisfaction}", "{timing}", "{started}"),
    f"lead.{Verb.follow_up_unreached}": (_("回访未联系上"),),
    f"lead.{Verb.close}": (_("办结"),),
    f"lead.{Verb.reopen}": (_("退回重办"), _("退回{department}重办"), _("第 {round} 次"), "{timing}", "{started}"),
    f"lead.{Verb.note}": (_("登记备案"), _("登记备案，供研判"), "{timing}"),
    f"lead.{Verb.resume}": (_("恢复办理"), _("备案后恢复办理"), "{started}"),
    f"lead.{Verb.merge}": (_("并案"), _("并入 {into_no} 一并办理"), "{timing}"),
    f"lead.{Verb.split_}": (_("拆分"), _("拆分为 {parts} 条")),
    f"lead.{Verb.withdraw}": (_("撤回"), _("提出人撤回")),
}
