"""专报 to the committee: drafted from a snapshot and chosen leads, edited, signed; then it never changes (5.1.j)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.core.special import SpecialState
from jianyan.reports.models.snapshot import Snapshot


class Special(models.Model):
    """The special report of a zone and quarter. ``revision`` grows with every act.

    ``year`` and ``number`` are its number in the year it is signed, 第N期; ``content`` is all that it says, as its
    document and page show it, ``digest`` that of content, number and who signed when. All are empty until then.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    quarter = models.CharField(_("季度"), max_length=6)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    title = models.CharField(_("标题"), max_length=120)
    state = models.CharField(
        _("状态"), max_length=8, default=SpecialState.draft, choices=[(s.value, s.value) for s in SpecialState]
    )
    revision = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField(_("起草时间"))
    drafted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    returned = models.CharField(_("退回原因"), max_length=500, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveSmallIntegerField(_("期号"), null=True)
    signed_at = models.DateTimeField(_("签发时间"), null=True)
    signed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("专报")
        ordering: ClassVar = ["-quarter"]
        indexes: ClassVar = [models.Index(fields=["zone", "-signed_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "quarter"], name="one_special_a_quarter"),
            models.UniqueConstraint(fields=["zone", "year", "number"], name="one_special_a_number"),
            models.CheckConstraint(
                condition=models.Q(state="signed", signed_at__isnull=False, number__isnull=False) & ~models.Q(digest="")
                | ~models.Q(state="signed") & models.Q(signed_at__isnull=True, number__isnull=True, digest=""),
                name="signed_special_has_number_and_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """The name of its chain in the ledger."""
        return f"special:{self.pk}"

    @property
    def signed(self) -> bool:
        return self.state == SpecialState.signed


class SpecialSection(models.Model):
    """The prose of one section, as `Section` of a bulletin."""

    special = models.ForeignKey(Special, models.PROTECT, related_name="sections")
    key = models.CharField(max_length=12)
    text = models.TextField(_("正文"))
    edited = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("专报章节")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["special", "key"], name="one_special_section_a_key")]


class SpecialItem(models.Model):
    """One matter of a section that the officer has chosen: the leads that it rests on, and what is said of it.

    ``place`` orders the items of a section. A leader instructs on an item or on the whole report.
    """

    special = models.ForeignKey(Special, models.PROTECT, related_name="items")
    section = models.CharField(max_length=12)
    place = models.PositiveSmallIntegerField()
    title = models.CharField(_("事项"), max_length=60)
    text = models.TextField(_("情况和建议"), max_length=2000)
    leads = models.ManyToManyField("leads.Lead", related_name="+")
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("专报事项")
        ordering: ClassVar = ["section", "place", "id"]
        indexes: ClassVar = [models.Index(fields=["special", "section", "place"])]

    def __str__(self) -> str:
        return self.title
