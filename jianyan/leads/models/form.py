"""监督意见表: what a supervisor files once a month and identity."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class OpinionForm(models.Model):
    """A filed form. ``month`` is the first day of its month; ``nil`` marks a nil return (零报告).

    ``key`` comes with the page that was filled in: filing the same page twice files once.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    identity = models.ForeignKey("people.Identity", models.PROTECT, related_name="+")
    month = models.DateField(_("月份"))
    nil = models.BooleanField(_("零报告"), default=False)
    late = models.BooleanField(_("逾期提交"), default=False)
    submitted_at = models.DateTimeField(_("提交时间"))
    submitted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    key = models.UUIDField()

    class Meta:
        verbose_name = _("监督意见表")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["identity", "month"], name="one_form_a_month_and_identity"),
        ]
        indexes: ClassVar = [models.Index(fields=["zone", "month"])]


class Draft(models.Model):
    """A form that is not filed yet: exactly what was typed, so that nothing is lost."""

    identity = models.ForeignKey("people.Identity", models.CASCADE, related_name="+")
    month = models.DateField()
    key = models.UUIDField()
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["identity", "month"], name="one_draft_a_form")]


class LeadNumber(models.Model):
    """The last lead number given out in a zone and year; locked while the next one is taken."""

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["zone", "year"], name="one_counter_a_year")]
