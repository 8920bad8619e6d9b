"""Making the demo zone, alone or with its year, in one transaction: it is there whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.core.workdays import TZ
from jianyan.leads.actions import write_rated
from jianyan.leads.models import Lead
from jianyan.ledger.actions import seal
from jianyan.people.actions import renew, sign_promise
from jianyan.rules.queries import book, calendar_of, version_on
from jianyan.web.demo import (  # noqa: F401 they bring acts
    award,
    bulletins,
    closing,
    consultation,
    contacts,
    filing,
    groups,
    meetings,
    meetings_after,
    recruiting,
    specials,
    studying,
)
from jianyan.web.demo.material import Person, corpus
from jianyan.web.demo.neighbour import load_neighbour
from jianyan.web.demo.year import Year, act
from jianyan.web.demo.zone import CODE, appoint_person, make_zone
from jianyan.web.ticking import DUE

#: Who joins four months into the year, and who is not appointed again at its end, as places in the corpus.
JOINS, LEAVES = (11, 34), (15, 39)
MONTHS, JOIN_AFTER, HAND_OVER_AFTER, TERM = 12, 4, 7, 12


def present() -> Zone | None:
    """The demo zone, if it is there."""
    return Zone.objects.filter(code=CODE).first()


def has_year(zone: Zone) -> bool:
    """Whether the demo zone has its year of work."""
    return Lead.objects.filter(zone=zone).exists()


@transaction.atomic
def load_empty(today: date) -> Zone:
    """Only the zone, its rulebook and its accounts; everybody is appointed from this month on for a year."""
    first = today.replace(day=1)
    at = datetime.combine(first, time(9), TZ)
    cast = make_zone(at, first_use=True)
    for place, person in enumerate(corpus().supervisors):
        appoint_person(cast, person, first, at, _certificate(first, place))
    return cast.zone


def load_year(
    until: date, step: Callable[[], object] = lambda: None, *, months: int = MONTHS, beside: bool = True
) -> Zone:
    """The zone with the months before ``until``, and ``beside`` it a small one to compare it with.

    ``step`` is called once for every day of `days`.
    """
    with transaction.atomic():
        end = datetime.combine(until, time(), TZ)
        first = first_day(until, months)
        opened = datetime.combine(first - timedelta(days=recruiting.AHEAD), time(9), TZ)
        recruited = [person for place, person in enumerate(corpus().supervisors) if place not in JOINS]
        cast = make_zone(opened, first_use=False, without={person.login for person in recruited})
        rules = book(version_on(cast.zone.pk, first).pk)
        year = Year(cast, corpus(), calendar_of(cast.zone), rules, end)
        recruiting.plan_last_round(year, recruited, first)
        recruiting.plan_open_round(year)
        consultation.plan_consultation(year)
        groups.plan_groups(year)
        award.plan_award(year, first, _months_on(first, TERM))
        _plan(year, first)
        year.run(step)
        write_rated(cast.zone)
        if beside:
            load_neighbour(end, cast.users[corpus().areas[0].login], months=months)
    return cast.zone


def first_day(until: date, months: int = MONTHS) -> date:
    """The first day of the year: that of the month so many months before its end."""
    return _months_on((until - timedelta(days=1)).replace(day=1), -months)


def days(until: date) -> int:
    """How many days the year has, with those of the recruitment before it."""
    return (until - first_day(until)).days + recruiting.AHEAD


def _plan(year: Year, first: date) -> None:
    """What happens without following from anything: days begin, people are appointed, forms fall due."""
    for number in range(1 - recruiting.AHEAD, (year.until.date() - first).days):
        year.plan(year.hours.morning(first + timedelta(days=number)), "day")
    for place, person in enumerate(year.corpus.supervisors):
        starts = _months_on(first, JOIN_AFTER) if place in JOINS else first
        if place in JOINS:
            year.plan(_opening(year, starts), "take_office", person, starts)
        year.plan(_noon(year, starts, place), "promise", person)
        if place not in LEAVES:
            again = _months_on(starts, TERM)
            year.plan(year.hours.morning(year.calendar.add(again, -3), 10, place % 50), "take_again", person, again)
            year.plan(_noon(year, again, place), "promise", person)
    desk = filing.Desk()
    meetings.plan_meetings(year, first, desk)
    year.plan(datetime.combine(first, time(0, 5), TZ), "month", desk)
    year.plan(closing.last_hour(year), "closing", desk)
    year.plan(datetime.combine(first, time(0, 6), TZ), "contacts")
    bulletins.plan_bulletins(year, first)
    specials.plan_specials(year, first)
    year.plan(year.hours.morning(year.calendar.add(_months_on(first, HAND_OVER_AFTER), 5), 9, 30), "hand_over")
    months = [_months_on(first, n) for n in range(MONTHS) if _months_on(first, n) < year.until.date()]
    studying.plan(year, first, months)


def _opening(year: Year, day: date) -> datetime:
    return year.hours.morning(year.calendar.on_or_after(day), 9)


def _noon(year: Year, day: date, place: int) -> datetime:
    return year.hours.morning(year.calendar.on_or_after(day), 12, place % 55)


def _months_on(day: date, months: int) -> date:
    ahead = day.month - 1 + months
    return day.replace(year=day.year + ahead // 12, month=ahead % 12 + 1)


def _certificate(starts: date, place: int) -> str:
    return f"东监聘字〔{starts.year}〕{starts.month:02d}{place + 1:02d}号"


@act
def day(year: Year, at: datetime) -> None:
    """What time itself brings, on working days; the seal of the day before, on every day."""
    if year.calendar.is_working(at.date()):
        for part in DUE:
            part(year.cast.zone, at)
    else:
        seal(year.cast.zone, at.date() - timedelta(days=1), at=at)


@act
def take_office(year: Year, at: datetime, person: Person, starts: date) -> None:
    """Somebody is appointed during the year, beside a round."""
    place = year.corpus.supervisors.index(person)
    supervisor = appoint_person(year.cast, person, starts, at, _certificate(starts, place))
    year.terms[person.login] = (starts, _months_on(starts, TERM) - timedelta(days=1))
    recruiting.settle(year, person, supervisor)


@act
def take_again(year: Year, at: datetime, person: Person, starts: date) -> None:
    """The head appoints somebody for another term."""
    made = renew(year.cast.head, year.cast.supervisors[person.login].pk, at=at, starts_on=starts)
    year.terms[person.login] = (year.terms[person.login][0], made.ends_on)


@act
def promise(year: Year, at: datetime, person: Person) -> None:
    """The promise of confidentiality is signed when a term begins."""
    sign_promise(year.actor(person), at=at, promise=True, consent=True)
