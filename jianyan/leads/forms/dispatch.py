"""转办 and 指定承办 (5.1.h)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.core import clocks
from jianyan.core.rulebook import Rulebook
from jianyan.core.suggest import Reason, Suggestion, Why
from jianyan.core.workdays import Calendar
from jianyan.leads.actions.dispatch import LONGEST
from jianyan.leads.forms.base import VerbForm, text
from jianyan.leads.models import Grade
from jianyan.leads.queries.choose import handling, suggested
from jianyan.leads.queries.page import LeadPage
from jianyan.leads.words import unit_name
from jianyan.ui.formats import day_in_words, long_date


class DispatchFields(VerbForm):
    """Lead department, supporting ones, grade and what is asked. Suggested departments come first, with reasons."""

    department = forms.TypedChoiceField(label=_("主办部门"), coerce=int, widget=forms.RadioSelect)
    supporting = forms.TypedMultipleChoiceField(
        label=_("协办部门"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    grade = forms.ChoiceField(label=_("等级"), choices=Grade.choices, widget=forms.RadioSelect)
    demand = text(_("办理要求"), LONGEST, rows=3, required=False, hint=_("部门会看到；例：请核实窗口要件并书面答复"))

    def __init__(self, *args: Any, about: LeadPage, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.suggestions = suggested(about)
        first = [suggestion.key for suggestion in self.suggestions]
        units = sorted(handling(about), key=lambda unit: first.index(unit.pk) if unit.pk in first else len(first))
        choices = [(unit.pk, unit_name(unit)) for unit in units]
        self.fields["department"].choices = choices  # type: ignore[attr-defined]
        self.fields["supporting"].choices = choices  # type: ignore[attr-defined]
        own = about.departments.get(about.lead.identity.supervisor.unit_id or 0)
        if own is not None and about.sight.reporter:
            self.fields["department"].help_text = gettext(
                "提出人在{unit}工作：不能只交给它办理，选它主办时须另有协办部门。"
            ).format(unit=unit_name(own))
        self.initial.setdefault("grade", about.lead.grade or Grade.B)
        if first and first[0] != about.lead.identity.supervisor.unit_id:
            self.initial.setdefault("department", first[0])

    @property
    def reasons(self) -> dict[str, str]:
        """Why a department is suggested, by its key."""
        return {str(s.key): because(s) for s in self.suggestions}

    @property
    def deadlines(self) -> dict[str, str]:
        """The day on which each grade's reply would be due."""
        days = due_days(self.about.book, self.about.calendar, self.about.at, long_date)
        return {key: gettext("{day} 前答复").format(day=day) for key, day in days.items()}


def due_days(
    book: Rulebook, calendar: Calendar, at: datetime, written: Callable[[date], str] = day_in_words
) -> dict[str, str]:
    """The day on which each grade's reply would be due for a dispatch at ``at``."""
    due = {key: clocks.due(grade.limit, at, calendar) for key, grade in book.grades.items()}
    return {key: written(one.on) + (gettext("（暂定）") if one.provisional else "") for key, one in due.items()}


class DispatchForm(DispatchFields):
    """A dispatch."""


def because(suggestion: Suggestion) -> str:
    """Why a department is suggested, in words."""
    return gettext("建议：{why}").format(why=_because(suggestion.reasons))


def _because(reasons: tuple[Reason, ...]) -> str:
    said = []
    for why in Why:
        said_words = gettext("、").join(reason.word for reason in reasons if reason.why == why)
        if said_words:
            said.append(str(WHY[why]).format(words=said_words))
    return gettext("；").join(said)


WHY = {
    Why.named: _("退回的部门认为应由它办理"),
    Why.place: _("监督员写明涉及“{words}”"),
    Why.matter: _("职责关键词：{words}"),
}
