"""Reads of tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from jianyan.accounts.models import Department, RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.clocks import Light, left, light
from jianyan.core.tasks import TaskHat, TaskState
from jianyan.core.workdays import Calendar, local_date
from jianyan.prepared import Gap, Prepared
from jianyan.tasks.models import Task
from jianyan.ui import shapes

#: How many open tasks a unit's own page shows.
FIRST = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; empty values ask for nothing."""

    state: str = TaskState.open
    light: str = ""
    department: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many tasks an actor sees, by state, and how many of the open ones are nearly due or overdue."""

    open: int
    done: int
    dropped: int
    yellow: int
    red: int

    @property
    def all(self) -> int:
        return self.open + self.done + self.dropped


def visible_to(actor: Actor) -> QuerySet[Task]:
    """All of the zone for the office and the leaders; a unit's own for its liaisons; one's own for anybody else."""
    tasks = Task.objects.filter(zone=actor.zone_id)
    if actor.is_office or actor.has(RoleName.leader):
        return tasks
    if actor.has(RoleName.liaison):
        return tasks.filter(Q(department=actor.department_id) | Q(user=actor.user_id))
    return tasks.filter(user=actor.user_id) if actor.user_id is not None else tasks.none()


def hats(actor: Actor, task: Task) -> set[TaskHat]:
    """What the actor is for a task."""
    held = set()
    unit = actor.has(RoleName.liaison) and task.department_id is not None and task.department_id == actor.department_id
    if unit or (task.user_id is not None and task.user_id == actor.user_id):
        held.add(TaskHat.owner)
    if actor.is_office:
        held.add(TaskHat.office)
    return held


def listed(actor: Actor, wanted: Wanted, now: datetime) -> QuerySet[Task]:
    """The tasks that are looked for: open ones by their date, ended ones the latest first."""
    tasks = visible_to(actor).select_related("department", "user")
    if wanted.department is not None:
        tasks = tasks.filter(department=wanted.department)
    if wanted.words:
        tasks = tasks.filter(Q(title__icontains=wanted.words) | Q(no__icontains=wanted.words))
    if wanted.light:
        tasks = tasks.filter(_shows(wanted.light, now))
    elif wanted.state:
        tasks = tasks.filter(state=wanted.state)
    ended = not wanted.light and wanted.state in (TaskState.done, TaskState.dropped)
    return tasks.order_by("-ended_at", "-id") if ended else tasks.order_by("due_at", "id")


def _shows(light_: str, now: datetime) -> Q:
    open_ = Q(state=TaskState.open)
    match light_:
        case Light.red:
            return open_ & Q(due_at__lte=now)
        case Light.yellow:
            return open_ & Q(due_at__gt=now, warn_at__lte=now)
        case _:
            return open_ & Q(warn_at__gt=now)


def counted(actor: Actor, now: datetime) -> Counted:
    """How many there are of each kind; one query."""
    asked = {state.value: Count("pk", filter=Q(state=state)) for state in TaskState}
    lights = {name: Count("pk", filter=_shows(name, now)) for name in (Light.yellow.value, Light.red.value)}
    return Counted(**visible_to(actor).aggregate(**asked, **lights))


def owners(actor: Actor) -> list[Department]:
    """The units that have tasks which the actor sees."""
    units = visible_to(actor).filter(department__isnull=False).order_by().values("department")
    return list(Department.objects.filter(pk__in=units))


_OF_UNIT = Prepared(
    lambda: Task.objects.filter(zone=Gap("zone"), department=Gap("department"), state=TaskState.open.value).order_by(
        "due_at", "id"
    )[: FIRST + 1]
)


def of_unit(actor: Actor) -> list[Task]:
    """The first open tasks of the actor's unit by their date; one query."""
    return _OF_UNIT(zone=actor.zone_id, department=actor.department_id)


def of_sources(zone_id: int, sources: Iterable[str]) -> dict[str, list[Task]]:
    """The tasks that come from each of these, in the order they were given; one query."""
    found: dict[str, list[Task]] = {source: [] for source in sources}
    tasks = Task.objects.filter(zone=zone_id, source__in=found).select_related("department", "user").order_by("id")
    for task in tasks:
        found[task.source].append(task)
    return found


def due(task: Task, now: datetime, calendar: Calendar) -> shapes.Clock:
    """A task's date as pages show it."""
    running = task.state == TaskState.open
    return shapes.Clock(
        on=task.meant_on,
        at=task.due_at,
        left=left(task.meant_on, local_date(now), calendar) if running else None,
        light=light(task.due_at, task.warn_at, now) if running else "",
        provisional=task.provisional and running,
        stopped_at=task.ended_at,
        on_time=task.on_time,
    )
