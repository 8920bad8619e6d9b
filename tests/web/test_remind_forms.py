"""提醒提交意见表: who will be told what, then each told once a day (5.1.e)."""

from datetime import datetime

import pytest
from django.test import Client

from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.rules.models import RulebookVersion
from tests.fixtures import MONDAY, World, when

URL = "/forms/remind/"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    clock = {"at": MONDAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    client.force_login(world.users["officer"])
    return client


def identity(world: World, key: str) -> int:
    return world.supervisors[key].identities.get().pk


def told() -> set[str]:
    return {notice.user.name for notice in Notice.objects.filter(kind="form.missing")}


@pytest.mark.clause("5.1.e")
def test_the_preview_says_who_will_be_told_what(world: World, officer: Client) -> None:
    world.lead()
    world.supervisor("late")
    body = officer.get(URL).content.decode()
    assert "2026年3月监督意见表还没有提交，请在 3月25日 周三 前提交；没有意见可作零报告。" in body
    assert "还没有交意见表：2 份" in body and "监督员late" in body and "监督员social" not in body
    assert not Notice.objects.filter(kind="form.missing").exists()


@pytest.mark.clause("5.1.e", "5.2.b")
def test_those_chosen_are_told_once_a_day_with_a_row(world: World, officer: Client) -> None:
    world.supervisor("late")
    chosen = [identity(world, "social"), identity(world, "late")]
    body = officer.post(URL, {"identity": chosen}, follow=True).content.decode()
    assert "已提醒 2 人提交本月意见表。" in body and told() == {"监督员social", "监督员late"}
    assert Entry.objects.get(verb="form.remind").data == {"month": "2026-03", "asked": 2}
    body = officer.post(URL, {"identity": chosen}, follow=True).content.decode()
    assert "今天已经提醒过了" in body and Notice.objects.filter(kind="form.missing").count() == 2
    body = officer.get(URL).content.decode()
    assert body.count("今天已提醒") == 2 and body.count("disabled>") == 2


def test_after_the_due_day_the_notice_names_none(world: World, officer: Client, now: dict[str, datetime]) -> None:
    now["at"] = when("2026-03-30 09:00")
    officer.force_login(world.users["officer"])
    assert "本月监督意见表还没有提交；没有意见可作零报告。" in officer.get(URL).content.decode()


def test_an_officer_s_own_or_everybody(world: World, officer: Client) -> None:
    world.supervisors["internal"].officer = world.user("officer2", "officer")
    world.supervisors["internal"].save()
    assert "监督员internal" not in officer.get(URL).content.decode()
    assert "监督员internal" in officer.get(f"{URL}?who=all").content.decode()


def test_forms_made_by_hand(world: World, elsewhere: World, officer: Client) -> None:
    world.lead()
    theirs = elsewhere.supervisors["social"].identities.get().pk
    officer.post(URL, {"identity": [theirs, "x", "-1", "9" * 30, identity(world, "social")]})
    officer.post(URL)
    assert told() == set()
    for key in ("liaison", "leader", "social", "auditor"):
        officer.force_login(world.users[key])
        assert officer.get(URL).status_code == officer.post(URL).status_code == 403


def test_without_rules_nobody_owes_a_form(world: World, officer: Client) -> None:
    RulebookVersion.objects.update(effective_on="2030-01-01")
    assert "本月都交齐了" in officer.get(URL).content.decode()
    body = officer.post(URL, {"identity": identity(world, "social")}, follow=True).content.decode()
    assert "还没有施行的规则" in body


@pytest.mark.parametrize("count", [1, 3])
def test_the_same_queries_for_one_and_for_three(
    world: World, officer: Client, django_assert_num_queries, count: int
) -> None:
    for n in range(count):
        world.supervisor(f"more{n}")
    officer.get(URL)
    with django_assert_num_queries(5):  # 3 for every page; rules, forms
        officer.get(URL)
