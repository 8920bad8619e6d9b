"""线索核查: somebody goes and looks whether it is so (4.2.c)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.core.studies import Outcome, VerificationState
from jianyan.leads.models import Lead
from jianyan.people.models import Supervisor
from jianyan.studies.models.study import Answer, Verdict


class Verification(models.Model):
    """A lead's facts to be looked at on site. Of the lead the verifiers read what stands here and nothing else:
    ``title``, ``brief`` and ``place`` are the office's words, so that they need not know who raised it (4.1.c).

    ``due_on`` is kept as it was written. ``key`` comes with the page: sending it twice assigns once.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    no = models.CharField(_("编号"), max_length=20)
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="+")
    title = models.CharField(_("核查事项"), max_length=60)
    brief = models.TextField(_("核查要点"), max_length=2000)
    place = models.CharField(_("核查地点"), max_length=80, blank=True)
    due_on = models.DateField(_("核查期限"), help_text=_("含当日"))
    state = models.CharField(_("状态"), max_length=12, default=VerificationState.assigned)
    revision = models.PositiveIntegerField(default=1)
    assigned_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(_("安排时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    why_ended = models.CharField(_("取消原因"), max_length=500, blank=True)
    reminded_at = models.DateTimeField(null=True)
    key = models.UUIDField()

    class Meta:
        verbose_name = _("线索核查")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "no"], name="verification_number_once"),
            models.UniqueConstraint(fields=["lead", "key"], name="one_verification_a_page"),
        ]
        indexes: ClassVar = [models.Index(fields=["zone", "state", "due_on"])]

    def __str__(self) -> str:
        return f"{self.no} {self.title}"

    @property
    def subject(self) -> str:
        """The name of its chain in the ledger."""
        return f"verification:{self.pk}"


class Verifier(models.Model):
    """Who was asked to verify; ``present`` says of the latest finding who was on site."""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="verifiers")
    supervisor = models.ForeignKey(Supervisor, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(_("答复"), max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(_("不能核查的原因"), max_length=200, blank=True)
    present = models.BooleanField(_("到场"), default=False)

    class Meta:
        verbose_name = _("核查人")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["verification", "supervisor"], name="asked_once_to_verify")
        ]
        indexes: ClassVar = [models.Index(fields=["supervisor", "answer"])]


class Finding(models.Model):
    """核查情况: what was found, where and when. One that was sent back stays; the latest one counts.

    ``happened_at`` is when somebody was there, ``at`` when it was written down; ``late``: after the last day.
    """

    OUTCOMES = (
        (Outcome.confirmed.value, _("属实")),
        (Outcome.partly.value, _("部分属实")),
        (Outcome.not_confirmed.value, _("不属实")),
        (Outcome.cannot_tell.value, _("无法判断")),
    )

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField(_("次数"))
    outcome = models.CharField(_("核查结论"), max_length=14, choices=OUTCOMES)
    words = models.TextField(_("核查情况"), max_length=4000)
    place = models.CharField(_("核查地点"), max_length=80)
    happened_at = models.DateTimeField(_("核查时间"))
    at = models.DateTimeField(_("填写时间"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    late = models.BooleanField(_("逾期"), default=False)
    verdict = models.CharField(_("归档意见"), max_length=10, choices=Verdict.choices, blank=True)
    reason = models.TextField(_("退回理由"), blank=True, max_length=1000)
    judged_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    key = models.UUIDField()

    class Meta:
        verbose_name = _("核查情况")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["verification", "number"], name="one_finding_a_number"),
            models.UniqueConstraint(fields=["verification", "key"], name="one_finding_a_page"),
        ]
