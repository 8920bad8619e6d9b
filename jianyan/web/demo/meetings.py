"""Meetings of the demo year: two symposia, a plenary and a meeting of the internal ones each quarter, and visits."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from jianyan.core.meeting import Answer
from jianyan.core.workdays import TZ
from jianyan.meetings import actions
from jianyan.meetings.actions import Plan, Whom
from jianyan.meetings.models import Invitation
from jianyan.web.demo import filing
from jianyan.web.demo.material import Person
from jianyan.web.demo.year import Year, act

NUMBERS = "一二三四"
#: Working days from the plan to the meeting.
AHEAD = 8
#: How likely an invited supervisor answers, comes, asks for leave, and comes by scanning.
ANSWERS, COMES, EXCUSED, SCANS = 0.85, 0.8, 0.1, 0.45


@dataclass
class Held:
    """One meeting on its way: what the corpus says of it, who plans it, who is invited, what they said."""

    kind: str
    about: dict[str, Any]
    title: str
    starts: datetime
    ends: datetime
    mode: str = "on_site"
    meeting: int = 0
    people: list[Person] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)  # by login
    came: list[Person] = field(default_factory=list)


class Quarter:
    """What the meetings of one quarter share: who has been to a symposium. ``chance`` is theirs alone, so that the
    rest of the year stays as it is."""

    def __init__(self, chance: Random, desk: filing.Desk) -> None:
        self.chance, self.desk = chance, desk
        self.been: set[str] = set()


@cache
def corpus() -> dict[str, Any]:
    """The texts of the meetings."""
    path = files("jianyan.web.demo") / "corpus" / "meetings.toml"
    return tomllib.loads(path.read_text(encoding="utf8"))


def plan_meetings(year: Year, first: date, desk: filing.Desk) -> None:
    """Plan every quarter that lies in the year, also in part; the last one's next meeting waits for answers."""
    chance = Random(f"meetings {year.until.date()}")  # noqa: S311 a story, not a secret
    begins = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
    place, quarter = 0, Quarter(chance, desk)
    while begins < year.until.date():
        quarter = Quarter(chance, desk)
        _plan_quarter(year, begins, place, quarter)
        begins = _month(begins, 3)
        place += 1
    _plan_next(year, quarter)


def _plan_quarter(year: Year, begins: date, place: int, quarter: Quarter) -> None:
    texts, name = corpus(), f"{begins.year}年{NUMBERS[(begins.month - 1) // 3]}季度"
    symposia = texts["symposium"][place % 2 * 2 :][:2]
    days = [
        ("symposium", symposia[0], _month(begins, 0), 17, 14, "both"),
        ("environment", texts["environment"][0], _month(begins, 1), 14, 9, "on_site"),
        ("symposium", symposia[1], _month(begins, 2), 3, 14, "both"),
        ("plenary", texts["plenary"][0], _month(begins, 2), 24, 9, "on_site"),
    ]
    for kind, about, month, day, hour, mode in days:
        on = year.calendar.on_or_after(month.replace(day=day))
        starts = datetime.combine(on, time(hour, 30 if hour == 9 else 0), TZ)
        held = Held(kind, about, about["title"].format(quarter=name), starts, starts + timedelta(hours=2), mode)
        _plan(year, held, quarter)
    for number in range(2):
        month = _month(begins, number)
        on = year.calendar.on_or_after(month.replace(day=11 + 9 * number))
        about = texts["visit"][(place * 2 + number) % len(texts["visit"])]
        at = datetime.combine(on, time(10), TZ)
        year.plan(at + timedelta(hours=2), "visited", about, at, quarter)


def _plan_next(year: Year, quarter: Quarter) -> None:
    """A symposium to come for those who still owe one, planned and invited to in the last days of the year."""
    on = year.calendar.add(year.until.date(), 6)
    starts = datetime.combine(on, time(14), TZ)
    name = f"{on.year}年{NUMBERS[(on.month - 1) // 3]}季度"
    about = corpus()["symposium"][1] | {"title": "{quarter}社会监督员座谈会（补充场）"}
    held = Held("symposium", about, about["title"].format(quarter=name), starts, starts + timedelta(hours=2), "both")
    at = datetime.combine(year.calendar.add(year.until.date(), -4), time(9, 20), TZ)
    year.plan(at, "meeting_planned", held, quarter)


def _plan(year: Year, held: Held, quarter: Quarter) -> None:
    at = datetime.combine(year.calendar.add(held.starts.date(), -AHEAD), time(9, 40), TZ)
    year.plan(at, "meeting_planned", held, quarter)


