"""Why a list is taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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


class DossierForm(forms.Form):
    """What of a dossier, and as what; one's own asks for no reason."""

    term = forms.TypedChoiceField(label=_("聘期"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(
        label=_("文件"),
        initial="pdf",
        choices=[("pdf", _("PDF 文件")), ("zip", _("压缩包"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择文件。")},
    )
    reason = forms.ChoiceField(
        label=_("导出原因"), choices=[(key, EXPORTED_FOR[key]) for key in REASONS], widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("具体用途"),
        required=False,
        max_length=LONGEST,
        help_text=_("如“年度考核材料”；选“其他”时必填。会写在文件的最后一页"),
    )

    def __init__(self, *args: Any, terms: Sequence[tuple[int, str]], own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["term"].choices = [("", _("全部聘期")), *terms]  # type: ignore[attr-defined]
        if own:
            del self.fields["reason"], self.fields["words"]
