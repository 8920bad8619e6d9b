"""会议纪要, and what was agreed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jianyan.meetings.models.meeting import Meeting

LINE, LIST, TEXT, ITEM = 60, 2000, 20000, 300


class Minutes(models.Model):
    """会议纪要 of one meeting: drafted with the attendance filled in, sent to the head, issued; then it stays."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    chair = models.CharField(_("主持人"), max_length=LINE)
    recorder = models.CharField(_("记录人"), max_length=LINE)
    present = models.TextField(_("出席"), blank=True, max_length=LIST)
    observers = models.TextField(_("列席"), blank=True, max_length=LIST)
    absent = models.TextField(_("缺席及原因"), blank=True, max_length=LIST)
    discussion = models.TextField(_("议题与讨论"), max_length=TEXT)
    written_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("写成时间"))
    submitted_at = models.DateTimeField(_("送签时间"), null=True)
    issued_at = models.DateTimeField(_("签发时间"), null=True)
    issued_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("会议纪要")

    @property
    def step(self) -> str:
        """How far they are: draft, submitted or issued."""
        if self.issued_at:
            return "issued"
        return "submitted" if self.submitted_at else "draft"


class Agreed(models.Model):
    """议定事项: who does it, and until when; with the issued minutes it becomes a task."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="agreed")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(_("事项"), max_length=ITEM)
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("完成时限"), null=True)
    task = models.ForeignKey("tasks.Task", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("议定事项")
        ordering: ClassVar = ["place", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["minutes", "place"], name="one_agreed_matter_a_place"),
            models.CheckConstraint(
                condition=Q(department__isnull=True) | Q(user__isnull=True), name="agreed_matter_has_one_owner"
            ),
        ]
