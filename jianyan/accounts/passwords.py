"""The password rules of 等保 2.0 that Django does not bring."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jianyan.accounts.models import User

CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")


class ThreeClasses:
    """A password has at least three of: lower case, upper case, digits, other characters."""

    def validate(self, password: str, user: User | None = None) -> None:
        if sum(bool(re.search(c, password)) for c in CLASSES) < 3:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        return _("密码要包含小写字母、大写字母、数字、符号中的至少三类。")


class NotTheSame:
    """A new password is not the present one."""

    def validate(self, password: str, user: User | None = None) -> None:
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError(self.get_help_text(), code="password_same")

    def get_help_text(self) -> str:
        return _("新密码不能与现在的密码相同。")
