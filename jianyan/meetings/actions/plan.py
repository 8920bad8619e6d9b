"""Planning a meeting, changing it, calling it off, and closing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db import IntegrityError, transaction

from jianyan.accounts.queries import Actor
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.meeting import MeetingKind, MeetingVerb, Mode, refuse_times
from jianyan.core.workdays import local_date
from jianyan.ledger.actions import record
from jianyan.meetings.actions.base import Taken, acting_role, invited_accounts, settle, take, words
from jianyan.meetings.models import Invitation, Meeting
from jianyan.meetings.models.meeting import AGENDA, LINK, PLACE, TITLE
from jianyan.notify.actions import tell

#: What makes those invited look again: they are told when one of these changes.
TOLD = ("mode", "starts_at", "ends_at", "place", "link")
REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the office plans. Times are aware; ``place`` is needed where people come, a ``link`` may follow later."""

    kind: str
    mode: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    agenda: str = ""


def checked(plan: Plan) -> dict[str, object]:
    """The columns of a plan, its texts cleaned.

    Raises:
        Refused: ``bad_kind``, ``bad_mode``, ``text_required``, ``too_long``, ``bad_link``.
    """
    if plan.kind not in set(MeetingKind):
        raise Refused("bad_kind")
    if plan.mode not in set(Mode):
        raise Refused("bad_mode")
    link = words(plan.link, LINK, field="link", needed=False, lines=False)
    if link and not _is_address(link):
        raise Refused("bad_link")
    return {
        "kind": plan.kind,
        "mode": plan.mode,
        "title": words(plan.title, TITLE, field="title", lines=False),
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "place": words(plan.place, PLACE, field="place", needed=plan.mode != Mode.online, lines=False),
        "link": link,
        "agenda": words(plan.agenda, AGENDA, field="agenda", needed=False),
    }


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


@transaction.atomic
def plan_meeting(actor: Actor, plan: Plan, *, at: datetime, key: UUID) -> Meeting:
    """Plan a meeting to come; from the same page (``key``) twice plans one.

    Raises:
        Refused: ``wrong_hat``, those of `checked` and of `core.meeting.refuse_times`.
    """
    return make(actor, plan, at=at, key=key)


def make(actor: Actor, plan: Plan, *, at: datetime, key: UUID, after: bool = False) -> Meeting:
    """`plan_meeting` in the caller's transaction; ``after``: a visit that is written down when it is over."""
    if not actor.is_office:
        raise Refused("wrong_hat")
    columns = checked(plan)
    refuse_times(plan.starts_at, plan.ends_at, at, after=after)
    if before := Meeting.objects.filter(zone=actor.zone_id, key=key).first():
        return before
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                zone_id=actor.zone_id,
                key=key,
                created_by_id=actor.person,
                created_at=at,
                changed_at=at,
                **columns,
            )
    except IntegrityError:  # the same page, sent twice at once
        return Meeting.objects.get(zone=actor.zone_id, key=key)
    record(
        actor=actor,
        at=at,
        verb="meeting.plan",
        subject=meeting.subject,
        data={"kind": meeting.kind, "mode": meeting.mode, **_when(meeting), "title": text_digest(meeting.title)},
        clause="4.3.b",
        role=acting_role(actor),
        first=True,
    )
    return meeting


def _when(meeting: Meeting) -> dict[str, str]:
    times = {"starts": meeting.starts_at.isoformat(), "ends": meeting.ends_at.isoformat()}
    return {"on": local_date(meeting.starts_at).isoformat(), **times}


@transaction.atomic
def edit_meeting(actor: Actor, meeting_id: int, plan: Plan, *, at: datetime, seen: int | None = None) -> Meeting:
    """Change a meeting before it begins. Those invited are told of another time or place; of another time they are
    asked anew, because what they answered was about the old one.

    Raises:
        Meeting.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``meeting_began``, ``stale``, those of planning.
    """
    taken = take(actor, meeting_id, MeetingVerb.edit, at=at, seen=seen)
    meeting, columns = taken.meeting, checked(plan)
    refuse_times(plan.starts_at, plan.ends_at, at)
    changed = [name for name, value in columns.items() if getattr(meeting, name) != value]
    if not changed:
        return meeting
    for name in changed:
        setattr(meeting, name, columns[name])
    moved = not {"starts_at", "ends_at"}.isdisjoint(changed)
    told = not set(TOLD).isdisjoint(changed)
    meeting.sequence += told
    if moved:
        meeting.reminded_at = None
        _ask_again(meeting)
    settle(taken, *changed, "sequence", "reminded_at", data={"fields": changed, **(_when(meeting) if moved else {})})
    if told:
        _tell(taken, "meeting.moved" if moved else "meeting.changed")
    return meeting


def _ask_again(meeting: Meeting) -> None:
    answered = Invitation.objects.filter(meeting=meeting).exclude(answer="")
    answered.update(answer="", answered_at=None, excuse="", excused_ok=None)


def _tell(taken: Taken, kind: str) -> None:
    tell(
        invited_accounts(taken.meeting),
        zone_id=taken.meeting.zone_id,
        at=taken.at,
        kind=kind,
        path=f"/meetings/{taken.meeting.pk}/",
        params={"until": local_date(taken.meeting.starts_at).isoformat()},
        by=taken.actor,
    )


@transaction.atomic
def cancel_meeting(actor: Actor, meeting_id: int, *, at: datetime, seen: int | None = None, reason: str) -> Meeting:
    """Call a meeting off; those invited are told, and their calendars show it.

    Raises:
        Meeting.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``stale``, ``text_required``, ``too_long``.
    """
    taken = take(actor, meeting_id, MeetingVerb.cancel, at=at, seen=seen)
    taken.meeting.cancel_reason = words(reason, REASON, field="reason")
    taken.meeting.sequence += 1
    settle(taken, "cancel_reason", "sequence", data={"reason_digest": text_digest(taken.meeting.cancel_reason)})
    _tell(taken, "meeting.cancelled")
    return taken.meeting


@transaction.atomic
def hold_meeting(actor: Actor, meeting_id: int, *, at: datetime, seen: int | None = None) -> Meeting:
    """Close a meeting that has begun: nobody signs in any more, the office goes on with the roll and the minutes.

    Raises:
        Meeting.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``meeting_to_come``, ``stale``.
    """
    taken = take(actor, meeting_id, MeetingVerb.hold, at=at, seen=seen)
    came = taken.meeting.invitations.filter(attended_at__isnull=False).count()
    return settle(taken, data={"came": came, "invited": taken.meeting.invitations.count()})
