"""The values of a what-if: any number of the rules that can be replayed, beside the words of its rule."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.core.rulebook import Rulebook
from jianyan.core.what_if import AWARD_NUMBERS, FORM, Span, replayable
from jianyan.core.workdays import Calendar
from jianyan.rules.forms.edit import RulesForm
from jianyan.rules.shown import rule_name
from jianyan.ui.widgets import DayInput

#: The groups of the form in order, with their headings.
GROUPS = {
    "due": _("期限和提交日"),
    "award": _("评优的比例和排名"),
    "scores": _("评优各项的分值"),
    "merits": _("评优计分"),
}


class WhatIfForm(RulesForm):
    """Days and values as the address holds them; what it does not say is as the rules have it.

    ``groups``: the places of the rules in each group, with the names of their inputs.
    """

    def __init__(self, given: Mapping[str, str], *, rules: Rulebook, span: Span) -> None:
        super().__init__(rules=rules)
        self.fields["from"] = forms.DateField(label=_("从"), widget=DayInput())
        self.fields["to"] = forms.DateField(label=_("到（含当日）"), widget=DayInput())
        self.initial.update({"from": span.first, "to": span.last})
        self.groups = {
            group: {place: self.add_figures(place, _WANTED) for place in places}
            for group, places in _places(rules).items()
        }
        for place, names in chain.from_iterable(group.items() for group in self.groups.values()):
            for name in names:
                # A summary of errors names the rule; a part of the award and a deed may be called alike.
                self.fields[name].label = rule_name(rules, place)
        self.is_bound = True
        self.data = {name: given.get(name) or str(self.initial[name]) for name in self.fields}

    def clean(self) -> dict[str, Any]:
        """The days make a period that the working calendar reaches."""
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("from"), found.get("to")
        for name, day in (("from", first), ("to", last)):
            if day and not Calendar.first <= day <= Calendar.last:
                self.add_error(name, _("日期不在工作日历的范围内。"))
        if first and last and first > last:
            self.add_error("to", _("须不早于开始的日期。"))
        return found

    @property
    def span(self) -> Span:
        """The period, once the form is valid."""
        return Span(self.cleaned_data["from"], self.cleaned_data["to"])

    def edited(self) -> dict[str, object]:
        """What was changed, by place."""
        return {place: value for place, value in super().edited().items() if "." in place}

    def changed_in(self, group: str) -> int:
        """How many values of a group are not the rules' own."""
        return sum(self.data[name] != str(self.initial[name]) for name in self._names(group))

    def wrong_in(self, group: str) -> bool:
        """Whether a value of a group cannot be."""
        return any(name in self.errors for name in self._names(group))

    def _names(self, group: str) -> list[str]:
        return [name for inputs in self.groups[group].values() for name in inputs]


#: The parts of a rule that are asked for: when a light turns yellow changes nothing.
_WANTED = ("amount", "value", "points", "among")


def _places(rules: Rulebook) -> dict[str, list[str]]:
    """The rules of each group."""
    numbers = sorted(AWARD_NUMBERS, key=lambda place: place != "numbers.award_ratio")
    return {
        "due": [*replayable(rules), FORM],
        "award": [*numbers, *(f"ranking.{key}" for key in rules.ranking)],
        "scores": [f"scores.{key}" for key, score in rules.scores.items() if not score.veto],
        "merits": [f"merits.{key}" for key in rules.merits],
    }
