"""Inputs of special reports: the words of a section, a matter with its leads, an instruction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import User
from jianyan.core.flow import Refused
from jianyan.core.special import LONGEST
from jianyan.leads.actions.numbers import HIDDEN
from jianyan.leads.models import Lead
from jianyan.reports import special_words as words
from jianyan.reports.actions.instruct import NOTED
from jianyan.reports.actions.instruct import TEXT as INSTRUCTION
from jianyan.reports.actions.special import REASON, TITLE, WrongWords
from jianyan.reports.actions.special_items import TEXT as ITEM_TEXT
from jianyan.reports.actions.special_items import TITLE as ITEM_TITLE
from jianyan.tasks.forms import GiveForm
from jianyan.ui.widgets import DayInput


class Refusable(forms.Form):
    """A form that says why an act refused."""

    use_required_attribute = False

    def refuse(self, no: Refused) -> None:
        """Show the reason at the field that it is about, else on top; all that is wrong with words at once."""
        if isinstance(no, WrongWords):
            for each in no.troubles:
                self.add_error("text", words.trouble(each))
            return
        name = words.field_of(no)
        self.add_error(name if name in self.fields else None, words.refusal(no))


class SectionForm(Refusable):
    """The words of a section; figures stand in it as their names in braces."""

    text = forms.CharField(
        label=_("正文"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("每行一段。数字写成数据的名称，写在大括号里，由系统填入。"),
    )


class TitleForm(Refusable):
    """The title of a report."""

    title = forms.CharField(
        label=_("标题"),
        max_length=TITLE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("需要换行的地方按回车"),
    )


class ReasonForm(Refusable):
    """Why a draft goes back."""

    reason = forms.CharField(label=_("退回原因"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 2}))


class AnyOf(forms.TypedMultipleChoiceField):
    """Several ids; whether they may stand there is for the act to say, under its lock."""

    def valid_value(self, value: str) -> bool:
        return value.isascii() and value.isdigit() and len(value) < 19


class ItemForm(Refusable):
    """A matter of a section, with the leads that it rests on."""

    title = forms.CharField(label=_("事项"), max_length=ITEM_TITLE)
    text = forms.CharField(
        label=_("情况和建议"),
        max_length=ITEM_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写清情况、影响，以及建议由谁怎样解决；不写反映人"),
    )
    leads = AnyOf(label=_("涉及的线索"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple)
    numbers = forms.CharField(
        label=_("其他线索的编号"),
        required=False,
        max_length=400,
        help_text=_("上面没有列出的，写编号，用顿号或空格隔开"),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, offered: Iterable[Lead], zone_id: int, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.zone_id = zone_id
        self.fields["leads"].choices = [(lead.pk, f"{lead.no} {lead.title}") for lead in offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        known = super().clean() or {}
        wanted = [number for number in re.split(r"[、，,;；\n]+", known.pop("numbers", "") or "") if number.strip()]
        found = {
            lead.no.replace(" ", ""): lead.pk
            for lead in Lead.objects.filter(zone=self.zone_id, no__in=[*map(_spaced, wanted)])
        }
        missing = [number for number in wanted if number.replace(" ", "") not in found]
        if missing:
            self.add_error("numbers", _("没有这个编号：{numbers}").format(numbers="、".join(missing)))
        known["leads"] = [*dict.fromkeys([*known.get("leads", []), *found.values()])]
        return known


def _spaced(number: str) -> str:
    """东监 2026-0123, whether its blank was typed or not."""
    return re.sub(rf"^(\D+?)\s*(\d{{4}}-{HIDDEN}?\d+)$", r"\1 \2", number.strip())


class InstructionForm(Refusable):
    """An instruction of a leader; the office says whose it is."""

    text = forms.CharField(label=_("批示"), max_length=INSTRUCTION, widget=forms.Textarea(attrs={"rows": 3}))
    due_on = forms.DateField(
        label=_("办理时限"), required=False, widget=DayInput(), help_text=_("可不填；遇休息日顺延到下一个工作日")
    )
    leader = forms.TypedChoiceField(label=_("批示领导"), coerce=int, required=False, empty_value=None)
    item = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        leaders: Iterable[User] = (),
        item: int | None = None,
    ) -> None:
        super().__init__(data, initial={"key": uuid4(), "item": item}, auto_id=f"on{item or 0}_%s")
        self.about = item
        people = [(user.pk, user.name) for user in leaders]
        if people:
            self.fields["leader"].choices = [("", _("请选择")), *people]  # type: ignore[attr-defined]
            self.fields["leader"].required = True
        else:
            del self.fields["leader"]


class AssignForm(GiveForm):
    """A task that an instruction becomes."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class NoteForm(Refusable):
    """Why no task comes of an instruction."""

    noted = forms.CharField(label=_("阅知说明"), max_length=NOTED, widget=forms.Textarea(attrs={"rows": 2}))
