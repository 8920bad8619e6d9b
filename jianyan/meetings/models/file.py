"""Photos and documents of a meeting, and the private address of somebody's calendar."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.files.attached import AttachedFile
from jianyan.meetings.models.meeting import Meeting


class MeetingFile(AttachedFile):
    """One file of a meeting. ``shared``: those invited see it too."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="files")
    shared = models.BooleanField(_("受邀的人可以看"), default=False)

    class Meta:
        verbose_name = _("会议文件")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "sent"], name="one_meeting_file_once"),
        ]


def _token() -> str:
    return token_urlsafe(32)


class Feed(models.Model):
    """日历订阅: the address under which a calendar program reads somebody's meetings without signing in.

    Whoever has the address reads them: it cannot be guessed, and its owner can have another one at any time.
    """

    user = models.OneToOneField("accounts.User", models.PROTECT, related_name="+")
    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    token = models.CharField(max_length=60, unique=True, default=_token)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("日历订阅")
