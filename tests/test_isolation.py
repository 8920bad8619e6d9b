"""Two zones in one installation: each with its own people, leads, rules, calendar, numbers and ledger (5.3.b)."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db.models import Model, QuerySet

from jianyan.accounts.models import Role, User, Zone
from jianyan.accounts.queries import Actor, actor_of, handling_departments, with_role
from jianyan.core.flow import State
from jianyan.core.workdays import Day
from jianyan.leads import actions
from jianyan.leads.models import Clock, Lead
from jianyan.leads.queries.forms import missing
from jianyan.ledger.actions import seal, verify
from jianyan.ledger.models import Entry
from jianyan.people.models import Supervisor
from jianyan.people.queries import appointed
from jianyan.rules.actions import add_notice, packaged_rulebook, store_rulebook
from tests.fixtures import MONDAY, World, when
from tests.leads.acts import bring, clock, told

DAY = MONDAY.date()


def modules(package: str) -> Iterator[str]:
    """A package's own name and those of all modules in it, where it is there."""
    yield package
    found = importlib.import_module(package)
    for module in pkgutil.iter_modules(getattr(found, "__path__", [])):
        yield from modules(f"{package}.{module.name}")


def reads_for_an_actor() -> Iterator[Callable[[Actor], QuerySet[Model]]]:
    """Every query of every app that takes an actor and nothing else, and answers with rows."""
    for app in apps.get_app_configs():
        if not app.name.startswith("jianyan.") or not importlib.util.find_spec(f"{app.name}.queries"):
            continue
        for name in modules(f"{app.name}.queries"):
            for read in vars(importlib.import_module(name)).values():
                if not inspect.isfunction(read) or read.__module__ != name or read.__name__.startswith("_"):
                    continue
                signature = inspect.signature(read)
                takes = [str(p.annotation) for p in signature.parameters.values() if p.default is p.empty]
                if takes == ["Actor"] and str(signature.return_annotation).startswith("QuerySet"):
                    yield read


READS = {f"{read.__module__.removeprefix('jianyan.')}.{read.__name__}": read for read in reads_for_an_actor()}


def zone_of(row: Model) -> int:
    """The zone that a row belongs to, by itself or by what it is a part of."""
    for path in ("zone_id", "lead.zone_id", "supervisor.zone_id", "identity.supervisor.zone_id", "form.zone_id"):
        found: object = row
        for name in path.split("."):
            found = getattr(found, name, None)
        if isinstance(found, int):
            return found
    raise AssertionError(f"{row!r} belongs to no zone")


@pytest.fixture
def both(world: World, elsewhere: World) -> tuple[World, World]:
    """Two zones with work in many states, forms, drafts, notices and seals."""
    for here in (world, elsewhere):
        for state in (State.received, State.dispatched, State.returned, State.followed_up, State.closed, State.merged):
            here.supervisor(f"of-{state}")
            bring(here, here.lead(f"of-{state}"), state)
        identity = here.supervisors["social"].identities.get().pk
        month = DAY.replace(day=1)
        actions.save_draft(here.actor("social"), identity, month, {"leads": []}, at=MONDAY, key=uuid4())
        here.lead("internal", hidden=True)
        seal(here.zone, DAY, at=MONDAY)
    return world, elsewhere


def test_there_are_reads_to_test() -> None:
    assert {"leads.queries.visible.visible_to", "people.queries.base.visible_to", "ledger.queries.visible_to"} <= set(
        READS
    )


@pytest.mark.clause("5.3.b")
def test_every_read_of_every_app_stays_in_the_zone_for_everybody(both: tuple[World, World]) -> None:
    found_something = set()
    for here, there in (both, both[::-1]):
        for key in ("officer", "head", "leader", "liaison", "sysadmin", "secadmin", "auditor", "social", "internal"):
            for name, read in READS.items():
                for row in read(here.actor(key)):
                    found_something.add(name)
                    if isinstance(row, User):
                        assert Role.objects.filter(user=row, zone=here.zone).exists(), (name, key)
                    elif isinstance(row, Zone):
                        assert row == here.zone, (name, key)
                    else:
                        assert zone_of(row) == here.zone.pk != there.zone.pk, (name, key)
    assert "leads.queries.visible.visible_to" in found_something


