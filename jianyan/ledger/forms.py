"""The filters of the ledger; what cannot be read is as good as nothing asked."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jianyan.core.opinion import clean_text
from jianyan.ledger.queries import NOBODY, Asked
from jianyan.ledger.shown import SUBJECTS
from jianyan.ledger.words import WORDS
from jianyan.ui.widgets import DayInput

#: What the parts of a verb before the dot are called, where subjects do not say it.
PARTS = {
    "clock": _("时限"),
    "account": _("账号"),
    "role": _("角色"),
    "export": _("导出"),
    "group": _("监督员群"),
    "paper": _("公文"),
    "review": _("试行评估"),
}


def verb_choices() -> list[tuple[object, object]]:
    """Every verb by its short name, grouped by what it is about."""
    groups = groupby(WORDS, key=lambda verb: verb.split(".")[0])
    named = [(PARTS.get(part) or SUBJECTS[part], [(verb, WORDS[verb][0]) for verb in verbs]) for part, verbs in groups]
    return [("", _("全部动作")), *named]


class LedgerFilter(forms.Form):
    actor = forms.CharField(label=_("操作人"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    verb = forms.ChoiceField(label=_("动作"), required=False, choices=verb_choices)
    subject = forms.CharField(
        label=_("对象或线索编号"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    since = forms.DateField(label=_("从"), required=False, widget=DayInput)
    until = forms.DateField(label=_("到"), required=False, widget=DayInput)


def asked_in(query: QueryDict) -> Asked:
    """What the address asks for; unknown verbs, broken days and control characters ask for nothing."""
    form = LedgerFilter({name: clean_text(query.get(name, ""), lines=False)[:60] for name in LedgerFilter.base_fields})
    form.is_valid()
    values = {name: form.cleaned_data.get(name) for name in LedgerFilter.base_fields}
    actor = str(values["actor"] or "")
    return Asked(
        actor=NOBODY if actor == str(_("系统")) else actor,
        verb=str(values["verb"] or ""),
        subject=str(values["subject"] or ""),
        since=_within(values["since"]),
        until=_within(values["until"]),
    )


def _within(day: Any) -> date | None:
    """A day that some row may have; clocks and databases know no instants far outside."""
    return day if isinstance(day, date) and 1990 <= day.year <= 2200 else None
