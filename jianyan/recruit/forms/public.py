"""The small forms of the public pages: consent and promise before an application, and an objection."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.recruit.models import Candidate

#: The name of the input that nobody sees: whatever fills it in is no person.
TRAP = "website"


class ConsentForm(forms.Form):
    """Before anything is asked: the consent to the processing, the separate one to the public notice, the promise."""

    use_required_attribute = False

    consent = forms.BooleanField(
        label=_("我已阅读并同意上面的个人信息处理说明"),
        error_messages={"required": _("同意个人信息处理说明后才能继续。")},
    )
    notice = forms.BooleanField(
        label=_("我单独同意：列入拟聘名单时，公示我的姓名、单位、职务和类别"),
        error_messages={"required": _("同意公示后才能继续。")},
    )
    promise = forms.BooleanField(
        label=_("我承诺：所填内容真实；对报名和履职中知悉的工作信息、企业信息保密"),
        error_messages={"required": _("作出承诺后才能继续。")},
    )


class ObjectionForm(forms.Form):
    """What somebody says against a name on the list; who says it may stay unnamed."""

    use_required_attribute = False

    about = forms.ChoiceField(label=_("对谁有异议"))
    text = forms.CharField(
        label=_("异议内容"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写明事实和依据，便于核实"),
    )
    name = forms.CharField(
        label=_("您的姓名或单位"), max_length=60, required=False, help_text=_("可以不填；填了便于核实后答复")
    )
    phone = forms.CharField(
        label=_("联系电话"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, listed: list[Candidate], **options: Any) -> None:
        super().__init__(*args, **options)
        people = [(str(one.pk), f"{one.name} · {one.unit_name}") for one in listed]
        self.fields["about"].choices = [("", _("请选择")), *people]  # type: ignore[attr-defined]
        self.fields["key"].initial = uuid4
