"""任务: the way of a task, and the day that its date means (clause 5.1.j)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from jianyan.core.clocks import Due, Limit, Unit, due_on
from jianyan.core.flow import Refused
from jianyan.core.workdays import Calendar


class TaskState(StrEnum):
    """Where a task stands."""

    open = "open"
    done = "done"
    dropped = "dropped"


class TaskVerb(StrEnum):
    """What is done with a task once it was given."""

    report = "report"
    finish = "finish"
    move = "move"
    drop = "drop"
    reopen = "reopen"


class TaskHat(StrEnum):
    """What an actor is for one task: its owner (the unit's liaison, or the person), or the office that follows it."""

    owner = "owner"
    office = "office"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One arrow: who may take it, from which states, to which (none: it stays), and why it is so."""

    verb: TaskVerb
    sources: frozenset[TaskState]
    target: TaskState | None
    hats: frozenset[TaskHat]
    why: str


_BOTH, _OFFICE = frozenset(TaskHat), frozenset({TaskHat.office})
_OPEN, _ENDED = frozenset({TaskState.open}), frozenset({TaskState.done, TaskState.dropped})

TABLE: tuple[TaskRow, ...] = (
    TaskRow(TaskVerb.report, _OPEN, None, _BOTH, "progress is written down by whoever knows of it"),
    TaskRow(TaskVerb.finish, _OPEN, TaskState.done, _BOTH, "the owner says what came of it; the office may for them"),
    TaskRow(TaskVerb.move, _OPEN, None, _OFFICE, "who gave the date gives another; the owner asks the office"),
    TaskRow(TaskVerb.drop, _OPEN, TaskState.dropped, _OFFICE, "what was asked for is dropped by who asked"),
    TaskRow(TaskVerb.reopen, _ENDED, TaskState.open, _OFFICE, "followed to the end: what is not done goes back"),
)
_BY_VERB = {row.verb: row for row in TABLE}


def task_step(state: TaskState, verb: TaskVerb, hats: Iterable[TaskHat]) -> TaskRow:
    """The arrow that this act takes.

    Raises:
        Refused: ``wrong_hat`` (this actor never may), ``wrong_state`` (not now).
    """
    row = _BY_VERB[verb]
    if row.hats.isdisjoint(hats):
        raise Refused("wrong_hat")
    if state not in row.sources:
        raise Refused("wrong_state")
    return row


def task_verbs(state: TaskState, hats: Iterable[TaskHat]) -> list[TaskVerb]:
    """What an actor with these hats may do now, in the order of the table."""
    held = frozenset(hats)
    return [row.verb for row in TABLE if state in row.sources and not row.hats.isdisjoint(held)]


def deadline(written: date, given: datetime, warn: int, calendar: Calendar) -> Due:
    """What a written date means: it ends with that day, or with the next working day when that day is off.

    ``warn``: working days left at which the light turns yellow. The written date itself is kept beside it.
    CalendarError when the date is beyond the calendar.
    """
    return due_on(calendar.on_or_after(written), Limit(0, Unit.day, warn=warn), given, calendar)
