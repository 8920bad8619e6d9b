"""Inputs about a round: the plan, and what its acts ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.core.rulebook import Rulebook
from jianyan.people.models import Channel
from jianyan.recruit.actions import Plan
from jianyan.recruit.actions.course import DOCUMENT, REASON
from jianyan.recruit.actions.draft import NOTICE, TITLE
from jianyan.recruit.forms.base import ActForm, lines
from jianyan.rules.words import title
from jianyan.ui.widgets import DayInput

#: More places of one category than a round ever has.
MOST = 999


class Places(forms.IntegerField):
    """A number of places; an empty one is none, and needs no remark that it may stay empty."""

    def clean(self, value: Any) -> int:
        return int(super().clean(value or 0))


class RoundForm(ActForm):
    """The plan of a round, with a field for the places of each category that the rules name."""

    title = forms.CharField(label=_("名称"), max_length=TITLE)
    term_starts = forms.DateField(label=_("聘期开始"), widget=DayInput())
    opens_on = forms.DateField(label=_("报名开始"), widget=DayInput())
    closes_on = forms.DateField(label=_("报名截止"), widget=DayInput(), help_text=_("含当日"))
    contact = forms.CharField(label=_("咨询电话"), max_length=40, required=False)
    email = forms.EmailField(label=_("受理邮箱"), required=False)
    notice = forms.CharField(
        label=_("公告正文"),
        max_length=NOTICE,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text=_("发布后向社会公开，请勿写入个人信息"),
    )

    def __init__(self, *args: Any, rules: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        for key, category in rules.categories.items():
            self.fields[_name(key)] = Places(label=title(category), min_value=0, max_value=MOST)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of places, by channel."""
        found: dict[str, list[forms.BoundField]] = {}
        for key, category in self.rules.categories.items():
            found.setdefault(category.channel or Channel.social, []).append(self[_name(key)])
        return [(str(Channel(channel).label), fields) for channel, fields in found.items()]

    def plan(self) -> Plan:
        """The plan, once the form is valid."""
        kept = self.cleaned_data
        return Plan(
            places={key: kept.get(_name(key)) or 0 for key in self.rules.categories},
            **{name: kept[name] for name in ("title", "notice", "term_starts", "opens_on", "closes_on")},
            contact=kept["contact"],
            email=kept["email"],
        )

    def so_far(self) -> dict[str, Any]:
        """What was typed, as far as it can be read: the beginning of a notice is made from it."""
        kept = self.cleaned_data if self.errors is not None else {}
        days: dict[str, date | None] = {name: kept.get(name) for name in ("term_starts", "opens_on", "closes_on")}
        places = {key: kept.get(_name(key)) or 0 for key in self.rules.categories}
        return {**days, "places": places, "contact": kept.get("contact", ""), "email": kept.get("email", "")}


def _name(category: str) -> str:
    return f"places_{category}"


class ProlongForm(ActForm):
    """Until when applications are taken now."""

    closes_on = forms.DateField(label=_("新的报名截止日期"), widget=DayInput(), help_text=_("含当日"))


class ApproveForm(ActForm):
    """The document by which the committee approved."""

    document = forms.CharField(
        label=_("批准文件"), max_length=DOCUMENT, help_text=_("文号或会议纪要，例：管委会会议纪要〔2026〕5号")
    )


class CancelForm(ActForm):
    """Why a round is called off."""

    reason = lines(_("取消的原因"), REASON, hint=_("候选人会在状态页读到"))
