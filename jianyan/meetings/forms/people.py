"""Inputs about the people of a meeting: who is invited, what they answer, who was there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.accounts.models import User
from jianyan.core.meeting import Answer, Mode, answers_for
from jianyan.core.rulebook import Rulebook
from jianyan.meetings import words
from jianyan.meetings.forms.base import ActForm, lines
from jianyan.meetings.models import Invitation
from jianyan.meetings.models.invitation import EXCUSE, NOTE
from jianyan.meetings.queries.people import Wanted
from jianyan.people.models import Channel, Group
from jianyan.rules.words import titles


class WantedForm(forms.Form):
    """Which supervisors are proposed; unknown values are passed over."""

    q = forms.CharField(label=_("姓名或单位"), required=False)
    channel = forms.ChoiceField(label=_("通道"), required=False, choices=[("", _("全部")), *Channel.choices])
    category = forms.ChoiceField(label=_("类别"), required=False)
    group = forms.ChoiceField(label=_("监督员群"), required=False, choices=[("", _("全部")), *Group.choices])
    officer = forms.ChoiceField(label=_("联系专员"), required=False)

    def __init__(self, data: Mapping[str, Any], officers: Iterable[User], book: Rulebook | None) -> None:
        super().__init__(data, auto_id="filter_%s")
        self._choose("category", titles(book.categories) if book else [])
        self._choose("officer", [(str(user.pk), user.name) for user in officers])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", _("全部")), *choices]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was chosen, as far as it is known."""
        self.is_valid()
        known = self.cleaned_data
        officer = known.get("officer", "")
        return Wanted(
            words=known.get("q", "")[:60],
            channel=known.get("channel", ""),
            category=known.get("category", ""),
            officer=int(officer) if officer else None,
            group=known.get("group", ""),
        )


def numbers(sent: Iterable[str]) -> list[int]:
    """The ids among what was ticked; anything else is passed over."""
    return [int(value) for value in sent if value.isascii() and value.isdigit() and len(value) < 15]


class AnswerForm(ActForm):
    """The answer to an invitation, as the meeting offers it."""

    answer = forms.ChoiceField(label=_("是否参加"), widget=forms.RadioSelect)
    excuse = lines(_("请假事由"), EXCUSE, rows=3, needed=False, hint=_("请假的须填；专员会告知是否准假"))
    note = forms.CharField(label=_("参加人员"), max_length=60, required=False, help_text=_("请写姓名和职务"))

    def __init__(self, data: Any, row: Invitation) -> None:
        super().__init__(data, initial={"answer": row.answer, "excuse": row.excuse, "note": row.note})
        offered = answers_for(Mode(row.meeting.mode), duty=row.supervisor_id is not None)
        said = {Answer.coming: _("到会参加"), Answer.online: _("线上参加")}
        choices = [(str(one), said.get(one, words.ANSWERS[one])) for one in offered]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]
        if Answer.excused not in offered:
            del self.fields["excuse"]
        if row.department_id is None:
            del self.fields["note"]

    def values(self) -> dict[str, str]:
        """The arguments of the action."""
        return {name: self.cleaned_data[name] for name in self.fields}


class RollForm(ActForm):
    """What goes with the ticks of the roll; ``late``: the meeting is over."""

    grounds = forms.CharField(
        label=_("补登依据"), max_length=NOTE, required=False, help_text=_("会后补登须填，例：纸质签到表、会务人员证明")
    )

    def __init__(self, data: Any, *, late: bool) -> None:
        super().__init__(data)
        self.fields["grounds"].required = late