def _month(first: date, later: int) -> date:
    number = first.year * 12 + first.month - 1 + later
    return date(number // 12, number % 12 + 1, 1)


def key_of(title: str, starts: datetime) -> UUID:
    """The key of a page that made something of a meeting: the same year makes the same."""
    return uuid5(NAMESPACE_URL, f"{title}/{starts}")


@act
def meeting_planned(year: Year, at: datetime, held: Held, quarter: Quarter) -> None:
    """The officer plans a meeting and invites to it; then people answer, and the meeting takes its course."""
    held.people = [person for person in _whom(year, held, quarter) if year.in_term(person, held.starts.date())]
    if not held.people or at >= held.starts:
        return
    officer = year.cast.officer(0)
    plan = Plan(
        kind=held.kind,
        mode=held.mode,
        title=held.title,
        starts_at=held.starts,
        ends_at=held.ends,
        place=held.about["place"],
        link="https://meeting.example.com/8842016" if held.mode == "both" else "",
        agenda=held.about["agenda"],
    )
    held.meeting = actions.plan_meeting(officer, plan, at=at, key=key_of(held.title, held.starts)).pk
    supervisors = [year.cast.supervisors[person.login].pk for person in held.people]
    units = [unit for code, unit in year.cast.units.items() if unit.handles and code != "office"]
    wide = held.kind in ("plenary", "environment")
    leaders = [year.cast.users[leader.login].pk for leader in year.corpus.leaders[:1]]
    whom = Whom(
        supervisors=supervisors,
        departments=[unit.pk for unit in units] if wide else [units[0].pk],
        users=leaders if held.kind == "plenary" else [],
    )
    actions.invite(officer, held.meeting, whom, at=at)
    for person in held.people:
        if quarter.chance.random() < ANSWERS:
            year.plan(_answers_at(held, at, quarter), "meeting_answered", held, person, quarter)
    year.plan(held.starts + timedelta(minutes=20), "meeting_rolled", held, quarter)
    year.plan(held.ends, "meeting_over", held, quarter)


def _answers_at(held: Held, invited: datetime, quarter: Quarter) -> datetime:
    """Some time between the invitation and the day before the meeting, by day or in the evening."""
    days = (held.starts.date() - invited.date()).days
    day = invited.date() + timedelta(days=quarter.chance.randrange(max(1, days)))
    moment = datetime.combine(day, time(8 + quarter.chance.randrange(13), quarter.chance.randrange(60)), TZ)
    return moment if moment > invited else invited + timedelta(minutes=quarter.chance.randrange(20, 300))


def _whom(year: Year, held: Held, quarter: Quarter) -> list[Person]:
    """Social ones who have not been to a symposium this quarter; internal ones to theirs; everybody to the plenary."""
    if held.kind == "symposium":
        return [p for p in year.corpus.supervisors if p.channel == "social" and p.login not in quarter.been]
    if held.kind == "environment":
        return [p for p in year.corpus.supervisors if p.channel == "internal"]
    return list(year.corpus.supervisors)


@act
def meeting_answered(year: Year, at: datetime, held: Held, person: Person, quarter: Quarter) -> None:
    """Coming, online, or an excuse that the officer decides about the next working day."""
    if at >= held.starts:
        return
    chance, texts = quarter.chance, corpus()
    excused = chance.random() < EXCUSED * (2 - person.diligence)
    if excused:
        weak = chance.random() < 0.2
        excuse = chance.choice(texts["weak_excuses" if weak else "excuses"])
        actions.answer(year.actor(person), held.meeting, at=at, answer=Answer.excused, excuse=excuse)
        decided = year.hours.workdays_later(at, 1)
        held.said[person.login] = Answer.excused
        if decided < held.starts:
            year.plan(decided, "meeting_excused", held, person, not weak)
        return
    online = held.mode == "both" and chance.random() < 0.25
    held.said[person.login] = Answer.online if online else Answer.coming
    actions.answer(year.actor(person), held.meeting, at=at, answer=held.said[person.login])
    if chance.random() < COMES + 0.15 * person.diligence:
        held.came.append(person)
        if online or chance.random() < SCANS:
            early = timedelta(minutes=chance.randrange(0, 14), seconds=chance.randrange(60))
            year.plan(held.starts - early, "meeting_signed_in", held, person, online)


@act
def meeting_excused(year: Year, at: datetime, held: Held, person: Person, ok: bool) -> None:
    """The officer accepts an excuse, or does not."""
    row = _row(year, held, person)
    if row.answer == Answer.excused:
        actions.decide_excuse(year.cast.officer(0), held.meeting, row.pk, at=at, ok=ok)


@act
def meeting_signed_in(year: Year, at: datetime, held: Held, person: Person, online: bool) -> None:
    """Somebody scans the code at the door, or signs in from the desk."""
    if online:
        actions.sign_in_online(year.actor(person), held.meeting, at=at)
    else:
        actions.sign_in(year.actor(person), held.meeting, at=at, scanned_at=at)


@act
def meeting_rolled(year: Year, at: datetime, held: Held, quarter: Quarter) -> None:
    """The officer ticks those whom the code did not catch, units and guests too."""
    rows = Invitation.objects.filter(meeting=held.meeting, attended_at__isnull=True)
    came = {year.cast.supervisors[person.login].pk for person in held.came}
    there = [row.pk for row in rows if row.supervisor_id in came]
    there += [row.pk for row in rows if row.supervisor_id is None and quarter.chance.random() < 0.7]
    if there:
        actions.call_roll(year.cast.officer(0), held.meeting, at=at, present=there)


def _row(year: Year, held: Held, person: Person) -> Invitation:
    return Invitation.objects.get(meeting=held.meeting, supervisor=year.cast.supervisors[person.login])
