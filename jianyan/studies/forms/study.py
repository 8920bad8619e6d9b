"""The forms of a study."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import Department
from jianyan.studies.actions.deliver import SHARE, TEXT, WORDS
from jianyan.studies.forms.base import ActForm, Keyed, PeopleForm, lines
from jianyan.studies.models import Participant, Study
from jianyan.ui.widgets import DayInput


class StudyForm(ActForm):
    """What is asked, and until when."""

    title = forms.CharField(label=_("题目"), max_length=80)
    text = lines(_("要求"), 4000, rows=6, hint=_("想弄清什么、向谁了解、报告写到什么程度"))
    due_on = forms.DateField(label=_("报告期限"), widget=DayInput(), help_text=_("含当日；遇节假日顺延到下一个工作日"))
    unit = forms.TypedChoiceField(label=_("配合单位"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, units: Iterable[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("没有")), *((unit.pk, unit.name) for unit in units)]  # type: ignore[attr-defined]


class CallForm(StudyForm, PeopleForm, Keyed):
    """A new study, and who is asked to it."""

    open_to = forms.ChoiceField(
        label=_("谁可以参加"),
        choices=Study.OPEN_TO,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("面向一个通道的，通道内的人都会收到通知、可以自己报名；下面点名的人另外邀请。"),
    )
    field_order = ("title", "text", "due_on", "unit", "open_to", "find", "people", "key")


class InviteForm(PeopleForm):
    """More people for a study."""


class SendBackForm(ActForm):
    """Why a report or a finding is not enough."""

    reason = lines(_("退回理由"), WORDS, rows=4, hint=_("写明要补充或修改什么，参加的监督员会读到"))


class AcceptForm(ActForm):
    """What the office says of a report that it accepts."""

    words_ = lines(_("验收意见"), WORDS, rows=3, required=False, hint=_("参加的监督员会读到"))


class DeliverForm(Keyed):
    """The report, and what each participant did for it."""

    text = lines(
        _("报告正文"), TEXT, rows=12, required=False, hint=_("可以直接写在这里，也可以只写摘要，把报告作为附件上传")
    )

    def __init__(self, *args: Any, partners: Iterable[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = list(partners)
        for row in self.partners:
            self.fields[f"share-{row.pk}"] = forms.CharField(
                label=_("{name}承担的内容").format(name=row.supervisor.name),
                max_length=SHARE,
                required=False,
                initial=row.contribution,
                help_text=_("例如：走访三家企业、起草第二部分；记入本人档案"),
            )

    def values(self) -> dict[str, Any]:
        shares = {row.pk: self.cleaned_data[f"share-{row.pk}"] for row in self.partners}
        return {"key": self.cleaned_data["key"], "text": self.cleaned_data["text"], "shares": shares}
