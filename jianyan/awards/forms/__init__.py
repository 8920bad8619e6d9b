"""Inputs of awards."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.awards import words
from jianyan.awards.actions.base import DOCUMENT, REASON, TEXT
from jianyan.awards.actions.count import TITLE
from jianyan.awards.models import Outcome, Standing
from jianyan.core.flow import Refused
from jianyan.core.merit import POINT

Label = Any  # a text or a lazy one


def lines(label: Label, longest: int, *, rows: int = 4, hint: Label = "") -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(label=label, max_length=longest, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}))


class ActForm(forms.Form):
    """The inputs of one act; one without inputs asks for nothing but the press."""

    use_required_attribute = False

    def values(self) -> dict[str, Any]:
        """The arguments of the action."""
        return dict(self.cleaned_data)

    def refuse(self, no: Refused) -> None:
        """Show why the action refused, at the field that it is about, else on top."""
        name = words.field_of(no)
        self.add_error(name if name in self.fields else None, words.refusal(no))


class KeyForm(ActForm):
    """An act that the same page does once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = uuid4


class FindForm(forms.Form):
    """A part of a name to look for in an award."""

    name = forms.CharField(label=_("姓名"), max_length=40, required=False)


class CountForm(ActForm):
    """Of which term, and what the award is called."""

    term = forms.ChoiceField(label=_("聘期"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("名称"), max_length=TITLE)

    def __init__(self, *args: Any, terms: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["term"].choices = terms  # type: ignore[attr-defined]


class AdjustForm(KeyForm):
    """Points to add, or with a minus to take, and why."""

    points = forms.DecimalField(
        label=_("加减分"),
        max_digits=4,
        decimal_places=2,
        help_text=_("加分写正数，减分写负数，例如 1.5 或 -2"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    reason = lines(_("理由"), REASON, hint=_("本人能看到，请写明事实和依据"))

    def values(self) -> dict[str, Any]:
        sent = dict(self.cleaned_data)
        return {**sent, "points": int(Decimal(sent["points"]) * POINT)}


class VetoForm(KeyForm):
    """Which breach."""

    reason = lines(_("理由"), REASON, hint=_("写明违反了什么纪律或者承诺；本人能看到"))


class LiftForm(KeyForm):
    """Why a veto is taken back."""

    reason = lines(_("撤销的理由"), REASON)


class ApproveForm(ActForm):
    """The committee's document."""

    document = forms.CharField(label=_("批准文件"), max_length=DOCUMENT, help_text=_("文号或会议纪要"))


class CancelForm(ActForm):
    """Why an award is called off."""

    reason = lines(_("取消的原因"), REASON)


class StrikeForm(ActForm):
    """Why somebody comes off the list."""

    reason = lines(_("移出的原因"), REASON, hint=_("移出后不递补"))


class SettleForm(ActForm):
    """What was found of an objection."""

    outcome = forms.ChoiceField(label=_("结论"), choices=Outcome.choices, widget=forms.RadioSelect)
    findings = lines(_("核实情况"), TEXT)


class OwnObjectionForm(KeyForm):
    """What somebody says against the own points."""

    text = lines(_("异议内容"), TEXT, rows=6, hint=_("写明哪一项、哪条记录不对，便于核实"))


class PublicObjectionForm(KeyForm):
    """What anybody says against a name on public notice; who says it may stay unnamed."""

    about = forms.ChoiceField(label=_("对谁有异议"))
    text = lines(_("异议内容"), TEXT, rows=6, hint=_("写明事实和依据，便于核实"))
    name = forms.CharField(
        label=_("您的姓名或单位"), max_length=60, required=False, help_text=_("可以不填；填了便于核实后答复")
    )
    phone = forms.CharField(
        label=_("联系电话"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )

    def __init__(self, *args: Any, listed: list[Standing], **options: Any) -> None:
        super().__init__(*args, **options)
        people = [(str(one.pk), f"{one.supervisor.name} · {one.supervisor.unit_name}") for one in listed]
        self.fields["about"].choices = [("", _("请选择")), *people]  # type: ignore[attr-defined]
