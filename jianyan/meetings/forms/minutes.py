"""Inputs of minutes: the texts, and the matters agreed, as many as there are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import Department, User
from jianyan.core.flow import Refused
from jianyan.meetings import words
from jianyan.meetings.actions import Matter, Written
from jianyan.meetings.forms.base import ActForm, lines
from jianyan.meetings.models.minutes import ITEM, LINE, LIST, TEXT, Agreed
from jianyan.ui.widgets import DayInput

_PLACE = re.compile(r"agreed-(\d{1,2})-text")
UNIT, PERSON = "d", "u"


class MinutesForm(ActForm):
    """The texts of minutes."""

    chair = forms.CharField(label=_("主持人"), max_length=LINE)
    recorder = forms.CharField(label=_("记录人"), max_length=LINE)
    present = lines(_("出席"), LIST, rows=3, needed=False)
    observers = lines(_("列席"), LIST, rows=2, needed=False)
    absent = lines(_("缺席及原因"), LIST, rows=2, needed=False)
    discussion = lines(_("议题与讨论"), TEXT, rows=12)

    def so_far(self) -> MinutesForm:
        """The same form with what was typed, nothing checked."""
        return MinutesForm(initial={name: self[name].data for name in self.fields})

    def written(self, agreed: Iterable[Matter]) -> Written:
        """What the minutes say, once the form is valid."""
        return Written(**self.cleaned_data, agreed=tuple(agreed))


class MatterForm(forms.Form):
    """One matter agreed; one without a text is none."""

    text = forms.CharField(label=_("事项"), max_length=ITEM, required=False)
    owner = forms.ChoiceField(label=_("责任单位或责任人"), required=False)
    due_on = forms.DateField(label=_("完成时限"), required=False, widget=DayInput())
    use_required_attribute = False

    def __init__(self, data: Any, place: int, owners: list[tuple[Any, Any]], initial: dict[str, Any] | None = None):
        super().__init__(data, prefix=f"agreed-{place}", initial=initial)
        self.place, self.number = place, place + 1
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]

    @property
    def blank(self) -> bool:
        """Whether nothing was written."""
        kept = self.cleaned_data
        return not (kept.get("text") or kept.get("owner") or kept.get("due_on"))

    def matter(self) -> Matter:
        """The matter, once the form is valid."""
        kept = self.cleaned_data
        kind, number = kept["owner"][:1], kept["owner"][1:]
        return Matter(
            text=kept["text"],
            department=int(number) if kind == UNIT else None,
            user=int(number) if kind == PERSON else None,
            due_on=kept["due_on"],
        )


def owners_of(units: Iterable[Department], office: Iterable[User]) -> list[tuple[Any, Any]]:
    """The choices of an owner: units, and people of the office."""
    return [
        ("", _("不交办")),
        (_("部门单位"), [(f"{UNIT}{unit.pk}", unit.name) for unit in units]),
        (_("营商环境办"), [(f"{PERSON}{user.pk}", user.name) for user in office]),
    ]


def matters_sent(data: QueryDict, owners: list[tuple[Any, Any]]) -> list[MatterForm]:
    """The matters of a posted page, in their order."""
    places = sorted({int(found[1]) for name in data if (found := _PLACE.fullmatch(name))})
    return [MatterForm(data, place, owners) for place in places]


def matters_kept(rows: Iterable[Agreed], owners: list[tuple[Any, Any]]) -> list[MatterForm]:
    """The matters as they are kept."""
    return [MatterForm(None, place, owners, _initial(row)) for place, row in enumerate(rows)]


def _initial(row: Agreed) -> dict[str, str | date | None]:
    owner = f"{UNIT}{row.department_id}" if row.department_id else f"{PERSON}{row.user_id}" if row.user_id else ""
    return {"text": row.text, "owner": owner, "due_on": row.due_on}


def refuse_matter(matters: list[MatterForm], no: Refused) -> bool:
    """Show a refusal at the matter that it is about; whether it was about one. Blank ones before it are not counted."""
    found = re.fullmatch(r"agreed-(\d+)-(\w+)", words.field_of(no))
    if found is None:
        return False
    written = [one for one in matters if not one.blank]
    written[int(found[1])].add_error(found[2], words.refusal(no))
    return True
