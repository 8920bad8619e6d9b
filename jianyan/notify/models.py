"""What was told to whom, inside the system. Outer channels read the same rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One thing told to one user. ``kind`` picks the words, ``params`` fill them, ``path`` is where to go."""

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    at = models.DateTimeField(_("时间"))
    kind = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    path = models.CharField(max_length=200)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("消息")
        indexes: ClassVar = [
            models.Index(fields=["user", "zone", "-id"]),
            models.Index(fields=["user", "zone"], condition=models.Q(read_at__isnull=True), name="notice_unread"),
        ]
