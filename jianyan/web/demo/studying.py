"""Studies and verifications of the demo year. They draw from a source of their own: the leads go as they go anyway."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any
from uuid import UUID

from jianyan.accounts.queries import Actor
from jianyan.core.flow import FINAL
from jianyan.core.workdays import local_date
from jianyan.leads.models import Lead
from jianyan.studies import actions
from jianyan.studies.models import Answer, Study, Verification, Verifier
from jianyan.studies.queries.verify import eligible, near_to
from jianyan.web.demo.hours import Hours
from jianyan.web.demo.material import Person
from jianyan.web.demo.pictures import on_the_spot
from jianyan.web.demo.year import Year, act

#: Days from the call of a study to its last day, people asked by name, and verifications in the year.
LASTS, ASKED, VERIFICATIONS = 38, 4, 14


@dataclass
class Studying:
    """What studies and verifications draw from."""

    chance: Random
    hours: Hours

    def say(self, key: str) -> str:
        return str(self.chance.choice(_texts()["phrases"][key]))

    def key(self) -> UUID:
        """A page's key."""
        return UUID(int=self.chance.getrandbits(128))


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((files("jianyan.web.demo") / "corpus" / "studies.toml").read_text(encoding="utf8"))


def plan(year: Year, first: date, months: list[date]) -> None:
    """Plan the studies of the year, and the days on which a lead is looked at on site."""
    chance = Random(f"studying {year.until.date()}")  # noqa: S311 a story, not a secret
    mind = Studying(chance, Hours(year.calendar, chance))
    for topic in _texts()["study"]:
        if topic["month"] < len(months):
            day = year.calendar.add(months[topic["month"]], chance.randrange(3, 9))
            year.plan(mind.hours.at_work(day), "call_study", mind, topic)
    days = (year.until.date() - first).days
    for number in range(VERIFICATIONS):
        day = first + timedelta(days=20 + (days - 24) * number // VERIFICATIONS)
        year.plan(mind.hours.at_work(year.calendar.on_or_after(day)), "look_at", mind)


def _serving(year: Year, day: date, channel: str = "") -> list[Person]:
    found = [person for person in year.corpus.supervisors if year.in_term(person, day)]
    return [person for person in found if not channel or person.channel == channel]


@act
def call_study(year: Year, at: datetime, mind: Studying, topic: dict[str, Any]) -> None:
    """An officer calls a study; some are asked by name, others join by themselves."""
    day = local_date(at)
    channel = topic["open_to"] if topic["open_to"] in ("social", "internal") else ""
    people = _serving(year, day, channel)
    if len(people) < ASKED + 2:
        return
    chosen = mind.chance.sample(people, ASKED + 2)
    asked = chosen[:ASKED]
    officer = year.cast.officer(topic["month"] % 2)
    study = actions.call_study(
        officer,
        at=at,
        key=mind.key(),
        title=topic["title"],
        text=topic["text"],
        due_on=day + timedelta(days=LASTS),
        open_to=topic["open_to"],
        unit=year.cast.units[topic["unit"]].pk if topic["unit"] in year.cast.units else None,
        people=[year.cast.supervisors[person.login].pk for person in asked],
    )
    others = chosen[ASKED:] if topic["open_to"] else []
    for person in [*asked, *others]:
        year.plan(
            mind.hours.own_time(at, mind.chance.randrange(1, 6)),
            "answer_study",
            mind,
            study.pk,
            person,
            person in asked,
        )
    if topic["report"]:
        late = timedelta(days=3 if topic.get("late") else -2)
        year.plan(mind.hours.own_time(at, LASTS + late.days), "deliver_study", mind, study.pk, topic, officer)


@act
def answer_study(year: Year, at: datetime, mind: Studying, study: int, person: Person, asked: bool) -> None:
    """Somebody joins, declines with a reason, or leaves it unanswered."""
    drawn = mind.chance.random()
    if not year.in_term(person, local_date(at)):
        return
    first = not Study.objects.get(pk=study).participants.filter(answer=Answer.joined).exists()
    if drawn > 0.9 and asked and not first:
        return
    if drawn < 0.72 or first or not asked:
        actions.join(year.actor(person), study, at=at)
    else:
        actions.decline(year.actor(person), study, at=at, reason=mind.say("declines"))


def _partners(year: Year, study: int) -> list[Person]:
    rows = Study.objects.get(pk=study).participants.filter(answer=Answer.joined).values_list("supervisor", flat=True)
    by_pk = {supervisor.pk: login for login, supervisor in year.cast.supervisors.items()}
    people = {person.login: person for person in year.corpus.supervisors}
    return [people[by_pk[pk]] for pk in rows]


@act
def deliver_study(year: Year, at: datetime, mind: Studying, study: int, topic: dict[str, Any], officer: Actor) -> None:
    """The first who joined delivers for all; the office reads it within a few days."""
    partners = _partners(year, study)
    if not partners:
        return
    rows = Study.objects.get(pk=study).participants.filter(answer=Answer.joined).order_by("id")
    shares = {row.pk: share for row, share in zip(rows, topic["shares"], strict=False)}
    again = Study.objects.get(pk=study).reports.exists()
    text = topic["report"] + ("\n\n补充：" + "已按意见补充清单和时间表，见正文各节。" if again else "")
    actions.deliver(year.actor(partners[0]), study, at=at, key=mind.key(), text=text, shares=shares)
    year.plan(mind.hours.workdays_later(at, mind.chance.randrange(1, 5)), "judge_study", mind, study, topic, officer)


@act
def judge_study(year: Year, at: datetime, mind: Studying, study: int, topic: dict[str, Any], officer: Actor) -> None:
    """The office accepts the report, or sends the first one back."""
    if topic.get("back") and Study.objects.get(pk=study).reports.count() == 1:
        actions.send_back(officer, study, at=at, reason=topic["back"])
        year.plan(mind.hours.own_time(at, 6), "deliver_study", mind, study, topic, officer)
    else:
        actions.accept_report(officer, study, at=at, words_=mind.say("accepts"))


@act
def look_at(year: Year, at: datetime, mind: Studying) -> None:
    """The officer has a lead that a department handles looked at on site."""
    open_ = [case for case in year.cases if case.unit and not case.ended and at - case.filed < timedelta(days=40)]
    if not open_:
        return
    case = mind.chance.choice(open_[-12:])
    lead = Lead.objects.select_related("identity__supervisor", "lead_department").get(pk=case.lead)
    if lead.state in FINAL:
        return
    mine = {supervisor.pk for supervisor in year.cast.supervisors.values()} - {lead.identity.supervisor_id}
    near = list(eligible(lead, near_to(lead), local_date(at)).filter(pk__in=mine).values_list("pk", flat=True))
    if len(near) < 3:
        return
    made = actions.assign(
        year.officer(case),
        lead.pk,
        at=at,
        key=mind.key(),
        title=lead.title if not lead.hidden else "办理流程现场核实",
        brief=mind.say("asks"),
        place=mind.say("places"),
        due_on=year.calendar.add(local_date(at), 5),
        people=mind.chance.sample(sorted(near), 2),
    )
    for row in made.verifiers.order_by("id"):
        year.plan(mind.hours.own_time(at, 1), "answer_task", mind, made.pk, row.pk)
    day = year.calendar.add(local_date(at), mind.chance.choice((2, 3, 3, 4, 7)))
    year.plan(mind.hours.at_work(day), "look", mind, made.pk, year.officer(case))


def _actor(year: Year, row: Verifier) -> Actor:
    login = next(login for login, one in year.cast.supervisors.items() if one.pk == row.supervisor_id)
    return year.cast.actors[login]


@act
def answer_task(year: Year, at: datetime, mind: Studying, made: int, verifier: int) -> None:
    """Most take the task; now and then somebody cannot."""
    actor, drawn = _actor(year, Verifier.objects.get(pk=verifier)), mind.chance.random()
    if drawn < 0.85:
        actions.take_on(actor, made, at=at)
    elif drawn < 0.95:
        actions.decline_task(actor, made, at=at, reason=mind.say("declines"))


@act
def look(year: Year, at: datetime, mind: Studying, made: int, officer: Actor) -> None:
    """Whoever took it goes there and writes down what was found; the office files it a day or two later."""
    verification = Verification.objects.get(pk=made)
    taken = list(verification.verifiers.filter(answer=Answer.joined).order_by("id"))
    if not taken:
        actions.cancel_verification(officer, made, at=at, reason="受邀的监督员近期都不能到场，改为电话核实。")
        return
    outcome = mind.chance.choices(("confirmed", "partly", "not_confirmed", "cannot_tell"), (6, 4, 2, 1))[0]
    actor, key = _actor(year, taken[0]), mind.key()
    actions.upload(actor, key, on_the_spot(made), "现场照片.jpg", at=at)
    actions.carry_out(
        actor,
        made,
        at=at,
        key=key,
        basket=key,
        outcome=outcome,
        found=mind.chance.choice(_texts()["findings"][outcome]),
        place=verification.place,
        happened_at=at - timedelta(minutes=40),
        present=[row.pk for row in taken],
    )
    year.plan(mind.hours.workdays_later(at, mind.chance.randrange(1, 3)), "file_look", mind, made, officer)


@act
def file_look(year: Year, at: datetime, mind: Studying, made: int, officer: Actor) -> None:
    """The office files what was found; a thin one goes back once."""
    verification = Verification.objects.get(pk=made)
    if verification.findings.count() == 1 and mind.chance.random() < 0.15:
        actions.send_back_finding(officer, made, at=at, reason=mind.say("redo"))
        year.plan(mind.hours.at_work(year.calendar.add(local_date(at), 2)), "look", mind, made, officer)
    else:
        actions.file_finding(officer, made, at=at)
