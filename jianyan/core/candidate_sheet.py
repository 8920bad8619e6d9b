"""The columns of a list of New Area and municipal supervisors (名单), and whom one row of it names.

Headings and answers are the office's Chinese; the titles of choices are the rulebook's. Nothing is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from jianyan.core.applicant import Applicant, cleaned_applicant, problems_of
from jianyan.core.rulebook import Rulebook
from jianyan.core.sheets import Cell

#: Rows of one file at most.
ROWS_MAX = 5000
#: The identities that such a list is about (4.1.b).
LEVELS = ("new_area", "municipal")
#: How the name in a row begins that is not to be entered.
EXAMPLE = "示例"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, its heading, an example, the width in characters, and whether a file must have it."""

    key: str
    title: str
    example: str
    width: int = 14
    needed: bool = False


COLUMNS = (
    Column("name", "姓名", "示例：张三", 14, needed=True),
    Column("phone", "手机", "13800000000", 14, needed=True),
    Column("unit", "单位", "海通供应链公司", 26, needed=True),
    Column("category", "类别", "", 18, needed=True),
    Column("levels", "已有身份", "", 18, needed=True),
    Column("post", "职务", "副总经理", 14),
    Column("industry", "行业", "航运物流", 14),
    Column("gender", "性别", "女", 8),
    Column("born", "出生年月", "1985-06", 12),
    Column("politics", "政治面貌", "群众", 12),
    Column("education", "学历", "大学本科", 12),
    Column("seat", "代表委员身份", "", 24),
    Column("resume", "简历", "", 40),
    Column("reason", "理由", "", 40),
)
TITLES = {column.key: column.title for column in COLUMNS}
KEYS = {column.title: column.key for column in COLUMNS}
NEEDED = tuple(column.key for column in COLUMNS if column.needed)

_MONTH = re.compile(r"(\d{4})[-/.年]?(\d{1,2})(?:月|[-/.月]\d{1,2}日?)?")
_BETWEEN = re.compile(r"[、,，;；/\s]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``found``: column → code of what is wrong, as `core.applicant` has them, and ``unknown_unit``."""

    number: int
    one: Applicant
    found: dict[str, str] = field(default_factory=dict)

    @property
    def unit_key(self) -> tuple[str, str]:
        """By which the same person is known without a number: the name, and the unit wherever it is kept."""
        return self.one.name, str(self.one.unit or self.one.employer)


def example(cells: Mapping[str, Cell]) -> bool:
    """Whether a row, by headings, is the template's example and not to be entered."""
    name = cells.get(TITLES["name"])
    return name is not None and name.text.strip().startswith(EXAMPLE)


def row_of(number: int, cells: Mapping[str, str], rules: Rulebook, units: Mapping[str, int], today: date) -> Row:
    """Read one row. ``units``: the ids of the zone's units by each of their names."""
    found: dict[str, str] = {}
    category = _key_of(cells.get("category", ""), {k: each.title for k, each in rules.categories.items()})
    held = rules.categories.get(category)
    channel = (held.channel if held else None) or "social"
    unit_name = cells.get("unit", "").strip()
    unit = units.get(unit_name) if channel == "internal" else None
    if channel == "internal" and unit_name and unit is None:
        found["unit"] = "unknown_unit"
    levels = [_level(part, rules) for part in _BETWEEN.split(cells.get("levels", "").strip()) if part]
    if not levels:
        found["levels"] = "required"
    elif any(level not in LEVELS for level in levels):
        found["levels"] = "unknown"
    one = cleaned_applicant(
        Applicant(
            name=cells.get("name", ""),
            phone=cells.get("phone", ""),
            channel=channel,
            category=category,
            unit=unit,
            employer="" if unit else unit_name,
            levels=tuple(level for level in levels if level in LEVELS),
            born=_month(cells.get("born", "")),
            **{key: cells.get(key, "") for key in ("post", "industry", "gender", "politics", "education", "seat")},
            resume=cells.get("resume", ""),
            reason=cells.get("reason", ""),
        )
    )
    problems = {("unit" if key == "employer" else key): code for key, code in problems_of(one, rules, today).items()}
    return Row(number, one, {**problems, **found})


def _key_of(text: str, titles: Mapping[str, str]) -> str:
    text = text.strip()
    return next((key for key, title in titles.items() if text in (key, title)), text[:20])


def _level(text: str, rules: Rulebook) -> str:
    """An identity by its title, or by its beginning as lists have it: 新区, 市级."""
    known = {key: rules.levels[key].title for key in LEVELS if key in rules.levels}
    return next((key for key, title in known.items() if text == key or (text and title.startswith(text))), text[:20])


def _month(text: str) -> str:
    """A month however it was typed, as 1985-06; what is none stays as it is, and is found to be wrong."""
    parts = _MONTH.fullmatch(text.strip())
    return f"{parts[1]}-{int(parts[2]):02d}" if parts else text.strip()
