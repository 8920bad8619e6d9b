"""Who is invited to a meeting, what they answered, and whether they came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jianyan.core.meeting import Answer, Way
from jianyan.meetings.models.meeting import Meeting

EXCUSE, NOTE = 500, 200


class Answers(models.TextChoices):
    none = Answer.none, _("未答复")
    coming = Answer.coming, _("参加")
    online = Answer.online, _("线上参加")
    excused = Answer.excused, _("请假")
    declined = Answer.declined, _("不参加")


class Came(models.TextChoices):
    none = Way.none, _("未到")
    code = Way.code, _("扫码签到")
    list = Way.list, _("点名")
    online = Way.online, _("线上签到")
    proxy = Way.proxy, _("补登")


class Invitation(models.Model):
    """One who is invited: a supervisor, somebody else with an account, or a department. Who came has ``attended_at``.

    Whoever comes without having been invited gets a row at the door, with ``invited_at`` empty. ``excused_ok``: the
    office has accepted the excuse, or not; None while it has not decided. ``entered_by`` and ``entered_at`` say who of
    the office found the person to be there, and when; nobody, where the person signed in. ``note``: on what grounds,
    or who came for a department.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitations")
    supervisor = models.ForeignKey("people.Supervisor", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField(_("邀请时间"), null=True)
    answer = models.CharField(_("答复"), max_length=10, choices=Answers.choices, blank=True, default="")
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    excuse = models.CharField(_("请假事由"), max_length=EXCUSE, blank=True)
    excused_ok = models.BooleanField(_("准假"), null=True)
    attended_at = models.DateTimeField(_("到会时间"), null=True)
    attended_by_way = models.CharField(_("签到方式"), max_length=8, choices=Came.choices, blank=True, default="")
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(_("登记时间"), null=True)
    note = models.CharField(_("备注"), max_length=NOTE, blank=True)

    class Meta:
        verbose_name = _("会议邀请")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "supervisor"], name="one_invitation_a_supervisor"),
            models.UniqueConstraint(fields=["meeting", "user"], name="one_invitation_a_user"),
            models.UniqueConstraint(fields=["meeting", "department"], name="one_invitation_a_department"),
            models.CheckConstraint(
                condition=Q(supervisor__isnull=False, user__isnull=True, department__isnull=True)
                | Q(supervisor__isnull=True, user__isnull=False, department__isnull=True)
                | Q(supervisor__isnull=True, user__isnull=True, department__isnull=False),
                name="invitation_is_somebodys",
            ),
            models.CheckConstraint(condition=~Q(answer="excused") | ~Q(excuse=""), name="excuse_has_a_reason"),
            models.CheckConstraint(
                condition=Q(attended_at__isnull=True, attended_by_way="")
                | Q(attended_at__isnull=False) & ~Q(attended_by_way=""),
                name="who_came_came_somehow",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["supervisor", "attended_at"])]

    @property
    def subject(self) -> str:
        """The name of its chain in the ledger."""
        return f"invitation:{self.pk}"

    @property
    def name(self) -> str:
        """Who is invited, as the lists of a meeting name them."""
        who = self.supervisor or self.user or self.department
        return who.name if who else ""

    @property
    def unit(self) -> str:
        """Where they work; a department is its own name."""
        return self.supervisor.unit_name if self.supervisor else ""
