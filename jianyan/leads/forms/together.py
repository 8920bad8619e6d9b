"""Several leads at once: one small form a lead, and what is said to all."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.leads.actions.dispatch import LONGEST as DEMAND_MAX
from jianyan.leads.actions.nudge import LONGEST as NUDGE_MAX
from jianyan.leads.actions.together import Wish
from jianyan.leads.forms.base import text


class TakeForm(forms.Form):
    """Whether this lead is one of them; ``seen`` is its revision on the page."""

    use_required_attribute = False

    take = forms.BooleanField(
        label=_("催办这一条"), required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
    )
    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lead: int, **kwargs: Any) -> None:
        self.lead = lead
        super().__init__(*args, **{**kwargs, "prefix": f"lead{lead}"})

    @property
    def taken(self) -> bool:
        return bool(self.cleaned_data.get("take"))

    def wish(self) -> Wish:
        """What is to be done, from a valid form."""
        return Wish(lead=self.lead, seen=self.cleaned_data["seen"])


class SendForm(TakeForm):
    """Where this lead goes, and by when it is to be answered."""

    take = forms.BooleanField(label=_("转办这一条"), required=False)
    department = forms.TypedChoiceField(label=_("主办部门"), coerce=int, required=False)
    grade = forms.ChoiceField(label=_("等级和答复期限"))

    def __init__(self, *args: Any, units: list[tuple[int, str]], grades: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [("", _("请选择")), *units]  # type: ignore[attr-defined]
        self.fields["grade"].choices = grades  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("take") and not found.get("department") and "department" not in self.errors:
            self.add_error("department", _("请选择一个承办线索的部门。"))
        return found

    def wish(self) -> Wish:
        said = self.cleaned_data
        return Wish(lead=self.lead, seen=said["seen"], department=said["department"], grade=said["grade"])


class DemandForm(forms.Form):
    """What is asked of all departments alike."""

    demand = text(_("办理要求"), DEMAND_MAX, rows=3, required=False, hint=_("各部门都会看到；不填也可以"))


class NudgeForm(forms.Form):
    """What is said to all departments alike."""

    demand = text(_("要求"), NUDGE_MAX, rows=3, required=False, hint=_("各部门都会看到；不填则只提醒到期日"))
