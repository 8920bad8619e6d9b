"""The one shape of an act on a task: take (load, lock, ask core) … settle (save, record)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from jianyan.accounts.models import RoleName, Zone
from jianyan.accounts.queries import Actor, ids_with_role
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.opinion import clean_text
from jianyan.core.rulebook import Rulebook
from jianyan.core.tasks import TaskRow, TaskState, TaskVerb, deadline, task_step
from jianyan.core.workdays import Calendar, CalendarError, local_date
from jianyan.ledger.actions import record
from jianyan.notify.actions import tell
from jianyan.rules.queries import book, calendar_of, version_on
from jianyan.tasks.models import Note, Task
from jianyan.tasks.queries import hats, visible_to

CLAUSE = "5.1.j"


@dataclass(slots=True)
class Taken:
    """A locked task for which the table has said yes to one verb of one actor."""

    task: Task
    actor: Actor
    at: datetime
    row: TaskRow


def take(actor: Actor, task_id: int, verb: TaskVerb, *, at: datetime, seen: int | None) -> Taken:
    """Load and lock a task that the actor may see, and ask the table about the verb.

    Raises:
        Task.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``stale`` when it changed since the page was made.
    """
    # The owner's tables are joined by outer joins, which a lock cannot take: only the row itself is locked.
    locked = Task.objects.select_for_update(of=("self",)).select_related("department", "user", "zone")
    task = locked.get(pk__in=visible_to(actor).filter(pk=task_id).values("pk"))
    row = task_step(TaskState(task.state), verb, hats(actor, task))
    if seen is not None and seen != task.revision:
        raise Refused("stale")
    return Taken(task, actor, at, row)


def settle(taken: Taken, *changed: str, text: str, data: Mapping[str, object] | None = None) -> Task:
    """Move the task along the row, keep what was said, and record; the words stay out of the ledger."""
    task, row = taken.task, taken.row
    if row.target is not None:
        task.state = row.target
    task.revision += 1
    task.save(update_fields=[*changed, "state", "revision"])
    Note.objects.create(task=task, verb=row.verb, text=text, by_id=taken.actor.person, at=taken.at)
    note(task, taken.actor, taken.at, row.verb, {**(data or {}), "text": text_digest(text)})
    return task


def note(task: Task, actor: Actor, at: datetime, verb: str, data: Mapping[str, object], *, first: bool = False) -> None:
    """One row about a task."""
    record(
        actor=actor,
        at=at,
        verb=f"task.{verb}",
        subject=task.subject,
        data={"no": task.no, **data},
        clause=CLAUSE,
        role=acting_role(actor),
        first=first,
    )


def acting_role(actor: Actor) -> str:
    """The role in which an act is recorded."""
    if actor.user_id is None:
        return "system"
    order = (RoleName.head, RoleName.officer, RoleName.leader, RoleName.liaison)
    return next((role.value for role in order if role in actor.roles), "")


def words(text: str, longest: int, *, field: str, needed: bool = True) -> str:
    """A cleaned text; raises `Refused` ``words_required`` or ``too_long`` with the field."""
    text = clean_text(text)
    if needed and not text:
        raise Refused("words_required", field=field)
    if len(text) > longest:
        raise Refused("too_long", field=field, longest=longest)
    return text


def set_date(task: Task, zone: Zone, written: date, at: datetime) -> None:
    """Set a task's date and what it means under the zone's calendar; nobody was told of this date yet.

    Raises:
        Refused: ``due_past`` when the day it means is over, ``due_far`` when no calendar reaches it.
    """
    try:
        task.due_on = written
        reckon(task, calendar_of(zone), warn_of(zone, local_date(at)), at)
    except CalendarError as no:
        raise Refused("due_far") from no
    if task.due_at <= at:
        raise Refused("due_past")
    task.calendar_revision = zone.calendar_revision
    task.warned_at = task.urged_at = None


def reckon(task: Task, calendar: Calendar, warn: int, given: datetime) -> None:
    """What the written date means under a calendar."""
    end = deadline(task.due_on, given, warn, calendar)
    task.meant_on, task.due_at, task.warn_at, task.provisional = end.on, end.at, end.warn_at, end.provisional


DATE = ("due_on", "meant_on", "due_at", "warn_at", "provisional", "calendar_revision", "warned_at", "urged_at")


def rules_on(zone: Zone, day: date) -> Rulebook:
    """The rules in force on a day; raises `NoRulebook`."""
    return book(version_on(zone.pk, day).pk)


def warn_of(zone: Zone, day: date) -> int:
    """Working days before its date at which an owner is warned."""
    return rules_on(zone, day).number_of("task_warn")


def owners_of(task: Task) -> list[int]:
    """The accounts that a task is told to: the unit's liaisons, or the person."""
    if task.department_id is not None:
        return ids_with_role(task.zone_id, RoleName.liaison, task.department_id)
    return [task.user_id] if task.user_id is not None else []


def tell_of(task: Task, kind: str, users: list[int], *, at: datetime, by: Actor | None = None) -> None:
    """Tell people about a task: its number and a link."""
    tell(
        users,
        zone_id=task.zone_id,
        at=at,
        kind=kind,
        path=f"/tasks/{task.pk}/",
        params={"no": task.no, "due": task.meant_on.isoformat()},
        by=by,
    )
