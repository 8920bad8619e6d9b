"""附件: photos and documents given with a lead, and 补充材料, what is added to a lead on its way."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.files.attached import AttachedFile


class Audience(models.TextChoices):
    """Who reads what was added to a lead, beside the office, the leaders and whoever added it."""

    office = "office", _("只给营商环境办")
    department = "department", _("营商环境办和承办部门")
    everybody = "everybody", _("营商环境办、承办部门和提出人")


class Supplement(models.Model):
    """补充材料: words and files added to an open lead by its reporter or the office; nothing is overwritten.

    ``key`` comes with the page: sending the same page twice adds once.
    """

    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="supplements")
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    by_reporter = models.BooleanField(_("提出人补充"))
    words = models.TextField(_("补充说明"), blank=True)
    audience = models.CharField(_("给谁看"), max_length=10, choices=Audience.choices)
    key = models.UUIDField()

    class Meta:
        verbose_name = _("补充材料")
        constraints: ClassVar = [models.UniqueConstraint(fields=["lead", "key"], name="one_supplement_a_page")]


class Attachment(AttachedFile):
    """One file. It lies loose in the ``basket`` of a page until the page is sent; then it belongs to a ``lead``.

    Whoever may not know the reporter does not read its ``name``. ``draft``: the draft of a reply waits for its approval
    with this file, so that it can be neither taken out nor exchanged meanwhile. ``contest``: it was given with a
    contested clock.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    basket = models.UUIDField()
    lead = models.ForeignKey("leads.Lead", models.PROTECT, null=True, related_name="attachments")
    supplement = models.ForeignKey(Supplement, models.PROTECT, null=True, related_name="attachments")
    reply = models.ForeignKey("leads.Reply", models.PROTECT, null=True, related_name="attachments")
    draft = models.ForeignKey("leads.ReplyDraft", models.SET_NULL, null=True, related_name="attachments")
    contest = models.ForeignKey("leads.Contest", models.PROTECT, null=True, related_name="attachments")
    audience = models.CharField(_("给谁看"), max_length=10, choices=Audience.choices, default=Audience.department)

    class Meta:
        verbose_name = _("附件")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["basket", "uploaded_by", "sent"], name="one_file_once_a_basket"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["lead", "id"]),
            models.Index(
                fields=["uploaded_by", "uploaded_at"], condition=models.Q(lead__isnull=True), name="file_loose"
            ),
        ]
