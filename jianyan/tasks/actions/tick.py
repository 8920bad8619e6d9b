"""What time brings to tasks: owners are warned before a date and told when it is over; dates follow the calendar."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import system_actor
from jianyan.core.tasks import TaskState
from jianyan.core.workdays import TZ, local_date
from jianyan.rules.queries import NoRulebook, calendar_of
from jianyan.tasks.actions.base import note, owners_of, reckon, rules_on, tell_of
from jianyan.tasks.models import Task

#: Owners are told when somebody is there to read it.
OPENS, SHUTS = time(8, 30), time(18)
MOVED = ["meant_on", "due_at", "warn_at", "provisional", "calendar_revision"]


def tick_tasks(zone: Zone, *, at: datetime) -> int:
    """Do what is due for the tasks of a zone; repeating does nothing more. Returns how many owners were told."""
    try:
        rules = rules_on(zone, local_date(at))
    except NoRulebook:  # without rules no task was given
        return 0
    _follow_calendar(zone, at, rules.number_of("task_warn"))
    calendar, today = calendar_of(zone), local_date(at)
    if not (calendar.is_working(today) and OPENS <= at.astimezone(TZ).time() < SHUTS):
        return 0
    told, waiting = 0, Task.objects.filter(zone=zone, state=TaskState.open)
    yellow = waiting.filter(warn_at__lte=at, due_at__gt=at, warned_at__isnull=True)
    for pk in list(yellow.values_list("pk", flat=True)):
        told += _warn(zone, pk, at)
    for pk, urged_at in list(waiting.filter(due_at__lte=at).values_list("pk", "urged_at")):
        if urged_at is None or calendar.count(local_date(urged_at), today) >= rules.number_of("urge_repeat"):
            told += _urge(zone, pk, at)
    return told


@transaction.atomic
def _warn(zone: Zone, task_id: int, at: datetime) -> int:
    """Tell the owner once that the date is near."""
    task = Task.objects.select_for_update().get(pk=task_id)
    if task.state != TaskState.open or task.warned_at is not None:
        return 0
    task.warned_at = at
    task.save(update_fields=["warned_at"])
    note(task, system_actor(zone), at, "warn", {"until": task.meant_on.isoformat()})
    tell_of(task, "task.warn", owners_of(task), at=at)
    return 1


@transaction.atomic
def _urge(zone: Zone, task_id: int, at: datetime) -> int:
    """Tell the owner, and whoever gave the task, that the date is over."""
    task = Task.objects.select_for_update().get(pk=task_id)
    today, calendar = local_date(at), calendar_of(zone)
    if task.state != TaskState.open or (task.urged_at and local_date(task.urged_at) == today):
        return 0
    task.urged_at = at
    task.save(update_fields=["urged_at"])
    note(task, system_actor(zone), at, "urge", {"late": calendar.count(task.meant_on, today)})
    tell_of(task, "task.urge", [*owners_of(task), task.given_by_id], at=at)
    return 1


@transaction.atomic
def _follow_calendar(zone: Zone, at: datetime, warn: int) -> None:
    """Reckon open tasks anew after the zone's calendar has changed, with a row for each date that moved."""
    stale = Task.objects.filter(zone=zone, state=TaskState.open).exclude(calendar_revision=zone.calendar_revision)
    calendar = calendar_of(zone)
    for task in stale.select_for_update().order_by("pk"):
        before = task.meant_on
        reckon(task, calendar, warn, task.given_at)
        task.calendar_revision = zone.calendar_revision
        task.save(update_fields=MOVED)
        if task.meant_on != before:
            moved = {"due": [before.isoformat(), task.meant_on.isoformat()]}
            note(task, system_actor(zone), at, "follow", moved)
