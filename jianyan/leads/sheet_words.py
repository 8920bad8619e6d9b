"""What is wrong with a spreadsheet of opinion forms, with one of its rows, or with one cell."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jianyan.leads.queries.behalf import Trouble
from jianyan.leads.words import ON_BEHALF, PROBLEMS, REFUSALS

Text = str | Promise

#: What is wrong with a row or a cell, beside what can be wrong with an opinion typed by hand.
TROUBLES: dict[str, Text] = {
    "bad_day": _("不是日期，请写成 2026-11-20。"),
    "bad_month": _("不是月份，请写成 2026-11。"),
    "bad_answer": _("请填“是”或“否”。"),
    "merged": _("有合并的单元格，请取消合并，每行都填全。"),
    "nobody": _("没有找到这位监督员，请核对姓名。"),
    "unit_or_phone": _("请填单位或手机，才能确定是哪一位。"),
    "not_theirs": _("与这位监督员登记的单位或手机不一致。"),
    "ambiguous": _("有 {n} 位监督员都符合，请再填手机。"),
    "not_held": _("这位监督员没有这个身份。"),
    "which_identity": _("这位监督员有不止一个身份，请填“身份”。"),
    "differs": _("同一张意见表的收到日期和方式要一致。"),
    "nil_with_leads": _("零报告不能带线索，请清空线索各列，或者把“零报告”改为“否”。"),
    "nil_with_others": _("这位监督员这个月还有别的行，不能又是零报告。"),
    "twice": _("与上面的一行相同。"),
    "already_filed": ON_BEHALF["already_filed"],
    "no_term": ON_BEHALF["no_term"],
    **{code: REFUSALS[code] for code in ("received_to_come", "received_too_old", "month_not_received")},
    "too_many_leads": REFUSALS["too_many_leads"],
    "not_yours": _("这位监督员的通道没有这个选项。"),
}


def trouble_words(trouble: Trouble) -> str:
    """What is wrong, without the column's name."""
    said = TROUBLES.get(trouble.code) or PROBLEMS[trouble.code]
    return str(said).format(**trouble.params)
