"""What an undoable act found, for the moments in which it can be taken back."""

from __future__ import annotations

from django.db import models


class Undoable(models.Model):
    """The last undoable act on a lead, with what it found: at most one a lead, and none once the clock has passed.

    ``entry`` is the act's row in the ledger, ``last`` the row of what followed from it at once. ``before``: the lead's
    handled columns as they were. ``clocks``: ids of all clocks and of the running ones, and which one governed.
    ``made``: what the act wrote beside the lead. ``touched``: other leads that it made or touched, with their revision.
    """

    lead = models.OneToOneField("leads.Lead", models.PROTECT, related_name="+")
    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    last = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verb = models.CharField(max_length=20)
    before = models.JSONField()
    clocks = models.JSONField()
    made = models.JSONField(default=dict)
    touched = models.JSONField(default=dict)
