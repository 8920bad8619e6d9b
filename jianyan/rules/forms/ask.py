"""The inputs of the consultation and of adopting: a round, a comment, an answer, the day of a version."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.core.rule_draft import Audience
from jianyan.core.rulebook import Rulebook
from jianyan.rules import draft_words, shown
from jianyan.rules.actions.base import LONGEST
from jianyan.ui.widgets import DayInput

#: The input that nobody sees: whatever fills it in is no person.
TRAP = "website"


class ConsultForm(forms.Form):
    """A round: whom to ask, until when, and a note."""

    use_required_attribute = False

    audience = forms.ChoiceField(
        label=_("征求对象"),
        widget=forms.RadioSelect,
        choices=[
            (Audience.units.value, _("系统内单位：各部门、区属国企和驻区单位的联络员收到消息，在系统里提出")),
            (Audience.public.value, _("社会公众：有公开网页，不用登录就能提出")),
        ],
    )
    until = forms.DateField(label=_("截止日期"), widget=DayInput(), help_text=_("含当日"))
    note = forms.CharField(
        label=_("说明"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )


class AdoptForm(forms.Form):
    """The day from which a draft is in force, and why not everybody was asked."""

    use_required_attribute = False

    effective_on = forms.DateField(
        label=_("施行日期"), widget=DayInput(), help_text=_("从这一天零时起提交的意见表按新版办理")
    )
    unasked = forms.CharField(
        label=_("不再征求意见的理由"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("系统内单位和社会公众都征求过的，不填"),
    )


class WithdrawForm(forms.Form):
    """Why a version that has not begun is withdrawn."""

    use_required_attribute = False

    why = forms.CharField(
        label=_("撤回的理由"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写在草案页上；收到过施行消息的人会收到撤回的消息"),
    )


class CommentForm(forms.Form):
    """A comment on one rule or on the whole."""

    use_required_attribute = False

    rule = forms.ChoiceField(label=_("对哪一条"), required=False)
    text = forms.CharField(
        label=_("意见"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("建议改成什么、为什么"),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rules: Rulebook, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["rule"].choices = [("", _("全文")), *shown.places(rules)]  # type: ignore[attr-defined]
        self.fields["key"].initial = uuid4


class PublicCommentForm(CommentForm):
    """A comment of somebody without an account, who may stay unnamed."""

    name = forms.CharField(label=_("您的姓名或单位"), max_length=60, required=False, help_text=_("可以不填"))
    field_order = ("rule", "text", "name", "key")


class AnswerForm(forms.Form):
    """What becomes of a comment, and why."""

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label=_("是否采纳"), widget=forms.RadioSelect, choices=list(draft_words.OUTCOMES.items())
    )
    reason = forms.CharField(
        label=_("理由"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("部分采纳和不采纳的必须写；提出的单位会看到"),
    )
