"""Tasks as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from jianyan.accounts.queries import Actor
from jianyan.core.tasks import TaskState, TaskVerb
from jianyan.core.workdays import Calendar
from jianyan.tasks import words
from jianyan.tasks.models import Note, Task
from jianyan.tasks.queries import due
from jianyan.ui.addresses import address_of
from jianyan.ui.formats import day_in_words
from jianyan.ui.shapes import Clock, Event

TONES = {TaskVerb.finish: "ok", TaskVerb.reopen: "warn", TaskVerb.drop: ""}
ICONS = {
    TaskVerb.report: "message",
    TaskVerb.finish: "check",
    TaskVerb.move: "calendar",
    TaskVerb.drop: "x",
    TaskVerb.reopen: "rotate",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One task of a list."""

    task: Task
    url: str
    state: str
    tone: str
    due: Clock
    moved: str


def row_of(task: Task, now: datetime, calendar: Calendar) -> Row:
    """A task in a list; ``moved`` says what was written where that day is off."""
    state = TaskState(task.state)
    return Row(
        task=task,
        url=address_of("tasks:task", task.pk),
        state=str(words.STATES[state]),
        tone=words.TONES[state],
        due=due(task, now, calendar),
        moved=moved(task),
    )


def moved(task: Task) -> str:
    """批示日期 11月28日 周六，顺延到下一个工作日; empty where the written day is a working day."""
    if task.due_on == task.meant_on:
        return ""
    return _("原定 {day}，非工作日，顺延").format(day=day_in_words(task.due_on))


def source_of(task: Task, actor: Actor) -> tuple[str, str]:
    """Where a task comes from: its name, and its address where there is a page of it that the actor's role opens."""
    kind, _sep, number = task.source.partition(":")
    if kind not in words.SOURCES:
        return "", ""
    name, page = words.SOURCES[kind]
    reads = actor.is_office or actor.has("leader")
    try:
        return str(name), reverse(page, args=[int(number)]) if reads else ""
    except (NoReverseMatch, ValueError):  # of a kind that has no page of its own
        return str(name), ""


def events(task: Task, notes: list[Note]) -> list[Event]:
    """What happened to a task, the latest first."""
    said = [
        Event(
            at=note.at,
            what=str(words.VERBS[TaskVerb(note.verb)]),
            who=note.by.name,
            note=note.text,
            icon=ICONS[TaskVerb(note.verb)],
            tone=TONES.get(TaskVerb(note.verb), ""),
        )
        for note in notes
    ]
    return [*said, Event(at=task.given_at, what=_("交办"), who=task.given_by.name, icon="send", tone="info")]
