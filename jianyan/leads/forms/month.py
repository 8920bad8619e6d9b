"""The table of a month: its filters, and what a row of it was filled in with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import Department
from jianyan.core.rulebook import Rulebook
from jianyan.leads.forms.sort import ASKED
from jianyan.leads.models import Lead
from jianyan.leads.queries.month import Wanted
from jianyan.leads.words import unit_name
from jianyan.rules.words import titles
from jianyan.ui.widgets import MonthInput

ALL: list[tuple[str, Any]] = [("", _("全部"))]
#: What a row of the table is filled in with; what the kind asks for beside it is `ASKED`.
KEYS = ("kind", "field", "common", "grade")
#: Longer values are no key of a rulebook.
LONGEST = 200


class MonthForm(forms.Form):
    """Which month, and what of it. An address may be typed by hand: what is not known is passed over."""

    month = forms.DateField(label=_("月份"), required=False, widget=MonthInput(), input_formats=["%Y-%m"])
    kind = forms.ChoiceField(label=_("类型"), required=False)
    department = forms.TypedChoiceField(label=_("主办部门"), required=False, coerce=int, empty_value=None)
    sorted = forms.ChoiceField(
        label=_("整理"), required=False, choices=[*ALL, ("no", _("未整理")), ("yes", _("已整理"))]
    )

    def __init__(
        self, data: Mapping[str, Any], *, usual: date, book: Rulebook | None, units: Iterable[Department]
    ) -> None:
        self.usual = usual
        sent = {name: data.get(name, "") for name in self.base_fields}
        super().__init__({**sent, "month": sent["month"] or f"{usual:%Y-%m}"}, auto_id="month_%s")
        offered: dict[str, list[tuple[Any, Any]]] = {
            "kind": titles(book.kinds) if book else [],
            "department": [(unit.pk, unit_name(unit)) for unit in units],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [*ALL, *choices]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """The filters of the address."""
        self.is_valid()
        known = self.cleaned_data
        month = known.get("month")
        return Wanted(
            month=month if month and 2000 <= month.year <= 2200 else self.usual,
            kind=known.get("kind") or "",
            department=known.get("department"),
            sorted=known.get("sorted") or "",
        )


@dataclass(slots=True)
class Filled:
    """What a row was filled in with. ``was``: how the page had it, so that only what was changed is saved."""

    pk: int
    seen: int
    was: str
    values: dict[str, str] = field(default_factory=dict)
    further: dict[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        return mark(self.values) != self.was or bool(self.further)

    def arguments(self, lead: Lead) -> dict[str, Any]:
        """The arguments of classifying: what the row does not ask for stays as it is."""
        kept = {name: self.further.get(name, getattr(lead, name)) for name in ASKED}
        return {**self.values, "common": bool(self.values["common"]), **kept}


def mark(values: Mapping[str, str]) -> str:
    """The row's values in one text, to tell a changed row from an unchanged one."""
    return "|".join(values[name] for name in KEYS)


def values_of(lead: Lead) -> dict[str, str]:
    """What a row shows of a lead."""
    return {"kind": lead.kind, "field": lead.field, "common": "1" if lead.common else "", "grade": lead.grade}


def filled(data: Mapping[str, str], pk: int) -> Filled:
    """One row of what was sent."""

    def sent(name: str) -> str:
        return data.get(f"{name}-{pk}", "")[:LONGEST]

    seen = sent("seen")
    return Filled(
        pk=pk,
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0,
        was=sent("was"),
        values={**{name: sent(name) for name in KEYS}, "common": "1" if sent("common") else ""},
        further={name: sent(name) for name in ASKED if f"{name}-{pk}" in data},
    )


def numbers(sent: Iterable[str], most: int) -> list[int]:
    """The ids among what was sent, each once, in their order."""
    known = (int(text) for text in sent if text.isascii() and text.isdigit() and len(text) < 10)
    return list(dict.fromkeys(known))[:most]
