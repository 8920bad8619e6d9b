"""Facts about supervisors: the person, the identities held, the appointments, the contacts."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.core.names import search_key, sort_key
from jianyan.core.terms import Term


class Channel(models.TextChoices):
    social = "social", _("社会监督员")
    internal = "internal", _("内部监督员")


class Supervisor(models.Model):
    """监督员, the person. The dossier is the ledger's rows that name this supervisor.

    ``unit`` is set where the employer is a unit of the zone; ``employer`` holds the name otherwise. ``sort_key`` and
    ``search_key`` follow the name (`core.names`), whoever saves it.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    user = models.OneToOneField("accounts.User", models.PROTECT, related_name="+", verbose_name=_("账号"))
    name = models.CharField(_("姓名"), max_length=40)
    phone = models.CharField(_("手机"), max_length=20, blank=True)
    channel = models.CharField(_("通道"), max_length=10, choices=Channel.choices)
    category = models.CharField(_("类别"), max_length=20)
    unit = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所在单位")
    )
    employer = models.CharField(_("单位名称"), max_length=80, blank=True)
    post = models.CharField(_("职务"), max_length=40, blank=True)
    industry = models.CharField(_("行业"), max_length=40, blank=True)
    officer = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("联系专员")
    )
    sort_key = models.CharField(max_length=120, blank=True, editable=False)
    search_key = models.CharField(max_length=160, blank=True, editable=False)
    anonymised_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("监督员")
        indexes: ClassVar = [
            models.Index(fields=["zone", "officer"]),
            models.Index(fields=["zone", "name"]),
            models.Index(fields=["zone", "sort_key", "id"]),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **how: Any) -> None:
        self.sort_key, self.search_key = sort_key(self.name), search_key(self.name)
        if (fields := how.get("update_fields")) is not None and "name" in fields:
            how["update_fields"] = {*fields, "sort_key", "search_key"}
        super().save(**how)

    @property
    def unit_name(self) -> str:
        """The employer's name, whether it is a unit of the zone or not."""
        return self.unit.name if self.unit else self.employer


class Identity(models.Model):
    """One of the identities that a supervisor holds (东疆 / 新区 / 市级): each files its own monthly form."""

    supervisor = models.ForeignKey(Supervisor, models.PROTECT, related_name="identities")
    level = models.CharField(_("身份"), max_length=20)

    class Meta:
        verbose_name = _("监督员身份")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["supervisor", "level"], name="one_identity_a_level")]


class Leaving(models.TextChoices):
    """Why a term was broken off."""

    resigned = "resigned", _("本人辞任")
    dismissed = "dismissed", _("解聘")


class Appointment(models.Model):
    """One term of one supervisor (聘任); forms are filed within a term.

    ``left_on`` is the first day on which the term no longer holds, where it was broken off. ``token`` stands in the
    certificate's QR code and cannot be guessed. ``promised_at``: when the promise of confidentiality was signed;
    ``consented_at``: when the person agreed that personal data are processed, in an application or at first sign-in.
    """

    supervisor = models.ForeignKey(Supervisor, models.PROTECT, related_name="appointments")
    starts_on = models.DateField(_("聘期开始"))
    ends_on = models.DateField(_("聘期结束"), help_text=_("含当日"))
    certificate = models.CharField(_("聘书编号"), max_length=30, blank=True)
    token = models.UUIDField(default=uuid4, unique=True, editable=False)
    promised_at = models.DateTimeField(_("签署保密承诺"), null=True)
    consented_at = models.DateTimeField(_("同意处理个人信息"), null=True)
    left_on = models.DateField(_("离任日期"), null=True)
    leaving = models.CharField(_("离任原因"), max_length=10, choices=Leaving.choices, blank=True)
    certificate_back_on = models.DateField(_("聘书交回"), null=True)

    class Meta:
        verbose_name = _("聘任")
        ordering: ClassVar = ["starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["supervisor", "starts_on"], name="one_appointment_a_start"),
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="term_has_days"),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True, leaving="")
                | models.Q(left_on__isnull=False) & ~models.Q(leaving=""),
                name="who_left_says_why",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["supervisor", "starts_on", "ends_on"])]

    @property
    def term(self) -> Term:
        return Term(self.starts_on, self.ends_on, self.left_on)


class Contact(models.Model):
    """互动联系: one contact of an officer with a supervisor beside the calls about leads."""

    METHODS = (("phone", _("电话")), ("wechat", _("微信")), ("visit", _("上门")), ("meeting", _("会面")))

    supervisor = models.ForeignKey(Supervisor, models.PROTECT, related_name="contacts")
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    method = models.CharField(_("方式"), max_length=10, choices=METHODS)
    text = models.TextField(_("内容"), max_length=2000)

    class Meta:
        verbose_name = _("互动联系")
        indexes: ClassVar = [models.Index(fields=["supervisor", "-at"])]
