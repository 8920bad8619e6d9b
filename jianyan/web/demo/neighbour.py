"""A second, small zone beside the demo's: half a year under slightly other rules, so that zones can be compared."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from jianyan.accounts.models import Department, RoleName, User, Zone
from jianyan.accounts.queries import actor_of
from jianyan.core import rule_text
from jianyan.core.workdays import TZ
from jianyan.leads.actions import write_rated
from jianyan.people.actions import appoint, sign_promise
from jianyan.rules.actions import packaged_rulebook, store_rulebook
from jianyan.rules.queries import calendar_of
from jianyan.web.demo.hours import Hours
from jianyan.web.demo.material import Neighbour, neighbour
from jianyan.web.demo.neighbour_days import Beside, plan_month
from jianyan.web.demo.zone import PASSWORD, Cast, enter

#: How many months the zone has been at work, and how many leads come in in each.
MONTHS, LEADS = 6, (2, 4, 4, 4, 4, 4)
TITLE = {
    "title": "青湾营商环境监督员工作规则（试行）",
    "title_en": "Working Rules for Business Environment Supervisors of Qingwan (trial)",
}
#: What its rules ask otherwise: an earlier call, an answer within ten working days.
OTHER = {("clocks", "call"): 2, ("grades", "B"): 10}


def load_neighbour(until: datetime, area: User, *, months: int = MONTHS) -> Zone:
    """Make the zone with the months before ``until``, and let the New Area's office see its figures."""
    texts = neighbour()
    first = _month((until - timedelta(days=1)).date(), 1 - min(months, MONTHS))
    opened = datetime.combine(first, time(0, 30), TZ)
    cast = _make(texts, opened)
    enter(cast, area, opened, RoleName.area, None, made=False)
    calendar = calendar_of(cast.zone)
    chance = Random(f"{texts.code} {until.date()}")  # noqa: S311 a story, not a secret
    beside = Beside(texts, cast, until, chance, calendar, Hours(calendar, chance))
    _appoint(beside, first, opened + timedelta(minutes=10))
    for number, leads in enumerate(LEADS[-min(months, MONTHS) :]):
        plan_month(beside, _month(first, number), leads)
    beside.run()
    write_rated(cast.zone)
    return cast.zone


def _month(day: date, later: int) -> date:
    number = day.year * 12 + day.month - 1 + later
    return date(number // 12, number % 12 + 1, 1)


def _make(texts: Neighbour, at: datetime) -> Cast:
    """Zone, rulebook, departments and accounts; passwords as in the other zone."""
    calendar = Zone.objects.values_list("calendar_revision", flat=True).first() or 1
    zone = Zone.objects.create(
        code=texts.code,
        name=texts.name,
        short_name=texts.short,
        office_name=texts.office,
        office_phone=texts.phone,
        calendar_revision=calendar,
    )
    cast = Cast(zone)
    store_rulebook(cast.system, _rules(), at=at, effective_on=at.date())
    for unit in texts.units:
        office = unit.code == "office"
        cast.units[unit.code] = Department.objects.create(
            zone=zone, code=unit.code, name=unit.name, kind=unit.kind, is_office=office, handles=not office
        )
    password = make_password(PASSWORD)
    known = {"must_change_password": False, "password_changed_at": timezone.now(), "zone": zone}
    for person in texts.people:
        made = User.objects.create(username=person.login, name=person.name, password=password, **known)
        enter(cast, made, at, RoleName(person.role), cast.units.get(person.unit))
    for watcher in texts.supervisors:
        made = User.objects.create(username=watcher.login, name=watcher.name, password=password, **known)
        enter(cast, made, at, None, None)
    return cast


def _rules() -> str:
    raw = rule_text.parse(packaged_rulebook()) | TITLE
    for (section, key), amount in OTHER.items():
        raw[section][key]["amount"] = amount
    return rule_text.write(raw)


def _appoint(beside: Beside, first: date, at: datetime) -> None:
    cast = beside.cast
    beside.liaisons = {
        cast.units[person.unit].pk: cast.actors[person.login]
        for person in beside.texts.people
        if person.role == "liaison"
    }
    for place, person in enumerate(beside.texts.supervisors):
        unit = cast.units.get(person.unit)
        beside.people[person.login] = appoint(
            beside.actor("head"),
            cast.users[person.login],
            at=at,
            channel=person.channel,
            category="entity" if unit is None else "resident" if unit.kind == "resident" else "department",
            starts_on=first,
            ends_on=_month(first, 12) - timedelta(days=1),
            unit=unit,
            employer="" if unit else person.unit,
            post=person.post,
            phone=f"1380000{8000 + place}",
            officer=cast.users[next(p.login for p in beside.texts.people if p.role == "officer")],
            consented_at=at,
        )
        cast.actors[person.login] = actor_of(cast.users[person.login], cast.zone)
        sign_promise(cast.actors[person.login], at=at + timedelta(hours=9), promise=True, consent=True)
