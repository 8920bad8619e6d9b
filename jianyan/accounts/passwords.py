"""The password rules of 等保 2.0 that Django does not bring, and the words for all of them."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth import password_validation as django_rules
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jianyan.accounts.models import User

CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")


class ThreeClasses:
    """A password has at least three of: lower case, upper case, digits, other characters."""

    def validate(self, password: str, user: User | None = None) -> None:
        if sum(bool(re.search(c, password)) for c in CLASSES) < 3:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        return _("包含小写字母、大写字母、数字、符号中的至少三类")


class NotTheSame:
    """A new password is not the present one."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError(self.get_help_text(), code="password_same")

    def get_help_text(self) -> str:
        return _("与现在的密码不同")


def words_of(rule: Any) -> str:
    """A rule in our own words; Django's are in another voice."""
    match rule:
        case django_rules.MinimumLengthValidator():
            return ngettext("至少 {n} 个字符", "至少 {n} 个字符", rule.min_length).format(n=rule.min_length)
        case django_rules.CommonPasswordValidator():
            return _("不是别人常用的密码")
        case django_rules.UserAttributeSimilarityValidator():
            return _("与用户名、姓名、手机号不相似")
    return str(rule.get_help_text())


def policy() -> list[str]:
    """The rules that a new password must keep, as a list to read before choosing one."""
    return [words_of(rule) for rule in django_rules.get_default_password_validators()]


def broken(password: str, user: User) -> list[str]:
    """The rules that a password breaks, in the same words."""
    found = []
    for rule in django_rules.get_default_password_validators():
        try:
            rule.validate(password, user)
        except ValidationError:
            found.append(words_of(rule))
    return found
