"""An officer's leave, and who stands in meanwhile."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.people.models.supervisor import Supervisor


class Leave(models.Model):
    """An officer's leave, from ``starts_at`` until just before ``ends_at``: others stand in, see `Cover`.

    Who is the contact at a moment follows from the two moments alone. ``begun_at`` and ``over_at`` say when the clock
    told people so; one that was called off before it began ends where it starts.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    officer = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("请假的专员"))
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("请假代管")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("starts_at")), name="leave_ends_after_its_start"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["officer", "ends_at"]), models.Index(fields=["zone", "over_at"])]


class Cover(models.Model):
    """Who stands in during a leave: for one supervisor, or (``supervisor`` None) for all who are not named."""

    leave = models.ForeignKey(Leave, models.PROTECT, related_name="covers")
    supervisor = models.ForeignKey(Supervisor, models.PROTECT, null=True, related_name="+")
    deputy = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("代管人"))

    class Meta:
        verbose_name = _("代管人")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["leave", "supervisor"], name="one_cover_a_supervisor"),
            models.UniqueConstraint(
                fields=["leave"], condition=models.Q(supervisor__isnull=True), name="one_cover_for_the_others"
            ),
        ]
