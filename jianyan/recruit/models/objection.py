"""Objections against the names on public notice."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.recruit.models.candidate import Candidate


class Outcome(models.TextChoices):
    """What came of an objection."""

    upheld = "upheld", _("异议成立")
    dismissed = "dismissed", _("异议不成立")


class Objection(models.Model):
    """异议: what somebody says against an appointment during the public notice, and what the office found.

    ``name`` and ``phone`` may be empty: an objection without them is handled all the same.
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="objections")
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
        indexes: ClassVar = [models.Index(fields=["candidate", "outcome"])]
