"""The template for forms that the office enters: what the columns are called, what may stand in them, and how."""

from __future__ import annotations

from itertools import zip_longest

from django.utils.translation import gettext as _

from jianyan.core.form_sheet import CHANNELS, COLUMNS, ROWS_MAX, TITLES
from jianyan.core.rulebook import Rulebook
from jianyan.core.sheets import Writer
from jianyan.people.models import Channel


def template_book(rules: Rulebook) -> Writer:
    """The workbook. Headings and answers are Chinese in every language of the pages: they are what is read back."""
    made = Writer()
    headings = [f"{column.title}*" if column.needed else column.title for column in COLUMNS]
    sheet = made.sheet("意见表", headings, [column.width for column in COLUMNS])
    kind = next(iter(rules.kinds_of("social").values())).title
    example = {"kind": kind, "field": next(iter(rules.fields.values())).title}
    sheet.add([example.get(column.key, column.example) for column in COLUMNS])
    _allowed(made, rules)
    _how(made)
    return made


def _allowed(made: Writer, rules: Rulebook) -> None:
    """The allowed values, one column of the template a column."""
    yes_no = ["是", "否"]
    kinds = {channel: [each.title for each in rules.kinds_of(channel).values()] for channel in Channel.values}
    columns = {
        f"{TITLES['kind']}（{Channel.social.label}）": kinds["social"],
        f"{TITLES['kind']}（{Channel.internal.label}）": kinds["internal"],
        TITLES["field"]: [each.title for each in rules.fields.values()],
        TITLES["aspect"]: [each.title for each in rules.aspects.values()],
        TITLES["effect"]: [each.title for each in rules.effects.values()],
        TITLES["stage"]: [each.title for each in rules.stages.values()],
        TITLES["level"]: [each.title for each in rules.levels.values()],
        TITLES["channel"]: [said[0] for said in CHANNELS.values()],
        **{TITLES[key]: yes_no for key in ("nil", "common", "publishable", "hidden", "follow_up_wanted")},
    }
    sheet = made.sheet("可选值", list(columns), [26, 30, *([18] * (len(columns) - 2))])
    for values in zip_longest(*columns.values(), fillvalue=""):
        sheet.add(values)


def _how(made: Writer) -> None:
    sheet = made.sheet("填写说明", widths=(100,))
    for text in (
        _("一行一条线索；同一位监督员同一个月的几条，写成几行，合成一张意见表。"),
        _("没有意见的，“零报告”填“是”，线索各列留空。"),
        _("带 * 的列必须有；姓名之外，单位或手机至少填一项，用来确定是哪一位监督员。"),
        _("收到日期写成 2026-11-20，月份写成 2026-11；月份不填，就是收到的那个月。"),
        _("收到方式填纸质、电话或电子表格，不填就是电子表格。"),
        _("类型、领域等只能填“可选值”一页里的内容；不要合并单元格，公式不会计算。"),
        _("姓名以“示例”开头的行不导入。一次最多 {most} 行。").format(most=ROWS_MAX),
    ):
        sheet.add([text], wrap=True)
