"""The columns of a spreadsheet of opinion forms (监督意见表), and what one row of it says.

One row is one lead, or a nil return; the rows of one supervisor and month make up one form. Headings and answers are
the office's Chinese; the titles of choices are the rulebook's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from jianyan.core.opinion import Opinion, clean_text, cleaned, month_of, problems
from jianyan.core.rulebook import Rulebook
from jianyan.core.sheets import Cell

#: Rows of one file at most. A file is entered all or not at all, and while that lasts SQLite lets nobody else write:
#: so many take about five seconds, and those who wait have ten.
ROWS_MAX = 500


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, its heading, an example, the width in characters, and whether a file must have it."""

    key: str
    title: str
    example: str
    width: int = 14
    needed: bool = False


COLUMNS = (
    Column("name", "姓名", "示例：张三", 12, needed=True),
    Column("unit", "单位", "海通供应链公司", 20),
    Column("phone", "手机", "", 14),
    Column("level", "身份", "", 12),
    Column("received_on", "收到日期", "2026-11-20", 13, needed=True),
    Column("month", "月份", "2026-11", 10),
    Column("channel", "收到方式", "纸质", 11),
    Column("nil", "零报告", "否", 9),
    Column("kind", "类型", "", 22, needed=True),
    Column("field", "领域", "", 12, needed=True),
    Column("title", "标题", "两个窗口重复要同一份材料", 30, needed=True),
    Column("body", "情况描述", "办理变更登记时，两个窗口先后要求提交同一份章程，来回跑了三趟。", 50, needed=True),
    Column("suggestion", "建议", "材料由窗口之间内部流转。", 30),
    Column("happened", "发生时间", "11月中旬", 12),
    Column("place", "涉及部门或窗口", "登记窗口", 18),
    Column("company", "涉及企业", "", 20),
    Column("company_code", "统一社会信用代码", "", 22),
    Column("common", "共性问题", "否", 10),
    Column("aspect", "属于哪种变化", "", 14),
    Column("policy", "涉及政策", "", 20),
    Column("effect", "影响方向", "", 12),
    Column("stage", "企业阶段", "", 14),
    Column("publishable", "同意公开", "否", 10),
    Column("hidden", "对承办部门隐名", "否", 16),
    Column("follow_up_wanted", "愿意接受回访", "是", 14),
)
TITLES = {column.key: column.title for column in COLUMNS}
KEYS = {column.title: column.key for column in COLUMNS}
NEEDED = tuple(column.key for column in COLUMNS if column.needed)

#: How the name in a row begins that is not to be entered.
EXAMPLE = "示例"

#: How a form came to the office.
CHANNELS = {"paper": ("纸质", "纸质表", "书面"), "phone": ("电话", "口头"), "sheet": ("电子表格", "表格", "电子版")}
YES = frozenset({"是", "有", "愿意", "同意", "共性", "√", "✓", "y", "yes", "true", "1"})
NO = frozenset({"否", "无", "不愿意", "不同意", "个案", "×", "n", "no", "false", "0"})

#: Columns of a lead that hold one of the rulebook's choices.
CHOSEN = ("kind", "field", "aspect", "effect", "stage")
TICKS = {"common": False, "publishable": False, "hidden": False, "follow_up_wanted": True}
TEXTS = ("title", "body", "suggestion", "happened", "place", "company", "company_code", "policy")

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?|(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?|(\d{4})(\d{2})")


class _Titled(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def title_en(self) -> str: ...


def example(cells: Mapping[str, Cell]) -> bool:
    """Whether a row, by headings, is the template's example and not to be entered."""
    name = cells.get(TITLES["name"])
    return name is not None and name.text.strip().startswith(EXAMPLE)


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says of whose form it belongs to. ``found``: column → code of what cannot be read."""

    number: int
    name: str
    unit: str
    phone: str
    level: str
    received_on: date | None
    month: date | None
    channel: str
    nil: bool
    texts: Mapping[str, str]
    found: dict[str, str] = field(default_factory=dict)

    @property
    def says_something(self) -> bool:
        """Whether anything of a lead was written."""
        return any(self.texts.get(key) for key in (*TEXTS, *CHOSEN))


def row_of(number: int, cells: Mapping[str, str]) -> Row:
    """Read one row. Codes: ``required``, ``bad_day``, ``bad_month``, ``bad_answer``, ``unknown``."""
    texts = {key: clean_text(cells.get(key, ""), lines=key in ("body", "suggestion")) for key in TITLES}
    found: dict[str, str] = {}
    received_on = _day(texts["received_on"], found)
    month = month_of(received_on) if received_on else None
    if texts["month"]:
        month = _month(texts["month"], found)
    if not texts["name"]:
        found["name"] = "required"
    return Row(
        number=number,
        name=texts["name"].replace(" ", ""),
        unit=texts["unit"],
        phone="".join(str(int(digit)) for digit in texts["phone"] if digit.isdecimal()),  # ４ is a 4
        level=texts["level"],
        received_on=received_on,
        month=month,
        channel=_channel(texts["channel"], found),
        nil=_tick("nil", texts["nil"], False, found),
        texts=texts,
        found=found,
    )


def _day(text: str, found: dict[str, str]) -> date | None:
    if not text:
        found["received_on"] = "required"
    elif parts := _DAY.fullmatch(text):
        year, month, day = (int(part) for part in parts.groups() if part)
        try:
            return date(year, month, day)
        except ValueError:
            found["received_on"] = "bad_day"
    else:
        found["received_on"] = "bad_day"
    return None


def _month(text: str, found: dict[str, str]) -> date | None:
    parts = _MONTH.fullmatch(text)
    numbers = [int(part) for part in parts.groups() if part] if parts else []
    if not numbers and (day := _DAY.fullmatch(text)):  # a spreadsheet makes a day of “2026-11”
        numbers = [int(part) for part in day.groups() if part][:2]
    try:
        return date(numbers[0], numbers[1], 1)
    except (ValueError, IndexError):
        found["month"] = "bad_month"
        return None


def _channel(text: str, found: dict[str, str]) -> str:
    if not text:
        return "sheet"
    for key, said in CHANNELS.items():
        if text in (key, *said):
            return key
    found["channel"] = "unknown"
    return "sheet"


def _tick(key: str, text: str, default: bool, found: dict[str, str]) -> bool:
    said = text.lower()
    if said and said not in YES | NO:
        found[key] = "bad_answer"
    return said in YES if said in YES | NO else default


def opinion_of(row: Row, book: Rulebook, channel: str) -> tuple[Opinion, dict[str, str]]:
    """The lead of a row as the supervisor's channel files it, and what is wrong with it: column → code."""
    choices: dict[str, Mapping[str, _Titled]] = {
        "kind": {**book.kinds_of(channel), **{k: v for k, v in book.kinds.items() if v.channel != channel}},
        "field": book.fields,
        "aspect": book.aspects,
        "effect": book.effects,
        "stage": book.stages,
    }
    found: dict[str, str] = {}
    values: dict[str, Any] = {key: row.texts[key] for key in TEXTS}
    values |= {key: _key_of(row.texts[key], choices[key]) for key in CHOSEN}
    values |= {key: _tick(key, row.texts[key], default, found) for key, default in TICKS.items()}
    opinion = cleaned(Opinion(**values))
    return opinion, {**problems(opinion, book, channel), **found}


def _key_of(text: str, choices: Mapping[str, _Titled]) -> str:
    """The key of a choice by its title in either language; a text that is none stays, and is found to be unknown."""
    for key, choice in choices.items():
        if text in (key, choice.title, choice.title_en):
            return key
    return text[:40]
