"""What the records of a quarter said at one moment: the figures, and the leads behind each of them (ADR 17)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Snapshot(models.Model):
    """The figures of a zone and quarter as of ``taken_at``; never changed.

    ``quarter`` reads ``2026Q3``. ``figures`` is a `core.figures.Figures` as plain data, ``digest`` that of its
    canonical text. ``Counted`` holds the leads that it counts.
    """

    zone = models.ForeignKey("accounts.Zone", models.PROTECT, related_name="+")
    quarter = models.CharField(_("季度"), max_length=6)
    first_on = models.DateField()
    last_on = models.DateField()
    taken_at = models.DateTimeField(_("统计时点"))
    taken_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    figures = models.JSONField(default=dict)
    digest = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("统计快照")
        ordering: ClassVar = ["-taken_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["zone", "quarter", "-taken_at"])]

    def __str__(self) -> str:
        return self.quarter


class Counted(models.Model):
    """Where one lead stood when a snapshot was taken: what its figures are grouped by, and their lists narrowed by.

    ``earlier``: submitted before the quarter and not ended when it began; the others were submitted in it.
    ``letters``: its part in each rate, in the order of `leads.queries.rates.RATES` (see `queries.rated`).
    ``owes``: the department whose move it was, None for the office; ``due_at``: until when, None where nothing was due.
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="counted")
    lead = models.ForeignKey("leads.Lead", models.PROTECT, related_name="+", db_index=False)
    supervisor = models.ForeignKey("people.Supervisor", models.PROTECT, related_name="+", db_index=False)
    earlier = models.BooleanField()
    month = models.DateField()
    channel = models.CharField(max_length=10)
    kind = models.CharField(max_length=40)
    field = models.CharField(max_length=40)
    common = models.BooleanField()
    hidden = models.BooleanField()
    grade = models.CharField(max_length=1, blank=True)
    state = models.CharField(max_length=12)
    result = models.CharField(max_length=10, blank=True)
    department = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+", db_index=False)
    owes = models.ForeignKey("accounts.Department", models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True)
    letters = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = _("快照中的线索")
        constraints: ClassVar = [models.UniqueConstraint(fields=["snapshot", "lead"], name="counted_once")]


class Answer(models.Model):
    """A department's answers to one counted lead, where they count: whether none of them was late."""

    counted = models.ForeignKey(Counted, models.PROTECT, related_name="answers")
    department = models.ForeignKey("accounts.Department", models.PROTECT, related_name="+", db_index=False)
    on_time = models.BooleanField()

    class Meta:
        verbose_name = _("快照中的答复")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["counted", "department"], name="one_answer_a_department")
        ]
