"""The forms of a verification."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.studies.actions.find import FOUND
from jianyan.studies.forms.base import AnyOf, Keyed, PeopleForm, in_words, lines
from jianyan.studies.models import Finding, Verifier
from jianyan.ui.widgets import DayInput, MomentInput


class AssignForm(PeopleForm, Keyed):
    """What is to be looked at, and by whom: the verifiers read this and not the lead."""

    title = forms.CharField(label=_("核查事项"), max_length=60)
    brief = lines(_("核查要点"), 2000, rows=6)
    place = forms.CharField(label=_("核查地点"), max_length=80, required=False)
    due_on = forms.DateField(label=_("核查期限"), widget=DayInput(), help_text=_("含当日；遇节假日顺延到下一个工作日"))
    field_order = ("title", "brief", "place", "due_on", "find", "people", "key")

    def __init__(self, *args: Any, hidden: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["brief"].help_text = (
            _("提出人要求隐名：请用自己的话写，不要带出提出人的身份、单位和提交时间。核查人只看到这里写的内容。")
            if hidden
            else _("核查人只看到这里写的内容，看不到线索和提出人；请删去不必让核查人知道的。")
        )


class ReassignForm(PeopleForm):
    """More people for a verification."""


class CarryOutForm(Keyed):
    """What was found on site."""

    outcome = forms.ChoiceField(label=_("核查结论"), choices=Finding.OUTCOMES, widget=forms.RadioSelect)
    happened_at = forms.DateTimeField(
        label=_("核查时间"), widget=MomentInput(), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    )
    place = forms.CharField(label=_("核查地点"), max_length=80)
    found = lines(_("核查情况"), FOUND, rows=6, hint=_("看到了什么、问了谁、和反映的有什么不同"))
    present = AnyOf(label=_("一同到场的核查人"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, others: Iterable[Verifier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.pk, in_words(row.supervisor)) for row in others]
        if choices:
            self.fields["present"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["present"]
