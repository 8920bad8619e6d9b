"""异议: by the person before the decision, by anybody during the public notice."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.awards.models.standing import Standing


class Outcome(models.TextChoices):
    """What came of an objection."""

    upheld = "upheld", _("异议成立")
    dismissed = "dismissed", _("异议不成立")


class Objection(models.Model):
    """What is said against somebody's points (``own``) or against a name on public notice, and what was found.

    ``name`` and ``phone`` of whoever objects in public may be empty. ``key`` comes with the page.
    """

    standing = models.ForeignKey(Standing, models.PROTECT, related_name="objections")
    own = models.BooleanField(_("本人提出"))
    token = models.UUIDField(default=uuid4, unique=True, editable=False)
    receipt = models.CharField(_("受理编号"), max_length=20)
    key = models.UUIDField(unique=True)
    name = models.CharField(_("姓名或单位"), max_length=60, blank=True)
    phone = models.CharField(_("联系电话"), max_length=20, blank=True)
    text = models.TextField(_("异议内容"), max_length=2000)
    at = models.DateTimeField(_("时间"))
    outcome = models.CharField(_("结论"), max_length=10, choices=Outcome.choices, blank=True)
    findings = models.TextField(_("核实情况"), max_length=2000, blank=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("异议")
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["standing", "outcome"])]
