"""What is done with a task once it was given: progress, the result, another date, dropping, sending back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.tasks import TaskVerb
from jianyan.tasks.actions.base import DATE, owners_of, set_date, settle, take, tell_of, words
from jianyan.tasks.models import Task

LONGEST = 2000


@transaction.atomic
def report(actor: Actor, task_id: int, *, at: datetime, text: str, seen: int | None = None) -> Task:
    """记录进展: say how far it is; whoever gave the task is told.

    Raises:
        Task.DoesNotExist; Refused: ``wrong_hat``, ``wrong_state``, ``stale``, ``words_required``, ``too_long``.
    """
    taken = take(actor, task_id, TaskVerb.report, at=at, seen=seen)
    task = settle(taken, text=words(text, LONGEST, field="text"))
    tell_of(task, "task.report", [task.given_by_id], at=at, by=actor)
    return task


@transaction.atomic
def finish(actor: Actor, task_id: int, *, at: datetime, text: str, seen: int | None = None) -> Task:
    """办结: say what came of it. Raises as `report` does."""
    taken = take(actor, task_id, TaskVerb.finish, at=at, seen=seen)
    task = taken.task
    task.result = words(text, LONGEST, field="text")
    task.ended_at, task.ended_by_id = at, actor.person
    on_time = at < task.due_at
    task = settle(taken, "result", "ended_at", "ended_by", text=task.result, data={"done_on_time": on_time})
    tell_of(task, "task.finish", [task.given_by_id], at=at, by=actor)
    return task


@transaction.atomic
def move(actor: Actor, task_id: int, *, at: datetime, due_on: date, text: str, seen: int | None = None) -> Task:
    """改期: give another date, with the reason; the owner is told.

    Raises:
        as `report` does, and Refused: ``due_past``, ``due_far``.
    """
    taken = take(actor, task_id, TaskVerb.move, at=at, seen=seen)
    task, why = taken.task, words(text, LONGEST, field="text")
    before = task.meant_on
    set_date(task, task.zone, due_on, at)
    moved = {"due": [before.isoformat(), task.meant_on.isoformat()], "written": due_on.isoformat()}
    task = settle(taken, *DATE, text=why, data=moved)
    tell_of(task, "task.move", owners_of(task), at=at, by=actor)
    return task


@transaction.atomic
def drop(actor: Actor, task_id: int, *, at: datetime, text: str, seen: int | None = None) -> Task:
    """撤销: it is no longer asked for, with the reason; the owner is told. Raises as `report` does."""
    taken = take(actor, task_id, TaskVerb.drop, at=at, seen=seen)
    task = taken.task
    task.result = words(text, LONGEST, field="text")
    task.ended_at, task.ended_by_id = at, actor.person
    task = settle(taken, "result", "ended_at", "ended_by", text=task.result)
    tell_of(task, "task.drop", owners_of(task), at=at, by=actor)
    return task


@transaction.atomic
def reopen(
    actor: Actor, task_id: int, *, at: datetime, text: str, due_on: date | None = None, seen: int | None = None
) -> Task:
    """退回重办: it is not done, with the reason and, if given, a new date; the owner is told.

    Raises:
        as `move` does; ``due_past`` also when the old date is over and no new one is given.
    """
    taken = take(actor, task_id, TaskVerb.reopen, at=at, seen=seen)
    task, why = taken.task, words(text, LONGEST, field="text")
    set_date(task, task.zone, due_on or task.due_on, at)
    task.result, task.ended_at, task.ended_by = "", None, None
    task = settle(taken, *DATE, "result", "ended_at", "ended_by", text=why, data={"until": task.meant_on.isoformat()})
    tell_of(task, "task.reopen", owners_of(task), at=at, by=actor)
    return task
