"""Facts about duties: which quarters were warned of and closed, and how everybody stood when they were."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.core.duties import Quarter, Standing
from jianyan.people.models import Channel, Supervisor


class DutyQuarter(models.Model):
    """A quarter of a zone, written when it is warned of or closed. ``number`` is the rulebook version it was closed
    under; ``people`` how many were in term."""

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    key = models.CharField(_("季度"), max_length=6)
    warned_at = models.DateTimeField(_("提醒时间"), null=True)
    closed_at = models.DateTimeField(_("结算时间"), null=True)
    number = models.PositiveIntegerField(_("规则版本"), default=0)
    people = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("履职季度")
        constraints: ClassVar = [models.UniqueConstraint(fields=["zone", "key"], name="one_duty_quarter")]

    @property
    def quarter(self) -> Quarter:
        return Quarter(int(self.key[:4]), int(self.key[5]))


class Closing(models.Model):
    """How one supervisor stood when a quarter was closed; it does not change any more.

    ``owed``, ``done`` and ``excused`` are of meetings and studies, together of all duties per quarter; ``duties`` has
    each by what it asks for. Contacts are the officer's: months in which one was owed, and took place.
    """

    quarter = models.ForeignKey(DutyQuarter, models.PROTECT, related_name="closings")
    supervisor = models.ForeignKey(Supervisor, models.PROTECT, related_name="+")
    officer = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    days = models.PositiveIntegerField(_("在聘天数"))
    owed = models.PositiveIntegerField(_("应参加"))
    done = models.PositiveIntegerField(_("已参加"))
    excused = models.PositiveIntegerField(_("请假抵免"))
    standing = models.CharField(_("状态"), max_length=8, choices=[(each.value, each.value) for each in Standing])
    duties = models.JSONField(default=dict)
    forms_owed = models.PositiveIntegerField(_("应交意见表"))
    forms_done = models.PositiveIntegerField(_("已交意见表"))
    forms_missed = models.PositiveIntegerField(_("缺报意见表"))
    contacts_owed = models.PositiveIntegerField(_("应联系"))
    contacts_done = models.PositiveIntegerField(_("已联系"))
    contacts_missed = models.PositiveIntegerField(_("未联系"))

    class Meta:
        verbose_name = _("履职结算")
        constraints: ClassVar = [models.UniqueConstraint(fields=["quarter", "supervisor"], name="closed_once")]
        indexes: ClassVar = [
            models.Index(fields=["quarter", "standing"]),
            models.Index(fields=["supervisor", "quarter"]),
        ]

    @property
    def subject(self) -> str:
        """The name of its chain in the ledger."""
        return f"duty:{self.pk}"
