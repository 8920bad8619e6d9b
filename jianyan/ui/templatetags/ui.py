"""The tags and filters of the design system: `{% load ui %}`. docs/ui.md shows each with its output.

Texts arrive translated by the caller; only the words that belong to a component itself (正常, 临期, 还剩 …) are here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jianyan.ui import fields, formats, paging, said
from jianyan.ui.inline import inline

register = template.Library()
register.filter("message_button", said.button_of)

#: What the sprite holds; the build draws it from the same list.
ICONS = frozenset((Path(fields.__file__).parent / "icons.txt").read_text(encoding="utf-8").split())

LIGHTS = {
    "green": ("●", _("正常"), "ok"),
    "yellow": ("▲", _("临期"), "warn"),
    "red": ("■", _("逾期"), "bad"),
    "met": ("✓", _("按时"), "ok"),
    "missed": ("✕", _("超时"), "bad"),
}
TRACK = (pgettext_lazy("state", "提交"), _("沟通"), _("转办"), _("答复"))
TONES = ("", "info", "ok", "warn", "bad")


def get(item: object, name: str, default: Any = None) -> Any:
    """The value `name` of a dict or an object: components take either."""
    if isinstance(item, Mapping):
        return item.get(name, default)
    return getattr(item, name, default)


# Dates and figures


@register.filter
def cdate(value: date | datetime | None, style: str = "text") -> str:
    """A day: 2026年11月23日（周一）; `"table"` gives 11-23, `"words"` 11月23日 周一, `"month"` 2026年11月; None —."""
    if not value:
        return formats.NOTHING
    styles = {
        "text": formats.long_date,
        "table": formats.short_date,
        "words": formats.day_in_words,
        "month": formats.month_in_words,
    }
    return styles[style](value)


@register.filter
def cdatetime(value: date | datetime | None, style: str = "text") -> str:
    """A time to the minute: 2026年11月23日（周一）10:42; `"table"` gives 11-23 10:42, `"words"`
    11月23日 周一 10:42, `"time"` 10:42. A day, of which the hour is not told, is the day alone. None gives —.
    """
    if not value:
        return formats.NOTHING
    if not isinstance(value, datetime):
        days = {"text": formats.long_date, "table": formats.short_date, "words": formats.day_in_words}
        return days[style](value) if style in days else ""
    styles = {
        "text": formats.long_datetime,
        "table": formats.short_datetime,
        "words": formats.datetime_in_words,
        "time": formats.clock_time,
    }
    return styles[style](value)


@register.filter
def masked(number: str) -> str:
    """A telephone number with its middle hidden: 138****1234."""
    return formats.masked_phone(number)


@register.simple_tag
def rate(part: int, whole: int, note: str = "") -> SafeString:
    """A share with what it is made of: 83%（25/30）; — 无数据 when `whole` is 0. `note` says what was left out."""
    share = formats.percent(part, whole) if whole else ""
    return inline("rate", percent=share, part=part, whole=whole, note=note)


# Marks


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite (names: jianyan/ui/icons.txt); with `label` it is read out, else it decorates."""
    return _drawing(name, str(label), size)


def _drawing(name: str, label: str = "", size: str = "") -> SafeString:
    return _icon(name, label, size, settings.STORAGES["staticfiles"]["BACKEND"])


@lru_cache(maxsize=512)
def _icon(name: str, label: str, size: str, store: str) -> SafeString:
    if name not in ICONS:
        raise ValueError(f"no icon {name!r}: add the name of an outline icon of Tabler to jianyan/ui/icons.txt")
    voice = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    drawn = '<svg class="icon{}" {} focusable="false"><use href="{}#{}"></use></svg>'
    return format_html(drawn, f" icon-{size}" if size else "", voice, static("ui/icons.svg"), name)


@register.simple_tag
def light(value: str) -> SafeString:
    """A light as shape, word and colour: green, yellow, red for what runs; met, missed for what was stopped."""
    shape, word, tone = LIGHTS[str(value)]
    return inline("light", shape=shape, word=word, tone=tone)


@register.simple_tag
def badge(text: str, tone: str = "", icon: str = "") -> SafeString:
    """A state in a word. tone: "", info, ok, warn, bad; red (bad) only for overdue and harm."""
    if tone not in TONES:
        raise ValueError(f"unknown tone {tone!r}; there are {TONES}")
    return inline("badge", text=text, tone=tone, drawing=_drawing(icon) if icon else "")


@register.simple_tag
def due(
    clock: object = None,
    *,
    on: date | None = None,
    at: datetime | None = None,
    left: int | None = None,
    light: str = "",
    provisional: bool = False,
    url: str = "",
    short: bool = False,
) -> SafeString:
    """A deadline: 还剩 2 个工作日（11月25日 周三 24:00 前）, linked to its rule; `short` is for table cells.

    Takes a shapes.Clock (or an object or dict with its names), or the values one by one. Nothing given shows —.
    """
    on, at = on or get(clock, "on"), at or get(clock, "at")
    left = get(clock, "left") if left is None else left
    light = str(light or get(clock, "light") or "")
    stopped_at = get(clock, "stopped_at")
    if stopped_at:
        light = "met" if get(clock, "on_time") else "missed"
    day = on or (at and formats.local_day(at))
    shape, word, tone = LIGHTS.get(light, ("", "", ""))
    when = formats.short_datetime if short else formats.datetime_in_words
    return inline(
        "due",
        day=formats.short_date(day) if day else "",
        until=formats.deadline(day, at) if day else "",
        reading="" if stopped_at else formats.time_left(light, left),
        stopped=when(stopped_at) if stopped_at else "",
        shape=shape,
        word=word,
        tone=tone,
        overdue=light == "red",
        provisional=provisional or get(clock, "provisional", False),
        url=url or get(clock, "url", ""),
        short=short,
    )


