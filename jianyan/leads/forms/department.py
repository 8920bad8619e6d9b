"""What the department does: accept, return, ask for time, reply (5.1.h)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import PROMISES, ClockKind, Result
from jianyan.core.workdays import CalendarError
from jianyan.leads.actions.accept import LONGEST as RETURN_MAX
from jianyan.leads.actions.extend import LONGEST as TIME_MAX
from jianyan.leads.actions.reply import LONGEST
from jianyan.leads.actions.review import LONGEST as BACK_MAX
from jianyan.leads.forms.base import VerbForm, text
from jianyan.leads.queries.page import LeadPage
from jianyan.leads.words import RESULTS, unit_name
from jianyan.ui.formats import long_date
from jianyan.ui.widgets import DayInput


class AcceptForm(VerbForm):
    """Nothing is asked."""


class ApproveForm(VerbForm):
    """Nothing is asked: what goes out is what is shown."""


class WithdrawReplyForm(VerbForm):
    """Nothing is asked."""


class SendBackForm(VerbForm):
    """What is to be changed in a draft."""

    reason = text(_("退回理由"), BACK_MAX, hint=_("写明要改什么，起草人会看到"))


class ReturnForm(VerbForm):
    """Why it is not this department's, and whose it is."""

    should_be = forms.TypedChoiceField(label=_("应由哪个单位办理"), coerce=int)
    reason = text(_("退回理由"), RETURN_MAX, hint=_("写明职责依据，专员据此重新转办"))

    def __init__(self, *args: Any, about: LeadPage, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        others = [u for u in about.departments.values() if u.active and u.pk != about.lead.lead_department_id]
        self.fields["should_be"].choices = [("", _("请选择")), *((u.pk, unit_name(u)) for u in others)]  # type: ignore[attr-defined]


class AskExtensionForm(VerbForm):
    """Until when, and why."""

    until = forms.DateField(label=_("申请延期至"), widget=DayInput)
    reason = text(_("理由"), TIME_MAX, hint=_("写明已做了什么、为什么还需要时间；由营商环境办负责人审批"))

    def __init__(self, *args: Any, about: LeadPage, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        due = next((c.due_on for c in about.clocks if c.kind == ClockKind.reply and c.stopped_at is None), None)
        if due is None:  # an old page: the lead has moved on, and what was typed is only shown
            return
        furthest = about.calendar.add(due, about.book.number_of("extension_longest"))
        self.fields["until"].widget.attrs.update(max=furthest.isoformat())
        self.fields["until"].help_text = gettext("现在的到期日是 {due}，最晚可延到 {furthest}").format(
            due=long_date(due), furthest=long_date(furthest)
        )


#: What each result asks for, in order; `*` marks what must be filled in.
ASKS: dict[Result, tuple[str, ...]] = {
    Result.solved: ("process*", "handler"),
    Result.solving: ("process*", "plan*", "promised_on*", "reason", "handler"),
    Result.planned: ("process*", "plan*", "promised_on*", "reason", "handler"),
    Result.explained: ("process*", "reason*", "basis_title*", "basis_no", "handler"),
}


class ReplyForm(VerbForm):
    """The answer: the result first, because it decides what else is asked (practice.md no. 5)."""

    result = forms.ChoiceField(label=_("办理结果"), choices=list(RESULTS.items()), widget=forms.RadioSelect)
    process = text(_("办理情况"), LONGEST, rows=6, hint=_("监督员会看到：做了什么、结果怎样"))
    plan = text(_("下步计划"), 2000, rows=3)
    promised_on = forms.DateField(
        label=_("承诺完成日期"), widget=DayInput, help_text=_("到期前须再次答复，兑现后才能办结")
    )
    reason = text(_("未解决原因"), 2000, rows=3)
    basis_title = forms.CharField(
        label=_("政策依据"), max_length=120, help_text=_("文件全称，例：《天津市优化营商环境条例》第二十条")
    )
    basis_no = forms.CharField(label=_("文号"), max_length=60)
    handler = forms.CharField(label=_("承办人"), max_length=40, help_text=_("监督员会看到"))

    def __init__(self, *args: Any, about: LeadPage, **kwargs: Any) -> None:
        super().__init__(*args, about=about, **kwargs)
        chosen = self.data.get("result") or self.initial.get("result")
        self.chosen = Result(chosen) if chosen in list(Result) else None
        asked = ASKS[self.chosen] if self.chosen else (("process",) if self.data.get("process") else ())
        needed = {name.rstrip("*"): name.endswith("*") for name in asked}
        for name in [name for name in self.fields if name != "result"]:
            if name in needed:
                self.fields[name].required = needed[name]
            else:
                del self.fields[name]
        self.order_fields(["result", *needed])
        if "promised_on" in self.fields:
            self.fields["promised_on"].widget.attrs.update(min=about.at.date().isoformat())

    @property
    def examples(self) -> dict[str, str]:
        """What each result means."""
        return {str(result): str(sentence) for result, sentence in MEANS.items()}

    @property
    def promise(self) -> bool:
        """Whether the answer is a promise, which stays in view until it is kept."""
        return self.chosen in PROMISES

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that the result asks for."""
        return [bound for bound in self if bound.name != "result"]

    def clean_promised_on(self) -> date:
        """A day within the calendar: nobody can be reminded of a promise beyond it."""
        day: date = self.cleaned_data["promised_on"]
        try:
            self.about.calendar.check(day)
        except CalendarError as error:
            raise forms.ValidationError(gettext("这一天太远，请填写能做到的日期。")) from error
        return day


MEANS = {
    Result.solved: _("问题已经办好"),
    Result.solving: _("正在办，写明计划和完成日期"),
    Result.planned: _("列入以后的工作，写明计划和完成日期"),
    Result.explained: _("不能办或不属问题，写明原因和政策依据"),
}
