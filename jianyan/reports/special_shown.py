"""Instructions as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from jianyan.core.workdays import Calendar
from jianyan.reports import special_words as words
from jianyan.reports.models import Instruction
from jianyan.reports.queries.special import state_of
from jianyan.tasks.models import Task
from jianyan.tasks.shown import Row as TaskRow
from jianyan.tasks.shown import row_of
from jianyan.ui.formats import day_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionRow:
    """One instruction: where it stands, its tasks, and its date with the working day that it means."""

    row: Instruction
    state: str
    tone: str
    tasks: list[TaskRow]
    due_on: date | None
    meant: str


def instruction_row(row: Instruction, tasks: list[Task], now: datetime, calendar: Calendar) -> InstructionRow:
    """An instruction in words."""
    state = state_of(row, tasks)
    return InstructionRow(
        row=row,
        state=str(words.INSTRUCTIONS[state]),
        tone=words.INSTRUCTION_TONES[state],
        tasks=[row_of(task, now, calendar) for task in tasks],
        due_on=row.due_on,
        meant=meant_in_words(row.due_on, calendar),
    )


def meant_in_words(day: date | None, calendar: Calendar) -> str:
    """Which working day a date that is off means; empty for a working day."""
    if day is None or calendar.is_working(day):
        return ""
    return _("非工作日，顺延到 {day}").format(day=day_in_words(calendar.on_or_after(day)))
