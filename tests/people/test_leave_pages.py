"""The pages of leaves: set, moved and ended by the head."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.people.actions import set_leave
from jianyan.people.models import Cover, Leave
from tests.fixtures import MONDAY, World, when

LIST, NEW = "/supervisors/leaves/", "/supervisors/leaves/new/"


@pytest.fixture(autouse=True)
def stage(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two more officers; Monday morning; the head is signed in."""
    world.user("second", "officer", world.departments["office"], name="张蕾")
    world.user("third", "officer", world.departments["office"], name="孙浩")
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    client.force_login(world.users["head"])


def sent(world: World, **changes: object) -> dict[str, object]:
    return {"first": "2026-03-11", "last": "2026-03-13", "deputy": world.users["second"].pk, **changes}


def url_of(world: World, key: str = "officer") -> str:
    return f"{NEW}?officer={world.users[key].pk}"


def existing(world: World) -> Leave:
    return set_leave(
        world.actor("head"),
        at=MONDAY,
        officer=world.users["officer"].pk,
        first=date(2026, 3, 11),
        last=date(2026, 3, 13),
        deputy=world.users["second"].pk,
    )


@pytest.mark.clause("4.3.a")
def test_a_leave_is_set_with_one_who_stands_in_and_another_for_somebody(world: World, client: Client) -> None:
    page = client.get(url_of(world))
    assert [user.name for user in page.context["deputies"]] == ["张蕾", "孙浩"]
    only = world.supervisors["internal"].pk

    done = client.post(url_of(world), sent(world, **{f"for_{only}": world.users["third"].pk}))

    assert done.status_code == 302 and done.headers["Location"] == LIST
    assert set(Cover.objects.values_list("supervisor", "deputy")) == {
        (None, world.users["second"].pk),
        (only, world.users["third"].pk),
    }
    text = client.get(LIST).content.decode()
    assert "未开始" in text and "张蕾" in text and "3月13日 周五" in text
    assert "监督员internal由孙浩代管" in client.get(f"{LIST}{Leave.objects.get().pk}/").content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"first": ""}, "请"),
        ({"first": "2026-03-08"}, "不能早于今天"),
        ({"last": "2026-03-10"}, "结束日不能早于开始日"),
        ({"first": "0001-01-01"}, "不能早于今天"),
        ({"last": "9999-12-31"}, "请假最长一年"),
        ({"deputy": "999"}, "这个选项已不可用"),
        ({"deputy": "x"}, "这个选项已不可用"),
    ],
)
def test_bad_input_gets_a_sentence(world: World, client: Client, changes: dict[str, object], said: str) -> None:
    page = client.post(url_of(world), sent(world, **changes))

    assert page.status_code == 422 and said in page.content.decode()
    assert not Leave.objects.exists()


def test_two_leaves_of_one_do_not_overlap(world: World, client: Client) -> None:
    existing(world)

    page = client.post(url_of(world), sent(world, first="2026-03-13"))
    assert page.status_code == 422 and "两次不能重叠" in page.content.decode()
    page = client.post(url_of(world, "second"), sent(world, deputy=world.users["third"].pk))
    assert page.status_code == 422 and "正代管别人的监督员" in page.content.decode()
    page = client.post(url_of(world, "third"), sent(world, deputy=world.users["officer"].pk))
    assert page.status_code == 422 and "代管人在这段时间也请假" in page.content.decode()
    assert Leave.objects.count() == 1


def test_it_is_prolonged_called_off_and_then_over(world: World, client: Client) -> None:
    leave = existing(world)
    url = f"{LIST}{leave.pk}/"

    assert client.post(url, {"last": "2026-03-20"}).status_code == 302
    leave.refresh_from_db()
    assert leave.ends_at == when("2026-03-21 00:00")
    page = client.post(url, {"last": "2026-03-09"})
    assert page.status_code == 422 and "不能早于" in page.content.decode()
    assert client.post(url, {"last": "9999-12-31"}).status_code == 422
    assert client.post(url, {"end": "1"}).status_code == 302
    assert "已取消" in client.get(LIST).content.decode()
    for again in ({"end": "1"}, {"last": "2026-03-25"}):
        page = client.post(url, again)
        assert page.status_code == 409 and "已经结束" in page.content.decode()


def test_without_another_officer_there_is_a_hint(world: World, client: Client) -> None:
    for key in ("second", "third"):
        world.users[key].roles.all().delete()

    assert "没有另一位专员可以代管" in client.get(NEW).content.decode()
    assert "现在没有专员请假" in client.get(LIST).content.decode()


def test_only_the_head_may_open_them(world: World, elsewhere: World, client: Client) -> None:
    leave = existing(world)
    urls = (LIST, NEW, f"{LIST}{leave.pk}/")

    for key in ("officer", "leader", "social", "liaison", "auditor", "sysadmin"):
        client.force_login(world.users[key])
        for url in urls:
            assert client.get(url).status_code == 403
            assert client.post(url, sent(world)).status_code == 403
    client.force_login(elsewhere.users["head"])
    assert client.get(urls[2]).status_code == 404
    assert client.post(urls[2], {"end": "1"}).status_code == 404


def test_the_list_takes_the_same_queries_for_one_and_for_three(
    world: World, client: Client, django_assert_num_queries
) -> None:
    """Session, user, roles, unread; the leaves and who stands in, now and before."""
    existing(world)
    client.get(LIST)
    with django_assert_num_queries(6):
        client.get(LIST)
    for day in (16, 18):
        client.post(url_of(world), sent(world, first=f"2026-03-{day}", last=f"2026-03-{day}"))
    with django_assert_num_queries(6):
        assert len(client.get(LIST).context["rows"]) == 3
