"""Zones side by side: the same figures as the zones see, and nothing else of them (5.3.b)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import groupby
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jianyan.accounts.models import Department, Role, User, Zone
from jianyan.core.workdays import TZ
from jianyan.insight.forms.zones import offered
from jianyan.insight.queries.zones import Column, column_of, open_zones, side_by_side_of
from jianyan.leads import actions
from jianyan.leads.models import Lead
from jianyan.leads.queries.rates import RATES
from jianyan.ledger.models import Entry
from jianyan.rules.queries import calendar_of
from tests.fixtures import MONDAY, World, when
from tests.permissions.walk import patterns
from tests.sheets import about, lines_of

URL = "/insight/zones/"
NOW = when("2026-03-31 10:00")
QUARTERS = "?from=2026Q1&to=2026Q1"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def let_in(world: World, *others: World) -> None:
    """The other zones have let the account of the first one in."""
    for other in others:
        Role.objects.create(user=world.users["area"], zone=other.zone, name="area")


def busy(world: World, people: int = 6) -> None:
    """Leads of so many people on their way in the first quarter, one of them anonymous."""
    steps = ["received", "clarified", "dispatched", "accepted", "replied", "closed"]
    for place in range(people):
        key = f"p{place}"
        world.supervisor(key)
        lead = world.lead(key, MONDAY + timedelta(hours=place), title=f"只有本区知道的标题{place}")
        world.walk(lead, steps[place % len(steps)], at=MONDAY + timedelta(days=place))
    world.lead("internal", when("2026-03-10 10:00"), hidden=True, title="隐名的一件")
    explained = world.lead("social", when("2026-03-11 10:00"), title="解释说明的一件")
    world.walk(explained, "accepted", at=when("2026-03-12 10:00"))
    actions.reply(
        world.actor("liaison"),
        explained.pk,
        at=when("2026-03-20 10:00"),
        result="explained",
        process="已核实。",
        reason="现行规定如此。",
        basis_title="办事规程",
    )
    actions.follow_up(
        world.actor("social"),
        explained.pk,
        at=when("2026-03-23 10:00"),
        solved=False,
        satisfaction="unsatisfied",
        words_="不同意。",
    )


@pytest.fixture
def both(world: World, elsewhere: World) -> World:
    busy(world)
    busy(elsewhere, people=9)
    let_in(world, elsewhere)
    return world


def page_of(client: Client, world: World, query: str = QUARTERS) -> str:
    client.force_login(world.users["area"])
    answer = client.get(URL + query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def columns_of(client: Client, world: World, query: str = QUARTERS) -> dict[str, Column]:
    client.force_login(world.users["area"])
    return {each.zone.name: each for each in client.get(URL + query).context["columns"]}


@pytest.mark.clause("5.3.b")
def test_the_zones_stand_side_by_side_with_numerator_and_denominator(both: World, client: Client) -> None:
    page = page_of(client, both)
    found = columns_of(client, both)
    assert list(found) == ["东疆", "高新"]
    assert (found["东疆"].received, found["高新"].received) == (8, 11)
    for name, column in found.items():
        for key in RATES:
            rate = column.rates[key]
            if rate.den:
                cell = f'data-series="{key}" data-at="{name}" data-num="{rate.num}" data-den="{rate.den}"'
                assert cell in page and f"（{rate.num}/{rate.den}）" in page
    assert "各区现行规则" in page and "3 个工作日" in page
    assert "解释说明占比" in page and "从提交到办结的工作日，取中位数" in page


@pytest.mark.clause("5.3.b")
def test_no_text_no_person_and_no_list_of_a_zone_is_there(both: World, elsewhere: World, client: Client) -> None:
    page = page_of(client, both)
    file = b"".join(client.post(f"{URL}export/{QUARTERS}", {"reason": "report"}).streaming_content)
    told = page + "\n".join(str(value) for line in lines_of(file) for value in line) + str(about(file))
    own = {both.users["area"].name, both.users["area"].username}
    words = {*Lead.objects.values_list("title", flat=True), *Lead.objects.values_list("body", flat=True)}
    words |= {*Lead.objects.values_list("no", flat=True), *Department.objects.values_list("name", flat=True)}
    words |= {*User.objects.values_list("name", flat=True), *User.objects.values_list("username", flat=True)} - own
    words |= {supervisor.phone for world in (both, elsewhere) for supervisor in world.supervisors.values()}
    assert not [word for word in words if word and word in told]
    main = page[page.index("<main") : page.index("</main>")]
    assert {link.partition("?")[0] for link in re.findall(r'<a[^>]*href="([^"]*)"', main)} == {f"{URL}export/"}


def test_a_zone_that_did_not_let_the_account_in_is_not_there(world: World, elsewhere: World, client: Client) -> None:
    busy(elsewhere)
    page = page_of(client, world)
    assert "高新" not in page and "现在只有一个功能区授权给您" in page
    assert [column.zone for column in side_by_side_of(world.actor("area"), offered(NOW.date()), NOW)] == [world.zone]


@pytest.mark.parametrize(
    "key", ["social", "internal", "officer", "head", "liaison", "leader", "sysadmin", "secadmin", "auditor"]
)
def test_nobody_else_compares_zones(world: World, client: Client, key: str) -> None:
    client.force_login(world.users[key])
    assert client.get(URL).status_code == 403 and client.get(f"{URL}export/").status_code == 403
    assert open_zones(world.actor(key)) == []


def test_the_public_is_led_to_sign_in(world: World, client: Client) -> None:
    assert client.get(URL)["Location"].startswith("/sign-in/")


@pytest.mark.clause("5.3.b")
def test_the_account_opens_nothing_but_this_page_and_its_own_ones(world: World, client: Client) -> None:
    """Every address without a parameter; those with one are walked in tests/permissions."""
    client.force_login(world.users["area"])
    opened = set()
    for name, parameters in patterns():
        public = name.startswith(("public", "award_public"))
        if not parameters and not public and client.get(reverse(name)).status_code == 200:
            opened.add(name)
    own = {"accounts:password", "accounts:sign_out_everywhere", "accounts:switch_zone", "accounts:sign_in"}
    about_it = {"notify:inbox", "handbook", "live", "ready", "clock"}
    assert opened - own - about_it == {"insight:zones", "export_zones"}
    home = client.get("/", follow=True)
    assert home.redirect_chain[-1][0] == URL


@pytest.mark.clause("4.1.c", "5.3.b")
def test_a_quarter_of_few_people_is_left_out_whole_and_said(world: World, elsewhere: World, client: Client) -> None:
    """Four people in the last quarter of 2025: neither alone nor by difference of periods."""
    busy(world)
    let_in(world, elsewhere)
    busy(elsewhere)
    for place in range(4):
        elsewhere.lead(f"p{place}", when("2025-11-10 10:00") + timedelta(minutes=place))
    page = page_of(client, world, "?from=2025Q4&to=2026Q1")
    assert "高新：2025年第四季度提出线索的人太少，线索的指标不计入。" in page
    wide, narrow = (columns_of(client, world, f"?from={first}&to=2026Q1")["高新"] for first in ("2025Q4", "2026Q1"))
    assert wide.received == narrow.received == 8
    assert {key: wide.rates[key] for key in RATES} == {key: narrow.rates[key] for key in RATES}
    assert wide.days == narrow.days
    alone = columns_of(client, world, "?from=2025Q4&to=2025Q4")["高新"]
    assert alone.received is None and not set(RATES) & set(alone.rates)
    elsewhere.lead("social", when("2025-12-10 10:00"))  # the fifth
    assert columns_of(client, world, "?from=2025Q4&to=2025Q4")["高新"].received == 5


def test_too_few_who_owe_a_form_are_not_told_of(world: World, client: Client) -> None:
    """One internal supervisor: whether that one filed would be plain."""
    page = page_of(client, world)
    column = columns_of(client, world)["东疆"]
    assert not {"form", "social", "internal", "contact"} & set(column.rates)
    assert "东疆：2026年第一季度应履职的人太少，履职的指标不计入。" in page


def test_duties_are_those_of_the_bulletin(world: World, client: Client) -> None:
    for place in range(4):
        world.supervisor(f"s{place}")
        world.supervisor(f"i{place}", "internal", unit=world.departments["commerce"])
    world.lead("s0", when("2026-03-10 10:00"))
    rates = columns_of(client, world)["东疆"].rates
    assert (rates["form"].num, rates["form"].den) == (1, 30)
    assert (rates["social"].num, rates["social"].den, dict(rates["social"].left_out)["not_due"]) == (0, 0, 5)
    assert rates["contact"].num == 0


def test_the_figures_are_what_plain_sql_says(both: World, elsewhere: World, client: Client) -> None:
    """Recomputed from the tables, without a query of the product."""
    for world, column in zip((both, elsewhere), columns_of(client, both).values(), strict=True):
        zone = [world.zone.pk]
        received, closed, away = _one(
            "SELECT count(*), sum(CASE WHEN state = 'closed' THEN 1 ELSE 0 END),"
            " sum(CASE WHEN state IN ('noted', 'merged', 'split', 'withdrawn') THEN 1 ELSE 0 END)"
            " FROM leads_lead WHERE zone_id = %s AND month BETWEEN '2026-01-01' AND '2026-03-31'",
            zone,
        )
        assert (column.received, column.rates["closed"].num, column.rates["closed"].den) == (
            received,
            closed,
            received - away,
        )
        for key, kind in (("response", "call"), ("dispatch", "dispatch"), ("accept", "accept"), ("reply", "reply")):
            rows = _all(
                "SELECT lead_id, stopped_at, due_at, on_time FROM leads_clock"
                " WHERE zone_id = %s AND kind = %s AND NOT void AND NOT excluded",
                [*zone, kind],
            )
            good = bad = 0
            for _lead, clocks in groupby(sorted(rows, key=lambda row: row[0]), key=lambda row: row[0]):
                every = list(clocks)
                done = [row for row in every if row[1] is not None]
                overdue = [row for row in every if row[1] is None and _moment(row[2]) <= NOW]
                if overdue or any(not row[3] for row in done):
                    bad += 1
                elif done:
                    good += 1
            assert (column.rates[key].num, column.rates[key].den) == (good, good + bad), key
        answered, explained, again = _one(
            "SELECT count(*), sum(CASE WHEN result = 'explained' THEN 1 ELSE 0 END),"
            " sum(CASE WHEN reopened > 0 THEN 1 ELSE 0 END) FROM leads_lead WHERE zone_id = %s AND result <> ''",
            zone,
        )
        assert (column.rates["explained"].num, column.rates["explained"].den) == (explained, answered)
        assert (column.rates["reopened"].num, column.rates["reopened"].den) == (again, answered)
        spans = _all(
            "SELECT started_at, stopped_at FROM leads_clock"
            " WHERE zone_id = %s AND kind = 'call' AND stopped_at IS NOT NULL AND NOT void AND NOT excluded",
            zone,
        )
        calendar = calendar_of(world.zone)
        days = [calendar.count(_moment(a).date(), _moment(b).date()) for a, b in spans]
        assert (column.days["call"].median, column.days["call"].count) == (median(days), len(days))


def _all(sql: str, values: list[object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _one(sql: str, values: list[object]) -> tuple:
    return _all(sql, values)[0]


def _moment(value: datetime | str) -> datetime:
    """A moment as either database gives it."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return (at if at.tzinfo else timezone.make_aware(at, UTC)).astimezone(TZ)


