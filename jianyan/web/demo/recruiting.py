"""Recruitment in the demo: the round by which last year's supervisors came, and one that is open now."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from importlib.resources import files
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from jianyan.accounts.models import User
from jianyan.accounts.queries import actor_of
from jianyan.core.applicant import Applicant
from jianyan.core.recruit import CandidateState
from jianyan.people.models import Identity, Supervisor
from jianyan.recruit import actions
from jianyan.recruit.actions.receive import receive
from jianyan.recruit.models import Candidate, Round, Way
from jianyan.recruit.queries import conditions_of
from jianyan.web.demo.material import Person
from jianyan.web.demo.year import Year, act
from jianyan.web.demo.zone import PASSWORD, category_of

#: Working days from the notice to the appointments: the days of each step, counted back from the last one.
DRAFT, OPEN, CLOSE, REVIEW, DECIDE, SUBMIT, APPROVE, PUBLISH = 27, 26, 16, 15, 12, 11, 9, 8
#: Days before the year in which all that fits, holidays and all.
AHEAD = 62
NOTICE = (
    "为深化营商环境建设，现面向社会和驻区单位选聘营商环境监督员。\n"
    "监督员每月填写监督意见表，反映企业办事中的问题和建议；每季度参加座谈。聘期一年。\n"
    "热心营商环境监督、公道正派、有时间和精力履职的，均可自荐，或由所在单位推荐。"
)
EVIDENCE = "查验报名材料，向所在单位核实。"


def plan_last_round(year: Year, people: list[Person], first: date) -> None:
    """Plan the round that ends with the appointments on the last working day before the year."""
    last = year.calendar.add(first, -1)

    def on(workdays: int, hour: int, minute: int = 0) -> datetime:
        return year.hours.morning(year.calendar.add(last, -workdays), hour, minute)

    year.plan(on(DRAFT, 9), "draft_last", people, first, on(OPEN, 9).date(), on(CLOSE, 9).date())
    year.plan(on(OPEN, 10), "open_last")
    for place, person in enumerate(people):
        moment = on(OPEN - 1 - place % (OPEN - CLOSE - 1), 9 + place % 3, place)
        year.plan(moment, "come_in", person)
    year.plan(on(REVIEW, 9), "close_last")
    for place, person in enumerate(people):
        year.plan(on(REVIEW - 1 - place % 2, 10 + place % 2, place), "review", person)
    year.plan(on(DECIDE, 9), "list_last")
    year.plan(on(DECIDE, 15), "decide_last")
    year.plan(on(SUBMIT, 10), "submit_last")
    year.plan(on(APPROVE, 14), "approve_last", first)
    year.plan(on(PUBLISH, 9), "publish_last")
    year.plan(on(0, 9), "finish_notice_last")
    year.plan(on(0, 10), "appoint_last", people)


def _round(year: Year) -> int:
    return Round.objects.filter(zone=year.cast.zone).order_by("pk").values_list("pk", flat=True)[0]


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"apply/{name}")


@act
def draft_last(year: Year, at: datetime, people: list[Person], first: date, opens: date, closes: date) -> None:
    """The office prepares the round of last year."""
    places: dict[str, int] = {}
    for person in people:
        places[category_of(year.cast, person)] = places.get(category_of(year.cast, person), 0) + 1
    _draft(year, at, f"{first.year}年度营商环境监督员选聘", first, opens, closes, places)


def _draft(
    year: Year, at: datetime, title: str, starts: date, opens: date, closes: date, places: dict[str, int]
) -> None:
    plan = actions.Plan(
        title=title,
        notice=NOTICE,
        term_starts=starts,
        opens_on=opens,
        closes_on=closes,
        places=places,
        contact=year.cast.zone.office_phone,
    )
    actions.draft_round(year.cast.officer(0), plan, at=at)


@act
def open_last(year: Year, at: datetime) -> None:
    """The head publishes the notice."""
    actions.open_round(year.cast.head, _round(year), at=at)


@act
def come_in(year: Year, at: datetime, person: Person) -> None:
    """Somebody applies, or is recommended by the unit."""
    internal = person.channel == "internal"
    one = Applicant(
        name=person.name,
        phone=person.phone,
        channel=person.channel,
        category=category_of(year.cast, person),
        unit=year.cast.units[person.unit].pk if internal else None,
        employer="" if internal else person.unit,
        post=person.post,
        industry=person.industry,
        gender=person.gender,
        levels=tuple(level for level in person.levels if level != "district"),
        reason="熟悉本单位和行业的办事情况，愿意反映问题、提出建议。",
    )
    number, key = _round(year), _key(person.login)
    if not internal:
        actions.apply(year.cast.system, number, one, at=at, key=key, consent=True, promise=True)
    elif liaisons := year.cast.liaisons.get(person.unit):
        actions.recommend(liaisons[0], number, one, at=at, key=key, consent=True)
    else:
        receive(year.cast.officer(0), number, one, at=at, key=key, way=Way.imported, consented=True)


@act
def close_last(year: Year, at: datetime) -> None:
    """The window is over."""
    if Round.objects.get(pk=_round(year)).step == "recommend":
        actions.close_round(year.cast.officer(0), _round(year), at=at)


@act
def review(year: Year, at: datetime, person: Person) -> None:
    """An officer checks the conditions and finds them met."""
    candidate = Candidate.objects.get(round=_round(year), key=_key(person.login))
    _qualify(year, at, candidate)


def _qualify(year: Year, at: datetime, candidate: Candidate) -> None:
    officer = year.cast.officer(candidate.pk % len(year.corpus.officers))
    conditions = conditions_of(year.book, candidate.channel)
    found = {key: actions.Found(met=not each.negative, evidence=EVIDENCE) for key, each in conditions.items()}
    actions.check(officer, candidate.pk, found, at=at)
    actions.qualify(officer, candidate.pk, at=at)


@act
def list_last(year: Year, at: datetime) -> None:
    """Everybody who is qualified goes on the list."""
    officer = year.cast.officer(0)
    for pk in Candidate.objects.filter(round=_round(year), state="qualified").values_list("pk", flat=True):
        actions.choose(officer, pk, at=at)
    actions.finish_review(officer, _round(year), at=at)


@act
def decide_last(year: Year, at: datetime) -> None:
    """The head decides the list."""
    actions.decide(year.cast.head, _round(year), at=at)


@act
def submit_last(year: Year, at: datetime) -> None:
    """The list goes to the committee."""
    actions.submit(year.cast.officer(0), _round(year), at=at)


@act
def approve_last(year: Year, at: datetime, first: date) -> None:
    """The committee's approval is recorded."""
    actions.approve(year.cast.head, _round(year), at=at, document=f"管委会主任办公会纪要〔{at.year}〕{first.month}号")


