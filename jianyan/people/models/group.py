"""The internal and the external group of a zone: announcements, who has read them, questions and answers (5.1.d).

A group has no list of members: whoever is appointed in its channel is in it, from the first day to the last
(`queries.groups`), so that nothing has to be kept in step.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.people.models.supervisor import Supervisor


class Group(models.TextChoices):
    """The two groups of a zone."""

    internal = "internal", _("内部监督员群")
    external = "external", _("外部监督员群")


class Announcement(models.Model):
    """群公告, to one group or both; ``key`` comes with the page: sending it twice tells once.

    One that was taken back keeps its row and its words for the office; members read why instead.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    to_internal = models.BooleanField(_("内部监督员群"), default=False)
    to_external = models.BooleanField(_("外部监督员群"), default=False)
    title = models.CharField(_("标题"), max_length=80)
    text = models.TextField(_("正文"), max_length=4000)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    key = models.UUIDField(unique=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    taken_back_why = models.CharField(_("撤回原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("群公告")
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["zone", "-at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(to_internal=True) | models.Q(to_external=True), name="announcement_has_a_group"
            )
        ]

    @property
    def groups(self) -> list[Group]:
        """The groups that it was sent to."""
        sent = ((Group.internal, self.to_internal), (Group.external, self.to_external))
        return [group for group, to in sent if to]

    @property
    def subject(self) -> str:
        """The name of its chain in the ledger."""
        return f"announcement:{self.pk}"


class Reading(models.Model):
    """已读回执: a member who was told of an announcement, and when they first read it; null: not yet."""

    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="readings")
    supervisor = models.ForeignKey(Supervisor, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("阅读时间"), null=True)

    class Meta:
        verbose_name = _("已读回执")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["announcement", "supervisor"], name="one_reading_a_member")
        ]
        indexes: ClassVar = [
            models.Index(fields=["supervisor"], condition=models.Q(at__isnull=True), name="reading_not_yet")
        ]


class Question(models.Model):
    """A member's question under an announcement, and the office's answer.

    Whoever reads the announcement reads both; who asked is known to the office alone.
    """

    announcement = models.ForeignKey(Announcement, models.PROTECT, related_name="questions")
    supervisor = models.ForeignKey(Supervisor, models.PROTECT, related_name="+")
    text = models.CharField(_("问题"), max_length=500)
    at = models.DateTimeField(_("时间"))
    key = models.UUIDField(unique=True)
    answer = models.CharField(_("回答"), max_length=1000, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("公告提问")
        ordering: ClassVar = ["id"]
