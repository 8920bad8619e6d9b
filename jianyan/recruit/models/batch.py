"""A list of New Area and municipal supervisors that the office brings in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.recruit.models.round import Round


class CandidateBatch(models.Model):
    """名单: read, looked over row by row, then entered as a whole or not at all.

    ``digest`` is the file's, so that a repeat is recognised. ``rows`` hold what the file says until it is entered.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=80)
    rows = models.JSONField(default=list)
    entered_at = models.DateTimeField(null=True)
    made = models.PositiveIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("导入名单")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "digest"], condition=models.Q(entered_at__isnull=False), name="one_import_a_list"
            ),
        ]
