"""The tables of a bulletin: one list for the page, the slides and the documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jianyan.core.bulletin.values import share
from jianyan.core.figures import Figures, Line
from jianyan.leads import rate_words
from jianyan.leads.words import RESULTS, STATES
from jianyan.reports.people_tables import duties_sheet, forms_sheet, units_sheet
from jianyan.reports.sheet import CHANNELS, STAR, Entry, Heading, Sheet, Text, counted, first
from jianyan.ui.formats import month_in_words

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
        "departments": [units_sheet(figures)],
        "duties": [forms_sheet(figures.forms), duties_sheet(figures)],
        "demands": [],
    }
    return {key: [sheet for sheet in sheets if sheet.rows] for key, sheets in found.items()}


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
                first(str((words or {}).get(line.key, line.title))),
                counted(line.count, **{name: line.key}),
                Entry(part),
                counted(line.closed, closed="1", **{name: line.key}),
            )
        )
    if len(rows) > 1:
        whole, every = sum(line.count or 0 for line in lines), all(line.count is not None for line in lines)
        if every and whole != figures.received:  # what has no grade yet is in no row
            rows.append(
                (first(_("合计")), Entry(str(whole)), Entry(""), Entry(str(sum(line.closed or 0 for line in lines))))
            )
        elif every or name != "grade":
            mine, done = counted(figures.received, all="1"), counted(figures.closed, closed="1")
            rows.append((first(_("合计")), mine, Entry("100%"), done))
    title, head = titles
    headings = (Heading(head, 2.6, number=False), Heading(_("线索")), Heading(_("占比")), Heading(_("已办结")))
    return Sheet(name, title, headings, rows, _withheld(figures, [line.count for line in lines]))


def _months(figures: Figures) -> Sheet:
    """Month by month: what came in, and what was filed."""
    rows = []
    for line in figures.months:
        month = date.fromisoformat(line.key)
        forms = [form for form in figures.forms if form.month == month]
        rows.append(
            (
                first(month_in_words(month)),
                counted(line.count, month=line.key[:7]),
                counted(line.closed, month=line.key[:7], closed="1"),
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
                first(str(NAMES[key])),
                Entry(share(rate.num, rate.den) if rate.den else _("无数据")),
                counted(rate.num, rate=key, part="num"),
                counted(rate.den, rate=key, part="den"),
                first(left or "—"),
                first(str(rate_words.FORMULAS[key])),
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
        (first(str(STATES[line.key])), counted(line.count, state=line.key))  # type: ignore[index]
        for line in figures.states
    ]
    if figures.earlier:
        rows.append((first(_("以前季度转入")), counted(figures.earlier, earlier="1")))
        rows.append((first(_("其中已办结")), counted(figures.earlier_closed, earlier="1", closed="1")))
    return Sheet("state", _("按状态"), (Heading(_("状态"), 2, number=False), Heading(_("线索"))), rows)


def _results(figures: Figures) -> Sheet:
    answered = sum(line.count or 0 for line in figures.results)
    rows = [
        (
            first(str(RESULTS[line.key])),  # type: ignore[index]
            counted(line.count, result=line.key),
            Entry(share(line.count or 0, answered)),
        )
        for line in figures.results
    ]
    headings = (Heading(_("办理结果"), 2, number=False), Heading(_("线索")), Heading(_("占比")))
    return Sheet("result", _("按办理结果"), headings, rows)