# Forms


@register.inclusion_tag("ui/parts/field.html")
def field(
    bound: BoundField,
    label: str | None = None,
    hint: str | None = None,
    cards: bool = False,
    examples: dict[str, str] | None = None,
    rows: int | None = None,
    suffix: str = "",
    count: bool = False,
) -> dict[str, Any]:
    """A form field with label, hint, input, counter and its error beside it.

    `cards` shows radio or checkbox choices as cards, `examples` maps a choice to its example; `rows` is the height of a
    text area; `suffix` a unit after the input; `count` adds a counter to a one-line input (text areas with a max_length
    have one anyway).
    """
    return fields.field_context(
        bound, label=label, hint=hint, cards=cards, examples=examples, rows=rows, suffix=suffix, count=count
    )


@register.inclusion_tag("ui/parts/form_fields.html")
def form_fields(form: forms.BaseForm) -> dict[str, Any]:
    """The error summary, then every field of the form in its order, hidden ones too: for plain forms."""
    return {"form": form}


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(*forms_: Any) -> dict[str, Any]:
    """The errors of one or more forms or formsets on top of the page, each a link to its field; nothing without any."""
    general, entries = fields.errors_of(forms_)
    return {"general": general, "entries": entries, "total": len(general) + len(entries)}


# Blocks


@register.inclusion_tag("ui/parts/summary_list.html")
def summary_list(rows: Iterable[object]) -> dict[str, Any]:
    """What was entered, line by line, each with a 更改 link where `change_url` is given. rows: shapes.SummaryRow."""
    return {"rows": rows}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "", icon: str = "inbox") -> dict[str, Any]:
    """An empty list: what will appear here, and what to do now (`action` is the words of the link to `url`)."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("ui/parts/track.html")
def track(done: int, where: str = "", steps: Iterable[object] | None = None, halted: str = "") -> dict[str, Any]:
    """How far a lead has come, like a parcel: 提交 → 沟通 → 转办 → 答复.

    `done` counts the finished steps; `where` says who has it and until when; `halted` names an end before the last
    step (已撤回); `steps` are other labels, or shapes.Step with the day each was finished.
    """
    shown = []
    for number, step in enumerate(steps or TRACK, start=1):
        state = "done" if number <= done else "now" if number == done + 1 and not halted else "todo"
        shown.append({"label": get(step, "label", step), "on": get(step, "on"), "state": state, "number": number})
    return {"steps": shown, "where": where, "halted": halted}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(events: Iterable[object]) -> dict[str, Any]:
    """Ledger rows, grouped by month and day in the order given. events: shapes.Event."""

    def day(event: object) -> date:
        return formats.local_day(get(event, "at"))

    months = []
    for month, rows in groupby(events, key=lambda event: day(event).replace(day=1)):
        months.append({"month": month, "days": [(on, list(group)) for on, group in groupby(rows, key=day)]})
    return {"months": months}


@register.inclusion_tag("ui/parts/counts.html")
def counts(tiles: Iterable[object], label: str = "") -> dict[str, Any]:
    """The queues as tiles that filter the list, each with its red and yellow share. tiles: shapes.Tile."""
    shown = []
    for tile in tiles:
        total, red, yellow = get(tile, "count", 0), get(tile, "red", 0), get(tile, "yellow", 0)
        red_width = round(100 * red / total) if total else 0
        yellow_width = round(100 * yellow / total) if total else 0
        shown.append({"tile": tile, "red_width": red_width, "yellow_width": yellow_width})
    return {"tiles": shown, "label": label}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Iterable[object], label: str = "") -> dict[str, Any]:
    """Parts of one page as links. items: shapes.Tab; `label` names the group for a screen reader."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/parts/person.html", takes_context=True)
def person(context: template.Context, **card: str) -> dict[str, Any]:
    """A person card. card: name, role, org, note, phone (shown masked), url (links the name).

    `reveal_url` adds the button that asks for the number with `reason`; `number` shows it in full.
    """
    request = context.get("request")
    back = request.get_full_path() if request else ""
    return {**card, "csrf_token": context.get("csrf_token"), "back": back}


# Pages of a list


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page, param: str = "page") -> dict[str, Any]:
    """Page links for a Django Page; other parameters of the address stay. Nothing when there is one page only."""
    return paging.page_links(context, page, param)


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def keyset(context: template.Context, after: object = "", before: object = "") -> dict[str, Any]:
    """Links for a list read by cursor: `after` is the cursor of the next page, `before` of the last; "" for none."""
    return paging.cursor_links(context, after, before)
