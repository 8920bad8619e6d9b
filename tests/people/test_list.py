"""The office's list of supervisors."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.leads import actions
from jianyan.people.actions import appoint, log_contact
from jianyan.people.models import Appointment, Identity
from jianyan.people.queries.roster import not_contacted
from tests.fixtures import MONDAY, World, when

URL = "/supervisors/"
NOW = when("2026-03-20 10:00")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    client.force_login(world.users["officer"])
    return client


def names(client: Client, **query: object) -> list[str]:
    page = client.get(f"{URL}?{urlencode(query)}")
    assert page.status_code == 200
    return [row.supervisor.name for row in page.context["rows"]]


def row_of(client: Client, name: str):
    return next(row for row in client.get(URL).context["rows"] if row.supervisor.name == name)


def nil(world: World, key: str, at: datetime, level: str = "district") -> None:
    identity = world.supervisors[key].identities.get(level=level)
    actions.file_form(world.actor(key), identity.pk, at.date().replace(day=1), [], at=at, key=uuid4(), nil=True)


def former(world: World) -> None:
    """A supervisor whose term is over, without an officer."""
    user = world.user("former", name="前监督员")
    world.supervisors["former"] = appoint(
        world.actor("head"),
        user,
        at=when("2024-01-01 09:00"),
        channel="social",
        category="expert",
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 12, 31),
    )


def test_who_may_open_it(world: World, client: Client) -> None:
    for key, status in {
        "officer": 200,
        "head": 200,
        "leader": 403,
        "liaison": 403,
        "social": 403,
        "auditor": 403,
    }.items():
        client.force_login(world.users[key])
        assert client.get(URL).status_code == status
    client.logout()
    assert client.get(URL).status_code == 302


@pytest.mark.clause("5.3.b")
def test_supervisors_of_another_zone_are_not_there(world: World, elsewhere: World, officer: Client) -> None:
    elsewhere.supervisor("stranger")

    assert sorted(names(officer)) == ["监督员internal", "监督员social"]


@pytest.mark.clause("4.3.a")
def test_a_row_names_the_officer_the_term_and_a_masked_number(world: World, officer: Client) -> None:
    page = officer.get(URL).content.decode()
    row = row_of(officer, "监督员social")

    assert row.supervisor.officer.name == "李敏"
    assert (row.category, row.ends_on, row.current) == ("市场主体代表", date(2040, 12, 31), True)
    assert "139****0001" in page and "13900000001" not in page
    assert f'href="/supervisors/{row.supervisor.pk}/"' in page


@pytest.mark.clause("5.1.e")
def test_this_months_forms_of_each_identity(world: World, officer: Client) -> None:
    Identity.objects.create(supervisor=world.supervisors["social"], level="new_area")
    world.lead("social", MONDAY)
    nil(world, "internal", when("2026-02-10 09:00"))  # last month's counts no more

    assert [str(f.word) for f in row_of(officer, "监督员social").forms] == ["已提交", "未提交"]
    assert [str(f.word) for f in row_of(officer, "监督员internal").forms] == ["未提交"]
    nil(world, "social", when("2026-03-10 09:00"), "new_area")
    nil(world, "internal", when("2026-03-10 09:00"))
    assert [str(f.word) for f in row_of(officer, "监督员social").forms] == ["已提交", "零报告"]
    assert [str(f.word) for f in row_of(officer, "监督员internal").forms] == ["零报告"]


def test_filters(world: World, officer: Client) -> None:
    former(world)
    Identity.objects.create(supervisor=world.supervisors["social"], level="new_area")
    Appointment.objects.filter(supervisor=world.supervisors["internal"]).update(ends_on=date(2026, 4, 10))
    world.lead("social", MONDAY)
    nil(world, "internal", MONDAY)
    social, internal, gone = "监督员social", "监督员internal", "前监督员"
    own = world.users["officer"].pk

    found = {
        "name": ({"q": "internal"}, [internal]),
        "unit": ({"q": "商务"}, [internal]),
        "employer": ({"q": "海通"}, [social]),
        "channel": ({"channel": "internal"}, [internal]),
        "category": ({"category": "expert"}, [gone]),
        "level": ({"level": "new_area"}, [social]),
        "officer": ({"officer": own}, [internal, social]),
        "no officer": ({"officer": "none"}, [gone]),
        "missing": ({"filed": "missing"}, [social]),
        "filed": ({"filed": "filed"}, [internal]),
        "nil": ({"filed": "nil"}, [internal]),
        "current": ({"term": "current"}, [internal, social]),
        "ending": ({"term": "ending"}, [internal]),
        "ended": ({"term": "ended"}, [gone]),
        "unknown": ({"channel": "x", "officer": "x", "filed": "x", "term": "x"}, [gone, internal, social]),
    }
    for name, (query, expected) in found.items():
        assert sorted(names(officer, **query)) == sorted(expected), name


@pytest.mark.clause("5.1.c")
def test_who_was_not_spoken_with_this_month(world: World, officer: Client) -> None:
    former(world)
    actor = world.actor("officer")
    log_contact(actor, world.supervisors["social"].pk, at=when("2026-02-27 09:00"), method="phone", text="问候。")
    assert sorted(names(officer, contacted="no")) == ["监督员internal", "监督员social"]
    assert {s.name for s in not_contacted(world.zone.pk, NOW)} == {"监督员internal", "监督员social"}

    log_contact(actor, world.supervisors["social"].pk, at=when("2026-03-02 09:00"), method="wechat", text="问候。")
    assert names(officer, contacted="no") == ["监督员internal"]
    assert names(officer, contacted="yes") == ["监督员social"]
    lead = world.lead("internal", MONDAY)
    actions.log_unanswered(actor, lead.pk, at=MONDAY)
    assert names(officer, contacted="no") == ["监督员internal"]  # nobody has spoken yet
    actions.log_call(actor, lead.pk, at=when("2026-03-10 15:00"), verified="属实。")
    assert names(officer, contacted="no") == []
    assert row_of(officer, "监督员internal").last_contact == when("2026-03-10 15:00")
    assert not not_contacted(world.zone.pk, NOW).exists()


@pytest.mark.clause("5.1.c")
def test_a_follow_up_by_the_office_is_a_contact_and_the_reporters_own_is_none(world: World, officer: Client) -> None:
    for key, who in (("social", "officer"), ("internal", "internal")):
        lead = world.lead(key, when("2026-02-02 09:00"))
        actor = world.actor("officer")
        at = when("2026-02-03 09:00")
        actions.log_call(actor, lead.pk, at=at, verified="属实。")
        unit = world.departments["planning"].pk
        actions.dispatch(actor, lead.pk, at=at, department=unit)
        actions.accept(world.actor("liaison_b"), lead.pk, at=at)
        actions.reply(world.actor("liaison_b"), lead.pk, at=at, result="solved", process="已办结。")
        actions.follow_up(world.actor(who), lead.pk, at=MONDAY, solved=True, satisfaction="satisfied")

    assert names(officer, contacted="yes") == ["监督员social"]


def test_an_empty_answer_says_what_to_do(world: World, officer: Client) -> None:
    assert "没有符合条件的监督员" in officer.get(f"{URL}?q=没有这个人").content.decode()


@pytest.mark.parametrize("query", ["page=x", "page=99999999999999999999", "officer=" + "9" * 40, "q=%00%F0%9F%98%80"])
def test_any_address_gets_a_page(world: World, officer: Client, query: str) -> None:
    assert officer.get(f"{URL}?{query}").status_code == 200


def test_the_list_takes_the_same_queries_for_two_rows_and_for_five(
    world: World, officer: Client, django_assert_num_queries
) -> None:
    officer.get(URL)
    # session, roles with the user, unread; officers, rulebook version; how many, who, the page, identities, forms
    with django_assert_num_queries(11):
        officer.get(URL)
    former(world)
    for key in ("one", "two"):
        world.supervisor(key)
        world.lead(key, MONDAY)
    with django_assert_num_queries(11):
        assert len(names(officer)) == 5


def test_an_htmx_request_gets_the_rows_alone(world: World, officer: Client) -> None:
    part = officer.get(URL, headers={"HX-Request": "true"}).content.decode()

    assert "<table" in part and "<html" not in part
