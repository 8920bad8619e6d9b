"""What is wrong with a list of supervisors, with one of its rows, or with one cell."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jianyan.recruit.words import PROBLEMS

Text = str | Promise

#: What is wrong with a row, beside what can be wrong with any applicant.
TROUBLES: dict[str, Text] = {
    "merged": _("有合并的单元格，请取消合并，每行都填全。"),
    "unknown_unit": _("系统里没有这个单位，请核对单位名称，或者先建立单位。"),
    "phone_taken": _("这个手机号在本次选聘或者名单的另一行里是另一个人的，请核对。"),
}
#: Where a look-alike was found.
WHERE: dict[str, Text] = {
    "person": _("已是监督员"),
    "application": _("本次选聘已有报名"),
    "row": _("本名单第 {row} 行"),
}


def trouble_words(code: str) -> str:
    """What is wrong, without the column's name."""
    return str(TROUBLES.get(code) or PROBLEMS[code])


def where(answer: str) -> str:
    """Where the look-alike is that an answer names."""
    kind, _colon, number = answer.partition(":")
    return str(WHERE[kind]).format(row=number)
