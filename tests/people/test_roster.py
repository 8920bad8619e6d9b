"""Finding somebody in the list: by pinyin and initials, by where the term stands, in the order of pinyin."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.people.models import Supervisor
from tests.fixtures import World, when

NOW = when("2026-03-20 10:00")
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    client.force_login(world.users["officer"])
    return client


def named(world: World, *names: str) -> list[Supervisor]:
    return [world.supervisor(f"n{number}", name=name) for number, name in enumerate(names)]


def names(client: Client, **query: object) -> list[str]:
    page = client.get(f"/supervisors/?{urlencode(query)}")
    assert page.status_code == 200
    return [row.supervisor.name for row in page.context["rows"]]


def test_names_stand_in_the_order_of_pinyin(world: World, officer: Client) -> None:
    named(world, "张伟", "单雄信", "曾小贤", "阿依古丽·买买提", "𠮷田和子", "王")
    found = [name for name in names(officer) if "监督员" not in name]
    assert found[0] == "阿依古丽·买买提"
    assert [name for name in found if name in ("单雄信", "王", "曾小贤", "张伟")] == ["单雄信", "王", "曾小贤", "张伟"]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("zhangwei", ["张伟"]),
        ("zhang", ["张伟"]),
        ("ZW", ["张伟"]),
        ("shan", ["单雄信"]),
        ("sxx", ["单雄信"]),
        ("雄", ["单雄信"]),
        ("zw%", []),
        ("xxz", []),
    ],
)
def test_search_by_pinyin_and_initials(world: World, officer: Client, word: str, found: list[str]) -> None:
    named(world, "张伟", "单雄信")
    assert names(officer, q=word) == found


def test_where_the_term_stands(world: World, officer: Client) -> None:
    spans = {
        "甲现": (-100, 200, None),
        "乙近": (-300, 20, None),
        "丙将": (10, 300, None),
        "丁满": (-400, -40, None),
        "戊离": (-100, 200, -5),
    }
    for one, (starts, ends, left) in zip(named(world, *spans), spans.values(), strict=True):
        one.appointments.update(
            starts_on=TODAY + timedelta(days=starts),
            ends_on=TODAY + timedelta(days=ends),
            left_on=None if left is None else TODAY + timedelta(days=left),
            leaving="" if left is None else "resigned",
        )

    def mine(term: str) -> set[str]:
        return {name for name in names(officer, term=term) if name in spans}

    assert mine("current") == {"甲现", "乙近"}
    assert mine("ending") == {"乙近"}
    assert mine("coming") == {"丙将"}
    assert mine("ended") == {"丁满"}
    assert mine("left") == {"戊离"}


def test_unit_and_industry_are_filters(world: World, officer: Client) -> None:
    one = named(world, "张伟")[0]
    Supervisor.objects.filter(pk=one.pk).update(industry="航运物流", employer="远洋物流")
    assert names(officer, industry="航运") == ["张伟"]
    assert names(officer, unit="远洋") == ["张伟"]
    assert names(officer, unit="商务") == ["监督员internal"]


def test_missed_forms_are_flagged(world: World, officer: Client) -> None:
    one = named(world, "张伟")[0]
    one.appointments.update(starts_on=date(2025, 12, 1), ends_on=date(2026, 11, 30))
    assert "本聘期缺报 3 次" in officer.get("/supervisors/?q=zw").content.decode()
    one.appointments.update(starts_on=date(2026, 1, 1))
    assert "本聘期缺报" not in officer.get("/supervisors/?q=zw").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_roster_takes_ten_queries_for_one_and_three(
    world: World, officer: Client, count: int, django_assert_num_queries
) -> None:
    named(world, *["张伟", "张丽", "张强"][:count])
    officer.get("/supervisors/")
    with django_assert_num_queries(10):
        page = officer.get("/supervisors/?q=zhang")
    assert len(page.context["rows"]) == count
