"""Zones, people and leads that tests share: `world` is one zone with everybody in it, `elsewhere` is another zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from jianyan.accounts.models import Department, Role, User, Zone
from jianyan.accounts.queries import Actor, actor_of, system_actor
from jianyan.core.opinion import Opinion
from jianyan.core.workdays import TZ
from jianyan.leads import actions
from jianyan.leads.models import Lead
from jianyan.people.actions import appoint
from jianyan.people.models import Supervisor
from jianyan.rules.actions import packaged_rulebook, seed_calendar, store_rulebook
from jianyan.rules.queries import forget_rulebooks

PASSWORD = "Dongjiang-2026"

#: A Monday with an ordinary week before and after it.
MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=TZ)


def when(text: str) -> datetime:
    """An instant in Shanghai: ``when("2026-03-09 10:00")``."""
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


@dataclass
class World:
    """One zone with a person in each role; actors by role name, departments by code, supervisors by key."""

    zone: Zone
    departments: dict[str, Department] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    supervisors: dict[str, Supervisor] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        """The actor behind a user key: officer, head, liaison, liaison_b, leader, social, internal, …"""
        return actor_of(self.users[key], self.zone)

    @property
    def system(self) -> Actor:
        return system_actor(self.zone)

    def user(self, key: str, role: str | None = None, department: Department | None = None, **fields: object) -> User:
        user = User.objects.create_user(
            username=f"{self.zone.code}-{key}",
            password=PASSWORD,
            name=str(fields.pop("name", f"{self.zone.code}{key}")),
            must_change_password=False,
            password_changed_at=MONDAY.replace(year=2090),
            **fields,
        )
        if role:
            Role.objects.create(user=user, zone=self.zone, name=role, department=department)
        self.users[key] = user
        return user

    def supervisor(self, key: str, channel: str = "social", **fields: object) -> Supervisor:
        unit = fields.pop("unit", None)
        user = self.user(key, name=fields.pop("name", f"监督员{key}"))
        self.supervisors[key] = appoint(
            self.actor("head"),
            user,
            at=when("2020-01-01 09:00"),
            channel=channel,
            category="entity" if channel == "social" else "department",
            starts_on=date(2020, 1, 1),
            ends_on=date(2040, 12, 31),
            unit=unit,
            employer="" if unit else "海通供应链",
            phone="13900000001",
            officer=self.users["officer"],
            **fields,
        )
        # Who is shared by tests has signed; those about signing make a term of their own.
        self.supervisors[key].appointments.update(promised_at=when("2020-01-01 09:00"))
        return self.supervisors[key]

    def opinion(self, channel: str = "social", **changes: object) -> Opinion:
        """An opinion that can be filed, of either channel."""
        first = {"kind": "service"} if channel == "social" else {"kind": "practice", "policy": "落户扶持办法"}
        base = {
            "field": "government",
            "title": "两个窗口重复要同一份材料",
            "body": "办理变更登记时，两个窗口先后要求提交同一份章程，来回跑了三趟。",
        }
        return Opinion(**{**first, **base, **changes})  # type: ignore[arg-type]

    def lead(self, by: str = "social", at: datetime = MONDAY, **changes: object) -> Lead:
        """File a form with one lead and return the lead."""
        supervisor = self.supervisors[by]
        form = actions.file_form(
            self.actor(by),
            supervisor.identities.get(level="district").pk,
            at.date().replace(day=1),
            [self.opinion(supervisor.channel, **changes)],
            at=at,
            key=uuid4(),
        )
        return form.leads.get()

    def walk(self, lead: Lead, to: str, at: datetime = MONDAY, department: str = "commerce") -> Lead:
        """Bring a fresh lead to a state by the ordinary way, all at one moment."""
        officer, liaison = self.actor("officer"), self.actor("liaison")
        steps = {
            "clarified": lambda: actions.log_call(officer, lead.pk, at=at, verified="情况属实。"),
            "dispatched": lambda: actions.dispatch(
                officer, lead.pk, at=at, department=self.departments[department].pk, grade="B"
            ),
            "accepted": lambda: actions.accept(liaison, lead.pk, at=at),
            "replied": lambda: actions.reply(liaison, lead.pk, at=at, result="solved", process="已合并为一个窗口。"),
            "closed": lambda: actions.follow_up(officer, lead.pk, at=at, solved=True, satisfaction="satisfied"),
        }
        if to != "received":
            for state, act in steps.items():
                act()
                if state == to:
                    break
        lead.refresh_from_db()
        return lead


def build_world(code: str = "dj", name: str = "东疆") -> World:
    """A zone with rulebook, calendar, departments and one person in each role."""
    forget_rulebooks()
    zone = Zone.objects.create(code=code, name=name, short_name=f"{name[0]}监", office_name=f"{name}营商环境办")
    seed_calendar()
    zone.refresh_from_db()
    world = World(zone)
    for key, title, kind in (
        ("office", "营商环境办公室", "internal"),
        ("commerce", "商务促进局", "internal"),
        ("planning", "规划建设局", "internal"),
        ("customs", "驻区海关", "resident"),
    ):
        world.departments[key] = Department.objects.create(
            zone=zone, code=key, name=title, kind=kind, is_office=key == "office"
        )
    world.user("officer", "officer", world.departments["office"], name="李敏")
    world.user("head", "head", world.departments["office"], name="王建")
    world.user("leader", "leader", name="赵主任")
    world.user("liaison", "liaison", world.departments["commerce"], name="陈晨")
    world.user("liaison_b", "liaison", world.departments["planning"], name="周同")
    for role in ("sysadmin", "secadmin", "auditor", "area"):
        world.user(role, role)
    store_rulebook(world.system, packaged_rulebook(), at=when("2020-01-01 09:00"), effective_on=date(2004, 1, 1))
    world.supervisor("social")
    world.supervisor("internal", "internal", unit=world.departments["commerce"])
    return world


@pytest.fixture
def world(db: None) -> World:
    """The zone 东疆."""
    return build_world()


@pytest.fixture
def elsewhere(db: None) -> World:
    """Another zone, which must stay invisible."""
    return build_world("gx", "高新")


@pytest.fixture(scope="session", autouse=True)
def _ledger_may_be_emptied_between_tests() -> Iterator[None]:
    """The database refuses to empty the ledger; the teardown of transactional tests has to."""
    from django.core.management.commands import flush
    from django.db import connections

    from jianyan.ledger import triggers

    kept = flush.Command.handle

    def handle(self: flush.Command, **options: Any) -> None:
        connection = connections[options["database"]]
        triggers.take_down(connection)
        kept(self, **options)
        triggers.put_up(connection)

    flush.Command.handle = handle  # type: ignore[method-assign]
    yield
    flush.Command.handle = kept  # type: ignore[method-assign]
