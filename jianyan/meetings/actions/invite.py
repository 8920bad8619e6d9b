"""Inviting people and departments, taking an invitation back, answering, and deciding about an excuse."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jianyan.accounts.models import Department
from jianyan.accounts.queries import Actor, with_role
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.meeting import Answer, MeetingVerb, Mode, answers_for
from jianyan.core.workdays import local_date
from jianyan.ledger.actions import First, record_firsts
from jianyan.meetings.actions.base import Taken, accounts_of, acting_role, clause_of, note, note_person, take, words
from jianyan.meetings.models import Invitation, Meeting
from jianyan.meetings.models.invitation import EXCUSE
from jianyan.meetings.queries.people import PERSONS
from jianyan.notify.actions import tell
from jianyan.people.queries import appointed, contact_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Who is to be invited, by their ids. Whoever is invited already stays as they are."""

    supervisors: Collection[int] = ()
    users: Collection[int] = ()
    departments: Collection[int] = ()


@transaction.atomic
def invite(actor: Actor, meeting_id: int, whom: Whom, *, at: datetime) -> list[Invitation]:
    """Invite those who are not invited yet, and tell them. Returns the new invitations.

    Only supervisors in term on the day of the meeting are invited, departments in use, and accounts of the zone.

    Raises:
        Meeting.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``nobody_chosen``.
    """
    taken = take(actor, meeting_id, MeetingVerb.invite, at=at)
    rows = _rows(taken, whom)
    if not rows:
        raise Refused("nobody_chosen")
    made = _entered(taken, rows)
    counts = {
        "supervisors": sum(row.supervisor_id is not None for row in made),
        "users": sum(row.user_id is not None for row in made),
        "departments": [row.department_id for row in made if row.department_id],
        "number": len(made),
    }
    note(taken, "invite", counts)
    tell(
        sorted({account for row in made for account in accounts_of(row)}),
        zone_id=actor.zone_id,
        at=at,
        kind="meeting.invited",
        path=f"/meetings/{taken.meeting.pk}/",
        params={"until": local_date(taken.meeting.starts_at).isoformat()},
        by=actor,
    )
    return made


def _rows(taken: Taken, whom: Whom) -> list[Invitation]:
    meeting, zone = taken.meeting, taken.meeting.zone_id
    there = list(meeting.invitations.values_list("supervisor", "user", "department"))
    known = [{row[place] for row in there if row[place]} for place in range(3)]
    day = local_date(meeting.starts_at)
    people = appointed(zone, day).filter(pk__in=whom.supervisors, anonymised_at__isnull=True).exclude(pk__in=known[0])
    users = [user for user in with_role(zone, *PERSONS) if user.pk in set(whom.users) - known[1]]
    units = Department.objects.filter(zone=zone, active=True, pk__in=whom.departments).exclude(pk__in=known[2])
    common = {"meeting": meeting, "invited_at": taken.at}
    return [
        *(Invitation(**common, supervisor=one) for one in people.order_by("sort_key", "pk")),
        *(Invitation(**common, user=one) for one in users),
        *(Invitation(**common, department=one) for one in units.order_by("pk")),
    ]


def _entered(taken: Taken, rows: list[Invitation]) -> list[Invitation]:
    """The rows saved, each with the first row of its chain; the databases give the ids of what they take together."""
    made = Invitation.objects.bulk_create(rows, batch_size=500)
    data = {"meeting": taken.meeting.pk, "kind": taken.meeting.kind, "on": _day(taken.meeting)}
    firsts = [First(subject=row.subject, dossier=row.supervisor_id, data=data, clause=clause_of(row)) for row in made]
    record_firsts(firsts, actor=taken.actor, at=taken.at, verb="meeting.invited", role=acting_role(taken.actor))
    return made


def _day(meeting: Meeting) -> str:
    return local_date(meeting.starts_at).isoformat()