@act
def publish_last(year: Year, at: datetime) -> None:
    """The list is put on public notice."""
    actions.publish(year.cast.head, _round(year), at=at)


@act
def finish_notice_last(year: Year, at: datetime) -> None:
    """The notice has hung for its days."""
    if Round.objects.get(pk=_round(year)).step == "publish":
        actions.finish_notice(year.cast.officer(0), _round(year), at=at)


@act
def appoint_last(year: Year, at: datetime, people: list[Person]) -> None:
    """One act appoints everybody; the round ends, and the demo's password takes the place of the one-time link."""
    for _pk, why in actions.appoint_round(year.cast.head, _round(year), at=at):
        if why:
            raise ValueError(f"the demo's round must go through: {why}")
    for _step in ("appoint", "certify"):
        actions.finish(year.cast.officer(0), _round(year), at=at)
    password = make_password(PASSWORD)
    found = Candidate.objects.filter(round=_round(year), state=CandidateState.appointed)
    by_key = {each.key: each for each in found.select_related("known__user", "known__officer", "appointment")}
    for person in people:
        candidate = by_key[_key(person.login)]
        if candidate.known is None or candidate.appointment is None or candidate.known.officer is None:
            raise ValueError(f"{person.login} was not appointed")
        supervisor = candidate.known
        # The password is printed for everybody to use: it must not have run out when the demo is looked at.
        User.objects.filter(pk=supervisor.user_id).update(
            username=person.login,
            password=password,
            must_change_password=False,
            password_changed_at=timezone.now(),
        )
        settle(year, person, supervisor)
        year.terms[person.login] = (candidate.appointment.starts_on, candidate.appointment.ends_on)


