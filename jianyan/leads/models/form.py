"""监督意见表: what a supervisor files once a month and identity."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormBatch(models.Model):
    """A spreadsheet of forms that the office brings in: read, looked over, then entered as a whole.

    ``digest`` is the file's, so that a repeat is recognised. ``rows`` hold what the file says until it is entered.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=80)
    rows = models.JSONField(default=list)
    entered_at = models.DateTimeField(null=True)
    forms = models.PositiveIntegerField(default=0)
    leads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["zone", "digest"], condition=models.Q(entered_at__isnull=False), name="one_entry_a_file"
            ),
        ]


class CameBy(models.TextChoices):
    """How a form came to the office that entered it on the supervisor's behalf."""

    paper = "paper", _("纸质")
    phone = "phone", _("电话")
    sheet = "sheet", _("电子表格")


class OpinionForm(models.Model):
    """A filed form. ``month`` is the first day of its month; ``nil`` marks a nil return (零报告).

    ``key`` comes with the page that was filled in: filing the same page twice files once.
    ``submitted_by`` is the supervisor. A form that came to the office by another way (``channel``) on the day
    ``received_on`` was put in at ``submitted_at`` by ``entered_by`` (代录): clocks run from then, lateness does not.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    identity = models.ForeignKey("people.Identity", models.PROTECT, related_name="+")
    month = models.DateField(_("月份"))
    nil = models.BooleanField(_("零报告"), default=False)
    late = models.BooleanField(_("逾期提交"), default=False)
    submitted_at = models.DateTimeField(_("提交时间"))
    submitted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    key = models.UUIDField()
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("代录人")
    )
    channel = models.CharField(_("收到方式"), max_length=10, blank=True, choices=CameBy.choices)
    received_on = models.DateField(_("收到日期"), null=True)
    batch = models.ForeignKey(FormBatch, models.PROTECT, null=True, related_name="entered")

    class Meta:
        verbose_name = _("监督意见表")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["identity", "month"], name="one_form_a_month_and_identity"),
            models.CheckConstraint(
                condition=models.Q(entered_by__isnull=True, channel="", received_on__isnull=True)
                | models.Q(entered_by__isnull=False, received_on__isnull=False) & ~models.Q(channel=""),
                name="entered_by_somebody_in_some_way",
            ),
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
    """The last lead number given out in a zone and year; locked while the next one is taken.

    Anonymous leads are counted in a series of their own (ADR 18).
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    hidden = models.BooleanField(default=False)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["zone", "year", "hidden"], name="one_counter_a_year")]


class SpareId(models.Model):
    """A row id of a lead that was passed over, and that an anonymous lead may take later (ADR 18)."""

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    value = models.BigIntegerField(unique=True)
