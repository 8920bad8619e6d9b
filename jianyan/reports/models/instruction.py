"""批示: what a leader writes on a special report, and what the office makes of it (5.1.j)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.reports.models.special import Special, SpecialItem


class Instruction(models.Model):
    """A leader's words on a special report (``item`` None) or on one item of it. Its tasks name it as their source.

    ``by`` is the leader; ``entered_by`` is somebody of the office who has entered what the leader wrote on paper.
    ``due_on`` is the date as the leader wrote it, working day or not. ``noted``: the office's word that no task comes
    of it. ``ended_at``: when the clock found all its tasks ended, and told the leader. ``told_in`` is the issue that
    has reported what came of it. ``key`` comes with the page.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    special = models.ForeignKey(Special, models.PROTECT, related_name="instructions")
    item = models.ForeignKey(SpecialItem, models.PROTECT, null=True, related_name="instructions")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("批示领导"))
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("批示时间"))
    text = models.TextField(_("批示内容"), max_length=1000)
    due_on = models.DateField(_("办理时限"), null=True)
    noted = models.CharField(_("阅知说明"), max_length=500, blank=True)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    told_in = models.ForeignKey(Special, models.PROTECT, null=True, related_name="+")
    key = models.UUIDField()

    class Meta:
        verbose_name = _("批示")
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["zone", "-at"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["zone", "key"], name="one_instruction_a_key")]

    @property
    def subject(self) -> str:
        """The name of its chain in the ledger, and the source of its tasks."""
        return f"instruction:{self.pk}"
