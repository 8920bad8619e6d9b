"""What was not told or not done by itself: seen on the desk, told once a day, tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from jianyan.accounts.models import Role, Zone
from jianyan.leads import actions
from jianyan.notify.actions import tell, tell_of_failures
from jianyan.notify.models import Failure, Notice
from jianyan.web import ticking
from tests.fixtures import MONDAY, World

URL = "/failures/"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    clock = {"at": MONDAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """A round of one part, the meetings, which breaks as long as it is told to."""
    state = {"breaks": True}

    def meetings(zone: Zone, at: datetime) -> dict[str, int]:
        if state["breaks"]:
            raise ValueError("no")
        return {}

    monkeypatch.setattr(ticking, "PARTS", (meetings,))
    return state


def dispatched_to_nobody(world: World) -> Failure:
    Role.objects.filter(name="liaison", department=world.departments["commerce"]).delete()
    lead = world.walk(world.lead(), "clarified")
    actions.dispatch(world.actor("officer"), lead.pk, at=MONDAY, department=world.departments["commerce"].pk)
    return Failure.objects.get()


def as_(client: Client, world: World, key: str) -> Client:
    client.force_login(world.users[key])
    return client


def test_a_part_of_the_round_that_breaks_stands_until_it_is_whole(world: World, broken: dict[str, bool]) -> None:
    for minute in range(3):
        ticking.tick_zone(world.zone, at=MONDAY + timedelta(minutes=minute))
    one = Failure.objects.get()
    assert (one.why, one.what, one.times) == ("clock", "meetings", 3)
    assert one.first_at == MONDAY and one.last_at == MONDAY + timedelta(minutes=2)

    broken["breaks"] = False
    ticking.tick_zone(world.zone, at=MONDAY + timedelta(minutes=3))
    assert Failure.objects.get().settled_at == MONDAY + timedelta(minutes=3)
    assert not Notice.objects.filter(kind="failures.open").exists()


def test_the_people_in_charge_hear_of_it_once_a_day(world: World, broken: dict[str, bool]) -> None:
    told = Notice.objects.filter(kind="failures.open")
    for minutes in (0, 11, 12, 300):
        ticking.tick_zone(world.zone, at=MONDAY + timedelta(minutes=minutes))
    who = {"sysadmin", "head"}
    assert {notice.user_id for notice in told} == {world.users[key].pk for key in who}
    assert told.count() == 2 and told[0].at == MONDAY + timedelta(minutes=11)
    ticking.tick_zone(world.zone, at=MONDAY + timedelta(days=1))
    assert Notice.objects.filter(kind="failures.open").count() == 4
    assert tell_of_failures(world.zone.pk, at=(MONDAY + timedelta(days=2)).replace(hour=7)) == 0, "not in the night"


@pytest.mark.clause("5.1.g")
def test_a_dispatch_that_nobody_can_read_is_on_the_desk_and_told_again(world: World, client: Client) -> None:
    one = dispatched_to_nobody(world)
    assert (one.why, one.what) == ("nobody", "lead.dispatch")
    assert "有 1 件事没有送达或没有自动完成" in as_(client, world, "officer").get("/desk/").content.decode()
    page = client.get(URL).content.decode()
    assert one.params["no"] in page and "没有人收到消息" in page and one.path in page

    assert "还是没有人可以收到" in client.post(f"{URL}{one.pk}/", follow=True).content.decode()
    world.user("newcomer", "liaison", world.departments["commerce"])
    assert "已送达 1 人" in client.post(f"{URL}{one.pk}/", follow=True).content.decode()
    assert Notice.objects.filter(user=world.users["newcomer"], kind="lead.dispatch", path=one.path).exists()
    one.refresh_from_db()
    assert one.settled_at and one.settled_by == world.users["officer"]
    assert "没有送达或没有自动完成" not in client.get("/desk/").content.decode()
    assert client.post(f"{URL}{one.pk}/").status_code == 404, "it stands no more"


def test_a_recalled_dispatch_failed_nobody(world: World) -> None:
    one = dispatched_to_nobody(world)
    pk = int(one.path.split("/")[2])
    actions.recall(world.actor("officer"), pk, at=MONDAY + timedelta(seconds=20))
    assert not Failure.objects.exists()


def test_told_by_other_means_it_is_taken_off(world: World, client: Client) -> None:
    one = dispatched_to_nobody(world)
    as_(client, world, "head").post(f"{URL}{one.pk}/", {"do": "let_go"})
    assert Failure.objects.get().settled_by == world.users["head"]


def test_a_broken_part_is_done_again_at_once_and_not_let_go(
    world: World, client: Client, broken: dict[str, bool]
) -> None:
    ticking.tick_zone(world.zone, at=MONDAY)
    one = Failure.objects.get()
    as_(client, world, "sysadmin")
    assert "会议提醒" in client.get(URL).content.decode()
    assert "还是没有做成" in client.post(f"{URL}{one.pk}/", {"do": "let_go"}, follow=True).content.decode()
    broken["breaks"] = False
    assert "这次做成了" in client.post(f"{URL}{one.pk}/", follow=True).content.decode()
    assert "都送达了" in client.get(URL).content.decode()


def test_what_asks_nobody_for_anything_may_reach_nobody(world: World) -> None:
    tell([], zone_id=world.zone.pk, at=MONDAY, kind="lead.closed", path="/leads/1/")
    assert not Failure.objects.exists()


def test_only_the_office_and_the_administrator_see_it(world: World, client: Client) -> None:
    one = dispatched_to_nobody(world)
    for key in ("social", "liaison_b", "leader", "secadmin", "auditor"):
        as_(client, world, key)
        assert client.get(URL).status_code == 403
        assert client.post(f"{URL}{one.pk}/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same(world: World, client: Client, rows: int, django_assert_num_queries) -> None:
    for n in range(rows):
        tell([], zone_id=world.zone.pk, at=MONDAY, kind="lead.urge", path=f"/leads/{n}/", params={"no": "1"})
    as_(client, world, "officer").get(URL)
    with django_assert_num_queries(5):  # 3 for every page; how many, and which
        client.get(URL)
