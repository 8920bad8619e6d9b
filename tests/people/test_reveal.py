"""A masked number is shown to the office only, with a reason, and never without a row in the ledger."""

import pytest
from django.test import Client

from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.people.actions import reveal_phone
from jianyan.people.models import Supervisor
from tests.fixtures import MONDAY, World

NUMBER = "13900000001"


def url(world: World, key: str = "social") -> str:
    return f"/supervisors/{world.supervisors[key].pk}/phone/"


def rows(world: World) -> list[Entry]:
    return list(Entry.objects.filter(verb="supervisor.reveal", zone=world.zone))


@pytest.mark.clause("5.1.g")
def test_the_officer_sees_the_number_from_the_lead_and_the_ledger_knows(world: World, client: Client) -> None:
    lead = world.lead()
    client.force_login(world.users["officer"])

    page = client.get(f"/leads/{lead.pk}/").content.decode()
    assert NUMBER not in page and url(world) in page

    shown = client.post(url(world), {"reason": "call"}, headers={"HX-Request": "true"})
    assert shown.status_code == 200 and NUMBER in shown.content.decode()
    assert "<html" not in shown.content.decode()

    (row,) = rows(world)
    assert (row.actor, row.dossier, row.data["reason"]) == (
        world.users["officer"],
        world.supervisors["social"].pk,
        "call",
    )


def test_without_scripts_it_is_a_page_that_asks_first(world: World, client: Client) -> None:
    client.force_login(world.users["head"])

    assert NUMBER not in client.get(url(world)).content.decode()
    assert client.post(url(world), {"reason": "curious"}).status_code == 422
    assert not rows(world)
    assert NUMBER in client.post(url(world), {"reason": "meeting"}).content.decode()
    assert len(rows(world)) == 1


@pytest.mark.parametrize("key", ["leader", "liaison", "social", "internal", "auditor", "sysadmin", "secadmin"])
def test_nobody_else_is_let_in(world: World, client: Client, key: str) -> None:
    client.force_login(world.users[key])

    assert client.post(url(world), {"reason": "call"}).status_code == 403
    with pytest.raises(Refused, match="wrong_hat"):
        reveal_phone(world.actor(key), world.supervisors["social"].pk, at=MONDAY, reason="call")
    assert not rows(world)


def test_another_zone_is_not_there(world: World, elsewhere: World, client: Client) -> None:
    client.force_login(elsewhere.users["officer"])

    assert client.post(url(world), {"reason": "call"}).status_code == 404
    with pytest.raises(Supervisor.DoesNotExist):
        reveal_phone(elsewhere.actor("officer"), world.supervisors["social"].pk, at=MONDAY, reason="call")


def test_an_unknown_reason_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="bad_reason"):
        reveal_phone(world.actor("officer"), world.supervisors["social"].pk, at=MONDAY, reason="x")
