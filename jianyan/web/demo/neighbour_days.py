"""What happens in the second zone of the demo: forms, leads on their way, contacts, meetings."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from jianyan.accounts.queries import Actor
from jianyan.core.opinion import Opinion
from jianyan.core.workdays import TZ, Calendar
from jianyan.leads import actions
from jianyan.meetings import actions as meetings
from jianyan.meetings.actions import Plan, Whom
from jianyan.meetings.models import Invitation
from jianyan.people.actions import log_contact
from jianyan.people.models import Supervisor
from jianyan.web.demo.hours import Hours
from jianyan.web.demo.material import Neighbour, Told
from jianyan.web.demo.zone import Cast

#: The share of supervisors who file, whom an officer is in touch with in a month, and who come to a meeting.
FILES, REACHED, COMES = 0.85, 0.8, 0.75
#: From one lead of the corpus to the next that is written: those of both channels come in turns.
STRIDE = 5
#: How often a step is late, and how often the reporter sends an answer back.
LATE, AGAIN = 0.15, 0.12


@dataclass
class Beside:
    """The zone at work: acts wait in a queue by their time."""

    texts: Neighbour
    cast: Cast
    until: datetime
    chance: Random
    calendar: Calendar
    hours: Hours
    people: dict[str, Supervisor] = field(default_factory=dict)
    liaisons: dict[int, Actor] = field(default_factory=dict)
    written: int = 0
    wrote: Counter[str] = field(default_factory=Counter)  # leads, by login
    _queue: list[tuple[datetime, int, Callable[[datetime], object]]] = field(default_factory=list)
    _order: count[int] = field(default_factory=count)

    def plan(self, at: datetime, act: Callable[[datetime], object]) -> None:
        """Let something happen, unless the demo is over by then."""
        if at < self.until:
            heapq.heappush(self._queue, (at, next(self._order), act))

    def run(self) -> None:
        """Let everything happen in the order of time."""
        while self._queue:
            at, _, act = heapq.heappop(self._queue)
            act(at)

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    def later(self, at: datetime, least: int, most: int) -> datetime:
        """Some working days on."""
        return self.hours.workdays_later(at, self.chance.randint(least, most))

    def actor(self, role: str) -> Actor:
        return self.cast.actors[next(person.login for person in self.texts.people if person.role == role)]

    def key(self, text: str) -> UUID:
        return uuid5(NAMESPACE_URL, f"{self.texts.code}/{text}")


def plan_month(beside: Beside, month: date, leads: int) -> None:
    """Forms, leads in some of them, contacts, and in a quarter's second month its meetings."""
    filing = [person for person in beside.texts.supervisors if beside.happens(FILES)]
    wanted = [beside.texts.leads[(beside.written + n) * STRIDE % len(beside.texts.leads)] for n in range(leads)]
    beside.written += leads
    writers: dict[str, Told] = {}
    for lead in wanted:
        free = [p for p in filing if p.channel == lead.by and p.login not in writers and p.unit != lead.unit]
        if free:
            writer = min(free, key=lambda person: beside.wrote[person.login])  # whoever has said least so far
            writers[writer.login] = lead
            beside.wrote[writer.login] += 1
    for person in filing:
        day = beside.calendar.on_or_after(month.replace(day=beside.chance.randint(8, 23)))
        beside.plan(beside.hours.at_work(day), _files(beside, person.login, month, writers.get(person.login)))
    for person in beside.texts.supervisors:
        if beside.happens(REACHED):
            day = beside.calendar.on_or_after(month.replace(day=beside.chance.randint(2, 24)))
            beside.plan(beside.hours.at_work(day), _contacts(beside, person.login))
    if month.month % 3 == 2:
        for kind, channel, number in (("symposium", "social", 12), ("environment", "internal", 18)):
            on = beside.calendar.on_or_after(month.replace(day=number))
            _plan_meeting(beside, kind, channel, datetime.combine(on, time(14), TZ))


def _files(beside: Beside, login: str, month: date, lead: Told | None) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        identity = beside.people[login].identities.get(level="district").pk
        opinions = [_opinion(lead)] if lead else []
        key = beside.key(f"{login}/{month}")
        actor = beside.cast.actors[login]
        form = actions.file_form(actor, identity, month, opinions, at=at, key=key, nil=not lead)
        if lead:
            _follows(beside, form.leads.get().pk, lead, login, at)

    return act


