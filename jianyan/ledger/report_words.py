"""The words for bulletins, special reports and instructions: the rows that they leave in the ledger."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

SECTIONS: dict[str, Text] = {
    "leads": _("线索反馈"),
    "solving": _("解决情况"),
    "departments": _("部门时效"),
    "duties": _("监督员履职"),
    "demands": _("要求"),
}

#: As in `ledger.words.WORDS`: verb → its short name, then the parts of its sentence.
WORDS: dict[str, tuple[Text, ...]] = {
    "snapshot.take": (_("统计季度数据"), _("统计{quarter}的数据"), _("线索 {leads} 件")),
    "bulletin.draft": (_("起草通报"), _("起草{quarter}通报")),
    "bulletin.refresh": (_("通报重新统计"), _("按现在的记录重新统计{quarter}通报")),
    "bulletin.edit": (_("修改通报"), _("修改{quarter}通报的文字"), "{bulletin_section}"),
    "bulletin.comment": (_("审阅通报"), _("对{quarter}通报提出意见"), "{bulletin_section}"),
    "bulletin.settle": (_("处理审阅意见"), _("处理对{quarter}通报的意见"), "{bulletin_section}"),
    "bulletin.submit": (_("通报送审"), _("{quarter}通报送负责人审定")),
    "bulletin.freeze": (_("通报定稿"), _("审定{quarter}通报"), _("摘要 {digest}")),
    "bulletin.correct": (_("更正通报"), _("更正{quarter}通报"), "{bulletin_section}", _("第 {number} 次")),
    "bulletin.export": (_("导出通报"), _("导出{quarter}通报"), "{format}"),
    "special.draft": (_("起草专报"), _("起草{quarter}专报")),
    "special.edit": (_("修改专报"), _("修改{quarter}专报的文字")),
    "special.choose": (_("选择专报事项"), _("修改{quarter}专报的事项")),
    "special.refresh": (_("专报重新统计"), _("按现在的记录重新统计{quarter}专报")),
    "special.offer": (_("专报送签"), _("{quarter}专报送负责人签发")),
    "special.send_back": (_("专报退回修改"), _("{quarter}专报退回修改")),
    "special.sign": (_("签发专报"), _("签发 {year} 年第 {no} 期专报")),
    "special.export": (_("导出专报"), _("导出{quarter}专报"), "{format}"),
    "paper.dispatch": (_("导出转办单"), _("导出线索 {no} 的转办单"), "{format}"),
    "paper.urging": (_("导出督办单"), _("导出线索 {no} 的督办单"), "{format}"),
    "paper.feedback": (_("导出反馈表"), _("导出线索 {no} 的办理情况反馈表"), "{format}"),
    "instruction.write": (_("领导批示"), _("在专报上批示")),
    "instruction.assign": (_("分解批示"), _("批示交办为任务 {no}")),
    "instruction.note": (_("批示阅知"), _("批示登记为阅知")),
    "instruction.done": (_("批示落实"), _("批示的任务已全部办结")),
    "instruction.again": (_("批示继续办理"), _("有任务退回，批示继续办理")),
}
