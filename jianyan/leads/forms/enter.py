"""A form entered by hand on a supervisor's behalf: how it came to the office; its leads are typed as on the form."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.core.opinion import month_of
from jianyan.leads.models import CameBy
from jianyan.ui.formats import month_in_words
from jianyan.ui.widgets import DayInput


class EnterForm(forms.Form):
    """The month that the form is for, the day of receipt, and the way."""

    channel = forms.ChoiceField(label=_("收到的方式"), choices=CameBy.choices, widget=forms.RadioSelect)
    received_on = forms.DateField(
        label=_("收到日期"), widget=DayInput(), help_text=_("是否逾期按收到日期算，办理期限从录入时起算")
    )
    month = forms.TypedChoiceField(label=_("哪个月的意见表"), coerce=date.fromisoformat)

    use_required_attribute = False

    def __init__(self, data: Any, *, today: date) -> None:
        this = month_of(today)
        months = (this, month_of(this - timedelta(days=1)))
        super().__init__(data, initial={"received_on": today, "month": this.isoformat()})
        self.fields["month"].choices = [(each.isoformat(), month_in_words(each)) for each in months]  # type: ignore[attr-defined]
