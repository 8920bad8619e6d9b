"""Inputs about supervisors: the filters of the list, a contact, a handover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import User
from jianyan.core.rulebook import Rulebook
from jianyan.people.actions.contact import LONGEST as CONTACT_LONGEST
from jianyan.people.actions.handover import LONGEST as REASON_LONGEST
from jianyan.people.models import Channel, Contact, Supervisor
from jianyan.people.queries.roster import Wanted
from jianyan.rules.words import titles
from jianyan.ui.widgets import MomentInput

LONGEST_WORDS = 60
NOBODY = "none"


class RosterForm(forms.Form):
    """The filters of the list of supervisors; unknown values are passed over."""

    q = forms.CharField(label=_("姓名、拼音、单位"), required=False)
    channel = forms.ChoiceField(label=_("通道"), required=False)
    officer = forms.ChoiceField(label=_("联系专员"), required=False)
    contacted = forms.ChoiceField(
        label=_("本月联系"), required=False, choices=[("", _("全部")), ("no", _("未联系")), ("yes", _("已联系"))]
    )
    filed = forms.ChoiceField(
        label=_("本月意见表"),
        required=False,
        choices=[("", _("全部")), ("missing", _("未提交")), ("filed", _("已提交")), ("nil", _("零报告"))],
    )
    term = forms.ChoiceField(
        label=_("聘期"),
        required=False,
        choices=[
            ("", _("全部")),
            ("current", _("在聘")),
            ("ending", _("即将到期")),
            ("coming", _("未开始")),
            ("ended", _("已到期")),
            ("left", _("已离任")),
        ],
    )
    category = forms.ChoiceField(label=_("类别"), required=False)
    level = forms.ChoiceField(label=_("身份"), required=False)
    unit = forms.CharField(label=_("单位"), required=False)
    industry = forms.CharField(label=_("行业"), required=False)

    def __init__(self, data: Mapping[str, Any], officers: Iterable[User], book: Rulebook | None) -> None:
        super().__init__(data, auto_id="filter_%s")
        offered: dict[str, list[tuple[Any, Any]]] = {
            "channel": list(Channel.choices),
            "officer": [*((str(user.pk), user.name) for user in officers), (NOBODY, _("还没有专员"))],
            "category": titles(book.categories) if book else [],
            "level": titles(book.levels) if book else [],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", _("全部")), *choices]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What the list is narrowed to."""
        self.is_valid()  # a value that is not valid is not in cleaned_data, and so passed over
        known = self.cleaned_data
        officer = known.get("officer") or ""
        keys: dict[str, Any] = {name: known.get(name) or "" for name in KEYS}
        return Wanted(
            words=(known.get("q") or "")[:LONGEST_WORDS],
            officer=None if not officer else 0 if officer == NOBODY else int(officer),
            unit=(known.get("unit") or "")[:LONGEST_WORDS],
            industry=(known.get("industry") or "")[:LONGEST_WORDS],
            **keys,
        )


#: Filters whose value is a key as it stands.
KEYS = ("channel", "category", "level", "filed", "contacted", "term")


class ContactForm(forms.Form):
    """One contact: how, what about, and when."""

    method = forms.ChoiceField(label=_("方式"), choices=Contact.METHODS, widget=forms.RadioSelect, initial="phone")
    text = forms.CharField(
        label=_("内容"),
        max_length=CONTACT_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("谈了什么、对方有什么想法，一两句话即可"),
    )
    happened = forms.DateTimeField(
        label=_("时间"),
        widget=MomentInput(),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=_("默认为现在；补记的请改成当时"),
    )


class AnyOf(forms.TypedMultipleChoiceField):
    """Several ids of those shown; whether they still stand there is for the act to say, under its lock."""

    def valid_value(self, value: str) -> bool:
        return value.isascii() and value.isdigit() and len(value) < 19


class HandoverForm(forms.Form):
    """Whom one officer hands over, and to whom."""

    supervisors = AnyOf(label=_("移交哪些监督员"), coerce=int, widget=forms.CheckboxSelectMultiple)
    target = forms.TypedChoiceField(label=_("移交给"), coerce=int)
    reason = forms.CharField(
        label=_("原因"), required=False, max_length=REASON_LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any, *, held: Iterable[Supervisor], officers: Iterable[User]) -> None:
        super().__init__(data)
        listed = [(s.pk, f"{s.name} · {s.unit_name}" if s.unit_name else s.name) for s in held]
        self.fields["supervisors"].choices = listed  # type: ignore[attr-defined]
        self.fields["supervisors"].initial = [pk for pk, _name in listed]
        self.fields["target"].choices = [("", _("请选择")), *((u.pk, u.name) for u in officers)]  # type: ignore[attr-defined]


class RevealForm(forms.Form):
    """Why a number is wanted in full."""

    reason = forms.ChoiceField(
        label=_("查看原因"),
        choices=[
            ("call", _("电话沟通")),
            ("follow_up", _("回访")),
            ("contact", _("互动联系")),
            ("meeting", _("会务通知")),
        ],
        widget=forms.RadioSelect,
    )


class PromiseForm(forms.Form):
    """The promise of confidentiality, and the consent where none is known."""

    promise = forms.BooleanField(
        label=_("我已阅读并作出以上承诺"), error_messages={"required": _("签署承诺后才能继续。")}
    )
    consent = forms.BooleanField(
        label=_("我已阅读说明，同意处理我的个人信息"),
        error_messages={"required": _("同意个人信息处理说明后才能继续。")},
    )

    def __init__(self, data: Any, *, consent: bool) -> None:
        super().__init__(data)
        if not consent:
            del self.fields["consent"]
