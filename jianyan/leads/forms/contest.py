"""Contesting a clock, and deciding on it (5.1.h)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.core.workdays import CalendarError
from jianyan.leads.actions.contest import LONGEST
from jianyan.leads.forms.base import VerbForm, text
from jianyan.leads.models import Clock, Contest, Wish
from jianyan.leads.queries.contest import contestable
from jianyan.leads.queries.page import LeadPage
from jianyan.leads.words import CLOCKS
from jianyan.ui.formats import day_in_words
from jianyan.ui.widgets import DayInput


def clock_words(clock: Clock) -> str:
    """A clock as it is chosen from a list: what for, from when to when, and how it stands."""
    stands = gettext("计时中")
    if clock.stopped_at is not None:
        stands = gettext("按时") if clock.on_time else gettext("超时")
    return gettext("{clock}期限：{start} 起，{due} 到期（{stands}）").format(
        clock=CLOCKS[clock.kind],  # type: ignore[index]
        start=day_in_words(clock.started_at),
        due=day_in_words(clock.due_on),
        stands=stands,
    )


class ContestForm(VerbForm):
    """Which clock, what is asked for, and why."""

    clock = forms.TypedChoiceField(label=_("有异议的期限"), coerce=int, widget=forms.RadioSelect)
    wish = forms.ChoiceField(label=_("请求"), choices=Wish.choices, widget=forms.RadioSelect)
    reason = text(_("理由"), LONGEST, rows=5, hint=_("写明事实和依据，例如材料何时补齐、何时才转到本单位"))

    def __init__(self, *args: Any, about: LeadPage, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        found = contestable(about.lead, about.at)
        field = self.fields["clock"]
        field.choices = [(clock.pk, clock_words(clock)) for clock in found]  # type: ignore[attr-defined]
        if len(found) == 1:
            field.initial = found[0].pk


class DecideForm(VerbForm):
    """Which contest is meant, where there are several, and the office's reason."""

    contest = forms.TypedChoiceField(label=_("认定哪一项"), coerce=int, widget=forms.RadioSelect)
    opinion = text(_("认定意见"), LONGEST, hint=_("写明理由，部门会看到"))

    def __init__(self, *args: Any, about: LeadPage, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        self.waiting = [one for one in about.contests if one.decided_at is None]
        field = self.fields["contest"]
        field.choices = [(one.pk, clock_words(one.clock)) for one in self.waiting]  # type: ignore[attr-defined]
        if self.waiting:
            field.initial = self.waiting[0].pk
        if len(self.waiting) == 1:
            field.widget = forms.HiddenInput()

    @property
    def shown(self) -> list[Contest]:
        """The contests that wait, as the page shows them above the form."""
        return self.waiting


class UpholdForm(DecideForm):
    """A corrected due day, or out of the rates."""

    outcome = forms.ChoiceField(
        label=_("怎样处理"),
        choices=[("due", _("更正到期日")), ("exclude", _("不计入时效"))],
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("更正后的到期日"),
        widget=DayInput,
        required=False,
        help_text=_("选“更正到期日”时填写，要晚于现在的到期日"),
    )
    field_order = ("contest", "outcome", "until", "opinion")

    def clean(self) -> dict[str, Any]:
        """A corrected day is needed where it is the outcome, and meant only there."""
        values = super().clean() or {}
        if values.get("outcome") == "due" and not values.get("until") and "until" not in self.errors:
            self.add_error("until", gettext("请填写更正后的到期日。"))
        return values

    def clean_until(self) -> date | None:
        """A day within the calendar."""
        day: date | None = self.cleaned_data["until"]
        try:
            if day:
                self.about.calendar.check(day)
        except CalendarError as error:
            raise forms.ValidationError(gettext("这一天太远，请重新填写。")) from error
        return day

    def values(self) -> dict[str, Any]:
        """The arguments of the action."""
        given = dict(self.cleaned_data)
        outcome = given.pop("outcome")
        return {**given, "until": given["until"] if outcome == "due" else None}


class RejectForm(DecideForm):
    """Only the reason is asked."""
