"""What the forms of meetings have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import Refused
from jianyan.meetings import words
from jianyan.ui.widgets import MomentInput

Label = Any  # a text or a lazy one
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


def lines(label: Label, longest: int, *, rows: int = 4, hint: Label = "", needed: bool = True) -> forms.CharField:
    """A text of several lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, help_text=hint, required=needed, widget=area)


def moment(label: Label, hint: Label = "") -> forms.DateTimeField:
    """A day and a time to the minute, in the browser's own picker."""
    return forms.DateTimeField(label=label, help_text=hint, widget=MomentInput(), input_formats=MOMENTS)


class ActForm(forms.Form):
    """The inputs of one act."""

    use_required_attribute = False

    def refuse(self, no: Refused) -> None:
        """Show why the action refused, at the field that it is about, else on top."""
        name = words.field_of(no)
        self.add_error(name if name in self.fields else None, words.refusal(no))


class CancelForm(ActForm):
    """Why a meeting is called off."""

    reason = lines(_("取消的原因"), 500, hint=_("受邀的人会看到"))