def test_a_quarter_costs_the_same_however_many_leads_there_are(
    world: World, django_assert_num_queries, elsewhere: World
) -> None:
    """Of one zone over one quarter."""
    busy(world, people=6)
    quarter = [each for each in offered(NOW.date()) if each.first == NOW.date().replace(month=1, day=1)]
    column_of(world.zone, quarter, NOW)  # what is kept in memory is read once
    Lead.objects.update(rated_revision=0)
    with django_assert_num_queries(13):
        column_of(world.zone, quarter, NOW)
    busy(elsewhere, people=18)
    column_of(elsewhere.zone, quarter, NOW)
    with django_assert_num_queries(13):
        column_of(elsewhere.zone, quarter, NOW)


def test_the_address_keeps_the_quarters_and_ignores_nonsense(world: World, client: Client) -> None:
    client.force_login(world.users["area"])

    def shown(query: str) -> list[str]:
        return [each.key for each in client.get(URL + query).context["choices"] if each.first or each.last]

    assert shown("?from=2025Q3&to=2025Q4") == ["2025Q3", "2025Q4"]
    assert shown("?from=2025Q4&to=2025Q3") == ["2025Q3", "2025Q4"]
    assert shown("?from=1999Q9&to='%3B") == shown("") == ["2025Q2", "2026Q1"]


