"""Candidates, what was found about them, and the files they gave."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.core.recruit import CandidateState
from jianyan.people.models import Channel
from jianyan.recruit.models.round import Round


class Way(models.TextChoices):
    """How a candidate came in."""

    applied = "applied", _("本人自荐")
    recommended = "recommended", _("单位推荐")
    imported = "imported", _("名单导入")


class Candidate(models.Model):
    """候选人: one person in one round, whichever way the person came in (推荐/自荐表).

    ``token`` opens the status page and cannot be guessed; ``receipt`` is the number that people say on the phone.
    ``key`` comes with the page: sending the same page twice applies once. ``known`` is the supervisor that this person
    already is; ``told_apart`` says that a look-alike was looked at and is somebody else. ``appointment`` is what came
    of it. ``levels``: identities held already (新区, 市级), kept beside the zone's own. ``forgotten_at``: when the
    words about somebody who was not appointed were cleared; what is left is a figure.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, related_name="candidates")
    token = models.UUIDField(default=uuid4, unique=True, editable=False)
    receipt = models.CharField(_("受理编号"), max_length=20)
    key = models.UUIDField()
    way = models.CharField(_("来源"), max_length=12, choices=Way.choices)
    state = models.CharField(
        _("状态"), max_length=12, default=CandidateState.received, choices=[(s.value, s.value) for s in CandidateState]
    )
    name = models.CharField(_("姓名"), max_length=40)
    sort_key = models.CharField(max_length=120, blank=True)
    gender = models.CharField(_("性别"), max_length=10, blank=True)
    born = models.CharField(_("出生年月"), max_length=7, blank=True, help_text=_("例：1985-06"))
    politics = models.CharField(_("政治面貌"), max_length=20, blank=True)
    education = models.CharField(_("学历"), max_length=20, blank=True)
    phone = models.CharField(_("手机"), max_length=20)
    channel = models.CharField(_("通道"), max_length=10, choices=Channel.choices)
    category = models.CharField(_("类别"), max_length=20)
    unit = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所在单位")
    )
    employer = models.CharField(_("单位名称"), max_length=80, blank=True)
    post = models.CharField(_("职务"), max_length=40, blank=True)
    industry = models.CharField(_("行业"), max_length=40, blank=True)
    seat = models.CharField(_("代表委员身份"), max_length=60, blank=True)
    levels = models.JSONField(_("已有身份"), default=list, blank=True)
    resume = models.TextField(_("简历"), blank=True, max_length=2000)
    reason = models.TextField(_("理由"), blank=True, max_length=2000)
    consented_at = models.DateTimeField(_("同意处理个人信息"), null=True)
    promised_at = models.DateTimeField(_("作出承诺"), null=True)
    recommended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    recommending = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("推荐单位")
    )
    opinion = models.TextField(_("单位意见"), blank=True, max_length=1000)
    known = models.ForeignKey("people.Supervisor", models.PROTECT, null=True, related_name="+")
    told_apart = models.BooleanField(default=False)
    appointment = models.OneToOneField("people.Appointment", models.PROTECT, null=True, related_name="+")
    refusal = models.CharField(_("不予聘任的原因"), max_length=500, blank=True)
    received_at = models.DateTimeField(_("收到时间"))
    forgotten_at = models.DateTimeField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("候选人")
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["round", "state", "category"]),
            models.Index(fields=["round", "sort_key"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "receipt"], name="one_receipt_a_number"),
            models.UniqueConstraint(fields=["round", "key"], name="one_candidate_a_page"),
            models.UniqueConstraint(
                fields=["round", "phone"],
                condition=~models.Q(state__in=("refused", "withdrawn")),
                name="one_standing_application_a_phone",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unit_name(self) -> str:
        """The employer's name, whether it is a unit of the zone or not."""
        return self.unit.name if self.unit else self.employer


class Finding(models.Model):
    """审核意见: what a reviewer found about one condition, and on what evidence. The latest one counts."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="findings")
    condition = models.CharField(_("条件"), max_length=40)
    met = models.BooleanField(_("符合"))
    evidence = models.CharField(_("依据"), max_length=500)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("审核意见")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "condition"], name="one_finding_a_condition")
        ]


class CandidateFile(models.Model):
    """A file given with an application. Loose in the ``basket`` of a page until the page is sent."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    candidate = models.ForeignKey(Candidate, models.PROTECT, null=True, related_name="files")
    token = models.UUIDField(default=uuid4, unique=True, editable=False)
    basket = models.UUIDField()
    name = models.CharField(_("名称"), max_length=100)
    kind = models.CharField(_("类型"), max_length=4)
    size = models.PositiveBigIntegerField(_("大小"))
    sent = models.CharField(max_length=80)
    digest = models.CharField(_("摘要"), max_length=80)
    stored = models.CharField(max_length=60, unique=True)
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("报名附件")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "basket", "sent"], name="one_candidate_file_once_a_basket")
        ]
