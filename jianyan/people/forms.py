"""Inputs about supervisors: the filters of the list, a contact, a handover, a leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import User
from jianyan.core.rulebook import Rulebook
from jianyan.people.actions.announce import TEXT, TITLE, WHY
from jianyan.people.actions.ask import ANSWER, QUESTION
from jianyan.people.actions.contact import LONGEST as CONTACT_LONGEST
from jianyan.people.actions.handover import LONGEST as REASON_LONGEST
from jianyan.people.models import Channel, Contact, Group, Supervisor
from jianyan.people.queries.roster import Wanted
from jianyan.rules.words import titles
from jianyan.ui.widgets import DayInput, MomentInput

LONGEST_WORDS = 60
NOBODY = "none"
#: The fields of a leave that are about one supervisor begin so.
ONE = "for_"


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


class LeaveForm(forms.Form):
    """An officer's leave: from and to, the one who stands in, and somebody else for single supervisors."""

    first = forms.DateField(label=_("从哪天开始"), widget=DayInput(), help_text=_("从今天开始的，提交后立即生效"))
    last = forms.DateField(label=_("到哪天为止"), widget=DayInput(), help_text=_("含当日；到期自动结束"))
    deputy = forms.TypedChoiceField(label=_("由谁代管"), coerce=int)

    def __init__(self, data: Any, *, held: Iterable[Supervisor], deputies: Iterable[User]) -> None:
        super().__init__(data)
        choices = [(user.pk, user.name) for user in deputies]
        self.fields["deputy"].choices = [("", _("请选择")), *choices]  # type: ignore[attr-defined]
        for supervisor in held:
            self.fields[f"{ONE}{supervisor.pk}"] = forms.TypedChoiceField(
                label=supervisor.name, required=False, coerce=int, choices=[("", _("同上")), *choices], empty_value=None
            )

    def singles(self) -> list[forms.BoundField]:
        """The fields of single supervisors."""
        return [self[name] for name in self.fields if name.startswith(ONE)]

    def others(self) -> dict[int, int]:
        """Who stands in for single supervisors."""
        known = self.cleaned_data.items()
        return {int(name.removeprefix(ONE)): who for name, who in known if name.startswith(ONE) and who}


class LeaveEndForm(forms.Form):
    """Another last day."""

    last = forms.DateField(label=_("改到哪天为止"), widget=DayInput(), help_text=_("含当日；可以延长，也可以提前"))


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


class AnnouncementForm(forms.Form):
    """What is told to which groups; the key keeps one page from telling twice."""

    groups = forms.MultipleChoiceField(
        label=_("发到"),
        choices=Group.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一个群。")},
    )
    title = forms.CharField(label=_("标题"), max_length=TITLE)
    text = forms.CharField(label=_("正文"), max_length=TEXT, widget=forms.Textarea)
    key = forms.UUIDField(widget=forms.HiddenInput)


class TakeBackForm(forms.Form):
    """Why an announcement is taken back; members read it in its place."""

    why = forms.CharField(
        label=_("撤回原因"),
        max_length=WHY,
        help_text=_("成员会在原处看到，例：时间有误，另行通知"),
    )


class QuestionForm(forms.Form):
    """A member's question."""

    text = forms.CharField(
        label=_("提问"), max_length=QUESTION, widget=forms.Textarea, help_text=_("群里其他人看到问题，看不到您是谁")
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """The office's answer."""

    text = forms.CharField(
        label=_("回答"), max_length=ANSWER, widget=forms.Textarea, help_text=_("看得到公告的人都会看到")
    )


class RetentionForm(forms.Form):
    """Who is anonymised; that it cannot be undone is to be confirmed."""

    supervisors = forms.TypedMultipleChoiceField(
        label=_("监督员"), coerce=int, error_messages={"required": _("请至少选择一位监督员。")}
    )
    sure = forms.BooleanField(
        label=_("已核对名单，知道清除后不能恢复"), error_messages={"required": _("请先核对并勾选。")}
    )

    def __init__(self, *args: Any, due: Iterable[Supervisor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supervisors"].choices = [(one.pk, one.name) for one in due]  # type: ignore[attr-defined]
