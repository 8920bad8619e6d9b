"""会议纪要: drafted with the attendance filled in, sent to the head, issued; what was agreed becomes tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import Q

from jianyan.accounts.models import Department, RoleName
from jianyan.accounts.queries import Actor, with_role
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.meeting import MeetingVerb
from jianyan.core.workdays import local_date
from jianyan.meetings.actions.base import Taken, invited_accounts, note, take, words
from jianyan.meetings.models import Agreed, Meeting, Minutes
from jianyan.meetings.models.minutes import ITEM, LINE, LIST, TEXT
from jianyan.notify.actions import tell
from jianyan.tasks.actions import give

LONGEST = {"chair": LINE, "recorder": LINE, "present": LIST, "observers": LIST, "absent": LIST, "discussion": TEXT}
NEEDED = frozenset({"chair", "recorder", "discussion"})
ONE_LINE = frozenset({"chair", "recorder"})
#: Matters agreed at one meeting, and characters of a task's title: the rest of a matter stands in its text.
MATTERS, TASK_TITLE = 30, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One matter agreed: an owner (unit or somebody of the office) and a day make a task of it."""

    text: str
    department: int | None = None
    user: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the minutes say."""

    chair: str
    recorder: str
    discussion: str
    present: str = ""
    observers: str = ""
    absent: str = ""
    agreed: Sequence[Matter] = field(default_factory=tuple)


@transaction.atomic
def write_minutes(actor: Actor, meeting_id: int, written: Written, *, at: datetime, seen: int | None = None) -> Minutes:
    """Keep the minutes as they are written now; ``seen`` is their revision on the page, 0 before there are any.

    Whoever edits an old state is told (``stale``), and overwrites nothing. Written again after they were sent to the
    head, they are sent anew.

    Raises:
        Meeting.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``meeting_to_come``, ``minutes_issued``,
            ``stale``, ``text_required``, ``too_long``, ``too_many_matters``, ``bad_owner``, ``owner_without_day``,
            ``day_past``.
    """
    taken = take(actor, meeting_id, MeetingVerb.write_minutes, at=at)
    row = Minutes.objects.select_for_update().filter(meeting=taken.meeting).first()
    if seen is not None and seen != (row.revision if row else 0):
        raise Refused("stale")
    texts = {
        name: words(getattr(written, name), longest, field=name, needed=name in NEEDED, lines=name not in ONE_LINE)
        for name, longest in LONGEST.items()
    }
    matters = _checked(actor.zone_id, written.agreed, local_date(at))
    row = row or Minutes(meeting=taken.meeting, revision=0)
    for name, text in texts.items():
        setattr(row, name, text)
    row.written_by_id, row.written_at, row.submitted_at = actor.person, at, None
    row.revision += 1
    row.save()
    row.agreed.all().delete()
    Agreed.objects.bulk_create(
        Agreed(
            minutes=row,
            place=place,
            text=one.text,
            department_id=one.department,
            user_id=one.user,
            due_on=one.due_on,
        )
        for place, one in enumerate(matters, start=1)
    )
    note(taken, "write_minutes", {"revision": row.revision, "matters": len(matters), "text": digest_of(row)})
    return row


def _checked(zone_id: int, agreed: Sequence[Matter], today: date) -> list[Matter]:
    """The matters, cleaned; the field of a refusal has the matter's place, from 0."""
    if len(agreed) > MATTERS:
        raise Refused("too_many_matters", longest=MATTERS)
    units = set(Department.objects.filter(zone=zone_id, active=True).values_list("pk", flat=True))
    office = {user.pk for user in with_role(zone_id, RoleName.officer, RoleName.head)}
    found: list[Matter] = []
    for place, one in enumerate(agreed):
        text = words(one.text, ITEM, field=f"agreed-{place}-text", lines=False)
        known = (one.department is None or one.department in units) and (one.user is None or one.user in office)
        if not known or (one.department is not None and one.user is not None):
            raise Refused("bad_owner", field=f"agreed-{place}-owner")
        if (one.department is not None or one.user is not None) and one.due_on is None:
            raise Refused("owner_without_day", field=f"agreed-{place}-due_on")
        if one.due_on is not None and one.due_on < today:
            raise Refused("day_past", field=f"agreed-{place}-due_on")
        found.append(Matter(text=text, department=one.department, user=one.user, due_on=one.due_on))
    return found


