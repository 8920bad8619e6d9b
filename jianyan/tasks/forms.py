"""Inputs about tasks: the filters of the list, one task to give, what is said with an act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import Department, RoleName
from jianyan.accounts.queries import with_role
from jianyan.core.flow import Refused
from jianyan.core.tasks import TaskState, TaskVerb
from jianyan.tasks import words
from jianyan.tasks.actions.act import LONGEST
from jianyan.tasks.actions.give import TEXT, TITLE
from jianyan.tasks.queries import Wanted
from jianyan.ui.widgets import DayInput

LONGEST_WORDS = 60
ALL = "all"


class ListForm(forms.Form):
    """The filters of the list; unknown values are passed over."""

    q = forms.CharField(label=_("任务、编号"), required=False)
    department = forms.TypedChoiceField(label=_("责任单位"), required=False, coerce=int, empty_value=None)
    light = forms.ChoiceField(
        label=_("时限"),
        required=False,
        choices=[("", _("全部")), ("red", _("逾期")), ("yellow", _("临期")), ("green", _("正常"))],
    )

    def __init__(self, data: Mapping[str, Any], units: Iterable[Department]) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.fields["department"].choices = [("", _("全部")), *((unit.pk, unit.name) for unit in units)]  # type: ignore[attr-defined]
        state = data.get("state", TaskState.open)
        self.state = state if state in (*TaskState, ALL) else TaskState.open

    def wanted(self) -> Wanted:
        """What the list is narrowed to."""
        self.is_valid()  # a value that is not valid is not in cleaned_data, and so passed over
        known = self.cleaned_data
        return Wanted(
            state="" if self.state == ALL else self.state,
            light=known.get("light") or "",
            department=known.get("department"),
            words=(known.get("q") or "")[:LONGEST_WORDS],
        )


class Refusable(forms.Form):
    """A form that says why an act on a task refused."""

    use_required_attribute = False

    def refuse(self, no: Refused) -> None:
        """Show the reason at the field that it is about, else on top."""
        name = words.field_of(no)
        self.add_error(name if name in self.fields else None, words.refusal(no))


class GiveForm(Refusable):
    """One task: what, whose, by when. The owner is a unit of the zone or somebody of the office."""

    owner = forms.ChoiceField(label=_("责任单位或责任人"))
    title = forms.CharField(label=_("任务"), max_length=TITLE, help_text=_("一句话写清要做成什么"))
    text = forms.CharField(label=_("要求"), max_length=TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    due_on = forms.DateField(
        label=_("完成时限"), widget=DayInput(), help_text=_("遇休息日按原日期保留，顺延到下一个工作日")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, zone_id: int, **options: Any) -> None:
        super().__init__(data, **options)
        units = Department.objects.filter(zone=zone_id, active=True)
        office = with_role(zone_id, RoleName.officer, RoleName.head)
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", _("请选择")),
            (_("责任单位"), [(f"d{unit.pk}", unit.name) for unit in units]),
            (_("营商环境办人员"), [(f"u{user.pk}", user.name) for user in office]),
        ]

    def values(self) -> dict[str, Any]:
        """The arguments of `give`, but for source and key."""
        known = dict(self.cleaned_data)
        owner = known.pop("owner")
        return {**known, "department" if owner[0] == "d" else "user": int(owner[1:])}


class ActForm(Refusable):
    """What is said with an act on a task, and a date where the act takes one."""

    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))
    due_on = forms.DateField(label=_("新的完成时限"), widget=DayInput())

    LABELS: Mapping[str, Any] = {
        TaskVerb.report: _("进展"),
        TaskVerb.finish: _("完成情况"),
        TaskVerb.move: _("改期原因"),
        TaskVerb.drop: _("撤销原因"),
        TaskVerb.reopen: _("退回原因"),
    }

    def __init__(self, verb: TaskVerb, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id=f"{verb}_%s")
        self.verb = verb
        self.fields["text"].label = self.LABELS[verb]
        if verb is TaskVerb.reopen:
            self.fields["due_on"].required = False
            self.fields["due_on"].help_text = _("原时限已过的，请给新的时限")
        elif verb is not TaskVerb.move:
            del self.fields["due_on"]

    @property
    def button(self) -> str:
        return str(words.VERBS[self.verb])
