"""课题调研: a question that the office puts to supervisors, who answers it, and their report (4.2.c, 5.1.b)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.core.studies import StudyState
from jianyan.people.models import Supervisor


class Answer(models.TextChoices):
    """What somebody said to being asked; empty while nothing was said."""

    joined = "joined", _("参加")
    declined = "declined", _("不参加")


class Verdict(models.TextChoices):
    """What the office made of a report or a finding; empty while it waits."""

    accepted = "accepted", _("验收")
    returned = "returned", _("退回")


class Study(models.Model):
    """One study. ``no`` reads 2026-03 and is the zone's; ``open_to`` is the channel that may join without being asked.

    ``unit`` is the unit that helps. ``due_on`` is the last day for the report, as somebody wrote it: a day off is kept.
    ``key`` comes with the page: sending it twice calls once. ``late``: the first report came after ``due_on``.
    """

    OPEN_TO = (
        ("", _("只限受邀的人")),
        ("social", _("社会监督员")),
        ("internal", _("内部监督员")),
        ("all", _("全体监督员")),
    )

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    no = models.CharField(_("编号"), max_length=20)
    title = models.CharField(_("题目"), max_length=80)
    text = models.TextField(_("要求"), max_length=4000)
    open_to = models.CharField(_("面向"), max_length=10, choices=OPEN_TO, blank=True)
    unit = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("配合单位")
    )
    due_on = models.DateField(_("报告期限"), help_text=_("含当日"))
    state = models.CharField(_("状态"), max_length=12, default=StudyState.called)
    revision = models.PositiveIntegerField(default=1)
    called_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    called_at = models.DateTimeField(_("发起时间"))
    delivered_at = models.DateTimeField(_("提交报告"), null=True)
    late = models.BooleanField(_("逾期提交"), default=False)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    why_ended = models.CharField(_("取消原因"), max_length=500, blank=True)
    reminded_at = models.DateTimeField(null=True)
    key = models.UUIDField()

    class Meta:
        verbose_name = _("课题调研")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "no"], name="study_number_once"),
            models.UniqueConstraint(fields=["zone", "key"], name="one_study_a_page"),
        ]
        indexes: ClassVar = [models.Index(fields=["zone", "state", "due_on"])]

    def __str__(self) -> str:
        return f"{self.no} {self.title}"

    @property
    def subject(self) -> str:
        """The name of its chain in the ledger."""
        return f"study:{self.pk}"


class Participant(models.Model):
    """Somebody who was asked to a study or joined it, and what the person did for its report."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="participants")
    supervisor = models.ForeignKey(Supervisor, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("邀请时间"), null=True)
    answer = models.CharField(_("答复"), max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(_("不参加的原因"), max_length=200, blank=True)
    contribution = models.CharField(_("承担的内容"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("参加人")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["study", "supervisor"], name="once_in_a_study")]
        indexes: ClassVar = [models.Index(fields=["supervisor", "answer"])]


class Report(models.Model):
    """调研报告: one delivery of a study. What was sent back stays; the next one has the next ``number``.

    ``key`` comes with the page: sending it twice delivers once.
    """

    study = models.ForeignKey(Study, models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField(_("次数"))
    text = models.TextField(_("报告正文"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("提交时间"))
    late = models.BooleanField(_("逾期提交"), default=False)
    verdict = models.CharField(_("验收意见"), max_length=10, choices=Verdict.choices, blank=True)
    words = models.TextField(_("意见"), blank=True, max_length=1000)
    judged_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    key = models.UUIDField()

    class Meta:
        verbose_name = _("调研报告")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "number"], name="one_report_a_number"),
            models.UniqueConstraint(fields=["study", "key"], name="one_report_a_page"),
        ]
