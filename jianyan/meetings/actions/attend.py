"""Signing in oneself: by the code on the wall, or online while the meeting lasts (5.1.a)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.attendance import Verdict, judge_code
from jianyan.core.flow import Refused
from jianyan.core.meeting import Answer, MeetingVerb, Way
from jianyan.core.workdays import local_date
from jianyan.meetings.actions.base import Taken, note_person, take
from jianyan.meetings.actions.invite import found
from jianyan.meetings.models import Invitation, Meeting
from jianyan.meetings.models.invitation import NOTE
from jianyan.people.queries import appointed


def check_code(meeting: Meeting, code: str, *, at: datetime) -> None:
    """Refuse a code that was not shown for this meeting just now.

    Raises:
        Refused: ``code_stale`` when it was this meeting's and its time is over, ``code_foreign`` for any other.
    """
    match judge_code(meeting.secret, meeting.pk, code, at):
        case Verdict.stale:
            raise Refused("code_stale")
        case Verdict.foreign:
            raise Refused("code_foreign")
        case Verdict.fresh:
            return


@transaction.atomic
def sign_in(actor: Actor, meeting_id: int, *, at: datetime, scanned_at: datetime) -> Invitation:
    """Mark the actor present: whoever calls has checked the code that was scanned at ``scanned_at`` on this device.

    Whoever was not invited gets a row here. Signing in twice signs in once.

    Raises:
        Meeting.DoesNotExist; Refused: ``wrong_state``, ``sign_in_to_come``, ``sign_in_over``, ``not_for_you``.
    """
    taken = take(actor, meeting_id, MeetingVerb.sign_in, at=min(at, scanned_at), anybody=True)
    taken.at = at
    row = found(taken.meeting, taken.own.pk) if taken.own else _walked_in(taken)
    return _present(taken, row, Way.code, scanned_at)


@transaction.atomic
def sign_in_online(actor: Actor, meeting_id: int, *, at: datetime) -> Invitation:
    """Mark the actor present online, from when the doors open until the meeting ends.

    Raises:
        Meeting.DoesNotExist; Refused: ``wrong_state``, ``not_online``, ``sign_in_to_come``, ``sign_in_over``,
            ``said_on_site`` for whoever has not said that they take part online.
    """
    taken = take(actor, meeting_id, MeetingVerb.sign_in_online, at=at)
    assert taken.own is not None  # the table lets nobody else in online
    row = found(taken.meeting, taken.own.pk)
    if row.answer != Answer.online and row.attended_at is None:
        raise Refused("said_on_site")
    return _present(taken, row, Way.online, at)


def _present(taken: Taken, row: Invitation, way: Way, since: datetime) -> Invitation:
    if row.attended_at is not None:
        return row
    row.attended_at, row.attended_by_way = since, way
    if row.department_id and taken.actor.name:
        row.note = taken.actor.name[:NOTE]
    row.save(update_fields=["attended_at", "attended_by_way", "note"])
    note_person(taken.actor, row, "attend", at=taken.at, data={"way": way, "at": since.isoformat()})
    return row


def _walked_in(taken: Taken) -> Invitation:
    """A row for somebody who was not invited: a supervisor in term, or one of the office, a unit or the leaders."""
    actor, meeting = taken.actor, taken.meeting
    row = Invitation(meeting=meeting)
    own = appointed(meeting.zone_id, local_date(meeting.starts_at)).filter(user=actor.user_id).first()
    if actor.has(RoleName.supervisor) and own is not None:
        row.supervisor = own
    elif actor.has(RoleName.officer, RoleName.head, RoleName.leader, RoleName.liaison):
        row.user_id = actor.person
    else:
        raise Refused("not_for_you")
    row.save(force_insert=True)
    return found(meeting, row.pk)
