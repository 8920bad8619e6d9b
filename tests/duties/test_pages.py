"""履职 on pages: the office's list and reminder, the supervisor's card, the quarters of a dossier (5.1.a–c)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.core.duties import Quarter
from jianyan.duties import actions
from jianyan.notify.models import Notice
from tests.fixtures import World, when
from tests.meetings.acts import held, invited, planned

NOW = when("2026-03-20 10:00")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def read(world: World, client: Client, url: str, key: str = "officer") -> str:
    client.force_login(world.users[key])
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clause("5.1.a", "5.1.b")
def test_the_officer_sees_who_still_owes_and_each_count_is_a_filter(world: World, client: Client) -> None:
    held(world, "social")
    page = read(world, client, "/duties/")
    assert "2026年第1季度履职" in page and "监督员social" in page and "监督员internal" in page
    assert "还有 1 人没有完成" in page
    owing = read(world, client, "/duties/?group=open")
    assert "监督员internal" in owing and "监督员social" not in owing
    assert "监督员social" in read(world, client, "/duties/?group=met")
    assert "监督员social" not in read(world, client, "/duties/?channel=internal")
    assert "监督员internal" not in read(world, client, "/duties/?q=social")
    officer = world.users["officer"].pk
    assert "监督员social" in read(world, client, f"/duties/?officer={officer}")
    assert "监督员social" not in read(world, client, "/duties/?officer=0")


@pytest.mark.parametrize(
    "query",
    ["quarter=2026Q9", "quarter=9999Q4", "group=x", "officer=" + "9" * 30, "channel=x", "page=-1", "q=%"],
)
def test_unknown_values_are_passed_over(world: World, client: Client, query: str) -> None:
    assert read(world, client, f"/duties/?{query}")


def test_a_quarter_to_come_is_this_one(world: World, client: Client) -> None:
    assert "2026年第1季度" in read(world, client, "/duties/?quarter=2027Q1")


@pytest.mark.clause("5.1.a")
def test_a_closed_quarter_is_read_as_it_was_written(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(world, "social")
    actions.close_quarter(world.system, Quarter(2026, 1), at=when("2026-04-03 09:00"))
    at(monkeypatch, when("2026-04-10 10:00"))
    page = read(world, client, "/duties/?quarter=2026Q1")
    assert "不再改动" in page and "没有完成" in page
    missed = read(world, client, "/duties/?quarter=2026Q1&group=missed")
    assert "监督员internal" in missed and "监督员social" not in missed
    assert "quarter=2026Q1" in read(world, client, "/duties/")  # the earlier one is a click away


def test_two_missed_quarters_are_flagged_for_the_office_alone(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(world, "social")
    for quarter, moment in ((Quarter(2026, 1), "2026-04-03 09:00"), (Quarter(2026, 2), "2026-07-03 09:00")):
        actions.close_quarter(world.system, quarter, at=when(moment))
    at(monkeypatch, when("2026-07-06 10:00"))
    assert "本聘期 2 个季度没有完成" in read(world, client, "/duties/")
    listed = read(world, client, "/supervisors/")
    assert listed.count("本聘期 2 个季度缺席会议") == 1
    pk = world.supervisors["internal"].pk
    assert "请关注" in read(world, client, f"/supervisors/{pk}/")
    own = read(world, client, "/my/dossier/", "internal")
    assert "请关注" not in own and "2026年第1季度" in own and "没有完成" in own
    assert "请关注" not in read(world, client, f"/supervisors/{world.supervisors['social'].pk}/")


@pytest.mark.clause("5.1.a")
def test_a_supervisor_sees_it_from_the_first_day_with_the_next_symposium(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, when("2026-01-01 08:00"))
    home = read(world, client, "/my/", "social")
    assert "本季度履职" in home and "还没有完成" in home and "3月31日" in home
    meeting = planned(world)
    invited(world, meeting, "social")
    at(monkeypatch, when("2026-03-05 10:00"))
    assert meeting.title in read(world, client, "/my/", "social")
    held(world, "social", title="又一次座谈")
    at(monkeypatch, NOW)
    home = read(world, client, "/my/", "social")
    assert "已完成" in home


@pytest.mark.clause("5.1.b")
def test_an_internal_supervisor_reads_what_counts(world: World, client: Client) -> None:
    home = read(world, client, "/my/", "internal")
    assert "营商环境会议或课题调研" in home


@pytest.mark.clause("5.1.a", "5.1.b")
def test_a_reminder_is_looked_at_and_sent_once_a_day(world: World, client: Client) -> None:
    page = read(world, client, "/duties/remind/")
    assert "监督员social" in page and "将发出的通知" in page and "线上线下均可" in page
    pk = world.supervisors["social"].pk
    assert client.post("/duties/remind/", {"supervisor": [pk]}).status_code == 302
    assert Notice.objects.get(kind="duty.symposium").user == world.users["social"]
    assert "今天已提醒" in client.get("/duties/remind/").content.decode()
    client.post("/duties/remind/", {"supervisor": [pk, "x", "9" * 30]})
    assert Notice.objects.filter(kind="duty.symposium").count() == 1
    client.post("/duties/remind/", {"do": "all"})
    assert Notice.objects.filter(kind__startswith="duty.").count() == 2


@pytest.mark.parametrize("key", ["social", "liaison", "leader", "auditor"])
def test_only_the_office_opens_it(world: World, client: Client, key: str) -> None:
    client.force_login(world.users[key])
    assert client.get("/duties/").status_code == 403
    assert client.post("/duties/remind/").status_code == 403


def test_another_zone_is_not_there(world: World, elsewhere: World, client: Client) -> None:
    elsewhere.supervisor("stranger", name="别处的人")
    held(elsewhere)
    assert "别处的人" not in read(world, client, "/duties/")
    client.post("/duties/remind/", {"supervisor": [elsewhere.supervisors["stranger"].pk]})
    assert not Notice.objects.filter(kind__startswith="duty.").exists()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("closed", [False, True])
def test_the_list_takes_as_many_queries_for_more_people(
    world: World,
    client: Client,
    count: int,
    closed: bool,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries,
) -> None:
    held(world)
    for n in range(count - 1):
        world.supervisor(f"more{n}")
    if closed:
        actions.close_quarter(world.system, Quarter(2026, 1), at=when("2026-04-03 09:00"))
        at(monkeypatch, NOW + timedelta(days=30))
    client.force_login(world.users["officer"])
    client.get("/duties/?quarter=2026Q1")
    # 3 for every page; officers, what is written, the rules, counts, rows, missed, the first quarter.
    with django_assert_num_queries(10):
        client.get("/duties/?quarter=2026Q1")


def test_before_there_are_rules_nothing_is_owed(world: World, client: Client) -> None:
    from jianyan.rules.models import RulebookVersion

    RulebookVersion.objects.update(effective_on="2090-01-01")
    assert "规则还没有发布" in read(world, client, "/duties/?group=open")
    assert read(world, client, "/duties/remind/")
