"""相似: leads of different reporters that say alike, and the sorting of a month."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class Likeness(models.Model):
    """What the office found of two leads: ``related`` as similar (关联), or told apart (不相关) and not asked again.

    One row a pair, the earlier lead first. Related leads go their own ways; merging is another matter.
    """

    first = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")
    second = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")
    related = models.BooleanField(_("相似"))
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("相似线索")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="one_likeness_a_pair"),
            models.CheckConstraint(condition=models.Q(first__lt=F("second")), name="earlier_lead_first"),
        ]


class MonthSorting(models.Model):
    """本月整理完毕: somebody of the office has found all leads of a month sorted (5.1.f), with the counts of then.

    Leads that come in afterwards are sorted again; then there is another row. ``counts``: leads by what became of
    them (graded, merged, split, noted, withdrawn) and pairs linked.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    month = models.DateField(_("月份"))
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    leads = models.PositiveIntegerField(_("件数"))
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("月度整理")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "month", "leads"], name="one_sorting_a_count"),
        ]
