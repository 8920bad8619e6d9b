"""The ledger (台账): one row per act, chained per subject and sealed daily.

The database refuses UPDATE and DELETE on rows and seals (triggers, see migration 0002).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tip(models.Model):
    """The end of one subject's chain. Locking this row is what keeps two writers from forking the chain."""

    subject = models.CharField(max_length=60, primary_key=True)
    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    length = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")


class Entry(models.Model):
    """One act: who, when, verb, subject, whose dossier, data, rule version, clause, and its place in the chain.

    ``subject`` reads ``lead:17``. ``data`` holds codes, references and digests of texts, never the texts themselves:
    a row can not be changed, and personal words must stay erasable (see ADR 0003).
    ``at`` is when the act took place; ``dossier`` is the supervisor whose dossier the row belongs to.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    subject = models.CharField(max_length=60)
    place = models.PositiveIntegerField()
    at = models.DateTimeField(_("时间"))
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=12, blank=True)
    verb = models.CharField(_("动作"), max_length=40)
    dossier = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    rules = models.CharField(_("规则版本"), max_length=20, blank=True)
    clause = models.CharField(_("条款"), max_length=10, blank=True)
    algorithm = models.CharField(max_length=10)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("台账记录")
        constraints: ClassVar = [models.UniqueConstraint(fields=["subject", "place"], name="one_row_a_place")]
        indexes: ClassVar = [
            models.Index(fields=["zone", "-id"]),
            models.Index(fields=["zone", "-at"]),
            models.Index(fields=["dossier", "-at"], condition=models.Q(dossier__isnull=False), name="ledger_dossier"),
            models.Index(fields=["zone", "verb", "-id"]),
            models.Index(fields=["actor", "-id"]),
            # Who filed or was spoken with in a month: nearly all that is asked of a row stands in the index itself.
            models.Index(
                fields=["zone", "verb", "at", "role", "dossier"],
                condition=models.Q(dossier__isnull=False),
                name="ledger_deeds",
            ),
        ]


class Seal(models.Model):
    """The daily seal of a zone: a digest over all rows since the seal before, chained to it."""

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    day = models.DateField(_("日期"))
    number = models.PositiveIntegerField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()
    algorithm = models.CharField(max_length=10)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("每日封存")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "number"], name="one_seal_a_number"),
            models.UniqueConstraint(fields=["zone", "day"], name="one_seal_a_day"),
        ]


class Verification(models.Model):
    """The result of one check of the whole ledger, so that an auditor sees when it was last found whole."""

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    seals = models.PositiveIntegerField()
    findings = models.JSONField(default=list)

    class Meta:
        verbose_name = _("台账核验")
        get_latest_by = "at"
