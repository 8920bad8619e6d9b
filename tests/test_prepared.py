"""A prepared query gives what the ordinary one gives, whatever fills its gaps."""

from __future__ import annotations

from datetime import date
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import DateField, Exists, F, OuterRef, Q

from jianyan.accounts.models import Role
from jianyan.accounts.queries import anybody, values_of
from jianyan.leads.models import Clock, Lead
from jianyan.leads.queries.visible import visible_to
from jianyan.people.models import Appointment
from jianyan.prepared import Gap, Prepared
from tests.fixtures import World, when


def leads_of(state: Any) -> Any:
    governing = Clock.objects.filter(lead=OuterRef("pk"), governs=True)
    near = Lead.objects.filter(state=state).select_related("zone", "identity__supervisor", "lead_department")
    return near.annotate(waits=Exists(governing), again=F("submitted_at")).order_by("id")


def test_the_same_rows_with_what_hangs_on_them(world: World, django_assert_num_queries: Any) -> None:
    first, second = world.lead(), world.lead("internal")
    world.walk(second, "dispatched", department="planning")
    prepared = Prepared(lambda: leads_of(Gap("state")))
    for state in ("received", "dispatched", "closed", "received"):
        with django_assert_num_queries(1):
            found = prepared(state=state)
            near = [(lead.zone, lead.identity.supervisor, lead.lead_department) for lead in found]
        ordinary = list(leads_of(state))
        assert found == ordinary
        assert near == [(lead.zone, lead.identity.supervisor, lead.lead_department) for lead in ordinary]
        for one, other in zip(found, ordinary, strict=True):
            assert vars(one) | {"_state": None} == vars(other) | {"_state": None}
    assert prepared.first(state="received") == first
    assert prepared.first(state="closed") is None


def test_what_it_gives_can_be_saved(world: World) -> None:
    lead = Prepared(lambda: leads_of(Gap("state"))).first(state=world.lead().state)
    assert lead is not None
    lead.title = "换了标题"
    lead.save(update_fields=["title"])
    assert Lead.objects.get().title == "换了标题"


def test_values_alone(world: World) -> None:
    prepared = Prepared(
        lambda: Role.objects.filter(zone=Gap("zone"), name=Gap("name")).order_by("id").values_list("user__name", "name")
    )
    assert prepared(zone=world.zone.pk, name="head", more="passed over") == [("王建", "head")]


@pytest.mark.parametrize(("day", "found"), [(date(2020, 1, 1), 2), (date(2019, 12, 31), 0)])
def test_a_date_is_written_as_the_database_wants_it(world: World, day: date, found: int) -> None:
    prepared = Prepared(lambda: Appointment.objects.filter(starts_on__lte=Gap("day", DateField())))
    assert len(prepared(day=day)) == found


def test_nothing_can_be_found(world: World, django_assert_num_queries: Any) -> None:
    prepared = Prepared(lambda: Lead.objects.filter(Q(pk__in=[]), zone=Gap("zone")))
    with django_assert_num_queries(0):
        assert prepared(zone=world.zone.pk) == []


def test_a_number_that_no_row_can_have(world: World) -> None:
    assert Prepared(lambda: Lead.objects.filter(pk=Gap("lead")))(lead=10**30) == []


def test_a_missing_value_is_an_error(world: World) -> None:
    with pytest.raises(KeyError):
        Prepared(lambda: Lead.objects.filter(pk=Gap("lead")))()


@pytest.mark.parametrize(
    "key", ["officer", "head", "leader", "liaison", "liaison_b", "social", "internal", "auditor", "area"]
)
def test_everybody_sees_the_same_as_ever(world: World, key: str) -> None:
    world.walk(world.lead(), "replied")
    world.lead("internal", at=when("2026-04-08 10:00"))
    actor = world.actor(key)
    nobody_yet = anybody(actor.roles, placed=actor.department_id is not None)
    prepared = Prepared(lambda: visible_to(nobody_yet).order_by("id"))
    assert prepared(**values_of(actor)) == list(visible_to(actor).order_by("id"))


@pytest.mark.django_db(transaction=True)
def test_threads_share_it(world: World) -> None:
    lead = world.lead()
    prepared = Prepared(lambda: Lead.objects.filter(pk=Gap("lead")).select_related("zone"))
    assert prepared(lead=lead.pk) == [lead]
    found: list[list[Lead]] = []

    def ask() -> None:
        found.append(prepared(lead=lead.pk))
        connection.close()

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[lead]] * 4
