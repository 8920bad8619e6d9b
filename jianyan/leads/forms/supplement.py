"""What is added to a lead on its way."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import Hat
from jianyan.leads.actions.supplement import LONGEST
from jianyan.leads.forms.base import VerbForm, text
from jianyan.leads.models import Audience


class SupplementForm(VerbForm):
    """Words beside the files; the office says for whom they are, a reporter's go to office and department."""

    words_ = text(
        _("补充说明"), LONGEST, rows=5, required=False, hint=_("新的情况、材料的说明；原来提交的内容不会改动")
    )
    audience = forms.ChoiceField(
        label=_("给谁看"), choices=Audience.choices, widget=forms.RadioSelect, initial=Audience.office
    )

    def __init__(self, *args: Any, about: Any, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        if Hat.reporter in about.hats:
            del self.fields["audience"]
