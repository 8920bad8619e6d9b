"""Dates, deadlines, rates and numbers in the words of the office. All days and times are those of Asia/Shanghai."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOTHING = "—"
ZH_DAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EN_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def in_english() -> bool:
    """Whether the page is in English; every other language setting reads Chinese, the source."""
    return (get_language() or "").startswith("en")


def local(value: date | datetime) -> date | datetime:
    """A datetime moved to Asia/Shanghai, a date as it is. A naive datetime is an error of the caller: ValueError."""
    if isinstance(value, datetime):
        if timezone.is_naive(value):
            raise ValueError(f"a naive datetime cannot be shown: {value!r}")
        return value.astimezone(SHANGHAI)
    return value


def local_day(value: date | datetime) -> date:
    """The day of `value` in Asia/Shanghai."""
    moved = local(value)
    return moved.date() if isinstance(moved, datetime) else moved


def this_year() -> int:
    """The year now, in Asia/Shanghai; days of other years are shown with their year."""
    return timezone.now().astimezone(SHANGHAI).year


def long_date(value: date | datetime) -> str:
    """2026年11月23日（周一） · Mon 23 November 2026."""
    day = local_day(value)
    if in_english():
        return f"{EN_DAYS[day.weekday()]} {day.day} {EN_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日（{ZH_DAYS[day.weekday()]}）"


def short_date(value: date | datetime) -> str:
    """11-23 for a table; 2025-11-23 in another year."""
    day = local_day(value)
    return f"{day:%m-%d}" if day.year == this_year() else f"{day:%Y-%m-%d}"


def day_in_words(value: date | datetime) -> str:
    """11月23日 周一 · Mon 23 Nov, with the year when it is another one."""
    day = local_day(value)
    if in_english():
        text = f"{EN_DAYS[day.weekday()]} {day.day} {EN_MONTHS[day.month - 1][:3]}"
        return text if day.year == this_year() else f"{text} {day.year}"
    text = f"{day.month}月{day.day}日 {ZH_DAYS[day.weekday()]}"
    return text if day.year == this_year() else f"{day.year}年{text}"


def month_in_words(value: date | datetime) -> str:
    """2026年11月 · November 2026."""
    day = local_day(value)
    return f"{EN_MONTHS[day.month - 1]} {day.year}" if in_english() else f"{day.year}年{day.month}月"


def quarter_in_words(name: str) -> str:
    """2026年第三季度 · Q3 2026, of ``2026Q3``; ValueError for what names no quarter."""
    year, mark, number = name.partition("Q")
    if not (mark and year.isdigit() and number in ("1", "2", "3", "4")):
        raise ValueError(f"{name!r} names no quarter")
    return f"Q{number} {year}" if in_english() else f"{year}年第{'一二三四'[int(number) - 1]}季度"


def clock_time(value: datetime) -> str:
    """The time of day to the minute."""
    return f"{local(value):%H:%M}"


def long_datetime(value: datetime) -> str:
    """2026年11月23日（周一）10:42."""
    return f"{long_date(value)} {clock_time(value)}" if in_english() else f"{long_date(value)}{clock_time(value)}"


def short_datetime(value: datetime) -> str:
    """11-23 10:42."""
    return f"{short_date(value)} {clock_time(value)}"


def datetime_in_words(value: datetime) -> str:
    """11月23日 周一 10:42."""
    return f"{day_in_words(value)} {clock_time(value)}"


def deadline(on: date, at: datetime | None) -> str:
    """11月25日 周三 24:00. `at` is the first instant that is too late, so the midnight after `on` reads as 24:00."""
    if at is None:
        return day_in_words(on)
    moment = at.astimezone(SHANGHAI)
    if moment.time() == time(0):
        return f"{day_in_words(moment.date() - timedelta(days=1))} 24:00"
    return f"{day_in_words(moment)} {moment:%H:%M}"


def time_left(light: str, left: int | None) -> str:
    """还剩 2 个工作日 · 今天到期 · 已逾期 1 个工作日. Red means overdue whatever the count of working days says."""
    if light == "red":
        if left is None or left >= 0:
            return gettext("已逾期")
        return ngettext("已逾期 %(days)d 个工作日", "已逾期 %(days)d 个工作日", -left) % {"days": -left}
    if left is None:
        return ""
    if left <= 0:
        return gettext("今天到期")
    return ngettext("还剩 %(days)d 个工作日", "还剩 %(days)d 个工作日", left) % {"days": left}


def percent(part: int, whole: int) -> str:
    """The share rounded half up, but never 100% while something is missing and never 0% while something is there."""
    share = (200 * part + whole) // (2 * whole)
    if share >= 100 and part < whole:
        return "99%"
    if share == 0 and part > 0:
        return "<1%"
    return f"{share}%"


def is_cleared(number: str) -> bool:
    """Whether a person's number was cleared after its time, so that a mark of the row stands in its place."""
    return (number or "").startswith("-")


def masked_phone(number: str) -> str:
    """138****1234: the first three and the last four figures; shorter numbers keep the last two.

    A number that was cleared, of which only a mark of its row is left (``-17``), reads as cleared.
    """
    if is_cleared(number):
        return gettext("已清除")
    digits = "".join(mark for mark in number or "" if mark.isdigit())
    if not digits:
        return NOTHING
    if len(digits) < 8:
        return "****" + digits[-2:]
    return f"{digits[:3]}****{digits[-4:]}"
