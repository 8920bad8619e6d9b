"""The compared zones as a page and a file show them: one line for each figure, one cell for each zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jianyan.core.periods import Period, quarter_name
from jianyan.insight.queries.zones import Column, Days
from jianyan.insight.zones_words import DAYS, DAYS_FORMULAS, FORMULAS, GROUPS, NAMES, days_said, left_out
from jianyan.leads.queries.rates import Rate
from jianyan.rules import values
from jianyan.ui.formats import percent, quarter_in_words

Text = str | Promise

#: The rules that the compared figures stand under, by section and key.
RULES = (
    ("clocks", "call"),
    ("clocks", "dispatch"),
    ("grades", "C"),
    ("grades", "B"),
    ("grades", "A"),
    ("numbers", "form_due_day"),
    ("numbers", "hidden_cell"),
)
#: A share of fewer than this says little: charts leave it out, and pages say so.
FEW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One figure of one zone; ``said`` is empty where there is none. ``den`` is what a median is of, too."""

    zone: str
    said: str = ""
    num: int | None = None
    den: int | None = None
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of all zones."""

    key: str
    name: Text
    formula: Text
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Group:
    """Figures under a heading."""

    name: Text
    lines: list[Line]


def groups_of(columns: list[Column]) -> list[Group]:
    """All figures, in their order."""
    rates = [
        Group(name, [Line(key, NAMES[key], FORMULAS[key], [_share(each, key) for each in columns]) for key in keys])
        for name, keys in GROUPS
    ]
    received = Line("received", _("提交线索"), _("这些季度提交的线索，条"), [_received(each) for each in columns])
    rates[0].lines.insert(0, received)
    days = [Line(f"days_{key}", DAYS[key], DAYS_FORMULAS[key], [_days(each, key) for each in columns]) for key in DAYS]
    return [*rates, Group(_("用了多久"), days)]


def lines_of(columns: list[Column]) -> Iterator[Line]:
    """Every line, without the headings."""
    for group in groups_of(columns):
        yield from group.lines


def _received(column: Column) -> Cell:
    n = column.received
    return Cell(zone=column.zone.name, said="" if n is None else str(n), den=n)


def _share(column: Column, key: str) -> Cell:
    rate = column.rates.get(key)
    if rate is None:
        return Cell(zone=column.zone.name)
    said = percent(rate.num, rate.den) if rate.den else ""
    return Cell(zone=column.zone.name, said=said, num=rate.num, den=rate.den, left_out=_left_out(key, rate))


def _left_out(key: str, rate: Rate) -> str:
    return _("，").join(f"{left_out(key, why)} {n}" for why, n in rate.left_out.items() if n)


def _days(column: Column, key: str) -> Cell:
    days = column.days.get(key, Days(None, 0))
    said = "" if days.median is None else days_said(days.median)
    return Cell(zone=column.zone.name, said=said, den=days.count)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A limit of the rules in force, in each zone's own words; empty where a zone has none."""

    name: str
    cells: list[str]


def rules_of(columns: list[Column]) -> list[RuleLine]:
    """What each zone's own rules ask, for the same figure may stand under different limits."""
    lines = [RuleLine(_("规则版本"), [str(each.version or "") for each in columns])]
    for section, key in RULES:
        items = [getattr(each.rules, section, {}).get(key) for each in columns]
        named = next((values.name(item) for item in items if item), "")
        if named:
            lines.append(RuleLine(named, [values.value(item) if item else "" for item in items]))
    return lines


def untold_of(columns: list[Column]) -> list[str]:
    """What was left out because too few people stand behind it, in a sentence for each zone."""
    return [
        sentence.format(zone=column.zone.name, quarters=_named(quarters))
        for column in columns
        for sentence, quarters in (
            (_("{zone}：{quarters}提出线索的人太少，线索的指标不计入。"), column.untold),
            (_("{zone}：{quarters}应履职的人太少，履职的指标不计入。"), column.untold_people),
        )
        if quarters
    ]


def _named(quarters: list[Period]) -> str:
    return _("、").join(quarter_in_words(quarter_name(each.first)) for each in quarters)


def file_line(line: Line, cell: Cell) -> tuple[Any, ...]:
    """One line of a file: the figure, its formula, the zone, numerator, denominator, value, what was left out."""
    return str(line.name), str(line.formula), cell.zone, cell.num, cell.den, cell.said or _("无数据"), cell.left_out
