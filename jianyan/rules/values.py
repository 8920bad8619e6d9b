"""The values of rules with their units, and what has to be said beside them, in the language of the page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jianyan.core.clocks import Close, Unit
from jianyan.core.rulebook import Choice, Clock, Condition, Duty, Item, Kind, Merit, Number, Ranking, Score
from jianyan.rules import words

Text = str | Promise

STARTS: dict[str, Text] = {
    "submitted": _("自意见表提交起"),
    "called": _("自电话沟通起"),
    "dispatched": _("自转办起"),
    "accepted": _("自签收起"),
    "returned": _("自退回起"),
    "replied": _("自答复起"),
    "reopened": _("自要求重办起"),
    "promised": _("自作出承诺起"),
}
CLOSES: dict[Close, Text] = {
    Close.midnight: _("至当日24:00止"),
    Close.business: _("至当日下班时止"),
}
CHANNELS: dict[str, Text] = {"social": _("社会监督员"), "internal": _("内部监督员")}
WHO: dict[str, Text] = {**CHANNELS, "all": _("全体监督员"), "officer": _("营商环境专员")}
WHAT: dict[str, Text] = {
    "form": _("监督意见表"),
    "symposium": _("座谈"),
    "meeting_or_study": _("会议或调研"),
    "contact": _("互动联系"),
}


def value(item: Item) -> str:
    """The value of a rule with its unit; empty for a rule that is words alone."""
    match item:
        case Clock():
            return _amount(item)
        case Number():
            return _number(item)
        case Duty():
            return _times(item)
        case Score():
            points = ngettext("%(n)d 分", "%(n)d 分", item.points) % {"n": item.points}
            return gettext("一票否决") if item.veto else points
        case Merit():
            return _merit(item)
        case Ranking():
            return gettext("分通道排名") if item.among == "channel" else gettext("全体排名")
        case Condition():
            return " · ".join([gettext("排除条件") if item.negative else gettext("应当具备"), *_channel(item.channel)])
        case Kind() | Choice():
            return "".join(_channel(item.channel))
    return ""


def note(item: Item) -> str:
    """What stands beside the value: how a clock runs, an example of a kind of lead."""
    if isinstance(item, Kind):
        return words.hint(item)
    if not isinstance(item, Clock):
        return ""
    warn = gettext("最后一天转为临期")
    if item.warn:
        warn = ngettext("剩 %(n)d 个工作日转为临期", "剩 %(n)d 个工作日转为临期", item.warn) % {"n": item.warn}
    return gettext("，").join([str(STARTS[item.starts]), str(CLOSES[item.close]), warn])


def name(item: Item) -> str:
    """What a rule is called; a condition has no name beside its words."""
    match item:
        case Duty():
            return f"{WHO[item.who]} · {WHAT[item.what]}"
        case Condition():
            return ""
    return words.title(item)  # type: ignore[arg-type]


def _merit(merit: Merit) -> str:
    said = gettext("%(points)s 分 × 比例") if merit.by == "share" else gettext("每次 %(points)s 分")
    return said % {"points": f"{merit.points:g}"}


def _channel(channel: str | None) -> list[str]:
    return [str(CHANNELS[channel])] if channel else []


def _amount(clock: Clock) -> str:
    if not clock.amount:
        return gettext("当日")
    units = {
        Unit.workday: ngettext("%(n)d 个工作日", "%(n)d 个工作日", clock.amount),
        Unit.day: ngettext("%(n)d 天", "%(n)d 天", clock.amount),
        Unit.month: ngettext("%(n)d 个月", "%(n)d 个月", clock.amount),
    }
    return units[clock.unit] % {"n": clock.amount}


def _number(number: Number) -> str:
    if number.unit == "share":
        return f"{number.value:.0%}"
    n = int(number.value)
    units = {
        "workday": ngettext("%(n)d 个工作日", "%(n)d 个工作日", n),
        "day": ngettext("%(n)d 天", "%(n)d 天", n),
        "month": ngettext("%(n)d 个月", "%(n)d 个月", n),
        "year": ngettext("%(n)d 年", "%(n)d 年", n),
        "day_of_month": gettext("每月 %(n)d 日"),
        "times": ngettext("%(n)d 次", "%(n)d 次", n),
        "items": ngettext("%(n)d 条", "%(n)d 条", n),
        "people": ngettext("%(n)d 人", "%(n)d 人", n),
        "second": ngettext("%(n)d 秒", "%(n)d 秒", n),
        "minute": ngettext("%(n)d 分钟", "%(n)d 分钟", n),
        "points": ngettext("%(n)d 分", "%(n)d 分", n),
    }
    return units[number.unit] % {"n": n}


def _times(duty: Duty) -> str:
    per = {
        "month": ngettext("每月至少 %(n)d 次", "每月至少 %(n)d 次", duty.at_least),
        "quarter": ngettext("每季度至少 %(n)d 次", "每季度至少 %(n)d 次", duty.at_least),
        "term": ngettext("每个聘期至少 %(n)d 次", "每个聘期至少 %(n)d 次", duty.at_least),
    }
    return per[duty.per] % {"n": duty.at_least}
