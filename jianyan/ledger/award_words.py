"""The words for the award: the rows that they leave in the ledger."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.core.award import AwardVerb

Text = str | Promise

_V = AwardVerb


def points(value: object) -> str:
    """Hundredths of a point as a reviewer gave or took them: +1.5 分."""
    if not isinstance(value, int) or isinstance(value, bool):
        return ""
    return gettext("{points} 分").format(points=f"{value / 100:+g}")


#: As in `ledger.words.WORDS`: verb → its short name, then the parts of its sentence.
WORDS: dict[str, tuple[Text, ...]] = {
    "award.count": (_("评优计分"), _("评优计分"), _("{people} 人")),
    f"award.{_V.recount}": (_("重新计分"), _("按台账重新计分"), _("{people} 人")),
    f"award.{_V.adjust}": (_("加减分"), _("评审加减分"), "{award_points}"),
    f"award.{_V.veto}": (_("一票否决"), _("违纪违诺，一票否决")),
    f"award.{_V.lift}": (_("撤销否决"),),
    f"award.{_V.open}": (_("本人核对"), _("请 {people} 位监督员核对得分"), _("{until} 前可以提出异议")),
    f"award.{_V.object}": (_("评优异议"), _("对评优提出异议")),
    f"award.{_V.settle}": (_("异议结论"), _("核实异议：{outcome}")),
    f"award.{_V.decide}": (_("审定评优"), _("审定优秀监督员名单"), _("{listed} 人")),
    f"award.{_V.approve}": (_("登记批准"), _("登记管委会批准：{document}")),
    f"award.{_V.publish}": (_("评优公示"), _("优秀监督员名单公示至 {until}")),
    "award.heard": (_("核对期满"), _("本人核对期已满"), _("未了异议 {objections} 条")),
    "award.noticed": (_("公示期满"), _("优秀监督员名单公示期已满"), _("未了异议 {objections} 条")),
    f"award.{_V.strike}": (_("移出名单"), _("移出优秀监督员名单，已写明原因")),
    f"award.{_V.finish}": (_("授予称号"), _("授予“优秀监督员”称号"), _("{listed} 人")),
    f"award.{_V.cancel}": (_("取消评优"),),
    "award.given": (_("优秀监督员"), _("被授予“优秀监督员”称号"), "{certificate}"),
    "award.certificate": (_("取出荣誉证书"), _("取出荣誉证书文件 {type}")),
}
