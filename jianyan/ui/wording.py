"""What a form says when something is missing or wrong: short, polite, and what to do; not the framework's own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

MESSAGES: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("请填写这一项")},
    forms.BooleanField: {"required": _("请先勾选")},
    forms.ChoiceField: {"required": _("请选择一项"), "invalid_choice": _("这个选项已不可用，请重新选择")},
    forms.MultipleChoiceField: {
        "required": _("请至少选择一项"),
        "invalid_choice": _("有的选项已不可用，请重新选择"),
        "invalid_list": _("请重新选择"),
    },
    forms.ModelChoiceField: {"required": _("请选择一项"), "invalid_choice": _("这个选项已不可用，请重新选择")},
    forms.ModelMultipleChoiceField: {
        "required": _("请至少选择一项"),
        "invalid_choice": _("有的选项已不可用，请重新选择"),
        "invalid_list": _("请重新选择"),
        "invalid_pk_value": _("有的选项已不可用，请重新选择"),
    },
    forms.IntegerField: {"invalid": _("请填写整数，如 15")},
    forms.DecimalField: {"invalid": _("请填写数字，如 12.5")},
    forms.DateField: {"invalid": _("请填写日期，如 2026-11-23")},
    forms.DateTimeField: {"invalid": _("请填写日期和时间，如 2026-11-23 10:30")},
    forms.TimeField: {"invalid": _("请填写时间，如 10:30")},
    forms.FileField: {
        "required": _("请选择文件"),
        "invalid": _("没有收到文件，请重新选择"),
        "missing": _("没有收到文件，请重新选择"),
        "empty": _("这个文件是空的，请重新选择"),
    },
}
VALIDATORS: dict[Any, Any] = {
    validators.MaxLengthValidator: ngettext_lazy(
        "最多 %(limit_value)d 字，现在有 %(show_value)d 字，请删减",
        "最多 %(limit_value)d 字，现在有 %(show_value)d 字，请删减",
        "limit_value",
    ),
    validators.MinLengthValidator: ngettext_lazy(
        "至少 %(limit_value)d 字，现在有 %(show_value)d 字，请补充",
        "至少 %(limit_value)d 字，现在有 %(show_value)d 字，请补充",
        "limit_value",
    ),
    validators.MaxValueValidator: _("不能大于 %(limit_value)s"),
    validators.MinValueValidator: _("不能小于 %(limit_value)s"),
    validators.ProhibitNullCharactersValidator: _("含有看不见的控制字符，请重新输入"),
    validators.EmailValidator: _("请填写有效的电子邮箱，如 name@example.cn"),
    validators.URLValidator: _("请填写有效的网址，如 https://example.cn"),
}


def use_our_wording() -> None:
    """Put the words in place for every form; a form that names its own words keeps them."""
    for field, words in MESSAGES.items():
        field.default_error_messages = {**field.default_error_messages, **words}
    for validator, sentence in VALIDATORS.items():
        validator.message = sentence