@pytest.mark.clause("5.3.b")
def test_a_role_in_one_zone_is_nothing_in_another(both: tuple[World, World]) -> None:
    here, there = both
    for user in there.users.values():
        stranger = actor_of(user, here.zone)
        assert stranger.roles == frozenset()
        for name, read in READS.items():
            rows = [row for row in read(stranger) if not isinstance(row, User)]
            assert not rows, name


def test_reads_by_zone_stay_there(both: tuple[World, World]) -> None:
    here, there = both
    month = DAY.replace(day=1)
    assert {i.supervisor.zone for i in missing(here.zone.pk, month, DAY)} == {here.zone}
    assert {s.zone for s in appointed(here.zone.pk, DAY)} == {here.zone}
    assert {d.zone for d in handling_departments(here.zone.pk)} == {here.zone}
    assert not {u.pk for u in with_role(here.zone.pk, "officer")} & {u.pk for u in there.users.values()}


@pytest.mark.clause("5.3.b", "4.0")
def test_each_zone_counts_by_its_own_rulebook(world: World, elsewhere: World) -> None:
    words = packaged_rulebook().replace("number = 1\n", "number = 2\n", 1)
    slower = words.replace("amount = 3\n", "amount = 5\n", 1)
    store_rulebook(elsewhere.system, slower, at=MONDAY, effective_on=date(2026, 3, 1))

    here, there = world.lead(), elsewhere.lead()

    assert (clock(here, "call").due_on, here.rules.number) == (date(2026, 3, 12), 1)
    assert (clock(there, "call").due_on, there.rules.number) == (date(2026, 3, 16), 2)


@pytest.mark.clause("5.3.b")
def test_each_zone_has_its_own_days_off(world: World, elsewhere: World) -> None:
    typhoon = [Day(date(2026, 3, 11), working=False, name="台风停工")]
    here, there = world.lead(), elsewhere.lead()
    add_notice(world.actor("head"), world.zone, name="停工通知", days=typhoon, year=None, at=MONDAY)

    assert actions.recompute(world.system, world.zone, at=MONDAY) == 2
    assert actions.recompute(elsewhere.system, elsewhere.zone, at=MONDAY) == 0
    assert clock(here, "call").due_on == date(2026, 3, 13)
    assert clock(there, "call").due_on == date(2026, 3, 12)


def test_each_zone_numbers_its_own_leads(world: World, elsewhere: World) -> None:
    assert [world.lead().no, elsewhere.lead().no, world.lead("internal").no] == [
        "东监 2026-0001",
        "高监 2026-0001",
        "东监 2026-0002",
    ]


def test_each_zone_has_its_own_ledger(both: tuple[World, World]) -> None:
    here, there = both
    for one in both:
        checked = verify(one.zone, at=MONDAY)
        assert checked.findings == [] and checked.rows == Entry.objects.filter(zone=one.zone).count()
    assert {e.actor_id for e in Entry.objects.filter(zone=here.zone)} <= {None, *(u.pk for u in here.users.values())}
    dossiers = set(Entry.objects.filter(zone=here.zone, dossier__isnull=False).values_list("dossier", flat=True))
    assert not dossiers & set(Supervisor.objects.filter(zone=there.zone).values_list("pk", flat=True))


def test_the_clock_of_one_zone_leaves_the_other_alone(both: tuple[World, World]) -> None:
    here, there = both
    before = list(Lead.objects.filter(zone=there.zone).order_by("id").values())
    late = when("2026-03-12 09:00")
    done = actions.tick(here.zone, at=late)

    assert done.silent == 1 and not done.failed
    assert list(Lead.objects.filter(zone=there.zone).order_by("id").values()) == before
    assert not Clock.objects.filter(zone=there.zone, stopped_at__gte=late - timedelta(hours=1)).exists()
    assert told(there, "liaison", "lead.accepted_silently") is None


def test_every_row_of_a_lead_is_in_the_leads_zone(both: tuple[World, World]) -> None:
    for one in both:
        for lead in Lead.objects.filter(zone=one.zone).select_related("identity__supervisor", "rules", "form"):
            owners = (lead.identity.supervisor, lead.rules, lead.form or lead)
            belongs = {owner.zone_id for owner in owners}
            assert belongs == {lead.zone_id}
            assert not lead.lead_department or lead.lead_department.zone_id == lead.zone_id
            assert not Clock.objects.filter(lead=lead).exclude(zone=lead.zone).exists()
            assert not Entry.objects.filter(subject=lead.subject).exclude(zone=lead.zone).exists()
