"""What people type about accounts, units and zones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from jianyan.accounts import words
from jianyan.accounts.models import Department, DepartmentKind, RoleName, User, Zone
from jianyan.accounts.passwords import broken
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text

#: Longer than any password that people type; hashing a megabyte would be an attack.
LONGEST_PASSWORD = 128


class Line(forms.CharField):
    """One line of text without control characters."""

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "", lines=False)


class Secret(forms.CharField):
    """A password, taken as it was typed."""

    def __init__(self, *, autocomplete: str, **options: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(max_length=LONGEST_PASSWORD, strip=False, widget=widget, **options)


def typed(request: HttpRequest) -> QueryDict | None:
    """What was posted, even when it is nothing; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def show_refusal(form: forms.Form, no: Refused) -> None:
    """Say why an act was refused: at the field that caused it, or on top."""
    field = words.FIELDS.get(no.code)
    form.add_error(field if field in form.fields else None, words.refusal(no))


class SignInForm(forms.Form):
    username = Line(
        label=_("用户名"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = Secret(label=_("密码"), autocomplete="current-password")

    def clean_username(self) -> str:
        """Names are kept in lower case; whoever types them otherwise means the same."""
        return self.cleaned_data["username"].lower()


class FirstPasswordForm(forms.Form):
    new = Secret(label=_("新密码"), autocomplete="new-password")
    again = Secret(label=_("再输一次新密码"), autocomplete="new-password")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_new(self) -> str:
        new = self.cleaned_data["new"]
        for rule in broken(new, self.user):
            self.add_error("new", _("新密码不符合要求：%(rule)s") % {"rule": rule})
        return new

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("new") and values.get("again") and values["new"] != values["again"]:
            self.add_error("again", _("两次输入的新密码不一样"))
        return values


class PasswordForm(FirstPasswordForm):
    current = Secret(label=_("现在的密码"), autocomplete="current-password")
    field_order = ("current", "new", "again")


class UserForm(forms.Form):
    name = Line(label=_("姓名"), max_length=40)
    phone = Line(
        label=_("手机"),
        max_length=20,
        required=False,
        validators=[RegexValidator(r"^[0-9+\-() ]*$", _("请填写电话号码，如 13812341234"))],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


class NewUserForm(UserForm):
    username = Line(
        label=_("用户名"),
        max_length=40,
        help_text=_("3 到 40 位小写字母、数字、点、横线；一人一个账号，开设后不能改"),
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9._-]{2,39}$", _("用户名要用 3 到 40 位小写字母、数字、点、横线"))],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ("username", "name", "phone")


class AdmitForm(forms.Form):
    username = Line(
        label=_("用户名"),
        max_length=40,
        help_text=_("由开设这个账号的功能区提供"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_username(self) -> str:
        return self.cleaned_data["username"].lower()


class GrantForm(forms.Form):
    role = forms.ChoiceField(
        label=_("角色"),
        choices=[(name, label) for name, label in RoleName.choices if name in words.DUTIES],
        widget=forms.RadioSelect,
    )
    department = forms.ModelChoiceField(
        label=_("部门单位"),
        queryset=Department.objects.none(),
        required=False,
        help_text=_("联络员必选；其他角色不用选"),
        empty_label=_("请选择"),
    )

    def __init__(self, *args: Any, zone: Zone, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].queryset = Department.objects.filter(zone=zone, active=True)  # type: ignore[attr-defined]


class UnitForm(forms.Form):
    name = Line(label=_("名称"), max_length=60)
    short_name = Line(label=_("简称"), max_length=20, required=False)
    name_en = Line(label=_("英文名称"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=DepartmentKind.choices, widget=forms.RadioSelect)
    handles = forms.BooleanField(
        label=_("承办线索"), required=False, initial=True, help_text=_("勾选后，专员可以把线索转办给这个单位")
    )
    matters = forms.CharField(
        label=_("职责关键词"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("用空格隔开，供选择承办部门时参考"),
    )

    reply_review = forms.BooleanField(
        label=_("答复须经本单位审核"),
        required=False,
        help_text=_("勾选后，联络员写好的答复由本单位另一位联络员审核通过才发出；本单位至少要有两位联络员"),
    )

    def clean_matters(self) -> str:
        return " ".join(clean_text(self.cleaned_data["matters"]).split())


class NewUnitForm(UnitForm):
    reply_review = None  # type: ignore[assignment]  # a new unit has no liaisons yet, who could approve anything
    code = Line(
        label=_("代码"),
        max_length=30,
        help_text=_("小写字母、数字、横线，如 commerce；开设后不能改"),
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$", _("代码要用小写字母、数字、横线"))],
    )
    field_order = ("code", "name")


class ZoneForm(forms.Form):
    name = Line(label=_("功能区名称"), max_length=60)
    office_name = Line(label=_("办公室名称"), max_length=60)
    office_phone = Line(
        label=_("办公电话"),
        max_length=30,
        required=False,
        validators=[RegexValidator(r"^[0-9+\-() ]*$", _("请填写电话号码，如 022-25600000"))],
    )


class UserFilter(forms.Form):
    """The filters of the list of accounts; shown as they were asked, never refused."""

    q = forms.CharField(label=_("姓名或用户名"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    role = forms.ChoiceField(label=_("角色"), required=False, choices=[("", _("全部角色")), *RoleName.choices])
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部状态")), *words.STATES.items()])


class UnitFilter(forms.Form):
    q = forms.CharField(label=_("名称或代码"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
