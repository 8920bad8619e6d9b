"""季度通报 as an official document: what the page says, in Chinese, whatever the language of the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import translation

from jianyan.core import bulletin as core
from jianyan.core.figures import Figures
from jianyan.core.paper import Block, Column, Heading, Paper, Para, Sign, Table, Title
from jianyan.core.workdays import local_date
from jianyan.reports.models import Bulletin
from jianyan.reports.sheet import Sheet
from jianyan.reports.shown import said_in
from jianyan.reports.tables import sheets_of


def bulletin_paper(bulletin: Bulletin, figures: Figures, day: date) -> Paper:
    """The bulletin with its tables; a draft says that it is one. Corrections stand at the end, with their reason."""
    with translation.override("zh-hans"):
        zone, title = bulletin.zone, core.quarter_title(bulletin.quarter)
        signed = local_date(bulletin.frozen_at) if bulletin.frozen_at else day
        return Paper(
            title=f"{zone.name}营商环境监督员工作{title}通报" + ("" if bulletin.frozen else "（草稿）"),
            author=zone.office_name,
            blocks=(
                Title(f"{zone.name}营商环境监督员工作\n{title}通报" + ("" if bulletin.frozen else "（草稿）")),
                *_sections(bulletin, figures),
                *_corrections(bulletin),
                Sign(zone.office_name, in_figures(signed)),
            ),
        )


def _sections(bulletin: Bulletin, figures: Figures) -> Iterator[Block]:
    values, sheets = core.values_of(figures), sheets_of(figures)
    texts = {section.key: section.text for section in bulletin.sections.all()}
    for key, title in core.SECTIONS.items():
        yield Heading(title)
        for line in said_in(bulletin, key, texts.get(key, ""), values):
            yield Para("".join(text for text, _name in line))
        for sheet in sheets[key]:
            yield _table(sheet)
            yield from (Para(note) for note in sheet.notes)


def _table(sheet: Sheet) -> Table:
    columns = tuple(Column(str(each.title), each.share, "right" if each.number else "left") for each in sheet.headings)
    return Table(columns, tuple(tuple(str(entry.text) for entry in row) for row in sheet.rows), caption=sheet.title)


def _corrections(bulletin: Bulletin) -> Iterator[Block]:
    corrections = list(bulletin.corrections.all())
    if corrections:
        yield Heading("更正")
    for each in corrections:
        where = core.SECTIONS[each.key].partition("、")[2]
        yield Para(
            f"{each.number}．关于“{where}”（{in_figures(local_date(each.at))}）：{each.text}更正原因：{each.reason}"
        )


def in_figures(day: date) -> str:
    """2026年11月3日, as the standard writes days."""
    return f"{day.year}年{day.month}月{day.day}日"
