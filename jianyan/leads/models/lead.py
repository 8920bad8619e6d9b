"""线索: one matter that a supervisor raised."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.core.flow import FINAL, State


class Grade(models.TextChoices):
    """等级: it sets the deadline of the reply."""

    A = "A", _("A级（复杂、跨部门）")
    B = "B", _("B级（一般）")
    C = "C", _("C级（简单、咨询）")


class Lead(models.Model):
    """One matter, and where it is. ``revision`` grows with every act, so that a stale page is noticed.

    ``kind``, ``field``, ``aspect``, ``effect`` and ``stage`` are keys of the rulebook version that the lead keeps.
    ``lead_department`` is who handles it now; ``grade`` is empty until the first dispatch.
    A lead comes with a ``form``, or from a ``source`` where its reporter said it (``meeting:12``); ``source_key`` comes
    with the page on which the office wrote that down, so that sending it twice makes one lead.
    ``rated`` is where the lead stands in each rate, written down so that months can be counted (`queries.rated`); it
    holds while ``rated_revision`` is the lead's revision, and is worked out anew otherwise.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    no = models.CharField(_("编号"), max_length=30)
    form = models.ForeignKey("leads.OpinionForm", models.PROTECT, null=True, related_name="leads")
    source = models.CharField(_("来源"), max_length=40, blank=True, default="")
    source_key = models.UUIDField(null=True, unique=True, editable=False)
    identity = models.ForeignKey("people.Identity", models.PROTECT, related_name="+")
    rules = models.ForeignKey("rules.RulebookVersion", models.PROTECT, related_name="+")
    month = models.DateField(_("月份"))
    submitted_at = models.DateTimeField(_("提交时间"))

    kind = models.CharField(_("类型"), max_length=40)
    field = models.CharField(_("领域"), max_length=40)
    title = models.CharField(_("标题"), max_length=60)
    body = models.TextField(_("情况描述"))
    suggestion = models.TextField(_("建议"), blank=True)
    happened = models.CharField(_("发生时间"), max_length=60, blank=True)
    place = models.CharField(_("涉及部门或窗口"), max_length=80, blank=True)
    company = models.CharField(_("涉及企业"), max_length=80, blank=True)
    company_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    common = models.BooleanField(_("共性问题"), default=False)
    aspect = models.CharField(_("角度"), max_length=40, blank=True)
    policy = models.CharField(_("涉及政策"), max_length=120, blank=True)
    effect = models.CharField(_("影响"), max_length=40, blank=True)
    stage = models.CharField(_("阶段"), max_length=40, blank=True)
    publishable = models.BooleanField(_("同意公开"), default=False)
    hidden = models.BooleanField(_("对部门隐名"), default=False)
    follow_up_wanted = models.BooleanField(_("愿意回访"), default=True)

    state = models.CharField(_("状态"), max_length=12, default=State.received)
    revision = models.PositiveIntegerField(default=1)
    grade = models.CharField(_("等级"), max_length=1, blank=True, choices=Grade.choices)
    lead_department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("主办部门")
    )
    dispatches = models.PositiveIntegerField(_("转办次数"), default=0)
    designated = models.BooleanField(_("指定承办"), default=False)
    reopened = models.PositiveIntegerField(_("重办次数"), default=0)
    result = models.CharField(_("办理结果"), max_length=10, blank=True)
    solved = models.BooleanField(_("确认解决"), null=True)
    satisfaction = models.CharField(_("满意度"), max_length=12, blank=True)
    ended_at = models.DateTimeField(_("办结时间"), null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    rated = models.CharField(max_length=400, default="", editable=False)
    rated_revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("线索")
        constraints: ClassVar = [models.UniqueConstraint(fields=["zone", "no"], name="lead_number_once")]
        indexes: ClassVar = [
            models.Index(fields=["zone", "state", "-id"]),
            # What calls for attention among the open ones is counted from the index alone.
            models.Index(fields=["zone", "state", "dispatches", "reopened", "rules", "id"], name="lead_attention"),
            models.Index(fields=["zone", "month", "kind"]),
            models.Index(fields=["zone", "-submitted_at"]),
            models.Index(fields=["lead_department", "state", "-id"]),
            models.Index(fields=["identity", "-id"]),
            models.Index(fields=["source"], condition=~models.Q(source=""), name="lead_source"),
            models.Index(
                fields=["zone", "month", "rated"],
                condition=models.Q(rated_revision=models.F("revision")),
                name="lead_rated",
            ),
            models.Index(
                fields=["zone", "month"], condition=~models.Q(rated_revision=models.F("revision")), name="lead_unrated"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.no} {self.title}"

    @property
    def subject(self) -> str:
        """The name of this lead's chain in the ledger."""
        return f"lead:{self.pk}"

    @property
    def ended(self) -> bool:
        """Whether nothing more is owed by anybody."""
        return self.state in FINAL
