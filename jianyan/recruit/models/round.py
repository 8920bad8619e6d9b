"""A round of recruitment and its quotas."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.core.recruit import DRAFT
from jianyan.people.models import Channel


class Round(models.Model):
    """选聘批次: one recruitment for one term. Its step is a key of the rulebook's procedure (`core.recruit`).

    Applications are taken from ``opens_on`` to ``closes_on``, both included. ``notice_until`` is the last day of the
    public notice. ``token`` stands in the public address.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    rules = models.ForeignKey("rules.RulebookVersion", models.PROTECT, related_name="+")
    token = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(_("名称"), max_length=80)
    notice = models.TextField(_("公告正文"), blank=True, max_length=8000)
    term_starts = models.DateField(_("聘期开始"))
    term_ends = models.DateField(_("聘期结束"), help_text=_("含当日"))
    opens_on = models.DateField(_("报名开始"))
    closes_on = models.DateField(_("报名截止"), help_text=_("含当日"))
    contact = models.CharField(_("咨询电话"), max_length=40, blank=True)
    email = models.EmailField(_("受理邮箱"), blank=True)
    step = models.CharField(_("步骤"), max_length=20, default=DRAFT)
    opened_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approval = models.CharField(_("批准文件"), max_length=120, blank=True, help_text=_("文号或会议纪要"))
    published_at = models.DateTimeField(null=True)
    notice_until = models.DateField(_("公示截止"), null=True, help_text=_("含当日"))
    ended_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(_("取消原因"), max_length=500, blank=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("选聘批次")
        ordering: ClassVar = ["-opens_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["zone", "step"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(term_ends__gt=models.F("term_starts")), name="round_term_has_days"
            ),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="round_window_has_days"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Quota(models.Model):
    """The places of a category in a round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="quotas")
    channel = models.CharField(_("通道"), max_length=10, choices=Channel.choices)
    category = models.CharField(_("类别"), max_length=20)
    places = models.PositiveSmallIntegerField(_("名额"))

    class Meta:
        verbose_name = _("名额")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "category"], name="one_quota_a_category")]
