"""点名: the officer finds who was there, takes a mistake back, and counts a symposium or visit as a contact."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.meeting import MeetingKind, MeetingVerb, Way
from jianyan.core.workdays import local_date
from jianyan.meetings.actions.base import Taken, note, note_person, take, words
from jianyan.meetings.models import Invitation
from jianyan.meetings.models.invitation import NOTE
from jianyan.people.actions import log_contact
from jianyan.people.queries import appointed

#: How a contact is logged that was made at a meeting: key of `people.models.Contact.METHODS`.
METHODS = {MeetingKind.symposium: "meeting", MeetingKind.visit: "visit"}


@transaction.atomic
def call_roll(
    actor: Actor,
    meeting_id: int,
    *,
    at: datetime,
    present: Collection[int] = (),
    guests: Collection[int] = (),
    grounds: str = "",
) -> list[Invitation]:
    """Mark those present whom the officer sees, by their rows; ``guests`` are supervisors who came uninvited.

    While the meeting lasts the officer's eyes are enough. Afterwards it is an entry on somebody's word: ``grounds`` say
    whose (补登). Whoever is marked already stays as they are. Each row says who entered it and when.

    Raises:
        Meeting.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``sign_in_to_come``, ``grounds_required``,
            ``nobody_chosen``, ``too_long``.
    """
    taken = take(actor, meeting_id, MeetingVerb.roll, at=at)
    late = taken.facts.over
    grounds = words(grounds, NOTE, field="grounds", needed=False, lines=False)
    if late and not grounds:
        raise Refused("grounds_required")
    rows = [*_absent(taken, present), *_guests(taken, guests)]
    if not rows:
        raise Refused("nobody_chosen")
    for row in rows:
        _enter(taken, row, late, grounds)
    return rows


def _absent(taken: Taken, present: Collection[int]) -> list[Invitation]:
    rows = Invitation.objects.select_for_update(of=("self",)).filter(
        meeting=taken.meeting, pk__in=list(present), attended_at__isnull=True
    )
    return list(rows.select_related("supervisor__unit", "user", "department").order_by("pk"))


def _guests(taken: Taken, guests: Collection[int]) -> list[Invitation]:
    """Rows for supervisors in term who have none."""
    meeting = taken.meeting
    there = meeting.invitations.filter(supervisor__isnull=False).values("supervisor")
    people = appointed(meeting.zone_id, local_date(meeting.starts_at)).filter(pk__in=list(guests))
    return [Invitation(meeting=meeting, supervisor=one) for one in people.exclude(pk__in=there).order_by("pk")]


def _enter(taken: Taken, row: Invitation, late: bool, grounds: str) -> None:
    row.meeting = taken.meeting
    # When they came nobody has written down: after the meeting it is the beginning.
    row.attended_at = taken.meeting.starts_at if late else max(taken.at, taken.meeting.starts_at)
    row.attended_by_way = Way.proxy if late else Way.list
    row.entered_by_id, row.entered_at = taken.actor.person, taken.at
    row.note = grounds or row.note
    row.save()
    reason = {"grounds": text_digest(grounds)} if grounds else {}
    data = {"way": row.attended_by_way, "at": row.attended_at.isoformat(), "by": taken.actor.person, **reason}
    note_person(taken.actor, row, "attend", at=taken.at, data=data)


@transaction.atomic
def strike(actor: Actor, meeting_id: int, invitation_id: int, *, at: datetime) -> None:
    """Take back that somebody was there: it was entered by mistake, whoever entered it. A row made at the door goes.

    Raises:
        Meeting.DoesNotExist, Invitation.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``.
    """
    taken = take(actor, meeting_id, MeetingVerb.strike, at=at)
    rows = Invitation.objects.select_for_update(of=("self",)).filter(meeting=taken.meeting)
    row = rows.select_related("supervisor").get(pk=invitation_id)
    if row.attended_at is None:
        return
    row.meeting = taken.meeting
    note_person(actor, row, "strike", at=at, data={"way": row.attended_by_way})
    if row.invited_at is None:
        row.delete()
        return
    row.attended_at, row.attended_by_way, row.entered_by, row.entered_at = None, Way.none, None, None
    row.save(update_fields=["attended_at", "attended_by_way", "entered_by", "entered_at"])


@transaction.atomic
def count_contacts(actor: Actor, meeting_id: int, *, at: datetime) -> int:
    """Log the symposium or visit as the acting officer's contact with each supervisor who was there (5.1.c).

    Only when the officer says so: being in one room is not yet talking with each other. Twice logs once. Returns how
    many supervisors there are.

    Raises:
        Meeting.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``meeting_to_come``, ``no_contact_kind``,
            ``nobody_came``; ``contact_too_old``.
    """
    taken = take(actor, meeting_id, MeetingVerb.count_contact, at=at)
    meeting = taken.meeting
    came = meeting.invitations.filter(attended_at__isnull=False, supervisor__isnull=False).order_by("supervisor")
    people = list(came.values_list("supervisor", flat=True))
    if not people:
        raise Refused("nobody_came")
    method = METHODS[MeetingKind(meeting.kind)]
    for pk in people:
        log_contact(actor, pk, at=at, method=method, text=meeting.title, happened=meeting.starts_at)
    note(taken, "count_contact", {"supervisors": len(people)})
    return len(people)
