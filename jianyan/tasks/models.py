"""Facts about tasks (任务)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.core.tasks import TaskState

STATES = [
    (TaskState.open.value, _("办理中")),
    (TaskState.done.value, _("已完成")),
    (TaskState.dropped.value, _("已撤销")),
]


class Task(models.Model):
    """任务: what minutes or an instruction ask of a unit or of somebody of the office, by a day.

    ``source`` is the subject in the ledger that it comes from (``meeting:12``, ``instruction:3``). ``due_on`` is the
    date as it was written; ``meant_on`` the working day that it means, ``due_at`` and ``warn_at`` as in `core.clocks`,
    reckoned under the zone's calendar of ``calendar_revision``. ``warned_at`` and ``urged_at``: when the owner was
    last told of this date. ``key`` comes with whoever gives: giving twice with it gives once.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    no = models.CharField(_("编号"), max_length=12)
    title = models.CharField(_("任务"), max_length=100)
    text = models.TextField(_("要求"), max_length=2000, blank=True)
    source = models.CharField(_("来源"), max_length=60)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("责任单位")
    )
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("责任人"))
    due_on = models.DateField(_("完成时限"))
    meant_on = models.DateField()
    due_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    calendar_revision = models.PositiveIntegerField()
    state = models.CharField(_("状态"), max_length=8, choices=STATES, default=TaskState.open)
    result = models.TextField(_("完成情况"), max_length=2000, blank=True)
    given_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("交办人"))
    given_at = models.DateTimeField(_("交办时间"))
    ended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("办结时间"), null=True)
    warned_at = models.DateTimeField(null=True)
    urged_at = models.DateTimeField(null=True)
    key = models.UUIDField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("任务")
        ordering: ClassVar = ["due_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["zone", "state", "due_at"]),
            models.Index(fields=["department", "state", "due_at"]),
            models.Index(fields=["zone", "source"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "no"], name="one_task_a_number"),
            models.UniqueConstraint(fields=["zone", "key"], name="one_task_a_key"),
            models.CheckConstraint(
                condition=models.Q(department__isnull=True) ^ models.Q(user__isnull=True), name="task_has_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """The name of its chain in the ledger."""
        return f"task:{self.pk}"

    @property
    def owner(self) -> str:
        """Whose it is, in words."""
        return str(self.department or self.user)

    @property
    def on_time(self) -> bool | None:
        """Whether it was done in time; None while it is not done."""
        return self.ended_at < self.due_at if self.state == TaskState.done and self.ended_at else None


class Note(models.Model):
    """What was said with an act on a task: progress, the result, why it was moved, dropped or sent back."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="notes")
    verb = models.CharField(max_length=8)
    text = models.TextField(_("说明"), max_length=2000)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("任务进展")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["task", "-id"])]
