"""走访: a visit written down, at once or afterwards (practice.md no. 11)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.meeting import MeetingKind, MeetingState, MeetingVerb
from jianyan.meetings.actions.base import note, settle, take, words
from jianyan.meetings.actions.plan import Plan, make
from jianyan.meetings.models import Meeting, VisitRecord

LONGEST = {
    "party": 200,
    "host": 120,
    "met": 120,
    "situation": 4000,
    "problems": 4000,
    "answers": 4000,
    "to_do": 4000,
    "signed": 60,
}
NEEDED = frozenset({"party", "host", "situation"})
LINES = frozenset({"situation", "problems", "answers", "to_do"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What the record of a visit says."""

    party: str
    host: str
    situation: str
    met: str = ""
    problems: str = ""
    answers: str = ""
    to_do: str = ""
    signed: str = ""


@transaction.atomic
def record_visit(
    actor: Actor, meeting_id: int, visited: Visited, *, at: datetime, seen: int | None = None
) -> VisitRecord:
    """Write a visit down, or change what was written; ``seen`` is the revision of the record, 0 before there is one.

    Raises:
        Meeting.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``not_a_visit``, ``meeting_to_come``, ``stale``,
            ``text_required``, ``too_long``.
    """
    taken = take(actor, meeting_id, MeetingVerb.record_visit, at=at)
    texts = {
        name: words(text, LONGEST[name], field=name, needed=name in NEEDED, lines=name in LINES)
        for name, text in asdict(visited).items()
    }
    row = VisitRecord.objects.filter(meeting=taken.meeting).first()
    if seen is not None and seen != (row.revision if row else 0):
        raise Refused("stale")
    row = row or VisitRecord(meeting=taken.meeting, revision=0)
    for name, text in texts.items():
        setattr(row, name, text)
    row.written_by_id, row.written_at = actor.person, at
    row.revision += 1
    row.save()
    note(taken, "record_visit", {"revision": row.revision, "text": text_digest("\n".join(texts.values()))})
    return row


@transaction.atomic
def enter_visit(actor: Actor, plan: Plan, visited: Visited, *, at: datetime, key: UUID) -> Meeting:
    """Enter a visit that was not planned, when it is over, with its record; ``key`` as for `plan_meeting`.

    Raises:
        Refused: ``wrong_hat``, ``not_a_visit``, ``visit_to_come``, ``visit_too_old``, and those of planning and of
            `record_visit`.
    """
    if plan.kind != MeetingKind.visit:
        raise Refused("not_a_visit")
    meeting = make(actor, plan, at=at, key=key, after=True)
    if meeting.state == MeetingState.held:  # the same page again
        return meeting
    record_visit(actor, meeting.pk, visited, at=at)
    return settle(take(actor, meeting.pk, MeetingVerb.hold, at=at))
