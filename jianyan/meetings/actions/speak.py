"""What a supervisor who was there said becomes a lead in one step (4.3.b)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused
from jianyan.core.meeting import MeetingVerb
from jianyan.core.opinion import Opinion
from jianyan.core.workdays import local_date
from jianyan.leads.actions import enter_statement
from jianyan.leads.models import Lead
from jianyan.meetings.actions.base import take
from jianyan.people.models import Identity


@transaction.atomic
def speak(actor: Actor, meeting_id: int, identity_id: int, opinion: Opinion, *, at: datetime, key: UUID) -> Lead:
    """Write down what somebody said at a meeting as a lead with the meeting as its source.

    Raises:
        Meeting.DoesNotExist, Identity.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``meeting_to_come``,
            ``was_not_there``; those of `leads.actions.enter_statement`.
    """
    meeting = take(actor, meeting_id, MeetingVerb.state, at=at).meeting
    identity = Identity.objects.get(pk=identity_id, supervisor__zone=meeting.zone_id)
    if not meeting.invitations.filter(supervisor=identity.supervisor_id, attended_at__isnull=False).exists():
        raise Refused("was_not_there")
    said_on = local_date(meeting.starts_at)
    return enter_statement(actor, identity_id, opinion, at=at, key=key, source=meeting.subject, said_on=said_on)
