"""The figures of a quarter by the names under which they stand in the prose."""

from __future__ import annotations

from collections.abc import Sequence

from jianyan.core.bulletin.prose import listed
from jianyan.core.figures import Duty, Figures, Laggard, Line, Rate
from jianyan.core.periods import quarter_named
from jianyan.core.workdays import local_date

_NUMBERS = "一二三四"
#: What stands for a number that is withheld.
WITHHELD = "（不单列）"
NOTHING = "无"

RATE_NAMES = {
    "response": "响应率",
    "dispatch": "按时转办率",
    "accept": "及时接收率",
    "reply": "按时办结率",
    "returned": "退回率",
    "closed": "办结率",
    "reopened": "重办率",
    "explained": "解释说明占比",
    "solved": "解决率",
    "satisfied": "满意率",
}
RESULT_NAMES = {"solved": "已解决", "solving": "正在解决", "planned": "列入计划", "explained": "解释说明"}


def quarter_title(quarter: str) -> str:
    """2026年第三季度."""
    period = quarter_named(quarter)
    return f"{period.first.year}年第{_NUMBERS[period.quarter - 1]}季度"


def share(num: int, den: int) -> str:
    """A share as a percentage, rounded half up; 100% only where nothing is missing, 0% only where nothing is there."""
    rounded = (200 * num + den) // (2 * den)
    if rounded >= 100 and num < den:
        return "99%"
    return "不足1%" if rounded == 0 and num > 0 else f"{rounded}%"


def rate_in_words(rate: Rate) -> str:
    """83%（25/30）; of nothing, that there is nothing."""
    return f"{share(rate.num, rate.den)}（{rate.num}/{rate.den}）" if rate.den else NOTHING


def values_of(figures: Figures) -> dict[str, str]:
    """Every figure by its name, in the order in which they are offered."""
    day = local_date(figures.taken_at)
    forms, results = figures.forms, {line.key: line.count or 0 for line in figures.results}
    owed, given = sum(form.owed for form in forms), sum(form.filed + form.nil for form in forms)
    return {
        "季度": quarter_title(figures.quarter),
        "统计时点": f"{day.year}年{day.month}月{day.day}日",
        "收到线索": str(figures.received),
        "上季度线索": str(figures.before),
        "较上季度": _change(figures),
        "反映人数": str(figures.reporters),
        "社会监督员线索": _of(figures.channels, "social"),
        "内部监督员线索": _of(figures.channels, "internal"),
        "共性线索": str(figures.common),
        "类型分布": spread(figures.kinds),
        "领域分布": spread(figures.fields),
        "月份分布": spread([Line(m.key, f"{int(m.key[5:7])}月", m.count) for m in figures.months], in_order=True),
        "集中反映": listed(f"“{hot.title}”（{hot.people}人反映）" for hot in figures.hot if hot.title) or NOTHING,
        "办结线索": str(figures.closed),
        **{name: rate_in_words(figures.rate(key)) for key, name in RATE_NAMES.items()},
        **{name: str(results.get(key, 0)) for key, name in RESULT_NAMES.items()},
        "转入线索": str(figures.earlier),
        "转入办结": str(figures.earlier_closed),
        "在办线索": str(figures.open),
        "逾期线索": str(figures.overdue),
        "按时部门": listed(
            unit.name for unit in figures.units if unit.den and unit.num == unit.den and not unit.overdue
        )
        or NOTHING,
        "未按时部门": listed(each.name for each in figures.laggards) or NOTHING,
        "未按时情况": listed(laggard_in_words(each) for each in figures.laggards) or NOTHING,
        "应交意见表": str(owed),
        "已交意见表": str(given),
        "零报告": str(sum(form.nil for form in forms)),
        "逾期意见表": str(sum(form.late for form in forms)),
        "未交意见表": str(sum(form.missing for form in forms)),
        "意见表提交率": rate_in_words(Rate("forms", given, owed, {})),
        "履职情况": "；".join(duty_in_words(duty) for duty in figures.duties if duty.key != "form") or NOTHING,
    }


def spread(lines: Sequence[Line], *, in_order: bool = False) -> str:
    """产业环境52件、政务环境41件; what is withheld is one number at the end, which a reader could reckon anyway."""
    shown = [line for line in lines if line.count]
    if not in_order:
        shown.sort(key=lambda line: -(line.count or 0))
    words = [f"{line.title}{line.count}件" for line in shown]
    if any(line.count is None for line in lines):
        words.append("其余不单列")
    return listed(words) or NOTHING


def laggard_in_words(each: Laggard) -> str:
    """商务局（未按时答复2件、目前逾期1件）: of this quarter's leads, and of all that wait for it now."""
    said = [f"未按时答复{each.late}件" if each.late else "", f"目前逾期{each.overdue}件" if each.overdue else ""]
    return f"{each.name}（{listed(filter(None, said))}）"


def duty_in_words(duty: Duty) -> str:
    """社会监督员参加座谈会，应50人，已完成45人，准假2人，未完成3人."""
    said = [f"{duty.title}，应{duty.owed}{duty.unit}", f"已完成{duty.done}{duty.unit}"]
    for word, n in (("准假", duty.excused), ("尚可完成", duty.to_come), ("未完成", duty.missed)):
        said += [f"{word}{n}{duty.unit}"] if n else []
    return "，".join(said)


def _change(figures: Figures) -> str:
    """Against the quarter before; nothing is said of a quarter before in which nothing came in."""
    more = figures.received - figures.before
    if not figures.before:
        return "上季度没有收到线索"
    if not more:
        return "与上季度持平"
    return f"比上季度{'增加' if more > 0 else '减少'}{abs(more)}件"


def _of(lines: Sequence[Line], key: str) -> str:
    line = next((line for line in lines if line.key == key), None)
    return "0" if line is None else WITHHELD if line.count is None else str(line.count)
