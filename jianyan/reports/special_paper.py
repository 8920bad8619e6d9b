"""A special report as an official document: the head of a 简报, six sections, the annex, the imprint."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from jianyan.core.paper import (
    Annex,
    Block,
    Column,
    Heading,
    Imprint,
    Masthead,
    Paper,
    Para,
    Sign,
    Table,
    Title,
)
from jianyan.core.special import FOLLOWED
from jianyan.core.workdays import local_date
from jianyan.reports.models import Special
from jianyan.reports.special_content import MARK, content_of, in_figures

_NUMBERS = "一二三四五六七八九十"
UNITS = (
    Column("部门", 2.6),
    Column("承办（件）", 1.2, "right"),
    Column("办结（件）", 1.2, "right"),
    Column("按时答复率", 1.7, "right"),
    Column("逾期（件）", 1.2, "right"),
)
ANNEX = "本季度问题线索台账"
LEADS = (
    Column("序号", 0.65, "center"),
    Column("编号", 2.0),
    Column("标题", 3.2),
    Column("反映人", 1.45, "center"),
    Column("主办部门", 1.7),
    Column("办理情况", 1.2, "center"),
)


def special_paper(special: Special, at: datetime) -> Paper:
    """The report as it was signed; a draft says that it is one, and has no number."""
    content = content_of(special, at)
    day = in_figures(local_date(special.signed_at or at))
    title = content["title"] + ("" if special.signed else "（草稿）")
    number = f"第{special.number}期" if special.number else "第　期"
    return Paper(
        title=file_title(special),
        author=content["issuer"],
        blocks=(
            Masthead(MARK, number, content["issuer"], day),
            Title(title),
            Para("管委会：", indent=False),
            *_sections(content),
            *_followed(content),
            *([Para(f"附件：{ANNEX}")] if content["annex"] else []),
            Sign(content["issuer"], day),
            *_annex(content),
            Imprint(_imprint(special, content, day)),
        ),
    )


def file_title(special: Special) -> str:
    """What the file is called."""
    number = f"{special.year}年第{special.number}期" if special.number else "（草稿）"
    return f"{MARK}{number}"


def _imprint(special: Special, content: dict[str, Any], day: str) -> tuple[tuple[str, str], ...]:
    signer = f"签发：{special.signed_by.name}" if special.signed_by else "签发："
    return (("报送：管委会领导。", signer), (content["issuer"], f"{day}印发"))


def _sections(content: dict[str, Any]) -> Iterator[Block]:
    for section in content["sections"]:
        yield Heading(section["title"])
        for text in section["paragraphs"]:
            yield Para(text)
        for place, item in enumerate(section["items"]):
            yield Heading(f"（{_NUMBERS[place]}）{item['title']}" if place < 10 else item["title"], 2)
            for text in item["paragraphs"]:
                yield Para(text)
            if item["leads"]:
                yield Para(f"（涉及线索：{'、'.join(no for _pk, no in item['leads'])}）")
        if section["table"]:
            yield Table(UNITS, tuple(tuple(row) for row in section["table"]))


def _followed(content: dict[str, Any]) -> Iterator[Block]:
    if not content["followed"]:
        return
    yield Heading(FOLLOWED)
    for place, each in enumerate(content["followed"]):
        about = each["about"].replace("\n", "")
        yield Heading(f"（{_NUMBERS[place]}）关于“{about}”" if place < 10 else f"关于“{about}”", 2)
        on = in_figures(date.fromisoformat(each["on"]))
        yield Para(f"{on}{each['by']}批示：“{each['text']}”{each['state']}。")
        for task in each["tasks"]:
            due = in_figures(date.fromisoformat(task["due"]))
            said = f"：{task['result']}" if task["result"] else ""
            yield Para(f"任务：{task['title']}（{task['owner']}，{due}前），{task['state']}{said}")


def _annex(content: dict[str, Any]) -> Iterator[Block]:
    if not content["annex"]:
        return
    yield Annex(ANNEX)
    if len(content["annex"]) < content["annexed"]:
        yield Para(f"本季度共收到线索{content['annexed']}件，这里列出与本期事项有关的{len(content['annex'])}件。")
    yield Table(LEADS, tuple(tuple(row) for row in content["annex"]))