def settle(year: Year, person: Person, supervisor: Supervisor) -> None:
    """Let the simulation know a supervisor."""
    user = User.objects.get(pk=supervisor.user_id)
    year.cast.users[person.login], year.cast.supervisors[person.login] = user, supervisor
    year.cast.actors[person.login] = actor_of(user, year.cast.zone)
    for identity in Identity.objects.filter(supervisor=supervisor):
        year.identities[person.login, identity.level] = identity.pk
    if supervisor.officer:
        year.officers.setdefault(person.login, actor_of(supervisor.officer, year.cast.zone))


def plan_open_round(year: Year) -> None:
    """Plan a round that is open when the year ends, with applications in every state that they can be in by then."""
    today = year.until.date()

    def on(workdays: int, hour: int, minute: int = 0) -> datetime:
        return year.hours.morning(year.calendar.add(today, -workdays), hour, minute)

    year.plan(on(9, 9), "draft_open", on(8, 9).date(), today + timedelta(days=9))
    year.plan(on(8, 10), "open_open")
    for place, one in enumerate(_applicants()):
        day = 7 - place % 6
        year.plan(on(day, 9 + place % 2, 5 + place), "apply_open", one)
        if one["becomes"] != "received":
            year.plan(on(max(1, day - 2), 14 + place % 2, 5 + place), "treat_open", one)


def _applicants() -> list[dict[str, str]]:
    text = (files("jianyan.web.demo") / "corpus" / "applicants.toml").read_text(encoding="utf8")
    found: list[dict[str, str]] = tomllib.loads(text)["applicant"]
    return found


def _open(year: Year) -> int:
    return Round.objects.filter(zone=year.cast.zone).order_by("-pk").values_list("pk", flat=True)[0]


@act
def draft_open(year: Year, at: datetime, opens: date, closes: date) -> None:
    """The office prepares the round that is open now."""
    ahead = closes.month + 1
    starts = date(closes.year + (ahead - 1) // 12, (ahead - 1) % 12 + 1, 1)
    places = {"entity": 4, "expert": 2, "department": 2, "resident": 1}
    _draft(year, at, f"{starts.year}年营商环境监督员增补选聘", starts, opens, closes, places)


@act
def open_open(year: Year, at: datetime) -> None:
    """The head publishes the notice of the round that is open now."""
    actions.open_round(year.cast.head, _open(year), at=at)


@act
def apply_open(year: Year, at: datetime, one: dict[str, str]) -> None:
    """Somebody applies to the round that is open now."""
    unit = year.cast.units[one["unit"]].pk if "unit" in one else None
    keys = ("name", "phone", "channel", "category", "post", "industry", "gender", "born", "reason")
    known = {key: one[key] for key in keys if key in one}
    applicant = Applicant(**known, unit=unit, employer="" if unit else one["employer"])  # type: ignore[arg-type]
    number, key = _open(year), _key(one["phone"])
    if unit:
        liaison = year.cast.liaisons[one["unit"]][0]
        actions.recommend(liaison, number, applicant, at=at, key=key, consent=True)
    else:
        actions.apply(year.cast.system, number, applicant, at=at, key=key, consent=True, promise=True)


@act
def treat_open(year: Year, at: datetime, one: dict[str, str]) -> None:
    """What has become of an application by now."""
    candidate = Candidate.objects.get(round=_open(year), key=_key(one["phone"]))
    match one["becomes"]:
        case "qualified":
            _qualify(year, at, candidate)
        case "refused":
            actions.refuse(year.cast.officer(0), candidate.pk, at=at, reason=one["refusal"])
        case "withdrawn":
            actions.withdraw(year.cast.system, candidate.pk, at=at, by_candidate=True)
