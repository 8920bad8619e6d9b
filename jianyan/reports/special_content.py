"""What a special report says, as its page and its document show it: built while it is a draft, kept once it is signed.

Who has raised an anonymous lead is nowhere in it (4.1.c).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import translation

from jianyan.core.bulletin import filled, paragraphs, quarter_title, share, values_of
from jianyan.core.figures import Figures, read
from jianyan.core.flow import State
from jianyan.core.special import SECTIONS, WITH_ITEMS, InstructionState
from jianyan.core.tasks import TaskState
from jianyan.core.workdays import local_date
from jianyan.leads.words import RESULTS, STATES
from jianyan.reports.models import Counted, Instruction, Special
from jianyan.reports.queries.special import annexed, state_of, tasks_of, to_follow
from jianyan.tasks.models import Task

MARK = "营商环境监督专报"
HIDDEN = "隐名监督员"
UNITS = 12
FOLLOWED = {
    InstructionState.waiting: "正在研究落实措施",
    InstructionState.under_way: "正在办理",
    InstructionState.done: "已落实",
    InstructionState.noted: "已阅知",
}
TASKS = {TaskState.open: "办理中", TaskState.done: "已完成", TaskState.dropped: "已撤销"}


def content_of(special: Special, at: datetime) -> dict[str, Any]:
    """All that the report says at this moment, in Chinese; a signed one says what was signed."""
    if special.signed:
        return dict(special.content)
    with translation.override("zh-hans"):
        figures = read(special.snapshot.figures)
        return {
            "title": special.title,
            "issuer": special.zone.office_name,
            "sections": _sections(special, figures),
            "followed": [_followed(*pair) for pair in _instructions(special)],
            "annex": [_row(place, each) for place, each in enumerate(annexed(special), start=1)],
            "annexed": figures.received,
        }


def _sections(special: Special, figures: Figures) -> list[dict[str, Any]]:
    values = values_of(figures)
    texts = {section.key: section.text for section in special.sections.all()}
    return [
        {
            "key": key,
            "title": title,
            "paragraphs": paragraphs(filled(texts.get(key, ""), values)),
            "items": _items(special, key) if key in WITH_ITEMS else [],
            "table": _units(figures) if key == "handling" else [],
        }
        for key, title in SECTIONS.items()
    ]


def _items(special: Special, section: str) -> list[dict[str, Any]]:
    return [
        {
            "pk": item.pk,
            "title": item.title,
            "paragraphs": paragraphs(item.text),
            "leads": [[lead.pk, lead.no] for lead in item.leads.all()],
        }
        for item in special.items.all()
        if item.section == section
    ]


def _units(figures: Figures) -> list[list[str]]:
    """The departments with most leads; a row that is withheld says so."""
    rows = []
    for unit in [unit for unit in figures.units if unit.withheld or unit.given][:UNITS]:
        if unit.withheld:
            rows.append([unit.name, "—", "—", "—", "—"])
            continue
        rate = f"{share(unit.num or 0, unit.den)}（{unit.num}/{unit.den}）" if unit.den else "—"
        rows.append([unit.name, str(unit.given), str(unit.closed), rate, str(unit.overdue)])
    return rows


def _instructions(special: Special) -> Iterable[tuple[Instruction, list[Task]]]:
    rows = to_follow(special)
    tasks = tasks_of(special.zone_id, rows)
    return [(row, tasks[row.pk]) for row in rows]


def _followed(row: Instruction, tasks: list[Task]) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "by": row.by.name,
        "on": local_date(row.at).isoformat(),
        "about": row.item.title if row.item else row.special.title,
        "text": row.text,
        "state": FOLLOWED[state_of(row, tasks)],
        "tasks": [_task(task) for task in tasks],
    }


def _task(task: Task) -> dict[str, Any]:
    return {
        "pk": task.pk,
        "title": task.title,
        "owner": task.owner,
        "due": task.meant_on.isoformat(),
        "state": TASKS[TaskState(task.state)],
        "result": task.result,
    }


def _row(place: int, each: Counted) -> list[str]:
    lead = each.lead
    who = HIDDEN if each.hidden else lead.identity.supervisor.name
    done = str(RESULTS[each.result]) if each.result in RESULTS else str(STATES[State(each.state)])  # type: ignore[index]
    return [str(place), lead.no, lead.title, who, each.department.name if each.department else "—", done]


def title_of(special: Special) -> str:
    """The title that a new report has: about which quarter it is."""
    return f"关于{quarter_title(special.quarter)}\n营商环境监督情况的专报"


def in_figures(day: date) -> str:
    """2026年11月3日, as the standard writes days."""
    return f"{day.year}年{day.month}月{day.day}日"
