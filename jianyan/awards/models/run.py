"""评优: one award at the end of one term."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.core.award import AwardStep
from jianyan.core.terms import Term


class Run(models.Model):
    """One award: everybody who serves on the last day of a term, scored by one version of the rules.

    ``until_row`` is the last row of the ledger that counts, so that the same rows are read whenever it is checked;
    ``months`` are those of the term. ``hearing_until`` and ``notice_until`` are last days. ``digest`` is that of the
    points as they stand (`queries.frozen`): at the decision it goes into the ledger. ``token`` stands in the public
    address.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    rules = models.ForeignKey("rules.RulebookVersion", models.PROTECT, related_name="+", verbose_name=_("规则"))
    token = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(_("名称"), max_length=80)
    term_starts = models.DateField(_("聘期开始"))
    term_ends = models.DateField(_("聘期结束"), help_text=_("含当日"))
    months = models.PositiveSmallIntegerField(_("月数"))
    until_row = models.BigIntegerField()
    counted_at = models.DateTimeField(_("计分时间"))
    step = models.CharField(_("步骤"), max_length=10, default=AwardStep.review)
    hearing_until = models.DateField(_("本人核对截止"), null=True)
    decided_at = models.DateTimeField(null=True)
    approval = models.CharField(_("批准文件"), max_length=120, blank=True, help_text=_("文号或会议纪要"))
    approved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    notice_until = models.DateField(_("公示截止"), null=True, help_text=_("含当日"))
    ended_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(_("取消原因"), max_length=500, blank=True)
    digest = models.CharField(_("摘要"), max_length=80)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("评优")
        ordering: ClassVar = ["-term_ends", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["zone", "term_ends"], condition=~models.Q(step=AwardStep.cancelled), name="one_award_a_term"
            ),
            models.CheckConstraint(
                condition=models.Q(term_ends__gt=models.F("term_starts")), name="award_term_has_days"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def term(self) -> Term:
        return Term(self.term_starts, self.term_ends)

    @property
    def subject(self) -> str:
        """The name of its chain in the ledger."""
        return f"award:{self.pk}"
