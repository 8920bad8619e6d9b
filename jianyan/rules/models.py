"""Facts about rules: rulebook versions and the working calendar."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class RulebookVersion(models.Model):
    """One version of a zone's rulebook. In force from ``effective_on`` until a later version is."""

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("版本"))
    effective_on = models.DateField(_("施行日期"))
    text = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("规则版本")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["zone", "effective_on"], name="one_version_a_day"),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class CalendarNotice(models.Model):
    """A notice that fixes days off and worked: the State Council's yearly one (``zone`` empty) or a zone's own."""

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("通知名称"), max_length=120)
    year = models.PositiveIntegerField(_("年份"), null=True, help_text=_("公布全年安排的填写；临时调整不填"))
    imported_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("放假通知")
        indexes: ClassVar = [models.Index(fields=["zone", "year"])]


class CalendarDay(models.Model):
    """A day that is not what its weekday says. The zone's latest notice wins over the State Council's."""

    notice = models.ForeignKey(CalendarNotice, models.CASCADE, related_name="days")
    day = models.DateField(_("日期"))
    working = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=40)

    class Meta:
        verbose_name = _("特殊日期")
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "day"], name="one_day_a_notice")]