def digest_of(minutes: Minutes) -> str:
    """The digest of what the minutes say: the ledger holds it, so that a change after the issue is found."""
    lines = [getattr(minutes, name) for name in LONGEST]
    lines += [
        f"{one.place} {one.text} {one.department_id or ''} {one.user_id or ''} {one.due_on or ''}"
        for one in minutes.agreed.order_by("place")
    ]
    return text_digest("\n".join(lines))


@transaction.atomic
def submit_minutes(actor: Actor, meeting_id: int, *, at: datetime, seen: int | None = None) -> Minutes:
    """Send the minutes to the head; who issues them is told.

    Raises:
        Meeting.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``no_minutes``, ``minutes_issued``, ``stale``.
    """
    taken = take(actor, meeting_id, MeetingVerb.submit_minutes, at=at)
    row = _locked(taken, seen)
    if row.submitted_at is None:
        row.submitted_at = at
        row.save(update_fields=["submitted_at"])
        note(taken, "submit_minutes", {"revision": row.revision})
        _tell(taken, [user.pk for user in with_role(actor.zone_id, RoleName.head)], "meeting.minutes_ready")
    return row


@transaction.atomic
def issue_minutes(actor: Actor, meeting_id: int, *, at: datetime, seen: int | None = None) -> Minutes:
    """签发: from now on the minutes stay as they are; each matter with an owner and a day becomes a task.

    Raises:
        Meeting.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``no_minutes``, ``minutes_issued``, ``stale``;
            those of `tasks.actions.give`.
    """
    taken = take(actor, meeting_id, MeetingVerb.issue_minutes, at=at)
    row = _locked(taken, seen)
    row.issued_at, row.issued_by_id = at, actor.person
    row.submitted_at = row.submitted_at or at
    row.save(update_fields=["issued_at", "issued_by", "submitted_at"])
    owned = row.agreed.filter(Q(department__isnull=False) | Q(user__isnull=False), due_on__isnull=False)
    tasks = [_give(taken, one, at) for one in owned]
    note(taken, "issue_minutes", {"revision": row.revision, "tasks": tasks, "text": digest_of(row)})
    _tell(taken, invited_accounts(taken.meeting), "meeting.minutes")
    return row


def _give(taken: Taken, one: Agreed, at: datetime) -> int:
    assert one.due_on is not None  # filtered
    meeting = taken.meeting
    task = give(
        taken.actor,
        at=at,
        source=meeting.subject,
        title=one.text if len(one.text) <= TASK_TITLE else one.text[: TASK_TITLE - 1] + "…",
        text=one.text,
        department=one.department_id,
        user=one.user_id,
        due_on=one.due_on,
        key=task_key(meeting, one.place),
    )
    one.task = task
    one.save(update_fields=["task"])
    return task.pk


def task_key(meeting: Meeting, place: int) -> UUID:
    """The key of a matter's task: issuing the same minutes twice gives it once."""
    return uuid5(NAMESPACE_URL, f"jianyan:{meeting.uid}:{place}")


def _locked(taken: Taken, seen: int | None) -> Minutes:
    row = Minutes.objects.select_for_update().get(meeting=taken.meeting)
    if seen is not None and seen != row.revision:
        raise Refused("stale")
    return row


def _tell(taken: Taken, accounts: Sequence[int], kind: str) -> None:
    path = f"/meetings/{taken.meeting.pk}/minutes/"
    tell(accounts, zone_id=taken.meeting.zone_id, at=taken.at, kind=kind, path=path, by=taken.actor)
