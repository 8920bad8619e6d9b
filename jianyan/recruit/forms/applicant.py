"""The 推荐/自荐表 as it is typed. What is wrong with it, `core.applicant` says; here it is only shown at its field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.core import applicant as core
from jianyan.core.applicant import LONGEST, Applicant
from jianyan.core.flow import Refused
from jianyan.core.rulebook import Rulebook
from jianyan.recruit import words
from jianyan.rules.words import title_of, titles
from jianyan.ui.shapes import SummaryRow

#: The identities that somebody may hold beside the zone's own.
OTHER_LEVELS = ("new_area", "municipal")
GENDERS = tuple(zip(core.GENDERS, (_("男"), _("女")), strict=True))
POLITICS = (
    ("", _("请选择")),
    *zip(
        core.POLITICS,
        (_("中共党员"), _("中共预备党员"), _("共青团员"), _("民主党派"), _("无党派人士"), _("群众")),
        strict=True,
    ),
)
EDUCATION = (
    ("", _("请选择")),
    *zip(
        core.EDUCATION,
        (_("博士研究生"), _("硕士研究生"), _("大学本科"), _("大学专科"), _("高中及以下")),
        strict=True,
    ),
)


def _line(label: Any, key: str, hint: Any = "", *, required: bool = False, **attrs: str) -> forms.CharField:
    # The browser would cut a pasted text off without a word: the length is judged by the core.
    return forms.CharField(label=label, required=required, help_text=hint, widget=forms.TextInput(attrs=attrs))


def _text(label: Any, key: str, hint: Any = "", *, rows: int = 5, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST[key], required=required, help_text=hint, widget=widget)


class ApplicantForm(forms.Form):
    """One person. ``channel`` and ``categories`` are what this page takes; ``unit`` is fixed where there is one."""

    use_required_attribute = False

    name = _line(_("姓名"), "name", required=True, autocomplete="name")
    gender = forms.ChoiceField(label=_("性别"), choices=GENDERS, widget=forms.RadioSelect, required=False)
    born = _line(_("出生年月"), "born", _("例：1985-06"), inputmode="numeric", placeholder="1985-06")
    politics = forms.ChoiceField(label=_("政治面貌"), choices=POLITICS, required=False)
    education = forms.ChoiceField(label=_("学历"), choices=EDUCATION, required=False)
    phone = _line(
        _("手机"), "phone", _("用于联系和核对身份，不对外公开"), required=True, inputmode="tel", autocomplete="tel"
    )
    category = forms.ChoiceField(label=_("类别"), widget=forms.RadioSelect)
    employer = _line(_("所在单位"), "employer", _("写全称"), required=True, autocomplete="organization")
    post = _line(_("职务"), "post", autocomplete="organization-title")
    industry = _line(_("行业"), "industry", _("例：融资租赁、航运物流"))
    seat = _line(_("代表委员身份"), "seat", _("例：市十八届人大代表；没有的不填"))
    levels = forms.MultipleChoiceField(
        label=_("已有的监督员身份"), widget=forms.CheckboxSelectMultiple, required=False, help_text=_("没有的不选")
    )
    resume = _text(_("简历"), "resume", _("主要学习和工作经历"))
    reason = _text(_("自荐理由"), "reason", _("熟悉哪个行业，能反映哪些方面的情况"), required=True)
    key = forms.UUIDField(widget=forms.HiddenInput)
    basket = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        rules: Rulebook,
        channel: str,
        categories: Iterable[str],
        unit: int | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.rules, self.channel, self.unit = rules, channel, unit
        own = {key: each for key, each in rules.categories.items() if key in set(categories)}
        self.fields["category"].choices = titles(own)  # type: ignore[attr-defined]
        held = {key: each for key, each in rules.levels.items() if key in OTHER_LEVELS}
        self.fields["levels"].choices = titles(held)  # type: ignore[attr-defined]
        self.fields["key"].initial, self.fields["basket"].initial = uuid4, uuid4
        if unit is not None:
            del self.fields["employer"]
        if len(own) == 1 and unit is not None:
            self.fields["category"].initial = next(iter(own))

    def _said(self, key: str) -> str:
        """A text as it was typed, whether the field took it or not, so that all that is wrong is said at once."""
        # A database refuses the null character; nobody can have meant it.
        return str(self.data.get(key, "")).replace("\x00", "") if key in self.fields else ""

    def applicant(self) -> Applicant:
        """What was typed, as the core takes it."""
        texts = {key: self._said(key) for key in (*LONGEST, "born", "phone", "category")}
        levels = tuple(self.data.getlist("levels")) if hasattr(self.data, "getlist") else ()
        return Applicant(channel=self.channel, unit=self.unit, levels=levels, **texts)

    def refuse(self, no: Refused) -> None:
        """Show why the action refused, each problem at its field."""
        problems = no.params.get("problems")
        if no.code == "unfit" and isinstance(problems, dict):
            self.mark(problems)
            return
        field = words.field_of(no)
        self.add_error(field if field in self.fields else None, words.refusal(no))

    def mark(self, problems: dict[str, str]) -> None:
        """Show what the core found at fields; a field that says something already says no more."""
        for field, code in problems.items():
            if field in self.errors:
                continue
            self.add_error(field if field in self.fields else None, str(words.PROBLEMS[code]))

    def token(self, name: str) -> UUID:
        """The page's key or basket; a missing or forged one is replaced."""
        try:
            return UUID(str(self.data.get(name, "")))
        except ValueError:
            return uuid4()

    def summary(self, change_url: str = "") -> list[SummaryRow]:
        """What was typed, line by line."""
        return [
            SummaryRow(label=str(bound.label), value=self._shown(bound.name), change_url=change_url)
            for bound in self
            if not bound.is_hidden
        ]

    def _shown(self, name: str) -> str:
        value = self[name].value()
        if name == "category":
            return title_of(self.rules.categories, str(value or ""))
        if name == "levels":
            return gettext("、").join(title_of(self.rules.levels, str(each)) for each in value or ())
        choices = getattr(self.fields[name], "choices", None)
        return str(dict(choices).get(value, "") if choices and value else value or "")


class RecommendForm(ApplicantForm):
    """A unit's recommendation: the same person, with the unit's opinion and the person's consent."""

    opinion = _text(_("单位意见"), "opinion", _("本单位对被推荐人的意见"), required=True)
    consent = forms.BooleanField(
        label=_("已向本人告知个人信息处理说明，本人同意被推荐，表中内容经本人核对"),
        error_messages={"required": _("本人同意后才能推荐。")},
    )
    field_order = (
        "name", "gender", "born", "politics", "education", "phone", "category", "employer", "post", "industry",
        "seat", "levels", "resume", "reason", "opinion", "consent",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = _("推荐理由")
        self.fields["reason"].help_text, self.fields["reason"].required = "", False
