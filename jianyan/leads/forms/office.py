"""What the office says on the way: urgings, decisions on time, notes, closing, reopening."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jianyan.leads.actions.extend import LONGEST as OPINION_MAX
from jianyan.leads.actions.follow_up import LONGEST as CLOSING_MAX
from jianyan.leads.actions.nudge import LONGEST as DEMAND_MAX
from jianyan.leads.actions.sort import LONGEST as SORTING_MAX
from jianyan.leads.forms.base import VerbForm, text


class RemindForm(VerbForm):
    """A reminder before due."""

    demand = text(_("要求"), DEMAND_MAX, rows=3, required=False, hint=_("部门会看到；不填则只提醒到期日"))


class UrgeForm(VerbForm):
    """An urging after due."""

    demand = text(_("要求"), DEMAND_MAX, rows=3, required=False, hint=_("部门会看到；例：请于两日内书面答复"))


class GrantForm(VerbForm):
    """The head lets the department have the time."""

    opinion = text(_("审批意见"), OPINION_MAX, rows=3, required=False)


class RefuseForm(VerbForm):
    """The head does not."""

    opinion = text(_("审批意见"), OPINION_MAX, rows=3, hint=_("说明为什么不同意，部门会看到"))


class RecallForm(VerbForm):
    """Nothing is asked: the dispatch has reached nobody yet."""


class NoteForm(VerbForm):
    """Information that needs no department."""

    reason = text(_("备案理由"), SORTING_MAX, rows=3, hint=_("例：行业趋势信息，供研判，无需部门办理"))


class ResumeForm(VerbForm):
    """Taken up after all."""

    reason = text(_("恢复办理的理由"), SORTING_MAX, rows=3)


class WithdrawForm(VerbForm):
    """The reporter takes it back."""

    reason = text(_("撤回原因"), SORTING_MAX, rows=3, required=False)


class CloseForm(VerbForm):
    """Closed by the office."""

    reason = text(_("办结说明"), CLOSING_MAX, rows=3, hint=_("例：提出人不需回访；承诺事项已核实兑现"))


class ReopenForm(VerbForm):
    """Not solved after all."""

    reason = text(_("为什么需要重办"), CLOSING_MAX, rows=4, hint=_("承办部门会看到"))
