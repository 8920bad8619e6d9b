"""Facts about supervisors: the person, the identities held, the appointments, the contacts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    social = "social", _("社会监督员")
    internal = "internal", _("内部监督员")


class Supervisor(models.Model):
    """监督员, the person. The dossier is the ledger's rows that name this supervisor.

    ``unit`` is set where the employer is a unit of the zone; ``employer`` holds the name otherwise.
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

    class Meta:
        verbose_name = _("监督员")
        indexes: ClassVar = [models.Index(fields=["zone", "officer"]), models.Index(fields=["zone", "name"])]

    def __str__(self) -> str:
        return self.name

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


class Appointment(models.Model):
    """One term of one supervisor (聘任); forms are filed within a term."""

    supervisor = models.ForeignKey(Supervisor, models.PROTECT, related_name="appointments")
    starts_on = models.DateField(_("聘期开始"))
    ends_on = models.DateField(_("聘期结束"), help_text=_("含当日"))
    certificate = models.CharField(_("聘书编号"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("聘任")
        ordering: ClassVar = ["starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["supervisor", "starts_on"], name="one_appointment_a_start"),
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="term_has_days"),
        ]


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


class Leave(models.Model):
    """An officer's leave, from ``starts_at`` until just before ``ends_at``: others stand in, see `Cover`.

    Who is the contact at a moment follows from the two moments alone. ``begun_at`` and ``over_at`` say when the clock
    told people so; one that was called off before it began ends where it starts.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    officer = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("请假的专员"))
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    set_at = models.DateTimeField()
    set_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("请假代管")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("starts_at")), name="leave_ends_after_its_start"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["officer", "ends_at"]), models.Index(fields=["zone", "over_at"])]


class Cover(models.Model):
    """Who stands in during a leave: for one supervisor, or (``supervisor`` None) for all who are not named."""

    leave = models.ForeignKey(Leave, models.PROTECT, related_name="covers")
    supervisor = models.ForeignKey(Supervisor, models.PROTECT, null=True, related_name="+")
    deputy = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("代管人"))

    class Meta:
        verbose_name = _("代管人")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["leave", "supervisor"], name="one_cover_a_supervisor"),
            models.UniqueConstraint(
                fields=["leave"], condition=models.Q(supervisor__isnull=True), name="one_cover_for_the_others"
            ),
        ]
