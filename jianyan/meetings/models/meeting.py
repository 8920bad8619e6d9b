"""A meeting of the office with supervisors and units."""

from __future__ import annotations

from secrets import token_hex
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.core.meeting import MeetingKind, MeetingState, Mode

TITLE, AGENDA, PLACE, LINK = 80, 4000, 120, 300


class Kind(models.TextChoices):
    symposium = MeetingKind.symposium, _("座谈")
    plenary = MeetingKind.plenary, _("季度全体会")
    visit = MeetingKind.visit, _("走访")
    environment = MeetingKind.environment, _("营商环境会议")


class Ways(models.TextChoices):
    on_site = Mode.on_site, _("线下")
    online = Mode.online, _("线上")
    both = Mode.both, _("线下和线上")


class State(models.TextChoices):
    planned = MeetingState.planned, _("待召开")
    held = MeetingState.held, _("已召开")
    cancelled = MeetingState.cancelled, _("已取消")


def _secret() -> str:
    return token_hex(32)


class Meeting(models.Model):
    """会议: 座谈, 季度全体会, 走访 or 营商环境会议. It belongs to the quarter in which it begins.

    ``secret`` seals the attendance codes and never leaves the server. ``uid`` names it in calendars, where
    ``sequence`` grows with each change of time or place. ``reminded_at``: those invited were reminded once.
    ``revision`` grows with what the office changes of it, so that a stale page is noticed.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    mode = models.CharField(_("方式"), max_length=8, choices=Ways.choices, default=Ways.on_site)
    title = models.CharField(_("名称"), max_length=TITLE)
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    place = models.CharField(_("地点"), max_length=PLACE, blank=True)
    link = models.URLField(_("线上链接"), max_length=LINK, blank=True)
    agenda = models.TextField(_("议程"), blank=True, max_length=AGENDA)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.planned)
    cancel_reason = models.CharField(_("取消原因"), max_length=500, blank=True)
    secret = models.CharField(max_length=64, default=_secret, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    key = models.UUIDField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("会议")
        ordering: ClassVar = ["starts_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["zone", "starts_at"]),
            models.Index(fields=["state", "ends_at"], condition=models.Q(state="planned"), name="meeting_planned"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "key"], name="one_meeting_a_page"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="meeting_ends_after_its_start"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """The name of its chain in the ledger, and of it as a source of leads and tasks."""
        return f"meeting:{self.pk}"


class VisitRecord(models.Model):
    """走访记录: who went, to whom, what was found and said there. What is to be done goes on as leads."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="visit")
    party = models.CharField(_("走访人员"), max_length=200)
    host = models.CharField(_("走访对象"), max_length=120)
    met = models.CharField(_("对方人员"), max_length=120, blank=True)
    situation = models.TextField(_("走访情况"), max_length=4000)
    problems = models.TextField(_("反映的问题"), blank=True, max_length=4000)
    answers = models.TextField(_("现场答复"), blank=True, max_length=4000)
    to_do = models.TextField(_("待办事项"), blank=True, max_length=4000)
    signed = models.CharField(_("对象签名"), max_length=60, blank=True)
    written_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("走访记录")
