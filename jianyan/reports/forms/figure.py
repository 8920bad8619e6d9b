"""The address of the leads behind one figure of a snapshot: read, and said in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from jianyan.accounts.models import Department
from jianyan.core.figures import Figures, Line
from jianyan.leads import rate_words
from jianyan.leads.queries.rates import LEFT_OUT, RATES
from jianyan.leads.words import RESULTS, STATES, unit_name
from jianyan.reports.queries.counted import UNIT_PARTS, Wanted
from jianyan.reports.sheet import CHANNELS
from jianyan.reports.tables import NAMES
from jianyan.ui.formats import month_in_words

FLAGS = ("earlier", "closed", "common", "away", "open", "overdue")


def wanted_in(query: Mapping[str, str]) -> Wanted:
    """What an address asks for; a value that is not known is passed over."""
    values = {
        name: query[name][:40] for name in ("channel", "kind", "field", "grade", "state", "result") if query.get(name)
    }
    if month := _month(query.get("month", "")):
        values["month"] = month.isoformat()
    rate, part = query.get("rate", ""), query.get("part", "")
    if rate not in RATES or part not in ("num", "rest", "den", *LEFT_OUT):
        rate = part = ""
    unit = query.get("unit", "")
    of = query.get("of", "")
    return Wanted(
        values=values,
        rate=rate,
        part=part,
        unit=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 10 else None,
        of=of if of in UNIT_PARTS else "",
        **{name: query.get(name) == "1" for name in FLAGS},
    )


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def said(wanted: Wanted, figures: Figures) -> list[str]:
    """What the figure counts, in words."""
    found = [_("以前季度转入")] if wanted.earlier else []
    if wanted.unit:
        unit = Department.objects.filter(pk=wanted.unit).first()
        found.append(unit_name(unit) if unit else _("其他单位"))
        if wanted.of:
            found.append(str(UNIT_WORDS[wanted.of]()))
    found += [_value(name, value, figures) for name, value in wanted.values.items()]
    if wanted.rate:
        name, part = NAMES[wanted.rate], rate_words.part_words(wanted.rate, wanted.part)
        found.append(f"{name}：{part}")
    return found + [str(word()) for flag, word in FLAG_WORDS.items() if getattr(wanted, flag)]


UNIT_WORDS = {
    "den": lambda: _("应答复"),
    "num": lambda: _("按时答复"),
    "rest": lambda: _("未按时答复"),
    "overdue": lambda: _("目前逾期"),
    "returned": lambda: _("退回过"),
    "reopened": lambda: _("重办过"),
}
FLAG_WORDS = {
    "closed": lambda: _("已办结"),
    "common": lambda: _("共性问题"),
    "away": lambda: _("并案、拆分或撤回"),
    "open": lambda: _("在办"),
    "overdue": lambda: _("逾期"),
}


def _value(name: str, value: str, figures: Figures) -> str:
    match name:
        case "month":
            return month_in_words(date.fromisoformat(value))
        case "state":
            return str(dict(STATES).get(value, value))  # type: ignore[call-overload]
        case "result":
            return str(dict(RESULTS).get(value, value))  # type: ignore[call-overload]
        case "channel":
            return str(CHANNELS.get(value, value))
    tables: dict[str, list[Line]] = {"kind": figures.kinds, "field": figures.fields, "grade": figures.grades}
    return next((line.title for line in tables.get(name, []) if line.key == value), value)
