"""The tables of a bulletin: one list for the page, the slides and the documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jianyan.core.bulletin.values import share
from jianyan.core.figures import Figures, Forms, Line, Unit
from jianyan.leads import rate_words
from jianyan.leads.words import RESULTS, STATES
from jianyan.ui.formats import in_english, month_in_words

Text = str | Promise
CHANNELS: dict[str, Text] = {"social": gettext_lazy("社会监督员"), "internal": gettext_lazy("内部监督员")}
#: A rate of fewer items than this says little, and the table says so.
FEW = 5
#: What stands for a number that is withheld.
STAR = "＊"
#: The rates in the order of the work.
ORDER = (
    "response",
    "dispatch",
    "accept",
    "reply",
    "returned",
    "closed",
    "solved",
    "satisfied",
    "reopened",
    "explained",
)
#: The deadline of a dispatch is that of the reply (转办单：办结期限), and so the rate is called in a bulletin.
NAMES: dict[str, Text] = {**rate_words.RATES, "reply": gettext_lazy("按时办结率")}


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: its words, and the filters that open the leads behind it; empty where no list is behind."""

    text: str
    query: dict[str, str] = field(default_factory=dict)
    number: bool = True


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its title, its share of the width, whether numbers stand in it."""

    title: str
    share: float = 1.0
    number: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; ``notes`` stand under it."""

    key: str
    title: str
    headings: tuple[Heading, ...]
    rows: Sequence[tuple[Entry, ...]]
    notes: list[str] = field(default_factory=list)


def sheets_of(figures: Figures) -> dict[str, list[Sheet]]:
    """The tables of each section, in the language of the page; those of nothing are left out."""
    found = {
        "leads": [
            _months(figures),
            _lines(figures, "kind", (_("按类型"), _("类型")), figures.kinds),
            _lines(figures, "field", (_("按领域"), _("领域")), figures.fields),
            _lines(figures, "channel", (_("按通道"), _("通道")), figures.channels, CHANNELS),
            _lines(figures, "grade", (_("按等级"), _("等级")), figures.grades),
        ],
        "solving": [_rates(figures), _states(figures), _results(figures)],
        "departments": [_units(figures)],
        "duties": [_forms(figures.forms), _duties(figures)],
        "demands": [],
    }
    return {key: [sheet for sheet in sheets if sheet.rows] for key, sheets in found.items()}


def _first(text: str) -> Entry:
    return Entry(text, number=False)


def _count(n: int | None, **query: str) -> Entry:
    if n is None:
        return Entry(STAR)
    return Entry(str(n), query if n else {})


def _withheld(figures: Figures, numbers: Sequence[int | None]) -> list[str]:
    if all(n is not None for n in numbers):
        return []
    said = _("＊ 为保护隐名监督员，提出人不足 {least} 人的不单列；为防止推算，一并略去其他行。")
    return [said.format(least=figures.least)]


def _lines(
    figures: Figures, name: str, titles: tuple[str, str], lines: list[Line], words: Mapping[str, Text] | None = None
) -> Sheet:
    """Leads by something: how many, their share, and how many of them are closed."""
    rows = []
    for line in lines:
        part = share(line.count, figures.received) if line.count is not None and figures.received else STAR
        rows.append(
            (
                _first(str((words or {}).get(line.key, line.title))),
                _count(line.count, **{name: line.key}),
                Entry(part),
                _count(line.closed, closed="1", **{name: line.key}),
            )
        )
    if len(rows) > 1:
        closed = sum(line.closed or 0 for line in lines)
        whole = sum(line.count or 0 for line in lines)
        if all(line.count is not None for line in lines) and whole != figures.received:
            total = (_first(_("合计")), Entry(str(whole)), Entry(""), Entry(str(closed)))
        else:
            total = (
                _first(_("合计")),
                _count(figures.received, all="1"),
                Entry("100%"),
                _count(figures.closed, closed="1"),
            )
        rows.append(total)
    title, first = titles
    headings = (Heading(first, 2.6, number=False), Heading(_("线索")), Heading(_("占比")), Heading(_("已办结")))
    return Sheet(name, title, headings, rows, _withheld(figures, [line.count for line in lines]))


def _months(figures: Figures) -> Sheet:
    """Month by month: what came in, and what was filed."""
    rows = []
    for line in figures.months:
        month = date.fromisoformat(line.key)
        forms = [form for form in figures.forms if form.month == month]
        rows.append(
            (
                _first(month_in_words(month)),
                _count(line.count, month=line.key[:7]),
                _count(line.closed, month=line.key[:7], closed="1"),
                Entry(str(sum(form.filed for form in forms))),
                Entry(str(sum(form.nil for form in forms))),
                Entry(str(sum(form.missing for form in forms))),
            )
        )
    headings = (
        Heading(_("月份"), 1.6, number=False),
        Heading(_("线索")),
        Heading(_("已办结")),
        Heading(_("意见表")),
        Heading(_("零报告")),
        Heading(_("未交")),
    )
    return Sheet("month", _("按月份"), headings, rows, _withheld(figures, [line.count for line in figures.months]))


