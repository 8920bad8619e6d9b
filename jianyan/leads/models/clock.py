"""时限: each duty that runs against a lead, as indexed columns."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Clock(models.Model):
    """One duty: started, due, stopped. Green, yellow and red come from comparing ``warn_at`` and ``due_at`` with now.

    ``governs`` marks the clock whose due date counts in the lead's present state; a lead has at most one.
    ``on_time`` is kept when the clock stops. ``void``: the duty fell away; the clock counts in no rate.
    ``rule`` is the rulebook's key (``clocks.call``, ``grades.B``). ``fixed``: the due day was granted or promised,
    not counted, so that a new calendar does not move it. ``provisional``: beyond the last published year.
    ``excluded``: by a contest that was upheld, it counts in no rate.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="clocks")
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10)
    rule = models.CharField(max_length=50)
    started_at = models.DateTimeField(_("起算"))
    due_on = models.DateField(_("到期日"))
    due_at = models.DateTimeField(_("到期"))
    warn_at = models.DateTimeField()
    provisional = models.BooleanField(_("暂定"), default=False)
    fixed = models.BooleanField(default=False)
    governs = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(_("停止"), null=True)
    on_time = models.BooleanField(_("按时"), null=True)
    void = models.BooleanField(default=False)
    excluded = models.BooleanField(_("不计入时效"), default=False)

    class Meta:
        verbose_name = _("时限")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["lead", "kind"], condition=Q(stopped_at__isnull=True), name="one_open_clock_a_kind"
            ),
            models.UniqueConstraint(fields=["lead"], condition=Q(governs=True), name="one_governing_clock"),
            models.CheckConstraint(condition=Q(due_at__gt=F("started_at")) | Q(fixed=True), name="due_after_start"),
        ]
        indexes: ClassVar = [
            # The queue in its order; how much waits in each, and with whom, is counted from the index alone.
            models.Index(fields=["zone", "due_at", "id"], condition=Q(governs=True), name="clock_due"),
            models.Index(fields=["zone", "kind", "due_at", "warn_at"], condition=Q(governs=True), name="clock_queue"),
            models.Index(
                fields=["zone", "department", "due_at", "warn_at", "due_on"],
                condition=Q(governs=True),
                name="clock_owed",
            ),
            models.Index(fields=["department", "due_at"], condition=Q(governs=True), name="clock_department"),
            models.Index(fields=["zone", "due_at"], condition=Q(stopped_at__isnull=True), name="clock_open"),
            models.Index(fields=["zone", "kind", "started_at"]),
            models.Index(fields=["lead", "kind"]),
        ]
