"""What is wrong with a list of supervisors, with one of its rows, or with one cell."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jianyan.core.sheets import Unreadable
from jianyan.recruit.words import PROBLEMS

Text = str | Promise

#: Why a file is not read (codes of `core.sheets.Unreadable`), and what to do.
UNREADABLE: dict[str, Text] = {
    "too_big": _("文件太大，最大 {most} MB。请只保留名单这一张表。"),
    "old_format": _("这是旧版 .xls 文件，或者加了密码。请去掉密码，另存为 .xlsx 后再上传。"),
    "bomb": _("文件展开后太大，没有读取。请只保留要导入的行，最多 {rows} 行。"),
    "broken": _("文件打不开，可能已损坏。请用表格软件打开后另存为 .xlsx 再上传。"),
    "no_text": _("认不出这个文件的文字编码。请另存为 .xlsx，或者 UTF-8 编码的 .csv。"),
    "too_many_rows": _("行数太多，一次最多导入 {most} 行。请分成几个文件。"),
    "no_headings": _("没有找到表头。请用模板，第一行要有“姓名”“手机”“单位”等列名。"),
    "missing": _("缺少这些列：{columns}。请用模板，列名不要改。"),
    "doubled": _("这些列出现了不止一次：{columns}。请只留一列。"),
    "no_rows": _("表头下面没有要导入的行（姓名以“示例”开头的行不算）。"),
}

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


def unreadable(no: Unreadable) -> str:
    """Why a file is not read."""
    return str(UNREADABLE[no.code]).format(**no.params)


def trouble_words(code: str) -> str:
    """What is wrong, without the column's name."""
    return str(TROUBLES.get(code) or PROBLEMS[code])


def where(answer: str) -> str:
    """Where the look-alike is that an answer names."""
    kind, _colon, number = answer.partition(":")
    return str(WHERE[kind]).format(row=number)
