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


class Failure(models.Model):
    """Something that was to happen by itself and did not: a part of the clock's round that broke, or a notice for which
    the unit had nobody. It stands until it is settled: done again by the clock, told again, or let go by somebody.

    ``what`` is the part of the round or the kind of the notice, ``path`` the page that the notice was about, ``params``
    what filled its words. ``told_at`` is when the people in charge last heard of it.
    """

    class Why(models.TextChoices):
        clock = "clock", _("自动处理没有完成")
        nobody = "nobody", _("没有人收到消息")

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    why = models.CharField(_("原因"), max_length=10, choices=Why.choices)
    what = models.CharField(max_length=40)
    path = models.CharField(max_length=200, blank=True)
    params = models.JSONField(default=dict)
    first_at = models.DateTimeField(_("开始于"))
    last_at = models.DateTimeField(_("最近一次"))
    times = models.PositiveIntegerField(_("次数"), default=1)
    told_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("没有完成的事")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["zone", "why", "what", "path"],
                condition=models.Q(settled_at__isnull=True),
                name="one_open_failure",
            )
        ]
