"""What was done with a lead: calls, dispatches, extensions, nudges, replies, follow-ups, mergers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Call(models.Model):
    """电话沟通记录 about a lead (practice.md no. 3); an unanswered one is a call too."""

    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="calls")
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    answered = models.BooleanField(_("接通"))
    verified = models.TextField(_("核实情况"), blank=True)
    added = models.TextField(_("补充信息"), blank=True)
    expected = models.TextField(_("期望结果"), blank=True)

    class Meta:
        verbose_name = _("电话沟通记录")


class Dispatch(models.Model):
    """转办单 (no. 4) and what became of it: accepted, returned naming who should have it, or recalled at once.

    A recalled one reached nobody: it is kept for the record and counts nowhere.
    """

    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="dispatch_set")
    number = models.PositiveIntegerField(_("次数"))
    at = models.DateTimeField(_("转办时间"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+", verbose_name=_("主办"))
    supporting = models.ManyToManyField("accounts.Department", related_name="+", blank=True, verbose_name=_("协办"))
    grade = models.CharField(_("等级"), max_length=1)
    demand = models.TextField(_("要求"), blank=True)
    designated = models.BooleanField(_("指定"), default=False)
    recalled_at = models.DateTimeField(_("撤回时间"), null=True)
    recalled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(_("签收时间"), null=True)
    accepted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(_("退回时间"), null=True)
    returned_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    return_reason = models.TextField(_("退回理由"), blank=True)
    should_be = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("建议承办单位")
    )

    class Meta:
        verbose_name = _("转办单")
        constraints: ClassVar = [models.UniqueConstraint(fields=["lead", "number"], name="one_dispatch_a_number")]


class Extension(models.Model):
    """延期申请 (no. 6) and its decision: granted, refused, or neither, when it fell away before it was decided."""

    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="extensions")
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("申请时间"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    until = models.DateField(_("拟办结日"))
    reason = models.TextField(_("理由"))
    granted = models.BooleanField(_("同意"), null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    opinion = models.TextField(_("审批意见"), blank=True)

    class Meta:
        verbose_name = _("延期申请")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["lead"], condition=models.Q(decided_at__isnull=True), name="one_open_extension"
            )
        ]


class Nudge(models.Model):
    """催办 (before due) or 督办单 (after due, no. 7). ``late``: working days overdue when it went out."""

    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="nudges")
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    urging = models.BooleanField(_("督办"))
    number = models.PositiveIntegerField(_("次数"))
    late = models.PositiveIntegerField(_("逾期工作日"), default=0)
    demand = models.TextField(_("要求"), blank=True)
    copied = models.BooleanField(_("抄送营商环境办负责人"), default=False)

    class Meta:
        verbose_name = _("催办督办")


class Reply(models.Model):
    """办理情况反馈表 (no. 5). ``by`` wrote it, ``approved_by`` approved it where the department has that."""

    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="replies")
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    result = models.CharField(_("办理结果"), max_length=10)
    process = models.TextField(_("办理情况"))
    handler = models.CharField(_("承办人"), max_length=40, blank=True)
    basis_title = models.CharField(_("政策依据"), max_length=120, blank=True)
    basis_no = models.CharField(_("文号"), max_length=60, blank=True)
    reason = models.TextField(_("未解决原因"), blank=True)
    plan = models.TextField(_("下步计划"), blank=True)
    promised_on = models.DateField(_("承诺完成日期"), null=True)

    class Meta:
        verbose_name = _("办理情况反馈表")


class FollowUp(models.Model):
    """回访记录 (no. 8): whether the reporter says that it is solved, and is content."""

    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="follow_ups")
    reply = models.ForeignKey(Reply, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    by_reporter = models.BooleanField(_("本人填写"))
    reached = models.BooleanField(_("联系上"))
    solved = models.BooleanField(_("是否解决"), null=True)
    satisfaction = models.CharField(_("满意度"), max_length=12, blank=True)
    words = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("回访记录")


class Merge(models.Model):
    """One lead merged into another as the same matter, with the reason."""

    lead = models.OneToOneField("leads.Lead", models.PROTECT, related_name="merge")
    into = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        verbose_name = _("并案")
