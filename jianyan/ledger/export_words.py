"""The words for exports: the rows that they leave in the ledger, why they are made, and why one is refused."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

#: As in `ledger.words.WORDS`: verb → its short name, then the parts of its sentence.
WORDS: dict[str, tuple[Text, ...]] = {
    "export.leads": (_("导出线索清单"), _("导出线索清单 {rows} 行"), _("原因：{why}"), _("编号 {number}")),
    "export.supervisors": (_("导出监督员名单"), _("导出监督员名单 {rows} 行"), _("原因：{why}"), _("编号 {number}")),
    "export.forms": (_("导出意见表情况"), _("导出意见表情况 {rows} 行"), _("原因：{why}"), _("编号 {number}")),
    "export.ledger": (_("导出台账"), _("导出台账 {rows} 行"), _("原因：{why}"), _("编号 {number}")),
    "export.dossier": (_("导出档案"), _("导出监督员档案"), _("原因：{why}"), _("编号 {number}")),
    "export.zones": (_("导出各区对照"), _("导出各区对照 {rows} 行"), _("原因：{why}"), _("编号 {number}")),
    "review.export": (_("导出试行评估"), _("导出 {first} 至 {last} 的试行评估报告"), "{format}"),
    "export.overview": (_("导出指标"), _("导出指标 {rows} 行"), _("原因：{why}"), _("编号 {number}")),
}
EXPORTED_FOR: dict[str, Text] = {
    "report": _("汇报材料"),
    "analysis": _("统计分析"),
    "check": _("核对数据"),
    "filing": _("存档备查"),
    "other": _("其他"),
    "own": _("本人留存"),
}
REFUSALS: dict[str, Text] = {
    "wrong_hat": _("您的角色不能导出这份清单。"),
    "bad_reason": _("请选择导出的原因。"),
    "reason_required": _("选“其他”时请写明用途。"),
    "too_long": _("文字太长，最多 {longest} 个字。"),
    "too_many_rows": _("共 {rows} 行，一次最多导出 {longest} 行；请先用条件缩小范围。"),
    "files_away": _("附件暂时取不到，请过一会儿再试，或者先导出 PDF。"),
    "files_too_big": _("附件合计超过 {longest} GB，请分聘期导出，或者只导出 PDF。"),
}
