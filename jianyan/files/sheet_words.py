"""Why a spreadsheet that somebody sent is not read, and what to do (codes of `core.sheets.Unreadable`)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jianyan.core.sheets import Unreadable

Text = str | Promise

#: What can be wrong with any table; `too_big` and `no_headings` name the table, so each form has its own.
UNREADABLE: dict[str, Text] = {
    "old_format": _("这是旧版 .xls 文件，或者加了密码。请去掉密码，另存为 .xlsx 后再上传。"),
    "bomb": _("文件展开后太大，没有读取。请只保留要导入的行，最多 {rows} 行。"),
    "broken": _("文件打不开，可能已损坏。请用表格软件打开后另存为 .xlsx 再上传。"),
    "no_text": _("认不出这个文件的文字编码。请另存为 .xlsx，或者 UTF-8 编码的 .csv。"),
    "too_many_rows": _("行数太多，一次最多导入 {most} 行。请分成几个文件。"),
    "missing": _("缺少这些列：{columns}。请用模板，列名不要改。"),
    "doubled": _("这些列出现了不止一次：{columns}。请只留一列。"),
    "no_rows": _("表头下面没有要导入的行（姓名以“示例”开头的行不算）。"),
}


def unreadable(no: Unreadable, own: Mapping[str, Text]) -> str:
    """Why a file is not read; ``own`` are the words of the table that was expected."""
    said = own.get(no.code) or UNREADABLE[no.code]
    return str(said).format(**no.params)
