"""Inputs about a term: renewing, resigning, a dismissal, changes of what is known of a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import Department
from jianyan.core.rulebook import Rulebook
from jianyan.people.actions.dismiss import LONGEST, REASON
from jianyan.people.actions.resign import REASON as RESIGN_REASON
from jianyan.people.models import Ground, Supervisor
from jianyan.rules.words import title
from jianyan.ui.widgets import DayInput


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class RenewForm(forms.Form):
    """From when on another term runs."""

    starts_on = forms.DateField(label=_("聘期开始"), widget=DayInput())


class ResignForm(forms.Form):
    """Why somebody resigns; the person need not say, the office writes down what the person said."""

    reason = forms.CharField(label=_("原因"), required=False, max_length=RESIGN_REASON, widget=_lines(3))

    def __init__(self, data: Any, *, own: bool) -> None:
        super().__init__(data)
        self.fields["reason"].required = not own
        self.fields["reason"].help_text = (
            _("选填") if own else _("本人怎样提出的、什么原因，例如：11月3日来电，调往外地工作")
        )


class ProposalForm(forms.Form):
    """A proposal to dismiss."""

    ground = forms.ChoiceField(label=_("事由"), choices=Ground.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("情况说明"), max_length=LONGEST, widget=_lines(5), help_text=_("写明事实和依据；本人会看到这段话")
    )
    answer_by = forms.DateField(
        label=_("陈述截止"), widget=DayInput(), help_text=_("含当日；默认留 5 个工作日给本人陈述")
    )


class StatementForm(forms.Form):
    """The person's own statement."""

    text = forms.CharField(
        label=_("我的陈述"), max_length=LONGEST, widget=_lines(6), help_text=_("只能提交一次，提交前请看清楚")
    )


class DecisionForm(forms.Form):
    """The head's decision."""

    approved = forms.TypedChoiceField(
        label=_("决定"),
        choices=[("yes", _("同意解聘")), ("no", _("不同意，聘期继续"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("理由"), max_length=REASON, widget=_lines(3))


class BackForm(forms.Form):
    """When a certificate was given back."""

    on = forms.DateField(label=_("交回日期"), widget=DayInput())


class ParticularsForm(forms.Form):
    """What is known of a supervisor and may change."""

    phone = forms.CharField(label=_("手机"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    category = forms.ChoiceField(label=_("类别"))
    unit = forms.TypedChoiceField(label=_("本区单位"), required=False, coerce=int, empty_value=None)
    employer = forms.CharField(label=_("单位名称"), required=False, max_length=80, help_text=_("不是本区单位时填写"))
    post = forms.CharField(label=_("职务"), required=False, max_length=40)
    industry = forms.CharField(label=_("行业"), required=False, max_length=40)

    def __init__(
        self, data: Any, *, supervisor: Supervisor, units: Iterable[Department], rules: Rulebook | None
    ) -> None:
        first = {key: getattr(supervisor, key) for key in ("phone", "category", "employer", "post", "industry")}
        super().__init__(data, initial={**first, "unit": supervisor.unit_id})
        known = rules.categories.items() if rules else ()
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            (key, title(each)) for key, each in known if each.channel in (None, supervisor.channel)
        ]
        self.fields["unit"].choices = [("", _("不是本区单位")), *((unit.pk, unit.name) for unit in units)]  # type: ignore[attr-defined]