def test_a_zone_without_rules_shows_nothing(world: World, client: Client) -> None:
    bare = Zone.objects.create(code="bare", name="空白", short_name="空", office_name="空白办公室")
    Role.objects.create(user=world.users["area"], zone=bare, name="area")
    column = columns_of(client, world)["空白"]
    assert column.received is None and not column.rates and not column.days


@pytest.mark.clause("5.3.b")
def test_a_file_leaves_a_row_in_the_ledger_of_each_zone(both: World, elsewhere: World, client: Client) -> None:
    client.force_login(both.users["area"])
    answer = client.post(f"{URL}export/{QUARTERS}", {"reason": "report", "words": "年度评估"})
    file = b"".join(answer.streaming_content)
    said = about(file)
    assert said["条件 · 功能区"] == "东疆、高新" and said["单位"] == "新区营商环境办"
    head, *rows = lines_of(file)
    found = {(row[0], row[2]): row[3:6] for row in rows}
    column = columns_of(client, both)["高新"]
    rate = column.rates["closed"]
    assert found["办结率", "高新"][:2] == (rate.num, rate.den) and len(head) == 7
    entries = Entry.objects.filter(verb="export.zones")
    assert {entry.zone for entry in entries} == {both.zone, elsewhere.zone}
    assert {entry.role for entry in entries} == {"area"}
    assert len({entry.data["file"] for entry in entries}) == 1
    assert entries[0].data["filters"] == {"from": "2026Q1", "to": "2026Q1"}
    client.force_login(elsewhere.users["auditor"])
    assert "导出各区对照" in client.get("/ledger/").content.decode()


def test_a_file_needs_a_reason(world: World, client: Client) -> None:
    client.force_login(world.users["area"])
    assert client.post(f"{URL}export/", {}).status_code == 422
    assert not Entry.objects.filter(verb="export.zones").exists()
