"""附件 of reports and findings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.files.attached import AttachedFile
from jianyan.studies.models.study import Report
from jianyan.studies.models.verification import Finding


class StudyFile(AttachedFile):
    """A file of a report or a finding. It lies loose in the ``basket`` of a page until the page is sent."""

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    basket = models.UUIDField()
    report = models.ForeignKey(Report, models.PROTECT, null=True, related_name="files")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="files")

    class Meta:
        verbose_name = _("附件")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["basket", "uploaded_by", "sent"], name="study_file_once_a_basket"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["uploaded_by", "uploaded_at"],
                condition=models.Q(report__isnull=True, finding__isnull=True),
                name="study_file_loose",
            ),
        ]
