"""An announcement reaches the members of the groups it is for, each once, is read and can be taken back (5.1.d)."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.notify.actions import announced as announced_signal
from jianyan.notify.models import Notice
from jianyan.people.actions import announce, mark_read, take_back
from jianyan.people.models import Announcement, Identity, Reading
from jianyan.people.queries.groups import announcements_visible_to, groups_of, members, unread_announcements
from tests.fixtures import MONDAY, World, when
from tests.people.groups import announced

TODAY = MONDAY.date()


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


def in_group(world: World, group: str, day: date = TODAY) -> set[str]:
    return {one.name for one in members(world.zone.pk, [group], day)}


@pytest.mark.clause("5.1.d")
def test_a_term_puts_in_its_end_takes_out_and_two_identities_are_in_both(world: World) -> None:
    assert in_group(world, "internal") == {"监督员internal"}
    assert in_group(world, "external") == {"监督员social"}

    Identity.objects.create(supervisor=world.supervisors["internal"], level="new_area")
    assert in_group(world, "internal") == {"监督员internal"}
    assert in_group(world, "external") == {"监督员social", "监督员internal"}
    assert groups_of(world.supervisors["internal"], TODAY) == ["internal", "external"]
    assert [one.name for one in members(world.zone.pk, ["internal", "external"], TODAY)].count("监督员internal") == 1

    world.supervisors["internal"].appointments.update(left_on=TODAY, leaving="resigned")
    assert in_group(world, "internal") == set() and in_group(world, "external") == {"监督员social"}
    assert in_group(world, "internal", date(2026, 3, 8)) == {"监督员internal"}
    assert in_group(world, "external", date(2019, 12, 31)) == set()


@pytest.mark.clause("5.1.d")
@pytest.mark.parametrize(
    ("groups", "told"),
    [(["internal"], {"internal"}), (["external"], {"social"}), (["internal", "external"], {"internal", "social"})],
)
def test_the_members_are_told_once_each(world: World, elsewhere: World, groups: list[str], told: set[str]) -> None:
    heard: list[dict[str, object]] = []

    def robot(sender: object, **said: object) -> None:
        heard.append({name: said[name] for name in ("groups", "number", "path")})

    announced_signal.connect(robot)
    try:
        made = announced(world, groups=groups)
    finally:
        announced_signal.disconnect(robot)

    notices = Notice.objects.filter(kind="group.announced")
    assert {notice.user for notice in notices} == {world.users[key] for key in told} and len(notices) == len(told)
    assert {notice.path for notice in notices} == {f"/groups/{made.pk}/"}
    assert heard == [{"groups": groups, "number": made.pk, "path": f"/groups/{made.pk}/"}]
    assert {row.supervisor for row in made.readings.all()} == {world.supervisors[key] for key in told}
    row = Entry.objects.get(verb="group.announce")
    assert row.data["members"] == len(told) and "座谈会" not in str(row.data)
    assert sentence(row.verb, row.data, departments={}).startswith("发布群公告至")


def test_the_same_page_twice_tells_once(world: World) -> None:
    key = uuid4()

    assert announced(world, key=key).pk == announced(world, key=key, title="另一个").pk
    assert Notice.objects.filter(kind="group.announced").count() == 2
    assert Entry.objects.filter(verb="group.announce").count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"groups": []}, "no_group"),
        ({"groups": ["everybody"]}, "no_group"),
        ({"title": " "}, "words_required"),
        ({"text": ""}, "words_required"),
        ({"title": "长" * 81}, "too_long"),
        ({"text": "长" * 4001}, "too_long"),
        ({"at": when("2019-01-07 10:00")}, "nobody_in_group"),
    ],
)
def test_what_cannot_be_said_is_refused(world: World, changes: dict[str, object], code: str) -> None:
    with pytest.raises(Refused, match=code):
        announced(world, **changes)  # type: ignore[arg-type]
    assert not Announcement.objects.exists() and not Notice.objects.filter(kind="group.announced").exists()


@pytest.mark.parametrize("key", ["social", "internal", "liaison", "leader", "sysadmin", "auditor"])
def test_only_the_office_announces(world: World, key: str) -> None:
    made = announced(world)
    for act in (
        lambda: announce(world.actor(key), at=MONDAY, key=uuid4(), groups=["internal"], title="一", text="二"),
        lambda: take_back(world.actor(key), made.pk, at=MONDAY, why="有误"),
    ):
        with pytest.raises(Refused, match="wrong_hat"):
            act()


@pytest.mark.clause("5.1.d")
def test_opening_it_is_reading_it_once(world: World, client: Client) -> None:
    made = announced(world)
    assert unread_announcements(world.actor("social")) == 1
    client.force_login(world.users["social"])
    assert "1 条未读" in client.get("/my/").content.decode()

    assert "九月十日上午九点" in client.get(f"/groups/{made.pk}/").content.decode()

    row = Reading.objects.get(announcement=made, supervisor=world.supervisors["social"])
    assert row.at == MONDAY and unread_announcements(world.actor("social")) == 0
    assert not mark_read(world.actor("social"), made, at=when("2026-03-10 10:00"))
    row.refresh_from_db()
    assert row.at == MONDAY
    client.force_login(world.users["officer"])
    client.get(f"/groups/{made.pk}/")
    assert Reading.objects.filter(announcement=made, at__isnull=False).count() == 1
    unread = client.get(f"/groups/{made.pk}/receipts/").content.decode()
    assert "监督员internal" in unread and "监督员social" not in unread
    read = client.get(f"/groups/{made.pk}/receipts/?read=1").content.decode()
    assert "监督员social" in read and "监督员internal" not in read
    assert "1/2" in client.get("/groups/").content.decode()


def test_who_joins_later_reads_what_was_said_before(world: World) -> None:
    made = announced(world, groups=["external"])
    assert made not in announcements_visible_to(world.actor("internal"), TODAY)

    Identity.objects.create(supervisor=world.supervisors["internal"], level="municipal")

    assert made in announcements_visible_to(world.actor("internal"), TODAY)
    assert mark_read(world.actor("internal"), made, at=MONDAY)
    assert made.readings.filter(at__isnull=False).count() == 1


@pytest.mark.clause("5.1.d")
def test_taken_back_members_read_why_and_no_word_of_it(world: World, client: Client) -> None:
    made = announced(world)

    client.force_login(world.users["head"])
    page = client.get(f"/groups/{made.pk}/take-back/").content.decode()
    assert "2 人中已有 0 人读过" in page
    assert client.post(f"/groups/{made.pk}/take-back/", {"why": ""}).status_code == 422
    assert client.post(f"/groups/{made.pk}/take-back/", {"why": "时间有误"}).status_code == 302

    assert "九月十日" in client.get(f"/groups/{made.pk}/").content.decode()
    assert client.post(f"/groups/{made.pk}/take-back/", {"why": "再撤一次"}).status_code == 409
    client.force_login(world.users["social"])
    page = client.get(f"/groups/{made.pk}/").content.decode()
    assert "时间有误" in page and "九月十日" not in page and "提问" not in page
    assert not Reading.objects.filter(at__isnull=False).exists()
    assert unread_announcements(world.actor("social")) == 0
    row = Entry.objects.get(verb="group.take_back")
    assert row.role == "head" and "时间有误" not in str(row.data)


@pytest.mark.clause("5.1.d")
def test_the_office_looks_over_before_it_sends(world: World, client: Client) -> None:
    client.force_login(world.users["officer"])
    typed = {"groups": ["internal", "external"], "title": "座谈会", "text": "九月十日", "key": str(uuid4())}

    page = client.post("/groups/announce/", {**typed, "do": "look"}).content.decode()
    assert "将通知 2 位成员" in page and "发布给 2 人" in page and not Announcement.objects.exists()
    assert 'value="座谈会"' in client.post("/groups/announce/", {**typed, "do": "edit"}).content.decode()
    assert client.post("/groups/announce/", {**typed, "title": "", "do": "send"}).status_code == 422
    assert client.post("/groups/announce/", {**typed, "do": "send"}).status_code == 302
    assert Announcement.objects.get().title == "座谈会"


@pytest.mark.clause("5.3.b")
def test_who_finds_what(world: World, elsewhere: World, client: Client) -> None:
    made = announced(world, groups=["internal"])
    for user, home, one, members_, receipts in (
        (world.users["officer"], 200, 200, 200, 200),
        (world.users["head"], 200, 200, 200, 200),
        (world.users["internal"], 200, 200, 403, 403),
        (world.users["social"], 200, 404, 403, 403),
        (world.users["liaison"], 403, 403, 403, 403),
        (world.users["auditor"], 403, 403, 403, 403),
        (elsewhere.users["officer"], 200, 404, 200, 404),
        (elsewhere.users["internal"], 200, 404, 403, 403),
    ):
        client.force_login(user)
        got = [
            client.get(url).status_code
            for url in ("/groups/", f"/groups/{made.pk}/", "/groups/members/internal/", f"/groups/{made.pk}/receipts/")
        ]
        assert got == [home, one, members_, receipts], user
    client.force_login(world.users["officer"])
    assert client.get("/groups/members/everybody/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_for_one_and_three(
    world: World, client: Client, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        world.supervisor(f"more{number}")
        made = announced(world, title=f"通知{number}")
    for user, url, queries in (
        ("officer", "/groups/", 7),
        ("officer", "/groups/members/external/", 7),
        ("officer", f"/groups/{made.pk}/receipts/", 6),
        ("social", "/groups/", 8),
    ):
        client.force_login(world.users[user])
        client.get(url)
        with django_assert_num_queries(queries):
            client.get(url)
