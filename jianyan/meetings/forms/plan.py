"""Inputs of a plan, and of a visit's record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.meetings.actions import Plan, Visited
from jianyan.meetings.forms.base import ActForm, lines, moment
from jianyan.meetings.models import Kind, Meeting, Ways
from jianyan.meetings.models.meeting import AGENDA, LINK, PLACE, TITLE

KIND_HINTS = {
    "symposium": _("与监督员交流研讨，社会监督员每季度至少参加一次"),
    "plenary": _("每季度末通报线索办理情况"),
    "visit": _("走访企业和监督员所在单位"),
    "environment": _("内部监督员参加的营商环境会议"),
}
PLAN = ("kind", "mode", "title", "starts_at", "ends_at", "place", "link", "agenda")


class PlanForm(ActForm):
    """The plan of a meeting."""

    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("名称"), max_length=TITLE)
    starts_at = moment(_("开始"))
    ends_at = moment(_("结束"))
    mode = forms.ChoiceField(label=_("参加方式"), choices=Ways.choices, widget=forms.RadioSelect)
    place = forms.CharField(
        label=_("地点"), max_length=PLACE, required=False, help_text=_("有线下参加的须填，例：管委会三楼会议室")
    )
    link = forms.CharField(
        label=_("线上链接"), max_length=LINK, required=False, help_text=_("还没有的可以以后再填，填好后会告知受邀的人")
    )
    agenda = lines(_("议程"), AGENDA, rows=8, needed=False)

    hints = KIND_HINTS

    def plan(self) -> Plan:
        """The plan, once the form is valid."""
        return Plan(**{name: self.cleaned_data[name] for name in PLAN})


def as_it_is(meeting: Meeting) -> dict[str, Any]:
    """What the form of a meeting begins with."""
    return {name: getattr(meeting, name) for name in PLAN}


class VisitForm(ActForm):
    """The record of a visit (practice.md no. 11)."""

    party = forms.CharField(label=_("走访人员"), max_length=200)
    host = forms.CharField(label=_("走访对象"), max_length=120, help_text=_("企业、机构或者监督员所在单位"))
    met = forms.CharField(label=_("对方人员"), max_length=120, required=False)
    situation = lines(_("走访情况"), 4000, rows=5)
    problems = lines(_("反映的问题"), 4000, needed=False)
    answers = lines(_("现场答复"), 4000, needed=False)
    to_do = lines(_("待办事项"), 4000, rows=3, needed=False, hint=_("需要部门办理的，保存后可以从会议页转为线索"))
    signed = forms.CharField(
        label=_("对象签名"), max_length=60, required=False, help_text=_("签名人的姓名；纸质签名请拍照上传")
    )

    def visited(self) -> Visited:
        """The record, once the form is valid."""
        return Visited(**{name: self.cleaned_data[name] for name in VISITED})


VISITED = tuple(VisitForm.base_fields)


class PastVisitForm(VisitForm):
    """A visit that is over, with its record."""

    title = forms.CharField(label=_("名称"), max_length=TITLE)
    starts_at = moment(_("开始"))
    ends_at = moment(_("结束"))
    place = forms.CharField(label=_("地点"), max_length=PLACE)
    field_order = ("title", "starts_at", "ends_at", "place", *VISITED)

    def plan(self) -> Plan:
        """The plan that it would have been."""
        told = {name: self.cleaned_data[name] for name in ("title", "starts_at", "ends_at", "place")}
        return Plan(kind="visit", mode="on_site", **told)
