"""Taking a document of a meeting out: who took which, in which form, and the digest of the file."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.ledger.actions import record
from jianyan.meetings.actions.base import acting_role
from jianyan.meetings.models import Meeting
from jianyan.meetings.queries.base import visible_to


@transaction.atomic
def record_paper(actor: Actor, meeting_id: int, *, at: datetime, paper: str, format_: str, digest: str) -> Meeting:
    """The row of one document (``sheet``, ``minutes``, ``visit``); raises `Meeting.DoesNotExist`."""
    meeting = visible_to(actor).get(pk=meeting_id)
    record(
        actor=actor,
        at=at,
        verb="meeting.export",
        subject=meeting.subject,
        data={"kind": meeting.kind, "paper": paper, "format": format_, "file": digest},
        clause="4.3.b",
        role=acting_role(actor),
    )
    return meeting
