"""What a department does before and beside its answers: drafts of replies, and contested clocks."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReplyDraft(models.Model):
    """答复稿: what one person is writing, or has written and handed to a second person of the department.

    ``data`` holds the fields as they were typed; ``basket`` the files. ``submitted_at`` is None while it may be edited.
    ``back_reason`` is why it was sent back the last time, and by whom.
    """

    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+")
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    data = models.JSONField(default=dict)
    basket = models.UUIDField(null=True)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(_("送审时间"), null=True)
    back_at = models.DateTimeField(_("退回时间"), null=True)
    back_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    back_reason = models.TextField(_("退回理由"), blank=True)

    class Meta:
        verbose_name = _("答复稿")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lead", "department", "by"], name="one_reply_draft_a_person"),
            models.UniqueConstraint(
                fields=["lead", "department"],
                condition=models.Q(submitted_at__isnull=False),
                name="one_reply_draft_waiting",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["department", "submitted_at"],
                condition=models.Q(submitted_at__isnull=False),
                name="reply_draft_waiting",
            ),
        ]


class Wish(models.TextChoices):
    """What a department asks for when it contests a clock."""

    restart = "restart", _("应重新起算或顺延")
    exclude = "exclude", _("不应计入时效")


class Contest(models.Model):
    """期限异议: a department contests a clock of its own, the office decides.

    ``upheld`` is None while it waits, and where it fell away because the clock no longer counts. ``due_before`` and
    ``due_after`` are the due days where it was corrected; an upheld contest without them took the clock out of the
    rates.
    """

    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="contests")
    clock = models.ForeignKey("leads.Clock", models.PROTECT, related_name="contests")
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("提出时间"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    wish = models.CharField(_("请求"), max_length=10, choices=Wish.choices)
    reason = models.TextField(_("理由"))
    upheld = models.BooleanField(_("成立"), null=True)
    due_before = models.DateField(null=True)
    due_after = models.DateField(_("更正后的到期日"), null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    opinion = models.TextField(_("认定意见"), blank=True)

    class Meta:
        verbose_name = _("期限异议")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clock"], condition=models.Q(decided_at__isnull=True), name="one_open_contest_a_clock"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["lead", "id"]),
            models.Index(fields=["lead"], condition=models.Q(decided_at__isnull=True), name="contest_open"),
        ]
