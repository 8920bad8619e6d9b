"""The template for a list of supervisors: what the columns are called, what may stand in them, and how."""

from __future__ import annotations

from itertools import zip_longest

from django.utils.translation import gettext as _

from jianyan.core.candidate_sheet import COLUMNS, LEVELS, ROWS_MAX, TITLES
from jianyan.core.rulebook import Rulebook
from jianyan.core.sheets import Writer


def template_book(rules: Rulebook) -> Writer:
    """The workbook. Headings and answers are Chinese in every language of the pages: they are what is read back."""
    made = Writer()
    headings = [f"{column.title}*" if column.needed else column.title for column in COLUMNS]
    sheet = made.sheet("名单", headings, [column.width for column in COLUMNS])
    categories = [each.title for each in rules.categories.values()]
    levels = [rules.levels[key].title for key in LEVELS if key in rules.levels]
    example = {"category": categories[0], "levels": levels[0]}
    sheet.add([example.get(column.key, column.example) for column in COLUMNS])
    allowed = made.sheet("可选值", [TITLES["category"], TITLES["levels"]], [24, 24])
    for values in zip_longest(categories, levels, fillvalue=""):
        allowed.add(values)
    how = made.sheet("填写说明", widths=(100,))
    for text in (
        _("一行一个人；两种身份都有的，“已有身份”写成“新区监督员、市级监督员”。"),
        _("带 * 的列必须有。“类别”“已有身份”只能填“可选值”一页里的内容。"),
        _("内部类别的“单位”要与系统里的单位名称一致；手机写 11 位，境外号码以 + 和国家代码开头。"),
        _("出生年月写成 1985-06；不要合并单元格，公式不会计算。"),
        _("姓名以“示例”开头的行不导入。一次最多 {most} 行。").format(most=ROWS_MAX),
    ):
        how.add([text], wrap=True)
    return made