@transaction.atomic
def uninvite(actor: Actor, meeting_id: int, invitation_id: int, *, at: datetime) -> None:
    """Take an invitation back before the meeting begins, and tell whoever had it.

    Raises:
        Meeting.DoesNotExist, Invitation.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``meeting_began``.
    """
    taken = take(actor, meeting_id, MeetingVerb.uninvite, at=at)
    row = found(taken.meeting, invitation_id)
    note_person(actor, row, "uninvited", at=at)
    # What is told leads to one's own list: the meeting's page is not there any more.
    params, path = {"until": _day(taken.meeting)}, "/my/meetings/"
    tell(accounts_of(row), zone_id=actor.zone_id, at=at, kind="meeting.uninvited", path=path, params=params)
    row.delete()


def found(meeting: Meeting, invitation_id: int) -> Invitation:
    """A row of a meeting, locked; raises `Invitation.DoesNotExist`."""
    rows = Invitation.objects.select_for_update(of=("self",)).filter(meeting=meeting)
    row = rows.select_related("supervisor__unit", "user", "department").get(pk=invitation_id)
    row.meeting = meeting
    return row


@transaction.atomic
def answer(actor: Actor, meeting_id: int, *, at: datetime, answer: str, excuse: str = "", note: str = "") -> Invitation:
    """Answer an own invitation, or change one's mind, before the meeting begins. An excuse waits for the office.

    ``note``: who comes for a department. The same answer again changes nothing.

    Raises:
        Meeting.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``meeting_began``, ``bad_answer``,
            ``excuse_required``, ``too_long``.
    """
    taken = take(actor, meeting_id, MeetingVerb.answer, at=at)
    assert taken.own is not None  # the table lets nobody else answer
    row = found(taken.meeting, taken.own.pk)
    if answer not in answers_for(Mode(taken.meeting.mode), duty=row.supervisor_id is not None):
        raise Refused("bad_answer")
    excuse = words(excuse, EXCUSE, field="excuse", needed=False) if answer == Answer.excused else ""
    if answer == Answer.excused and not excuse:
        raise Refused("excuse_required")
    who = words(note, 60, field="note", needed=False, lines=False) if row.department_id else row.note
    if (row.answer, row.excuse, row.note) == (answer, excuse, who):
        return row
    row.answer, row.excuse, row.note, row.answered_at, row.excused_ok = answer, excuse, who, at, None
    row.save(update_fields=["answer", "excuse", "note", "answered_at", "excused_ok"])
    reason = {"reason_digest": text_digest(excuse)} if excuse else {}
    note_person(actor, row, "answer", at=at, data={"answer": answer, **reason})
    if answer == Answer.excused:
        _tell_officer(taken, row)
    return row


def _tell_officer(taken: Taken, row: Invitation) -> None:
    """Of an excuse the supervisor's contact is told, and whoever planned the meeting."""
    contact = contact_of(row.supervisor_id, taken.at) if row.supervisor_id else None
    told = {contact or taken.meeting.created_by_id, taken.meeting.created_by_id}
    params = {"until": _day(taken.meeting)}
    path = f"/meetings/{taken.meeting.pk}/people/?show=excused"
    tell(told, zone_id=taken.meeting.zone_id, at=taken.at, kind="meeting.excuse", path=path, params=params)


@transaction.atomic
def decide_excuse(actor: Actor, meeting_id: int, invitation_id: int, *, at: datetime, ok: bool) -> Invitation:
    """Accept an excuse or not; it can be decided anew. The supervisor is told.

    Raises:
        Meeting.DoesNotExist, Invitation.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``no_excuse``,
            ``own_excuse``.
    """
    taken = take(actor, meeting_id, MeetingVerb.decide_excuse, at=at)
    row = found(taken.meeting, invitation_id)
    if row.answer != Answer.excused:
        raise Refused("no_excuse")
    if row.supervisor and row.supervisor.user_id == actor.user_id:
        raise Refused("own_excuse")
    if row.excused_ok == ok:
        return row
    row.excused_ok = ok
    row.save(update_fields=["excused_ok"])
    note_person(actor, row, "excuse", at=at, data={"ok": ok})
    kind = "meeting.excuse_ok" if ok else "meeting.excuse_no"
    params = {"until": _day(taken.meeting)}
    path = f"/meetings/{taken.meeting.pk}/"
    tell(accounts_of(row), zone_id=actor.zone_id, at=at, kind=kind, path=path, params=params, by=actor)
    return row
