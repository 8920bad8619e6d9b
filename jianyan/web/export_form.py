"""Why a list is taken out."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.ledger.actions.export import LONGEST, REASONS
from jianyan.ledger.export_words import EXPORTED_FOR


class ExportForm(forms.Form):
    """The reason: one of a few, and words, which the last one needs."""

    reason = forms.ChoiceField(
        label=_("导出原因"), choices=[(key, EXPORTED_FOR[key]) for key in REASONS], widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("具体用途"),
        required=False,
        max_length=LONGEST,
        help_text=_("如“四季度全体会材料”；选“其他”时必填。会写在文件的第一页"),
    )


#: The field at which a refusal is shown.
FIELDS = {"bad_reason": "reason", "reason_required": "words", "too_long": "words"}