def _rates(figures: Figures) -> Sheet:
    """Every rate with what it is made of and what was left out."""
    rows = []
    for key in ORDER:
        rate = figures.rate(key)
        if not figures.received:
            continue
        left = _("，").join(f"{rate_words.left_out(key, why)} {n}" for why, n in rate.left_out.items())
        rows.append(
            (
                _first(str(NAMES[key])),
                Entry(share(rate.num, rate.den) if rate.den else _("无数据")),
                _count(rate.num, rate=key, part="num"),
                _count(rate.den, rate=key, part="den"),
                _first(left or "—"),
                _first(str(rate_words.FORMULAS[key])),
            )
        )
    headings = (
        Heading(_("指标"), 1.7, number=False),
        Heading(_("比率"), 0.9),
        Heading(_("分子"), 0.8),
        Heading(_("分母"), 0.8),
        Heading(_("未计入"), 2.4, number=False),
        Heading(_("算法"), 3.4, number=False),
    )
    return Sheet("rate", _("各项指标"), headings, rows, [_("到期没有办结的计入分母。")])


def _states(figures: Figures) -> Sheet:
    rows = [
        (_first(str(STATES[line.key])), _count(line.count, state=line.key))  # type: ignore[index]
        for line in figures.states
    ]
    if figures.earlier:
        rows.append((_first(_("以前季度转入")), _count(figures.earlier, earlier="1")))
        rows.append((_first(_("其中已办结")), _count(figures.earlier_closed, earlier="1", closed="1")))
    return Sheet("state", _("按状态"), (Heading(_("状态"), 2, number=False), Heading(_("线索"))), rows)


def _results(figures: Figures) -> Sheet:
    answered = sum(line.count or 0 for line in figures.results)
    rows = [
        (
            _first(str(RESULTS[line.key])),  # type: ignore[index]
            _count(line.count, result=line.key),
            Entry(share(line.count or 0, answered)),
        )
        for line in figures.results
    ]
    headings = (Heading(_("办理结果"), 2, number=False), Heading(_("线索")), Heading(_("占比")))
    return Sheet("result", _("按办理结果"), headings, rows)


def _units(figures: Figures) -> Sheet:
    """The departments' punctuality; a rate over few items carries a mark."""
    rows = [_unit(unit) for unit in figures.units if not unit.withheld]
    gone = sum(unit.withheld for unit in figures.units)
    notes = [_("“按时”为每次都按时答复；到期没有答复的计入“应答复”。“目前逾期”含以前季度的线索。")]
    if any(0 < (unit.den or 0) < FEW for unit in figures.units):
        notes.append(_("† 不足 {few} 件，比率仅供参考。").format(few=FEW))
    if gone:
        said = _("为保护隐名监督员，提出人不足 {least} 人的部门及为防止推算一并略去的部门共 {gone} 个，不单列。")
        notes.append(said.format(least=figures.least, gone=gone))
    headings = (
        Heading(_("部门"), 3, number=False),
        Heading(_("承办")),
        Heading(_("已办结")),
        Heading(_("应答复")),
        Heading(_("按时")),
        Heading(_("按时率"), 1.2),
        Heading(_("目前逾期")),
        Heading(_("退回")),
        Heading(_("重办")),
        Heading(_("解释说明")),
    )
    return Sheet("unit", _("部门办理情况"), headings, rows, notes)


def _unit(unit: Unit) -> tuple[Entry, ...]:
    pk = str(unit.pk)
    num, den = unit.num or 0, unit.den or 0
    part = f"{share(num, den)}{'†' if den < FEW else ''}" if den else "—"
    explained = (unit.results or {}).get("explained", 0)
    return (
        _first(unit.name_en if in_english() and unit.name_en else unit.name),
        _count(unit.given, unit=pk),
        _count(unit.closed, unit=pk, closed="1"),
        _count(den, unit=pk, of="den"),
        _count(num, unit=pk, of="num"),
        Entry(part, {"unit": pk, "of": "rest"} if num < den else {}),
        _count(unit.overdue, unit=pk, of="overdue"),
        _count(unit.returned, unit=pk, of="returned"),
        _count(unit.reopened, unit=pk, of="reopened"),
        _count(explained, unit=pk, result="explained"),
    )


def _forms(forms: list[Forms]) -> Sheet:
    rows = [
        (
            _first(month_in_words(form.month)),
            _first(str(CHANNELS[form.channel])),
            *(Entry(str(n)) for n in (form.owed, form.filed, form.nil, form.late, form.missing)),
        )
        for form in forms
    ]
    headings = (
        Heading(_("月份"), 1.6, number=False),
        Heading(_("通道"), 1.8, number=False),
        Heading(_("应交")),
        Heading(_("有线索")),
        Heading(_("零报告")),
        Heading(_("逾期提交")),
        Heading(_("未交")),
    )
    notes = [_("本月未到截止日的，不计未交。")] if any(form.to_come for form in forms) else []
    return Sheet("form", _("监督意见表"), headings, rows, notes)


def _duties(figures: Figures) -> Sheet:
    """What was owed in the quarter; a quarter that runs has a column more."""
    running = any(duty.to_come for duty in figures.duties)
    rows = []
    for duty in figures.duties:
        ahead = (duty.to_come,) if running else ()
        numbers = (duty.owed, duty.done, duty.excused, *ahead, duty.missed)
        rows.append((_first(duty.title), _first(duty.unit), *(Entry(str(n)) for n in numbers)))
    headings = (
        Heading(_("履职事项"), 3.2, number=False),
        Heading(_("单位"), 0.8, number=False),
        Heading(_("应完成")),
        Heading(_("已完成")),
        Heading(_("准假")),
        *((Heading(_("尚可完成")),) if running else ()),
        Heading(_("未完成")),
    )
    return Sheet("duty", _("履职情况"), headings, rows)
