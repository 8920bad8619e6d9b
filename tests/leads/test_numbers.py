"""The number and the row id of an anonymous lead say nothing of the form that it came with (4.1.c, ADR 18)."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from jianyan.leads import actions
from jianyan.leads.actions import numbers
from jianyan.leads.models import Lead, SpareId
from tests.fixtures import MONDAY, World

pytestmark = pytest.mark.clause("4.1.c")


def file(world: World, by: str, *hidden: bool) -> list[Lead]:
    """A form of an internal supervisor with leads that are anonymous or not, in the order in which they were typed."""
    if by not in world.supervisors:
        world.supervisor(by, "internal", unit=world.departments["planning"])
    identity = world.supervisors[by].identities.get()
    opinions = [world.opinion("internal", title=f"{by}的第{n}件事", hidden=each) for n, each in enumerate(hidden)]
    form = actions.file_form(
        world.actor(by), identity.pk, MONDAY.date().replace(day=1), opinions, at=MONDAY, key=uuid4()
    )
    return list(form.leads.order_by("title"))


def test_anonymous_leads_have_a_series_of_their_own_and_neither_has_gaps(world: World) -> None:
    mine = file(world, "one", False, True, False)
    theirs = file(world, "two", True, True, False)
    assert [lead.no for lead in mine] == ["东监 2026-0001", "东监 2026-隐0001", "东监 2026-0002"]
    assert [lead.no for lead in theirs] == ["东监 2026-隐0002", "东监 2026-隐0003", "东监 2026-0003"]


def test_the_id_was_passed_over_before_the_form_came(world: World) -> None:
    actions.tick(world.zone, at=MONDAY)
    spare = set(SpareId.objects.values_list("value", flat=True))
    assert len(spare) == numbers.PASSED

    first, secret, last = file(world, "one", False, True, False)

    assert secret.pk in spare and last.pk == first.pk + 1
    assert not SpareId.objects.filter(value=secret.pk).exists()
    assert Lead.objects.get(pk=secret.pk).subject == f"lead:{secret.pk}"


def test_it_is_drawn_by_lot(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[list[int]] = []
    lot = SimpleNamespace(choice=lambda among: drawn.append(list(among)) or among[-3])
    monkeypatch.setattr(numbers, "secrets", lot)
    actions.tick(world.zone, at=MONDAY)
    secret, other = file(world, "one", True, True)
    assert [len(each) for each in drawn] == [numbers.PASSED, numbers.PASSED - 1]
    assert secret.pk == drawn[0][-3] and other.pk == drawn[1][-3]


def test_the_clock_keeps_enough_and_no_more(world: World) -> None:
    for hours in range(3):
        actions.tick(world.zone, at=MONDAY + timedelta(hours=hours))
    assert SpareId.objects.count() == numbers.PASSED
    SpareId.objects.filter(pk__in=SpareId.objects.values("pk")[: numbers.PASSED - numbers.FEW + 1]).delete()
    actions.tick(world.zone, at=MONDAY + timedelta(hours=4))
    assert SpareId.objects.count() == numbers.FEW - 1 + numbers.PASSED


def test_more_anonymous_leads_than_were_passed_over_still_come_in(world: World) -> None:
    actions.tick(world.zone, at=MONDAY)
    SpareId.objects.all().delete()
    leads = [lead for key in ("one", "two", "three") for lead in file(world, key, *[True] * 15)]
    assert len({lead.pk for lead in leads}) == 45
    ids = [lead.pk for lead in leads[:15]]
    assert ids != sorted(ids)


@pytest.mark.sqlite
def test_a_counter_that_was_set_back_stops_nobody(world: World) -> None:
    """A migration that writes the table anew sets SQLite's counter to the last id there is."""
    actions.tick(world.zone, at=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'leads_lead'")
    leads = [*file(world, "one", *[False] * 10), *file(world, "two", *[True] * 20), *file(world, "three", False)]
    assert len({lead.pk for lead in leads}) == 31


def test_parts_of_an_anonymous_lead_are_numbered_with_it(world: World) -> None:
    actions.tick(world.zone, at=MONDAY)
    (secret,) = file(world, "one", True)
    spare = set(SpareId.objects.values_list("value", flat=True))
    parts = [world.opinion("internal", title="其一"), world.opinion("internal", title="其二")]
    made = actions.split(world.actor("officer"), secret.pk, at=MONDAY, parts=parts)
    assert [part.no for part in made] == ["东监 2026-隐0002", "东监 2026-隐0003"]
    assert {part.pk for part in made} <= spare


def test_nothing_that_a_department_reads_stands_beside_the_open_lead_of_the_same_form(
    world: World, client: Client
) -> None:
    """Numbers and addresses of its page, as somebody would compare them who wants to know."""
    actions.tick(world.zone, at=MONDAY)
    open_, secret = file(world, "one", False, True)
    file(world, "two", False)
    for lead in (open_, secret):
        world.walk(lead, "dispatched")
    client.force_login(world.users["liaison"])
    page = client.get("/department/").content.decode()
    assert open_.no in page and secret.no in page and f"/leads/{secret.pk}/" in page
    assert abs(secret.pk - open_.pk) > 0 and secret.pk < open_.pk  # among those passed over before it came
    assert secret.no.rpartition("-")[2].startswith("隐")
