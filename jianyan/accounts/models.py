"""Facts about who may enter: zones, departments, users and their roles."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Zone(models.Model):
    """功能区. Owns people, departments, rulebooks, leads and reports; other zones never see them.

    ``calendar_revision`` grows with every change of the zone's working calendar, so that a stale one is noticed.
    ``ticked_at``: when the clock last went round here.
    """

    code = models.SlugField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=10, help_text=_("用在线索编号里，例如“东监”"))
    office_name = models.CharField(_("办公室名称"), max_length=60)
    office_phone = models.CharField(_("办公电话"), max_length=30, blank=True)
    calendar_revision = models.PositiveIntegerField(default=1)
    ticked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("功能区")

    def __str__(self) -> str:
        return self.name


class DepartmentKind(models.TextChoices):
    internal = "internal", _("内设部门")
    soe = "soe", _("区属国企")
    resident = "resident", _("驻区单位")
    sector = "sector", _("行业组织")


class Department(models.Model):
    """A unit of the zone. ``handles`` marks those that leads may be dispatched to (承办部门).

    A sector body (行业组织) recommends supervisors and handles no leads.
    ``reply_review``: a reply goes out only when a second liaison of the unit has approved it.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="departments")
    code = models.SlugField(_("代码"), max_length=30)
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    short_name = models.CharField(_("简称"), max_length=20, blank=True)
    kind = models.CharField(_("类别"), max_length=10, choices=DepartmentKind.choices)
    handles = models.BooleanField(_("承办线索"), default=True)
    is_office = models.BooleanField(_("营商环境办"), default=False)
    matters = models.TextField(_("职责关键词"), blank=True, help_text=_("用空格隔开，供选择承办部门时参考"))
    reply_review = models.BooleanField(_("答复须经本单位审核"), default=False)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("部门单位")
        ordering: ClassVar = ["kind", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "code"], name="department_code_once_a_zone"),
            models.UniqueConstraint(fields=["zone", "name"], name="department_name_once_a_zone"),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=(username or "").lower())

    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        user = self.model(username=username.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. One account a person; what the person may do stands in `Role`.

    ``zone`` is where the account was made and is kept, so that a new one without any role is in somebody's list; None
    for accounts that are kept where their roles are.
    ``session_epoch`` grows when the person signs out everywhere; older sessions end with the next request.
    """

    username = models.CharField(_("用户名"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    phone = models.CharField(_("手机"), max_length=20, blank=True)
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=True)
    password_changed_at = models.DateTimeField(null=True)
    session_epoch = models.PositiveIntegerField(default=0)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("账号")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(username=Lower("username")), name="username_is_lower_case")
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class RoleName(models.TextChoices):
    """What a person is in a zone. System, security and audit duties are apart (等保 2.0).

    ``area`` works in none: it compares the figures of the zones that granted it, and sees nothing else (5.3.b).
    """

    supervisor = "supervisor", _("监督员")
    officer = "officer", _("营商环境专员")
    head = "head", _("营商环境办负责人")
    liaison = "liaison", _("部门联络员")
    leader = "leader", _("管委会领导")
    sysadmin = "sysadmin", _("系统管理员")
    secadmin = "secadmin", _("安全管理员")
    auditor = "auditor", _("审计管理员")
    area = "area", _("新区营商环境办")


class Role(models.Model):
    """A user's role in a zone; a liaison's names the department."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="+")
    name = models.CharField(_("角色"), max_length=12, choices=RoleName.choices)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("部门")
    )

    class Meta:
        verbose_name = _("角色")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "zone", "name"], name="role_once_a_zone"),
            models.CheckConstraint(
                condition=~models.Q(name="liaison") | models.Q(department__isnull=False), name="liaison_has_department"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_name_display()}"


class Invitation(models.Model):
    """A one-time link by which somebody sets the first password of an account. Only a digest of it is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("启用链接")
        indexes: ClassVar = [models.Index(fields=["user", "-made_at"])]


class Hits(models.Model):
    """How often one address has opened something in one span of time (`accounts.limits`).

    ``key`` is a digest of both, from which no address can be read; ``until`` is the end of the span (Unix seconds).
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("访问计数")
