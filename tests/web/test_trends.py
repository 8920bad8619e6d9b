"""Trends of head and leaders: months, quarters and departments; every figure opens exactly its rows."""

from __future__ import annotations

import gzip
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from jianyan.leads import actions
from jianyan.leads.models import Lead
from jianyan.leads.queries.rates import Scope, rates
from tests.fixtures import MONDAY, World, when
from tests.leads.walks import wander
from tests.web.test_overview import check_figures

URL = "/overview/trends/"


@pytest.fixture
def later(world: World, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A random world, seen after weeks; one lead came in the year before."""
    world.supervisor("old")
    world.walk(world.lead("old", when("2025-11-12 10:00")), "closed", at=when("2025-11-12 11:00"))
    now = wander(world, 5, leads=10, steps=90)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def open_as(client: Client, world: World, key: str, query: str = "") -> HttpResponse:
    client.force_login(world.users[key])
    page = client.get(URL + query)
    assert page.status_code == 200
    return page


@pytest.mark.parametrize(("key", "query"), [("head", ""), ("leader", "?by=quarter")])
def test_every_figure_opens_exactly_its_rows(
    world: World, later: datetime, client: Client, key: str, query: str
) -> None:
    assert check_figures(client, open_as(client, world, key, query)) > 20


def test_months_stand_side_by_side_newest_first(world: World, later: datetime, client: Client) -> None:
    lines = open_as(client, world, "head").context["lines"]

    assert [line.at for line in lines][-5:] == ["2026-03", "2026-02", "2026-01", "2025-12", "2025-11"]
    assert (lines[-1].received.count, lines[-1].rates[0].share) == (1, "100%")
    assert (lines[-2].received.count, lines[-2].rates[0].share) == (0, "")


def test_quarters_are_in_the_address_and_add_up_their_months(world: World, later: datetime, client: Client) -> None:
    page = open_as(client, world, "head", "?by=quarter")

    lines = page.context["lines"]
    assert [line.at for line in lines][-2:] == ["2026 Q1", "2025 Q4"]
    assert [line.name for line in lines][-2:] == ["2026年第1季度", "2025年第4季度"]
    said = rates(Scope(world.zone.pk, later, when("2026-01-01 00:00").date(), when("2026-03-31 00:00").date()))
    assert lines[-2].received.count == said["closed"].total
    assert {card.key: (card.num.count, card.den.count) for card in lines[-2].rates} == {
        card.key: (said[card.key].num, said[card.key].den) for card in lines[-2].rates
    }
    assert open_as(client, world, "head", "?by=fortnight").context["unit"] == "month"


def test_the_closing_rate_never_stands_alone(world: World, later: datetime, client: Client) -> None:
    page = open_as(client, world, "leader")

    for table in ("names", "unit_names"):
        assert [row[0] for row in page.context[table]][:3] == ["closed", "explained", "reopened"]
    assert 'data-series="closed explained reopened"' in page.content.decode()


def test_what_a_chart_draws_stands_in_the_table(world: World, later: datetime, client: Client) -> None:
    text = open_as(client, world, "head").content.decode()

    for source, keys in re.findall(r'data-source="([\w-]+)" data-series="([\w ]+)"', text):
        table = text[text.index(f'id="{source}"') :]
        table = table[: table.index("</table>")]
        for key in keys.split():
            assert re.search(rf'<td[^>]* data-series="{key}" data-at="[^"]+" data-(num|count)="\d+"', table), key
            assert f'data-name="{key}"' in table


@pytest.mark.clause("4.1.c")
def test_a_small_department_with_an_anonymous_reporter_is_shown_to_the_office_alone(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = world.actor("officer")
    world.supervisor("anon", "internal", unit=world.departments["office"])
    lead = world.lead("anon", hidden=True)
    actions.log_call(officer, lead.pk, at=MONDAY, verified="属实。")
    actions.dispatch(officer, lead.pk, at=MONDAY, department=world.departments["planning"].pk, grade="C")
    world.walk(world.lead("social"), "accepted")
    monkeypatch.setattr(timezone, "now", lambda: when("2026-04-28 10:00"))

    told = {each.name: each.rates for each in open_as(client, world, "leader").context["units"]}
    assert told == {"规划建设局": [], "商务促进局": []}  # the other could be had by subtraction
    told = {each.name: each.rates for each in open_as(client, world, "head").context["units"]}
    assert told["规划建设局"][-1].den.count == 1


def test_who_may_open_it(world: World, client: Client) -> None:
    for key in ("officer", "liaison", "social", "auditor", "sysadmin", "secadmin"):
        client.force_login(world.users[key])
        assert client.get(URL).status_code == 403
    client.logout()
    assert client.get(URL).status_code == 302


@pytest.mark.clause("5.3.b")
def test_an_empty_zone_has_a_calm_page(world: World, elsewhere: World, client: Client) -> None:
    elsewhere.walk(elsewhere.lead(), "accepted")

    assert "这段时间没有提交线索" in open_as(client, world, "head").content.decode()


@pytest.mark.parametrize(("key", "expected"), [("head", 9), ("leader", 10)])
def test_it_takes_the_same_queries_for_one_lead_and_for_many(
    world: World, later: datetime, client: Client, django_assert_num_queries, key: str, expected: int
) -> None:
    """Session, user, roles, unread; periods 2, departments 4; for a leader the smallest cell's rule."""
    open_as(client, world, key)
    with django_assert_num_queries(expected):
        client.get(URL)
    with django_assert_num_queries(expected):
        client.get(f"{URL}?by=quarter")
    Lead.objects.filter(zone=world.zone, state="accepted").update(state="closed")
    with django_assert_num_queries(expected):
        client.get(URL)


def test_the_chart_script_is_small_and_only_where_charts_are(world: World, later: datetime, client: Client) -> None:
    built = finders.find("ui/chart.js")
    if not built:
        pytest.skip("the assets are not built here")

    assert len(gzip.compress(Path(built).read_bytes(), 9)) <= 170_000
    for key, url, there in (("head", URL, True), ("leader", "/overview/", True), ("head", "/leads/", False)):
        client.force_login(world.users[key])
        assert ("ui/chart" in client.get(url).content.decode()) is there
