"""视图: the filters of a page that somebody named, to open them again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Place(models.TextChoices):
    """The page whose filters a view keeps."""

    desk = "desk", _("工作台")
    list = "list", _("线索")


class SavedView(models.Model):
    """One named set of filters of one user. ``query`` is what stands behind the ? of the page's address."""

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    place = models.CharField(max_length=10, choices=Place.choices)
    name = models.CharField(_("名称"), max_length=20)
    query = models.CharField(max_length=1000)

    class Meta:
        verbose_name = _("视图")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "zone", "place", "name"], name="one_view_a_name"),
        ]
