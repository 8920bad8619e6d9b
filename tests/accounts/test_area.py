"""The New Area's office: let in by each zone for its own figures, and by nobody else (5.3.b)."""

import pytest
from django.test import Client

from jianyan.accounts import actions
from jianyan.accounts.models import Role, User
from jianyan.core.flow import Refused
from jianyan.insight.queries.zones import open_zones
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, World

PAGE = "/manage/accounts/area/"


@pytest.fixture
def guard(client: Client, elsewhere: World) -> Client:
    client.force_login(elsewhere.users["secadmin"])
    return client


@pytest.mark.clause("5.3.b")
def test_the_other_zone_lets_the_account_in_and_may_take_it_back(guard: Client, world: World, elsewhere: World) -> None:
    area = world.users["area"]
    assert guard.get(PAGE).status_code == 200
    answer = guard.post(PAGE, {"username": area.username.upper()}, follow=True)
    assert "已授予角色：新区营商环境办。" in answer.content.decode() and area.name in answer.content.decode()
    assert set(open_zones(world.actor("area"))) == {world.zone, elsewhere.zone}
    row = Entry.objects.latest("id")
    assert (row.zone, row.verb, row.role, row.actor) == (
        elsewhere.zone,
        "role.grant",
        "secadmin",
        elsewhere.users["secadmin"],
    )
    assert row.data == {"role": "area", "department": None} and row.subject == f"user:{area.pk}@{elsewhere.zone.pk}"

    again = guard.post(PAGE, {"username": area.username})
    assert again.status_code == 422 and "已经有这个角色了" in again.content.decode()

    granted = Role.objects.get(user=area, zone=elsewhere.zone)
    assert guard.post(f"/manage/accounts/{area.pk}/roles/{granted.pk}/revoke/").status_code == 302
    assert open_zones(world.actor("area")) == [world.zone]


@pytest.mark.parametrize("key", ["officer", "secadmin", "social"])
def test_no_other_account_of_another_zone_is_found(guard: Client, world: World, key: str) -> None:
    """Nobody learns by guessing names which accounts another zone keeps."""
    known = guard.post(PAGE, {"username": world.users[key].username})
    unknown = guard.post(PAGE, {"username": "nobody-at-all"})
    assert (known.status_code, unknown.status_code) == (422, 422)
    said = "没有以这个用户名担任新区营商环境办的账号"
    assert said in known.content.decode() and said in unknown.content.decode()
    assert Role.objects.filter(user=world.users[key]).count() == 1


def test_an_account_that_was_closed_is_not_let_in(guard: Client, world: World) -> None:
    User.objects.filter(pk=world.users["area"].pk).update(is_active=False)
    assert guard.post(PAGE, {"username": world.users["area"].username}).status_code == 422


def test_only_the_security_administrator_lets_in(world: World, elsewhere: World, client: Client) -> None:
    for key in ("sysadmin", "auditor", "head", "officer", "area"):
        client.force_login(elsewhere.users[key])
        assert client.post(PAGE, {"username": world.users["area"].username}).status_code == 403
    with pytest.raises(Refused, match="wrong_role"):
        actions.admit(elsewhere.actor("sysadmin"), at=MONDAY, username=world.users["area"].username)


def test_the_role_is_held_alone(world: World, client: Client) -> None:
    client.force_login(world.users["secadmin"])
    for key, role in (("area", "officer"), ("area", "auditor"), ("leader", "area"), ("auditor", "area")):
        answer = client.post(f"/manage/accounts/{world.users[key].pk}/roles/", {"role": role})
        assert answer.status_code == 422 and "不兼任其他角色" in answer.content.decode()
