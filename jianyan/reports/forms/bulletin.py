"""Inputs about a bulletin."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.core.bulletin import SECTIONS
from jianyan.core.bulletin.prose import LONGEST
from jianyan.core.flow import Refused
from jianyan.reports import words


class WordsForm(forms.Form):
    """The words of one section. What is wrong with them is judged by `core.bulletin.check`, in the action."""

    text = forms.CharField(
        label=_("正文"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea,
        error_messages={"required": _("请写正文；没有情况的，也请说明。")},
        help_text=_("一行是一段。大括号里是数据的名称，显示和打印时换成数字，不能手工填写数字。"),
    )


class CommentForm(forms.Form):
    """What the head says about a section."""

    text = forms.CharField(
        label=_("审阅意见"), max_length=1000, widget=forms.Textarea, error_messages={"required": _("请填写意见。")}
    )


class CorrectForm(forms.Form):
    """A correction of an approved bulletin."""

    key = forms.ChoiceField(label=_("更正哪一部分"), choices=list(SECTIONS.items()))
    text = forms.CharField(
        label=_("更正内容"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("写明原文是什么、应当是什么。原文不动，更正显示在旁边。"),
    )
    reason = forms.CharField(label=_("更正原因"), max_length=500)


def refuse(form: forms.Form, no: Refused) -> None:
    """Say a refusal at its field, or on top where the form has no such field."""
    field = no.params.get("field")
    form.add_error(field if field in form.fields else None, words.refusal(no))
