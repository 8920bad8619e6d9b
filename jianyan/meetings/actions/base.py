"""The one shape of a verb on a meeting: take (load, lock, ask core) … settle (save, ledger)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jianyan.accounts.queries import Actor, ids_with_role
from jianyan.core.flow import Refused
from jianyan.core.meeting import MeetingFacts, MeetingRow, MeetingState, MeetingVerb, meeting_step
from jianyan.core.opinion import clean_text
from jianyan.ledger.actions import record
from jianyan.meetings.models import Invitation, Meeting
from jianyan.meetings.queries.base import hats, meeting_facts, own_invitation, visible_to


@dataclass(slots=True)
class Taken:
    """A locked meeting for which the table has said yes to one verb; ``own`` is the actor's own invitation."""

    meeting: Meeting
    actor: Actor
    at: datetime
    row: MeetingRow
    facts: MeetingFacts
    own: Invitation | None


def take(
    actor: Actor, meeting_id: int, verb: MeetingVerb, *, at: datetime, seen: int | None = None, anybody: bool = False
) -> Taken:
    """Load and lock a meeting, and ask the table about the verb.

    ``anybody``: whoever stands before the code need not be invited. ``seen``: the revision of the page.

    Raises:
        Meeting.DoesNotExist; Refused: the table's codes, ``stale`` when the meeting changed since the page was made.
    """
    of_zone = Meeting.objects.filter(zone=actor.zone_id)
    seen_ones = of_zone if anybody or actor.user_id is None else visible_to(actor)
    meeting = Meeting.objects.select_for_update().get(pk__in=seen_ones.filter(pk=meeting_id).values("pk"))
    own = own_invitation(actor, meeting) if actor.user_id is not None else None
    facts = meeting_facts(meeting, at)
    row = meeting_step(MeetingState(meeting.state), verb, hats(actor, own is not None), facts)
    if seen is not None and seen != meeting.revision:
        raise Refused("stale")
    return Taken(meeting, actor, at, row, facts, own)


def settle(taken: Taken, *changed: str, data: Mapping[str, object] | None = None) -> Meeting:
    """Move the meeting along its row, save what ``changed``, and record."""
    meeting = taken.meeting
    before = meeting.state
    meeting.state = taken.row.target
    meeting.revision += 1
    meeting.changed_at = taken.at
    meeting.save(update_fields=[*changed, "state", "revision", "changed_at"])
    moved = {"from": before, "to": meeting.state} if before != meeting.state else {}
    note(taken, taken.row.verb, {**moved, **(data or {})})
    return meeting


def note(taken: Taken, verb: str, data: Mapping[str, object] | None = None) -> None:
    """Record an act on a meeting; its words never stand in the ledger."""
    record(
        actor=taken.actor,
        at=taken.at,
        verb=f"meeting.{verb}",
        subject=taken.meeting.subject,
        data={"kind": taken.meeting.kind, **(data or {})},
        clause=taken.row.clause,
        role=acting_role(taken.actor),
    )


def note_person(
    actor: Actor, invitation: Invitation, verb: str, *, at: datetime, data: Mapping[str, object] | None = None
) -> None:
    """Record what concerns one who is invited; a supervisor's row is in the dossier at once (5.2.b)."""
    meeting = invitation.meeting
    record(
        actor=actor,
        at=at,
        verb=f"meeting.{verb}",
        subject=invitation.subject,
        dossier=invitation.supervisor_id,
        data={"meeting": meeting.pk, "kind": meeting.kind, **(data or {})},
        clause=clause_of(invitation),
        role=acting_role(actor),
    )


def clause_of(invitation: Invitation) -> str:
    """Social supervisors owe a symposium a quarter (5.1.a), internal ones take part in meetings (5.1.b)."""
    if invitation.supervisor is None:
        return "4.3.b"
    return "5.1.a" if invitation.supervisor.channel == "social" else "5.1.b"


def acting_role(actor: Actor) -> str:
    """The role in which an act is recorded."""
    for role in ("head", "officer", "supervisor", "liaison", "leader"):
        if role in actor.roles:
            return role
    return "system" if actor.user_id is None else ""


def words(text: str, longest: int, *, field: str, needed: bool = True, lines: bool = True) -> str:
    """A cleaned text; raises `Refused` ``text_required`` or ``too_long`` with the field."""
    text = clean_text(text, lines=lines)
    if needed and not text:
        raise Refused("text_required", field=field)
    if len(text) > longest:
        raise Refused("too_long", field=field, longest=longest)
    return text


def accounts_of(invitation: Invitation) -> list[int]:
    """The accounts that are told of what concerns an invitation: a department's are its liaisons."""
    if invitation.supervisor:
        return [invitation.supervisor.user_id]
    if invitation.user_id:
        return [invitation.user_id]
    return ids_with_role(invitation.meeting.zone_id, "liaison", invitation.department_id)


def invited_accounts(meeting: Meeting) -> list[int]:
    """The accounts of everybody who is invited. One query, and one a department."""
    rows = meeting.invitations.filter(invited_at__isnull=False).select_related("supervisor")
    found = {account for row in rows for account in _accounts(meeting, row)}
    return sorted(found)


def _accounts(meeting: Meeting, row: Invitation) -> list[int]:
    row.meeting = meeting
    return accounts_of(row)
