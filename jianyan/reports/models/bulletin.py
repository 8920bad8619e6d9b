"""季度通报: drafted from a snapshot, edited, commented on, frozen; afterwards only corrected beside (clause 5.1.i)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.reports.models.snapshot import Snapshot


class BulletinState(models.TextChoices):
    draft = "draft", _("起草中")
    frozen = "frozen", _("已定稿")


class Bulletin(models.Model):
    """The bulletin of a zone and quarter. ``revision`` grows with every act.

    ``content`` is what was approved: the paragraphs of each section with their figures filled in. ``digest`` is over
    content, figures and who approved when; both are empty until then.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    quarter = models.CharField(_("季度"), max_length=6)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=BulletinState.choices, default=BulletinState.draft)
    revision = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField(_("起草时间"))
    drafted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("送审时间"), null=True)
    frozen_at = models.DateTimeField(_("定稿时间"), null=True)
    frozen_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("季度通报")
        ordering: ClassVar = ["-quarter"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "quarter"], name="one_bulletin_a_quarter"),
            models.CheckConstraint(
                condition=models.Q(state="draft", frozen_at__isnull=True, digest="")
                | models.Q(state="frozen", frozen_at__isnull=False) & ~models.Q(digest=""),
                name="frozen_bulletin_has_a_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.quarter

    @property
    def subject(self) -> str:
        """The name of this bulletin's chain in the ledger."""
        return f"bulletin:{self.pk}"

    @property
    def frozen(self) -> bool:
        return self.state == BulletinState.frozen


class Section(models.Model):
    """The prose of one section: figures stand in it as names in braces (`core.bulletin`).

    ``edited``: somebody has changed what was drafted, so that new figures leave the words alone. ``revision`` grows
    with every change of the words, so that two people who edit one section notice each other.
    """

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="sections")
    key = models.CharField(max_length=12)
    text = models.TextField(_("正文"))
    edited = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("通报章节")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["bulletin", "key"], name="one_section_a_key")]


class Comment(models.Model):
    """审阅意见: what the head says about a section of a draft, and who has dealt with it."""

    section = models.ForeignKey(Section, models.PROTECT, related_name="comments")
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    text = models.TextField(_("意见"), max_length=1000)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("审阅意见")
        ordering: ClassVar = ["id"]


class Correction(models.Model):
    """更正: what a frozen bulletin should have said, and why; it stands beside what was approved.

    ``previous`` and ``digest`` chain it to the bulletin and to the correction before.
    """

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="corrections")
    key = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    text = models.TextField(_("更正内容"), max_length=2000)
    reason = models.CharField(_("更正原因"), max_length=500)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    previous = models.CharField(max_length=80)
    digest = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("更正")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["bulletin", "number"], name="one_correction_a_number")]
