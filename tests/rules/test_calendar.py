"""The page of the working calendar."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.core.workdays import Day
from jianyan.rules.actions import add_notice
from jianyan.rules.queries import calendar_of
from tests.fixtures import MONDAY, World, when

URL = "/rules/calendar/"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: when("2026-11-23 10:00"))


@pytest.fixture
def head(world: World, client: Client) -> Client:
    client.force_login(world.users["head"])
    return client


def squares(page) -> dict[date, object]:
    return {s.day: s for month in page.context["months"] for week in month.weeks for s in week if s}


@pytest.mark.clause("5.1.g")
def test_a_year_tells_off_worked_and_ordinary_days_by_word_and_colour(world: World, head: Client) -> None:
    page = head.get(f"{URL}?year=2026")
    found = squares(page)
    text = page.content.decode()

    assert len(found) == 365
    assert (found[date(2026, 10, 1)].kind, found[date(2026, 10, 1)].name) == ("off", "国庆节")
    assert (found[date(2026, 2, 14)].kind, str(found[date(2026, 2, 14)].mark)) == ("worked", "班")  # a Saturday
    assert found[date(2026, 11, 21)].kind == "weekend"
    assert found[date(2026, 11, 23)].kind == "ordinary" and found[date(2026, 11, 23)].today
    assert "暂定" not in text.split("<h1")[1].split("cal-year")[0]
    assert "国务院办公厅关于2026年部分节假日安排的通知" in text
    assert text.count("<caption>") == 12


def test_every_square_says_what_the_calendar_counts(world: World, head: Client) -> None:
    calendar = calendar_of(world.zone)
    for year in (2005, 2020, 2026, 2027):
        page = head.get(f"{URL}?year={year}")
        for day, square in squares(page).items():
            assert calendar.is_working(day) == (square.kind in ("ordinary", "worked")), day
        assert (
            page.context["working"] == calendar.count(date(year - 1, 12, 31), date(year, 12, 31)) if year > 2004 else 1
        )


def test_a_year_without_a_notice_says_that_it_is_provisional(world: World, head: Client) -> None:
    page = head.get(f"{URL}?year=2027").content.decode()

    assert "2027 年的放假安排尚未载入" in page
    assert "2027 年还没有载入放假通知" in page


@pytest.mark.parametrize(
    "query", ["", "?year=", "?year=abc", "?year=1999", "?year=2201", "?year=-5", "?year=9" + "9" * 40]
)
def test_a_year_out_of_reach_shows_this_year(world: World, head: Client, query: str) -> None:
    page = head.get(f"{URL}{query}")

    assert page.status_code == 200
    assert page.context["year"] == 2026


@pytest.mark.parametrize("year", [2004, 2200])
def test_the_first_and_the_last_year_have_a_page(world: World, head: Client, year: int) -> None:
    page = head.get(f"{URL}?year={year}")

    assert page.context["year"] == year
    assert (page.context["earlier"] is None) == (year == 2004)
    assert (page.context["later"] is None) == (year == 2200)


@pytest.mark.clause("5.3.b")
def test_a_zones_own_notice_is_named_and_stays_with_it(world: World, elsewhere: World, client: Client) -> None:
    add_notice(
        world.actor("head"),
        world.zone,
        name="台风“海燕”停工通知",
        days=[Day(date(2026, 3, 11), False, "台风停工")],
        year=None,
        at=MONDAY,
    )

    client.force_login(world.users["liaison"])
    page = client.get(f"{URL}?year=2026")
    assert "台风“海燕”停工通知" in page.content.decode()
    assert squares(page)[date(2026, 3, 11)].name == "台风停工"
    assert "台风“海燕”停工通知" not in client.get(f"{URL}?year=2025").content.decode()
    client.force_login(elsewhere.users["liaison"])
    page = client.get(f"{URL}?year=2026")
    assert "台风" not in page.content.decode()
    assert squares(page)[date(2026, 3, 11)].kind == "ordinary"


def test_only_who_may_import_is_offered_it(world: World, client: Client) -> None:
    for key, offered in {"head": True, "sysadmin": True, "officer": False, "liaison": False, "social": False}.items():
        client.force_login(world.users[key])
        assert ('href="/rules/calendar/import/"' in client.get(URL).content.decode()) == offered


def test_the_page_takes_the_same_queries_for_one_notice_and_for_three(
    world: World, head: Client, django_assert_num_queries
) -> None:
    head.get(URL)
    with django_assert_num_queries(5):  # session, user with roles, unread; notices, their days
        head.get(URL)
    for n in (1, 2):
        days = [Day(date(2026, 3, 10 + n), False, "停工")]
        add_notice(world.actor("head"), world.zone, name=f"通知{n}", days=days, year=None, at=MONDAY)
    head.get(URL)
    with django_assert_num_queries(5):
        head.get(URL)
