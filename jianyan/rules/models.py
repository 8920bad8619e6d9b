"""Facts about rules: rulebook versions and the working calendar; drafts, and what was said of them."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from jianyan.core.rule_draft import Audience, DraftState, Outcome


class RulebookVersion(models.Model):
    """One version of a zone's rulebook. In force from ``effective_on`` until a later version is.

    ``withdrawn_at``: it was withdrawn before it began, and never is in force; its number is not given again.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("版本"))
    effective_on = models.DateField(_("施行日期"))
    text = models.TextField()
    digest = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("规则版本")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["zone", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["zone", "effective_on"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_version_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        """Store it, once: a version is superseded by a later one, never changed."""
        if not self._state.adding:
            raise TypeError("a stored version of the rules is never changed")
        super().save(*args, **options)


class Draft(models.Model):
    """修订草案: what may become the next version of a zone's rules. One is open at a time.

    ``base`` is the version that it changes. ``text`` can always be loaded; it is worked on until the draft is adopted.
    ``unasked``: why it was adopted without having asked everybody; ``withdrawn_why``: why its version was withdrawn.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    base = models.ForeignKey(RulebookVersion, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("版本"))
    text = models.TextField()
    why = models.TextField(_("修订说明"), blank=True)
    state = models.CharField(_("状态"), max_length=12, default=DraftState.drafting.value)
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(_("起草时间"))
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    unasked = models.TextField(blank=True)
    withdrawn_why = models.TextField(blank=True)
    version = models.OneToOneField(RulebookVersion, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("修订草案")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["zone"],
                condition=models.Q(state__in=[DraftState.drafting, DraftState.consulting]),
                name="one_open_draft_a_zone",
            )
        ]

    @property
    def subject(self) -> str:
        return f"draft:{self.pk}"


class Consultation(models.Model):
    """One round of asking (征求意见): the text as it was sent out, whom, and until the end of which day.

    ``token`` is the address of a public round. Without ``concluded_at`` the round is open, its last day over or not;
    ``closed_at`` is when the clock saw that it was.
    """

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="rounds")
    place = models.PositiveSmallIntegerField()
    audience = models.CharField(_("征求对象"), max_length=8, choices=[(each.value, each.value) for each in Audience])
    note = models.TextField(_("说明"), blank=True)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    token = models.UUIDField(unique=True, default=uuid4)
    opened_at = models.DateTimeField(_("开始时间"))
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    until = models.DateField(_("截止日期"))
    closed_at = models.DateTimeField(null=True)
    concluded_at = models.DateTimeField(null=True)
    dropped = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("征求意见")
        constraints: ClassVar = [models.UniqueConstraint(fields=["draft", "place"], name="one_round_a_place")]


class Comment(models.Model):
    """What somebody says of one rule (``rule``: ``clocks.call``), or of the whole where it is empty, and what became
    of it. Of a unit's comment department and writer are known; of the public's only what was given.

    ``key`` is the page it was sent from, so that a form sent twice is one comment.
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="comments")
    number = models.PositiveIntegerField()
    key = models.UUIDField()
    token = models.UUIDField(unique=True, default=uuid4)
    rule = models.CharField(_("条目"), max_length=90, blank=True)
    text = models.TextField(_("意见"))
    at = models.DateTimeField()
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+")
    writer = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("姓名或单位"), max_length=60, blank=True)
    outcome = models.CharField(max_length=10, blank=True, choices=[(each.value, each.value) for each in Outcome])
    reason = models.TextField(_("理由"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("意见")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consultation", "number"], name="one_comment_a_number"),
            models.UniqueConstraint(fields=["consultation", "key"], name="one_comment_a_page"),
        ]
        indexes: ClassVar = [models.Index(fields=["consultation", "rule"])]


class CalendarNotice(models.Model):
    """A notice that fixes days off and worked: the State Council's yearly one (``zone`` empty) or a zone's own."""

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("通知名称"), max_length=120)
    year = models.PositiveIntegerField(_("年份"), null=True, help_text=_("公布全年安排的填写；临时调整不填"))
    imported_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("放假通知")
        indexes: ClassVar = [models.Index(fields=["zone", "year"])]


class CalendarDay(models.Model):
    """A day that is not what its weekday says. The zone's latest notice wins over the State Council's."""

    notice = models.ForeignKey(CalendarNotice, models.CASCADE, related_name="days")
    day = models.DateField(_("日期"))
    working = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=40)

    class Meta:
        verbose_name = _("特殊日期")
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "day"], name="one_day_a_notice")]
