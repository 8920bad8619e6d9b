"""回访: whether it is solved and whether the reporter is content."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import PROMISES, Result
from jianyan.leads.actions.follow_up import LONGEST
from jianyan.leads.forms.base import VerbForm, text
from jianyan.leads.words import SATISFACTION

YES_NO = [("yes", _("已解决")), ("no", _("没有解决"))]

#: Verdicts that take one tap: (solved, satisfaction, what the button says), by the result that they answer.
_DONE = (("yes", "satisfied", _("解决了，满意")), ("yes", "basically", _("解决了，基本满意")))
_PROMISED = (("no", "satisfied", _("认可这个安排，满意")), ("no", "basically", _("认可这个安排，基本满意")))
_EXPLAINED = (("yes", "satisfied", _("解决了，满意")), ("no", "basically", _("没有解决，但说明可以接受")))


def quick(result: Result | None) -> tuple[tuple[str, str, Any], ...]:
    """The verdicts on a reply that take one tap."""
    if result in PROMISES:
        return _PROMISED
    return _EXPLAINED if result == Result.explained else _DONE


class FollowUpForm(VerbForm):
    """The reporter's verdict, by the reporter or by the officer who asked."""

    solved = forms.ChoiceField(label=_("问题解决了吗"), choices=YES_NO, widget=forms.RadioSelect)
    satisfaction = forms.ChoiceField(
        label=_("对办理满意吗"), choices=list(SATISFACTION.items()), widget=forms.RadioSelect
    )
    words_ = text(_("说明"), LONGEST, rows=3, required=False, hint=_("不满意的请写明原因：承办部门会看到，并重新办理"))

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "solved": self.cleaned_data["solved"] == "yes"}


class UnreachedForm(VerbForm):
    """A follow-up that did not reach the reporter."""

    words_ = text(_("备注"), LONGEST, rows=2, required=False)
