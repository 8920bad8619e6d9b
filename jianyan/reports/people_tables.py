"""The tables of a bulletin about departments and people: punctuality, forms, duties."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jianyan.core.bulletin.values import share
from jianyan.core.figures import Duty, Figures, Forms, Unit
from jianyan.reports.sheet import CHANNELS, Entry, Heading, Sheet, counted, first
from jianyan.ui.formats import in_english, month_in_words

#: A rate of fewer items than this says little, and the table says so.
FEW = 5


def units_sheet(figures: Figures) -> Sheet:
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
        first(unit.name_en if in_english() and unit.name_en else unit.name),
        counted(unit.given, unit=pk),
        counted(unit.closed, unit=pk, closed="1"),
        counted(den, unit=pk, of="den"),
        counted(num, unit=pk, of="num"),
        Entry(part, {"unit": pk, "of": "rest"} if num < den else {}),
        counted(unit.overdue, unit=pk, of="overdue"),
        counted(unit.returned, unit=pk, of="returned"),
        counted(unit.reopened, unit=pk, of="reopened"),
        counted(explained, unit=pk, result="explained"),
    )


def _stands(form: Forms) -> list[tuple[int, str]]:
    """The figures of a month's forms, each with the state by which the list of forms names it."""
    figures = (form.owed, form.filed, form.nil, form.late, form.missing)
    return list(zip(figures, ("", "filed", "nil", "late", "missing"), strict=True))


def _form(form: Forms, n: int, state: str) -> Entry:
    """A number of forms; behind it stands the list of the month's forms."""
    query = {"month": f"{form.month:%Y-%m}", "channel": form.channel, "state": state}
    return Entry(str(n), {name: value for name, value in query.items() if value} if n else {}, behind="forms")


#: By what the list of duties is narrowed for each column: what was owed, done, excused, can still be done, was missed.
COLUMNS = ("", "met", "excused", "open", "missed")
#: Of forms and contacts the list shows a number for each person; those who missed one are a group of their own.
MISSED = {"form": "forms", "contact": "contacts"}


def _duty(figures: Figures, duty: Duty, n: int, column: str) -> Entry:
    """A number of a duty; behind it stands the list of the quarter's duties."""
    query = {"quarter": figures.quarter}
    if duty.key in MISSED:
        group = MISSED[duty.key] if column == "missed" else ""
    else:
        group, query["channel"] = column, duty.key
    return Entry(str(n), query | ({"group": group} if group else {}) if n else {}, behind="duties")


def forms_sheet(forms: list[Forms]) -> Sheet:
    rows = [
        (
            first(month_in_words(form.month)),
            first(str(CHANNELS[form.channel])),
            *(_form(form, n, state) for n, state in _stands(form)),
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


def duties_sheet(figures: Figures) -> Sheet:
    """What was owed in the quarter; a quarter that runs has a column more."""
    running = any(duty.to_come for duty in figures.duties)
    rows = []
    for duty in figures.duties:
        numbers = zip((duty.owed, duty.done, duty.excused, duty.to_come, duty.missed), COLUMNS, strict=True)
        shown = [_duty(figures, duty, n, column) for n, column in numbers if running or column != "open"]
        rows.append((first(duty.title), first(duty.unit), *shown))
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
