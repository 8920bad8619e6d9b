"""The special reports of the demo year, the leaders' instructions on them, and what the departments made of these."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from jianyan.accounts.queries import Actor
from jianyan.core.periods import before, last_day, quarter_name, quarter_named
from jianyan.reports import actions
from jianyan.reports.models import Instruction, Special, SpecialItem
from jianyan.tasks.actions import finish, report
from jianyan.tasks.models import Task
from jianyan.web.demo.material import corpus
from jianyan.web.demo.year import Year, act

#: Working days after the end of a quarter, and the time of day, of each step.
STEPS = (
    ("draft", 8, 9, 40),
    ("word", 8, 15, 20),
    ("sign", 9, 16, 30),
    ("read", 10, 18, 5),
    ("assign", 11, 10, 15),
    ("report", 15, 11, 0),
    ("finish", 19, 15, 40),
)
#: Of each report's tasks: working days after the end of the quarter by which they are due. The second one is not done
#: in time and goes on; of the latest report, the third one is due on a Saturday still to come.
DUE = (20, 32, 45)
WORDS = (
    "此事企业反映集中，请{unit}牵头，会同有关部门研究，拿出具体办法报我。",
    "请{unit}抓紧，逾期的说明原因。营商环境办跟踪，每两周报一次进展。",
    "同意专报意见。请{unit}研究，形成制度性措施，避免同类问题反复出现。",
)
NOTED = ("写得实在。请各部门对照台账自查，下期继续反映。", "已在主任办公会上通报，各部门会后自行对照整改。")
ADVICE = "建议由{unit}牵头、相关部门配合，一个月内提出方案，报管委会审定。"
PROGRESS = "已会同有关部门开过协调会，梳理出堵点清单，正在逐项核对政策依据。"
DONE = "办法已经印发，窗口和企业专员都作了培训；反映问题的企业已逐一回访，均表示认可。"
SPACE = 0x5BEC1A10


def plan_specials(year: Year, first: date) -> None:
    """Every quarter that ended between the first day of the year and its last."""
    period = before(quarter_named(quarter_name(year.until.date() - timedelta(days=1))))
    place = 0
    while last_day(period) >= first:
        for name, after, hour, minute in STEPS:
            at = year.hours.morning(year.calendar.add(last_day(period), after), hour, minute)
            year.plan(at, f"special_{name}", quarter_name(period.first), place)
        period, place = before(period), place + 1


def _officer(year: Year) -> Actor:
    """The officer who writes the reports: always the same."""
    return year.cast.officer(0)


def _leader(year: Year, place: int) -> Actor:
    leaders = corpus().leaders
    return year.cast.actors[leaders[place % len(leaders)].login]


def _of(year: Year, quarter: str) -> Special:
    return Special.objects.get(zone=year.cast.zone, quarter=quarter)


def _items(special: Special) -> list[SpecialItem]:
    """A matter of each section, what the committee has to settle first."""
    found = {item.section: item for item in special.items.order_by("-place")}
    return [found[key] for key in ("coordinate", "risks", "common") if key in found]


def _unit(item: SpecialItem) -> tuple[int | None, str]:
    lead = item.leads.select_related("lead_department").filter(lead_department__isnull=False).first()
    return (
        (lead.lead_department_id, lead.lead_department.name) if lead and lead.lead_department else (None, "营商环境办")
    )


@act
def special_draft(year: Year, at: datetime, quarter: str, place: int) -> None:
    actions.draft_special(_officer(year), quarter, at=at)


@act
def special_word(year: Year, at: datetime, quarter: str, place: int) -> None:
    """The officer writes what is asked of whom, and hands the report to the head."""
    special, officer = _of(year, quarter), _officer(year)
    for item in special.items.filter(section="coordinate"):
        text = f"{item.text}\n{ADVICE.format(unit=_unit(item)[1])}"
        leads = list(item.leads.values_list("pk", flat=True))
        actions.edit_item(officer, item.pk, at=at, title=item.title, text=text, leads=leads, seen=item.revision)
    actions.offer_special(officer, special.pk, at=at)


@act
def special_sign(year: Year, at: datetime, quarter: str, place: int) -> None:
    actions.sign_special(year.cast.head, _of(year, quarter).pk, at=at)


@act
def special_read(year: Year, at: datetime, quarter: str, place: int) -> None:
    """A leader writes on some matters, another on the whole report."""
    special = _of(year, quarter)
    key = SPACE * 1000 + int(quarter[:4]) * 10 + int(quarter[5])
    for n, item in enumerate(_items(special)[: 3 if place == 0 else 2]):
        text = WORDS[n].format(unit=_unit(item)[1])
        due = _due(year, quarter, n)
        actions.instruct(
            _leader(year, 0), special.pk, at=at, text=text, item=item.pk, due_on=due, key=UUID(int=key * 10 + n)
        )
    if place % 2:
        actions.instruct(_leader(year, 1), special.pk, at=at, text=NOTED[0], key=UUID(int=key * 10 + 9))


def _due(year: Year, quarter: str, n: int) -> date:
    day = year.calendar.add(last_day(quarter_named(quarter)), DUE[n])
    return day + timedelta(days=(5 - day.weekday()) % 7) if n == 2 else day


@act
def special_assign(year: Year, at: datetime, quarter: str, place: int) -> None:
    """The office makes a task of each, and says where none is needed."""
    officer = _officer(year)
    for row in Instruction.objects.filter(special=_of(year, quarter)).order_by("pk"):
        if row.item is None or row.due_on is None:
            actions.note_instruction(officer, row.pk, at=at, text=NOTED[1])
            continue
        unit, _name = _unit(row.item)
        owner = {"department": unit} if unit else {"user": officer.person}
        title = f"研究解决“{row.item.title}”"
        actions.assign(officer, row.pk, at=at, title=title, text=row.text, due_on=row.due_on, key=row.key, **owner)


def _tasks(year: Year, quarter: str) -> list[Task]:
    sources = [row.subject for row in Instruction.objects.filter(special=_of(year, quarter))]
    return list(
        Task.objects.filter(zone=year.cast.zone, source__in=sources).select_related("department").order_by("pk")
    )


def _owner(year: Year, task: Task) -> Actor:
    team = year.cast.liaisons.get(task.department.code) if task.department else None
    return team[0] if team else _officer(year)


@act
def special_report(year: Year, at: datetime, quarter: str, place: int) -> None:
    for task in _tasks(year, quarter):
        report(_owner(year, task), task.pk, at=at, text=PROGRESS)


@act
def special_finish(year: Year, at: datetime, quarter: str, place: int) -> None:
    """The first task is done in time; the second one long after its day, if there is a report after this one."""
    tasks = _tasks(year, quarter)
    if tasks:
        finish(_owner(year, tasks[0]), tasks[0].pk, at=at, text=DONE)
    if place and len(tasks) > 1:
        year.plan(at + timedelta(days=35), "special_finish_late", tasks[1].pk)


@act
def special_finish_late(year: Year, at: datetime, task_id: int) -> None:
    task = Task.objects.select_related("department").get(pk=task_id)
    finish(_owner(year, task), task.pk, at=at, text=DONE)
