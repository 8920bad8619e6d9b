"""The zone of a replay and the people in it: an officer, a head, a liaison, and a supervisor for every author."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Min
from django.utils import timezone

from jianyan.accounts.models import Department, Role, RoleName, User, Zone
from jianyan.accounts.queries import Actor, actor_of, system_actor
from jianyan.core.workdays import TZ, Calendar, local_date
from jianyan.leads.models import OpinionForm
from jianyan.people.actions import appoint
from jianyan.people.models import Appointment, Identity
from jianyan.rules.actions import packaged_rulebook, seed_calendar, store_rulebook
from jianyan.rules.models import RulebookVersion

OFFICE, HANDLER = "replay-office", "replay-handler"


@dataclass
class Stage:
    """The zone with those who act in a replay, and what its forms of each month are, by (username, month)."""

    zone: Zone
    officer: Actor
    head: Actor
    liaison: Actor
    department: Department
    forms: dict[tuple[str, date], UUID] = field(default_factory=dict)
    writers: dict[str, tuple[Actor, int]] = field(default_factory=dict)  # username → actor and identity
    terms: set[tuple[str, int]] = field(default_factory=set)  # (username, year)


def set_stage(code: str) -> Stage:
    """The zone of that code, made with a rulebook in force from 2004 if it is not there, and its staff."""
    zone = Zone.objects.filter(code=code).first() or _make_zone(code)
    office, handler = _unit(zone, OFFICE, "回放·营商环境办", office=True), _unit(zone, HANDLER, "回放·承办部门")
    stage = Stage(
        zone=zone,
        officer=_member(zone, "officer", "回放·专员", RoleName.officer, office),
        head=_member(zone, "head", "回放·负责人", RoleName.head, office),
        liaison=_member(zone, "liaison", "回放·联络员", RoleName.liaison, handler),
        department=handler,
    )
    for username, month, key in OpinionForm.objects.filter(zone=zone).values_list(
        "identity__supervisor__user__username", "month", "key"
    ):
        stage.forms[username, month] = key
    for user, first, last in Appointment.objects.filter(supervisor__zone=zone).values_list(
        "supervisor__user__username", "starts_on", "ends_on"
    ):
        stage.terms |= {(user, year) for year in range(first.year, last.year + 1) if _covers(first, last, year)}
    return stage


def _covers(first: date, last: date, year: int) -> bool:
    return first <= date(year, 1, 1) and date(year, 12, 31) <= last


def _make_zone(code: str) -> Zone:
    zone = Zone.objects.create(code=code, name=code, short_name=code[:10], office_name=f"{code} 营商环境办")
    seed_calendar()
    zone.refresh_from_db()
    store_rulebook(
        system_actor(zone),
        packaged_rulebook(),
        at=datetime.combine(Calendar.first, time(9), TZ),
        effective_on=Calendar.first,
    )
    return zone


def first_rules(zone: Zone) -> date | None:
    """The first day on which the zone has rules."""
    return RulebookVersion.objects.filter(zone=zone).aggregate(first=Min("effective_on"))["first"]


def _unit(zone: Zone, code: str, name: str, *, office: bool = False) -> Department:
    unit, _made = Department.objects.get_or_create(
        zone=zone, code=code, defaults={"name": name, "kind": "internal", "handles": not office, "is_office": office}
    )
    return unit


def _member(zone: Zone, key: str, name: str, role: RoleName, unit: Department) -> Actor:
    user = _account(f"{zone.code}::{key}", name, zone)
    Role.objects.get_or_create(user=user, zone=zone, name=role, defaults={"department": unit})
    return actor_of(user, zone)


def _account(username: str, name: str, zone: Zone) -> User:
    """An account that nobody signs in with: it has no password."""
    user = User.objects.filter(username=username).first()
    return user or User.objects.create_user(username, None, name=name, zone=zone, password_changed_at=timezone.now())


def writer(stage: Stage, author: str, at: datetime, key: UUID) -> tuple[Actor, int]:
    """The actor and identity that file an author's message, appointed for its year.

    There is one form a month and identity, so an author's second message of a month is filed from a second account,
    and so on; ``key`` is the message's own, by which its account is found again.
    """
    day = local_date(at)
    month = day.replace(day=1)
    number = 1
    while stage.forms.get((username := _username(stage.zone, author, number), month), key) != key:
        number += 1
    stage.forms[username, month] = key
    if (username, day.year) not in stage.terms:
        _appoint(stage, username, author, day.year, at)
    if username not in stage.writers:
        identity = Identity.objects.get(supervisor__user__username=username)
        stage.writers[username] = actor_of(User.objects.get(username=username), stage.zone), identity.pk
    return stage.writers[username]


def _username(zone: Zone, author: str, number: int) -> str:
    # No code of a zone has a colon in it, so that an account belongs to one zone beyond doubt.
    return f"{zone.code}:{author.lower()}"[:34] + (f"-{number}" if number > 1 else "")


def _appoint(stage: Stage, username: str, author: str, year: int, at: datetime) -> None:
    user = _account(username, author[:40], stage.zone)
    stage.terms.add((username, year))
    appoint(
        stage.head,
        user,
        at=at,
        channel="social",
        category="other",
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        officer=User.objects.get(pk=stage.officer.person),
    )
