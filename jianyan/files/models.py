"""What lies in the store of attachments and belongs to no row."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unclaimed(models.Model):
    """A stored part that no row owns: not yet, while an upload is on its way, or no more, until it is removed.

    It is written before the bytes are, so that a process killed at any moment leaves nothing behind unknown.
    """

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("未入账的附件")
        indexes: ClassVar = [models.Index(fields=["at"])]
