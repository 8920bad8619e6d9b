"""What follows from the meetings of the demo year: leads, minutes, tasks; and the visits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from jianyan.meetings import actions
from jianyan.meetings.actions import Matter, Plan, Visited, Written
from jianyan.meetings.draft import drafted
from jianyan.meetings.models import Meeting
from jianyan.meetings.queries.people import rows_of
from jianyan.tasks.actions import finish
from jianyan.web.demo import filing, office
from jianyan.web.demo.meetings import Held, Quarter, corpus, key_of
from jianyan.web.demo.year import Year, act

#: Working days by which a matter is late that nobody went about by itself.
FORGOTTEN = 25


@act
def meeting_over(year: Year, at: datetime, held: Held, quarter: Quarter) -> None:
    """The meeting is closed; what was said there becomes leads, and the minutes are written the next working day."""
    actions.hold_meeting(year.cast.officer(0), held.meeting, at=at)
    if held.kind == "symposium":
        quarter.been.update(person.login for person in held.came)
    for number in range(held.about.get("said", 0)):
        year.plan(at + timedelta(minutes=20 + 15 * number), "meeting_said", held, number, quarter)
    year.plan(year.hours.workdays_later(at, 1), "meeting_written", held, quarter)


@act
def meeting_said(year: Year, at: datetime, held: Held, number: int, quarter: Quarter) -> None:
    """The officer writes down what one of those who came has said; it goes the way of any lead."""
    if number >= len(held.came):
        return
    person = held.came[number * 7 % len(held.came)]
    opinion, case, _parts = filing.draft(year, at.date(), person, quarter.desk)
    identity = year.identity(person, "district")
    key = key_of(f"{held.title}/{person.login}/{number}", held.starts)
    lead = actions.speak(year.cast.officer(0), held.meeting, identity, opinion, at=at, key=key)
    office.came_in(year, at, replace(case, lead=lead.pk, filed=at, parts=()), opinion)


@act
def meeting_written(year: Year, at: datetime, held: Held, quarter: Quarter) -> None:
    """The minutes, with the matters agreed and their dates; the head issues them two working days later."""
    meeting = Meeting.objects.get(pk=held.meeting)
    first = drafted(meeting, list(rows_of(meeting)))
    agreed = [
        Matter(
            text=each["text"],
            department=year.unit_id(each["unit"]),
            due_on=year.calendar.add(at.date(), each["days"]),
        )
        for each in held.about["agreed"]
    ]
    officer = year.cast.officer(0)
    written = Written(
        chair=year.cast.head.name,
        recorder=officer.name,
        discussion=held.about["discussion"],
        present=first["present"],
        observers=first["observers"],
        absent=first["absent"],
        agreed=agreed,
    )
    actions.write_minutes(officer, held.meeting, written, at=at)
    year.plan(at + timedelta(minutes=25), "meeting_submitted", held)
    year.plan(year.hours.workdays_later(at, 2), "meeting_issued", held, quarter)


@act
def meeting_submitted(year: Year, at: datetime, held: Held) -> None:
    """The minutes go to the head."""
    actions.submit_minutes(year.cast.officer(0), held.meeting, at=at)


@act
def meeting_issued(year: Year, at: datetime, held: Held, quarter: Quarter) -> None:
    """The head issues the minutes; units go about what was agreed."""
    issued = actions.issue_minutes(year.cast.head, held.meeting, at=at)
    for one, about in zip(issued.agreed.select_related("task"), held.about["agreed"], strict=True):
        if one.task is not None:
            late = 0 if about["after"] else FORGOTTEN
            days = max(2, about["days"] + late - quarter.chance.randrange(-2, 6))
            year.plan(year.hours.workdays_later(at, days), "agreed_done", one.task.pk, about["unit"], quarter)


@act
def agreed_done(year: Year, at: datetime, task: int, unit: str, quarter: Quarter) -> None:
    """A unit says what came of a matter."""
    actor = year.cast.officer(0) if unit == "office" else year.cast.liaisons[unit][0]
    finish(actor, task, at=at, text=quarter.chance.choice(corpus()["finished"]))


@act
def visited(year: Year, at: datetime, about: dict[str, Any], starts: datetime, quarter: Quarter) -> None:
    """A visit at a supervisor's firm, entered when it is over, with the supervisor on its list."""
    people = [p for p in year.corpus.supervisors if p.channel == "social" and year.in_term(p, at.date())]
    if not people:
        return
    person = quarter.chance.choice(people)
    officer = year.cast.officer(1)
    title = about["title"].format(unit=person.unit)
    plan = Plan(
        kind="visit",
        mode="on_site",
        title=title,
        starts_at=starts,
        ends_at=at - timedelta(minutes=30),
        place=person.unit,
    )
    seen = Visited(
        party=f"{officer.name}、{year.cast.officer(0).name}",
        host=person.unit,
        met=f"{person.name}（{person.post}）",
        situation=about["situation"],
        problems=about["problems"],
        answers=about["answers"],
        to_do=about["to_do"],
        signed=person.name,
    )
    meeting = actions.enter_visit(officer, plan, seen, at=at, key=key_of(title, starts))
    guest = year.cast.supervisors[person.login].pk
    grounds = quarter.chance.choice(corpus()["rolls"])
    actions.call_roll(officer, meeting.pk, at=at, guests=[guest], grounds=grounds)
