"""Where somebody stands in an award, and what the reviewers changed."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.awards.models.run import Run


class Standing(models.Model):
    """One person's points in an award, in hundredths (`core.merit`).

    ``counts``: deed → how often; ``parts``: part → its points and lines, as they were scored. ``place`` is the order of
    the list. ``why``: why there is no rank. ``struck``: taken off the decided list. ``awarded`` once it is given, with
    ``certificate`` and ``token``, which stands in its QR code.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="standings")
    supervisor = models.ForeignKey("people.Supervisor", models.PROTECT, related_name="+")
    channel = models.CharField(_("通道"), max_length=10)
    months = models.PositiveSmallIntegerField(_("任职月数"))
    since = models.DateField()
    counts = models.JSONField(default=dict)
    parts = models.JSONField(default=dict)
    counted = models.IntegerField(_("计分"))
    adjusted = models.IntegerField(_("加减分"), default=0)
    vetoed = models.BooleanField(_("一票否决"), default=False)
    total = models.IntegerField(_("总分"))
    rank = models.PositiveIntegerField(_("名次"), null=True)
    place = models.PositiveIntegerField()
    proposed = models.BooleanField(_("建议授予"), default=False)
    why = models.CharField(max_length=10, blank=True)
    struck = models.BooleanField(_("移出名单"), default=False)
    struck_why = models.CharField(_("移出原因"), max_length=500, blank=True)
    awarded = models.BooleanField(_("优秀监督员"), default=False)
    certificate = models.CharField(_("证书编号"), max_length=30, blank=True)
    token = models.UUIDField(default=uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("评优得分")
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "supervisor"], name="one_standing_a_person")]
        indexes: ClassVar = [models.Index(fields=["run", "place"]), models.Index(fields=["supervisor"])]

    @property
    def listed(self) -> bool:
        """On the decided list."""
        return self.proposed and not self.struck

    def points_of(self, part: str) -> int:
        found: dict[str, Any] = self.parts.get(part, {})
        return int(found.get("points", 0))


class Change(models.TextChoices):
    """What a reviewer does to somebody's points."""

    points = "points", _("加减分")
    veto = "veto", _("一票否决")
    lift = "lift", _("撤销否决")


class Adjustment(models.Model):
    """加减分: what a reviewer changed and why; ``points`` in hundredths. ``key`` comes with the page."""

    standing = models.ForeignKey(Standing, models.PROTECT, related_name="adjustments")
    kind = models.CharField(_("方式"), max_length=6, choices=Change.choices)
    points = models.IntegerField(_("分"), default=0)
    reason = models.CharField(_("理由"), max_length=500)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("加减分")
        ordering: ClassVar = ["id"]