def _opinion(lead: Told) -> Opinion:
    return Opinion(
        kind=lead.kind,
        field=lead.field,
        title=lead.title,
        body=lead.body,
        suggestion=lead.suggestion,
        policy=lead.policy,
    )


def _follows(beside: Beside, pk: int, lead: Told, login: str, at: datetime) -> None:
    """Call, dispatch, acceptance, answer, and what the reporter says of it."""
    officer, unit = beside.actor("officer"), beside.cast.units[lead.unit].pk
    liaison = beside.liaisons[unit]
    called = beside.later(at, 3, 4) if beside.happens(LATE) else beside.later(at, 1, 2)
    sent = beside.later(called, 1, 3)
    taken = sent + timedelta(hours=1)
    answered = beside.later(sent, 11, 14) if beside.happens(LATE) else beside.later(sent, 4, 9)
    beside.plan(called, lambda now: actions.log_call(officer, pk, at=now, verified="已电话核实，情况属实。"))
    beside.plan(sent, lambda now: actions.dispatch(officer, pk, at=now, department=unit, grade="B"))
    beside.plan(taken, lambda now: actions.accept(liaison, pk, at=now))
    beside.plan(answered, lambda now: _answers(liaison, pk, lead, now))
    said = beside.later(answered, 1, 3)
    if beside.happens(AGAIN):
        beside.plan(said, lambda now: _says(beside, login, pk, False, now))
        beside.plan(beside.later(said, 3, 6), lambda now: _answers(liaison, pk, lead, now))
        said = beside.later(said, 7, 9)
    solved = lead.result == "solved"
    beside.plan(said, lambda now: _says(beside, login, pk, True, now, solved=solved))


def _answers(liaison: Actor, pk: int, lead: Told, at: datetime) -> None:
    promise = at.date() + timedelta(days=60) if lead.result in ("solving", "planned") else None
    actions.reply(
        liaison,
        pk,
        at=at,
        result=lead.result,
        process="已会同有关科室核实办理，情况如下，并已电话告知提出人。",
        basis_title="青湾政务服务规程" if lead.reason else "",
        reason=lead.reason,
        plan="已列入工作计划，按期完成并回告。" if promise else "",
        promised_on=promise,
    )


def _says(beside: Beside, login: str, pk: int, content: bool, at: datetime, *, solved: bool = False) -> None:
    satisfaction = ("satisfied" if solved else "basically") if content else "unsatisfied"
    words = "" if content else "问题还没有解决，请再核实。"
    actor = beside.cast.actors[login]
    actions.follow_up(actor, pk, at=at, solved=solved, satisfaction=satisfaction, words_=words)


def _contacts(beside: Beside, login: str) -> Callable[[datetime], object]:
    text = "电话了解近期情况，提醒按时提交意见表。"
    pk = beside.people[login].pk
    return lambda at: log_contact(beside.actor("officer"), pk, at=at, method="phone", text=text)


def _plan_meeting(beside: Beside, kind: str, channel: str, starts: datetime) -> None:
    """Planned and invited to, most come, the officer ticks them off."""
    title = "社会监督员座谈会" if kind == "symposium" else "营商环境工作会议"
    plan = Plan(
        kind=kind,
        mode="on_site",
        title=title,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place="青湾服务中心二楼会议室",
        agenda="通报上季度办理情况，听取意见建议。",
    )
    invited = [beside.people[p.login].pk for p in beside.texts.supervisors if p.channel == channel]
    held: list[int] = []

    def planned(at: datetime) -> None:
        officer = beside.actor("officer")
        held.append(meetings.plan_meeting(officer, plan, at=at, key=beside.key(f"{title}/{starts}")).pk)
        meetings.invite(officer, held[0], Whom(supervisors=invited), at=at)

    def rolled(at: datetime) -> None:
        rows = [row.pk for row in _rows(held[0]) if beside.happens(COMES)]
        meetings.call_roll(beside.actor("officer"), held[0], at=at, present=rows)

    beside.plan(datetime.combine(beside.calendar.add(starts.date(), -5), time(9), TZ), planned)
    if starts + timedelta(hours=2) < beside.until:
        beside.plan(starts + timedelta(minutes=20), rolled)
        beside.plan(
            starts + timedelta(hours=2), lambda at: meetings.hold_meeting(beside.actor("officer"), held[0], at=at)
        )


def _rows(meeting: int) -> list[Invitation]:
    return list(Invitation.objects.filter(meeting=meeting).order_by("pk"))
