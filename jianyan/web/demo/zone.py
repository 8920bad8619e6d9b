"""The demo zone 东疆: rulebook, departments, and an account for everybody of the corpus."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from jianyan.accounts.acted import subject_of
from jianyan.accounts.models import Department, Role, RoleName, User, Zone
from jianyan.accounts.queries import Actor, actor_of, system_actor
from jianyan.core.rulebook import load
from jianyan.ledger.actions import record
from jianyan.people.actions import appoint
from jianyan.people.models import Channel, Supervisor
from jianyan.rules.actions import packaged_rulebook, seed_calendar, store_rulebook
from jianyan.web.demo.material import Account, Person, Unit, corpus

CODE = "dongjiang"
OFFICE = "office"  # the unit that runs the scheme
PASSWORD = "Dongjiang#2026"  # noqa: S105 it is printed for everybody to use
ADMIN_DUTIES = {"system": RoleName.sysadmin, "security": RoleName.secadmin, "auditor": RoleName.auditor}


@dataclass
class Cast:
    """The zone with everybody in it: actors by login, liaisons by unit, supervisors by login."""

    zone: Zone
    units: dict[str, Department] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    liaisons: dict[str, list[Actor]] = field(default_factory=dict)
    supervisors: dict[str, Supervisor] = field(default_factory=dict)

    @property
    def system(self) -> Actor:
        return system_actor(self.zone)

    def officer(self, place: int) -> Actor:
        return self.actors[corpus().officers[place].login]

    @property
    def head(self) -> Actor:
        return self.actors[corpus().heads[0].login]


def make_zone(at: datetime, *, first_use: bool, without: Collection[str] = ()) -> Cast:
    """Make the zone with its rulebook in force from ``at`` on at the latest, its departments and its accounts.

    Nobody is there yet to make the first accounts: all this is recorded as done by the system. ``first_use``: the
    passwords must be changed when people first sign in. ``without``: logins of supervisors whose accounts come with
    their appointment.
    """
    zone = Zone.objects.create(
        code=CODE, name="东疆", short_name="东监", office_name="东疆营商环境办公室", office_phone="022-25601200"
    )
    seed_calendar()
    zone.refresh_from_db()
    cast = Cast(zone)
    text = packaged_rulebook()
    first = min(load(text).effective_on, at.date())
    store_rulebook(cast.system, text, at=at, effective_on=first)
    for unit in corpus().units:
        _make_unit(cast, unit, at)
    _make_accounts(cast, at, first_use, without)
    return cast


def _make_unit(cast: Cast, unit: Unit, at: datetime) -> None:
    made = Department.objects.create(
        zone=cast.zone,
        code=unit.code,
        name=unit.name,
        name_en=unit.name_en,
        short_name=unit.short,
        kind=unit.kind,
        handles=unit.handles,
        is_office=unit.code == OFFICE,
        matters=" ".join(unit.matters),
    )
    cast.units[unit.code] = made
    data = {"code": unit.code, "name": unit.name, "kind": unit.kind, "handles": unit.handles}
    record(actor=cast.system, at=at, verb="department.create", subject=f"department:{made.pk}", data=data)


def _make_accounts(cast: Cast, at: datetime, first_use: bool, without: Collection[str]) -> None:
    people = corpus()
    # One digest for all: the password is the same and public, and seventy digests made to be slow would take seconds.
    user = {"password": make_password(PASSWORD), "must_change_password": first_use, "zone": cast.zone}
    for person in (*people.officers, *people.heads, *people.leaders, *people.admins, *people.liaisons, *people.areas):
        made = User.objects.create(username=person.login, name=person.name, password_changed_at=timezone.now(), **user)
        enter(cast, made, at, _role_of(person), _unit_of(cast, person))
        if person.department:
            cast.liaisons.setdefault(person.department, []).append(cast.actors[person.login])
    for supervisor in people.supervisors:
        if supervisor.login in without:
            continue
        made = User.objects.create(
            username=supervisor.login,
            name=supervisor.name,
            phone=supervisor.phone,
            password_changed_at=timezone.now(),
            **user,
        )
        enter(cast, made, at, None, None)


def _role_of(person: Account) -> RoleName:
    people = corpus()
    if person.department:
        return RoleName.liaison
    if person.duty:
        return ADMIN_DUTIES[person.duty]
    if person in people.officers:
        return RoleName.officer
    if person in people.areas:
        return RoleName.area
    return RoleName.head if person in people.heads else RoleName.leader


def _unit_of(cast: Cast, person: Account) -> Department | None:
    if person.department:
        return cast.units[person.department]
    office = person in (*corpus().officers, *corpus().heads)
    return cast.units[OFFICE] if office else None


def enter(
    cast: Cast, user: User, at: datetime, role: RoleName | None, unit: Department | None, *, made: bool = True
) -> None:
    """Record an account of the zone and its role; not ``made``: another zone keeps the account."""
    subject = subject_of(user.pk, cast.zone.pk)
    if made:
        record(actor=cast.system, at=at, verb="account.create", subject=subject)
    if role:
        Role.objects.create(user=user, zone=cast.zone, name=role, department=unit)
        data = {"role": role.value, "department": unit.pk if unit else None}
        record(actor=cast.system, at=at, verb="role.grant", subject=subject, data=data)
    cast.users[user.username], cast.actors[user.username] = user, actor_of(user, cast.zone)


def category_of(cast: Cast, person: Person) -> str:
    """The category of a person of the corpus: that of the unit, or the one that is written there."""
    if person.channel != "internal":
        return person.category
    return {"internal": "department", "soe": "soe", "resident": "resident"}[cast.units[person.unit].kind]


def appoint_person(cast: Cast, person: Person, starts_on: date, at: datetime, certificate: str) -> Supervisor:
    """Appoint a supervisor for one year, outside a round."""
    internal = person.channel == "internal"
    unit = cast.units[person.unit] if internal else None
    place = corpus().supervisors.index(person)
    supervisor = appoint(
        cast.head,
        cast.users[person.login],
        at=at,
        channel=person.channel,
        category=category_of(cast, person),
        levels=person.levels,
        starts_on=starts_on,
        ends_on=starts_on.replace(year=starts_on.year + 1) - timedelta(days=1),
        unit=unit,
        employer="" if unit else person.unit,
        post=person.post,
        industry=person.industry,
        phone=person.phone,
        officer=cast.users[corpus().officers[place % len(corpus().officers)].login],
        certificate=certificate,
        consented_at=at,
    )
    cast.supervisors[person.login] = supervisor
    cast.actors[person.login] = actor_of(cast.users[person.login], cast.zone)
    return supervisor


def example_accounts() -> list[tuple[str, str, str, str]]:
    """One account for each role: what the role is called, its key, the person's name and login."""
    people = corpus()
    firsts = {
        RoleName.officer: people.officers[0],
        RoleName.head: people.heads[0],
        RoleName.liaison: people.liaisons[0],
        RoleName.leader: people.leaders[0],
        **{ADMIN_DUTIES[admin.duty]: admin for admin in people.admins},
        RoleName.area: people.areas[0],
    }
    rows = []
    for channel in Channel:
        person = next(person for person in people.supervisors if person.channel == channel)
        rows.append((str(channel.label), RoleName.supervisor.value, person.name, person.login))
    return rows + [(str(role.label), role.value, person.name, person.login) for role, person in firsts.items()]
