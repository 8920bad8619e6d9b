"""What happens in a term besides the work: a dismissal on its way, and changes of what is known of the person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.people.models.supervisor import Appointment, Supervisor


class Ground(models.TextChoices):
    """The grounds of dismissal."""

    transfer = "transfer", _("岗位变动")
    sanction = "sanction", _("受处分或失信")
    leak = "leak", _("泄露秘密")
    gain = "gain", _("谋取私利")
    inactive = "inactive", _("长期不履职")


class Dismissal(models.Model):
    """解聘程序: proposal → statement by the person → decision by the head. One open at a time for an appointment."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="dismissals")
    ground = models.CharField(_("事由"), max_length=10, choices=Ground.choices)
    words = models.TextField(_("情况说明"), max_length=2000)
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("提出时间"))
    answer_by = models.DateField(_("陈述截止"), help_text=_("含当日"))
    statement = models.TextField(_("本人陈述"), max_length=2000, blank=True)
    stated_at = models.DateTimeField(null=True)
    approved = models.BooleanField(_("同意解聘"), null=True)
    decision = models.CharField(_("决定理由"), max_length=500, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("解聘程序")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["appointment"], condition=models.Q(decided_at__isnull=True), name="one_open_dismissal"
            )
        ]


class Change(models.Model):
    """变更: what a field of a supervisor was before and after. The ledger's row names the field; the words stay here,
    where they can be cleared when the person is anonymised."""

    supervisor = models.ForeignKey(Supervisor, models.PROTECT, related_name="changes")
    field = models.CharField(_("项目"), max_length=20)
    was = models.CharField(_("原来"), max_length=120, blank=True)
    now = models.CharField(_("现在"), max_length=120, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("资料变更")
        ordering: ClassVar = ["-at", "-id"]
