"""The filters of the list of leads. An address may be typed by hand: what is not known is passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import Department
from jianyan.accounts.queries import Actor
from jianyan.core.clocks import Light
from jianyan.core.flow import Result
from jianyan.core.rulebook import Rulebook
from jianyan.leads.models import Grade
from jianyan.leads.queries.attention import OPEN
from jianyan.leads.queries.list import Filters
from jianyan.leads.queries.rates import ALL, LEFT_OUT
from jianyan.leads.words import CLOCKS, SATISFACTION, STATES, unit_name
from jianyan.people.models import Channel
from jianyan.rules.words import titles
from jianyan.ui.widgets import MonthInput

Label = str | Promise
LIGHTS = ((Light.red, _("逾期")), (Light.yellow, _("临期")), (Light.green, _("正常")))
#: Values of the state filter that stand for several.
GROUPS: dict[str, tuple[str, ...]] = {"open": OPEN}
#: Filters whose value is a key as it stands.
KEYS = ("light", "clock", "kind", "field", "grade", "channel")
LONGEST_WORDS = 60
NUMBER_MAX = 1000


class FilterForm(forms.Form):
    """The filters that are offered on the page; every field may be empty."""

    q = forms.CharField(label=_("编号或标题"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    light = forms.ChoiceField(label=_("期限"), required=False)
    clock = forms.ChoiceField(label=_("正在等"), required=False)
    department = forms.ChoiceField(label=_("主办部门"), required=False)
    kind = forms.ChoiceField(label=_("类型"), required=False)
    field = forms.ChoiceField(label=_("领域"), required=False)
    grade = forms.ChoiceField(label=_("等级"), required=False)
    channel = forms.ChoiceField(label=_("通道"), required=False)
    month = forms.DateField(label=_("提交月份"), required=False, widget=MonthInput(), input_formats=["%Y-%m"])

    def __init__(self, data: Mapping[str, Any], actor: Actor, book: Rulebook | None, units: Iterable[Department]):
        super().__init__(data, auto_id="filter_%s")
        offered = {
            "state": [("open", _("办理中的全部")), *STATES.items()],
            "light": LIGHTS,
            "clock": CLOCKS.items(),
            "department": [(unit.pk, unit_name(unit)) for unit in units],
            "kind": titles(book.kinds) if book else [],
            "field": titles(book.fields) if book else [],
            "grade": Grade.choices,
            "channel": Channel.choices,
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", _("全部")), *choices]  # type: ignore[attr-defined]
        gone: set[str] = set() if actor.has("officer", "head", "leader") else {"department", "channel"}
        for name in gone:
            del self.fields[name]


def read(form: FilterForm, query: Mapping[str, str]) -> Filters:
    """The filters that an address asks for: those of the form, and those that only links carry."""
    form.is_valid()  # a value that is not valid is not in cleaned_data, and so passed over
    known = form.cleaned_data
    states = known.get("state") or ""
    keys: dict[str, Any] = {name: known.get(name) or "" for name in KEYS}
    found = Filters(
        words=(known.get("q") or "")[:LONGEST_WORDS],
        states=GROUPS.get(states, (states,) if states else ()),
        department=_number(known.get("department") or "", least=1),
        first=known.get("month") or None,
        last=known.get("month") or None,
        **keys,
    )
    return _of_links(found, query)


def _of_links(found: Filters, query: Mapping[str, str]) -> Filters:
    """Add what only links carry: each value in its bounds, or as if it were not there."""
    for name, reader in LINKED.items():
        if (value := reader(query.get(name, ""))) is not None:
            found = replace(found, **{FIELD_OF.get(name, name): value})
    if not (found.rate and found.part):
        found = replace(found, rate="", part="")
    return found


def passed_over(form: FilterForm, query: Mapping[str, str]) -> list[Label]:
    """The names of the filters whose values in the address are not known, and so were not applied."""
    unread = [name for name, reader in LINKED.items() if query.get(name) and reader(query[name]) is None]
    wrong = [form.fields[name].label or name for name in form.errors if name in form.fields]
    form.errors.clear()  # said once on top, not at a field that may be folded away
    return wrong + [LINKED_NAMES[name] for name in unread]


def _number(text: str, *, least: int = 0) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and least <= int(text[:9]) <= 2**31 else None


def _days(text: str) -> int | None:
    number = _number(text)
    return number if number is not None and number <= NUMBER_MAX else None


def _flag(text: str) -> bool | None:
    return True if text == "1" else None


def _one_of(*values: str) -> Callable[[str], str | None]:
    return lambda text: text if text in values else None


def _owner(text: str) -> str | None:
    return text if text == "office" or _number(text, least=1) else None


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


#: Filters that no field of the form offers: the figures of other pages link with them.
LINKED: dict[str, Callable[[str], Any]] = {
    "owes": _owner,
    "overdue": _days,
    "overdue_to": _days,
    "from": _month,
    "to": _month,
    "returned": _days,
    "reopened": _flag,
    "extension": _flag,
    "designation": _flag,
    "hidden": _flag,
    "result": _one_of(*Result),
    "satisfaction": _one_of(*SATISFACTION),
    "contest": _flag,
    "sent_from": _month,
    "sent_to": _month,
    "rate": _one_of(*ALL),
    "part": _one_of("num", "rest", "den", *LEFT_OUT),
}
#: What they are called where their value is not known.
LINKED_NAMES: dict[str, Label] = {
    "owes": _("等谁办理"),
    "overdue": _("逾期天数"),
    "overdue_to": _("逾期天数"),
    "from": _("提交月份"),
    "to": _("提交月份"),
    "returned": _("退回次数"),
    "reopened": _("重办"),
    "extension": _("延期"),
    "designation": _("指定承办"),
    "hidden": _("隐名"),
    "result": _("办理结果"),
    "satisfaction": _("满意度"),
    "contest": _("期限异议"),
    "sent_from": _("转办月份"),
    "sent_to": _("转办月份"),
    "rate": _("指标"),
    "part": _("指标"),
}
FIELD_OF = {"from": "first", "to": "last", "sent_from": "sent_first", "sent_to": "sent_last"}
