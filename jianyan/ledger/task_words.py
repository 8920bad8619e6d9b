"""The words for tasks: the rows that they leave in the ledger."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

#: As in `ledger.words.WORDS`: verb → its short name, then the parts of its sentence.
WORDS: dict[str, tuple[Text, ...]] = {
    "task.give": (_("交办任务"), _("交办任务 {no}"), _("由{department}负责"), _("{until}前完成")),
    "task.report": (_("任务进展"), _("任务 {no} 有新进展")),
    "task.finish": (_("办结任务"), _("任务 {no} 办结")),
    "task.move": (_("任务改期"), _("任务 {no} 改期"), _("由 {was} 改为 {now}")),
    "task.drop": (_("撤销任务"), _("撤销任务 {no}")),
    "task.reopen": (_("任务退回重办"), _("任务 {no} 退回重办"), _("{until}前完成")),
    "task.warn": (_("提醒任务"), _("提醒任务 {no}"), _("{until}到期")),
    "task.urge": (_("任务逾期提醒"), _("任务 {no} 逾期提醒"), "{overdue}"),
    "task.follow": (_("任务时限随日历变动"), _("任务 {no} 的时限随工作日历变动"), _("由 {was} 改为 {now}")),
}
