"""Opinion forms month by month, and the reminder."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.core.flow import Refused
from jianyan.leads import actions
from jianyan.leads.actions.missing import remind_missing
from jianyan.leads.actions.tick import ask_for_forms
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.people.actions import appoint
from jianyan.people.models import Appointment, Identity
from jianyan.rules.models import RulebookVersion
from tests.fixtures import MONDAY, World, when

URL = "/forms/"
MARCH = date(2026, 3, 1)
NOW = when("2026-03-20 10:00")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    client.force_login(world.users["officer"])
    return client


def file(world: World, key: str, at: datetime, *, nil: bool = True, level: str = "district") -> None:
    supervisor = world.supervisors[key]
    opinions = [] if nil else [world.opinion(supervisor.channel)]
    identity = supervisor.identities.get(level=level)
    actions.file_form(world.actor(key), identity.pk, at.date().replace(day=1), opinions, at=at, key=uuid4(), nil=nil)


def rows(client: Client, **query: object) -> list[tuple[str, str, str, int]]:
    page = client.get(f"{URL}?{urlencode(query)}")
    assert page.status_code == 200
    return [(r.identity.supervisor.name, r.identity.level, str(r.word), r.leads) for r in page.context["rows"]]


def counts(client: Client, **query: object) -> dict[str, int]:
    return {tab.label: tab.count for tab in client.get(f"{URL}?{urlencode(query)}").context["tabs"]}


@pytest.fixture
def march(world: World) -> World:
    """Of six forms owed in March: one with two leads' worth, one nil, one late, three missing."""
    for key in ("nil", "late", "away"):
        world.supervisor(key)
    Identity.objects.create(supervisor=world.supervisors["social"], level="new_area")
    file(world, "social", MONDAY, nil=False)
    file(world, "nil", MONDAY)
    file(world, "late", when("2026-03-26 09:00"))
    return world


def test_who_may_open_it(world: World, client: Client) -> None:
    for key, status in {"officer": 200, "head": 200, "leader": 403, "liaison": 403, "social": 403}.items():
        client.force_login(world.users[key])
        assert client.get(URL).status_code == status
        assert client.post(URL, {"month": "2026-03"}).status_code == (302 if status == 200 else 403)
    client.logout()
    assert client.get(URL).status_code == 302


@pytest.mark.clause("5.1.e")
def test_who_has_filed_nil_late_or_not_at_all(march: World, officer: Client) -> None:
    assert rows(officer) == [
        ("监督员away", "district", "未提交", 0),
        ("监督员internal", "district", "未提交", 0),
        ("监督员late", "district", "零报告（逾期）", 0),
        ("监督员nil", "district", "零报告", 0),
        ("监督员social", "district", "已提交", 1),
        ("监督员social", "new_area", "未提交", 0),
    ]
    assert counts(officer) == {"全部": 6, "未提交": 3, "有线索": 1, "零报告": 2, "逾期提交": 1}


def test_every_count_is_the_number_of_its_rows(march: World, officer: Client) -> None:
    for tab in officer.get(URL).context["tabs"]:
        assert len(officer.get(URL + tab.url).context["rows"]) == tab.count
    assert [r[0] for r in rows(officer, state="missing", channel="internal")] == ["监督员internal"]
    assert counts(officer, channel="internal")["全部"] == 1


def test_after_the_due_day_a_missing_form_is_overdue(
    march: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: when("2026-03-27 10:00"))
    client.force_login(march.users["officer"])

    page = client.get(f"{URL}?state=missing")

    assert {str(r.word) for r in page.context["rows"]} == {"逾期未提交"}
    assert page.context["due"] == date(2026, 3, 25)
    assert "/rules/v1/#numbers.form_due_day" in page.content.decode()


def test_an_earlier_month_asks_who_was_in_term_when_it_was_due(world: World, officer: Client) -> None:
    file(world, "social", when("2026-02-10 09:00"))
    Appointment.objects.filter(supervisor=world.supervisors["internal"]).update(starts_on=date(2026, 2, 26))

    assert [r[0] for r in rows(officer, month="2026-02")] == ["监督员social"]
    assert [r[0] for r in rows(officer, month="2026-03")] == ["监督员internal", "监督员social"]


@pytest.mark.parametrize(
    "query", ["month=2026-13", "month=2027-01", "month=x", "state=x&channel=x", "page=x", "month=1999-01"]
)
def test_unknown_values_are_passed_over(march: World, officer: Client, query: str) -> None:
    page = officer.get(f"{URL}?{query}")

    assert page.status_code == 200
    assert page.context["month"] == MARCH and len(page.context["rows"]) == 6


@pytest.mark.clause("5.1.e")
def test_a_reminder_tells_each_who_is_missing_once_a_day(
    march: World, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        assert officer.post(URL, {"month": "2026-03"}).headers["Location"] == f"{URL}?state=missing"

    told = list(Notice.objects.filter(kind="form.missing").values_list("user", flat=True))
    missing = ("away", "internal", "social")  # the second identity of one who has filed for the first
    assert sorted(told) == sorted(march.users[key].pk for key in missing)
    row = Entry.objects.get(verb="form.remind")
    assert (row.clause, row.data) == ("5.1.e", {"month": "2026-03", "asked": 3})
    assert row.actor == march.users["officer"]
    page = officer.get(f"{URL}?state=missing")
    assert {r.reminded_at for r in page.context["rows"]} == {NOW}

    monkeypatch.setattr(timezone, "now", lambda: when("2026-03-20 10:20"))
    assert "今天都已经提醒过了" in officer.post(URL, {"month": "2026-03"}, follow=True).content.decode()
    monkeypatch.setattr(timezone, "now", lambda: when("2026-03-21 00:05"))
    assert remind_missing(march.actor("officer"), MARCH, at=when("2026-03-21 00:05")) == 3


def test_by_hand_and_by_the_clock_nobody_is_told_twice_a_day(march: World) -> None:
    at = when("2026-03-20 09:00")  # three working days before the 25th
    assert remind_missing(march.actor("officer"), MARCH, at=at) == 3
    assert ask_for_forms(march.zone, at=when("2026-03-20 18:00")) == 0
    assert ask_for_forms(march.zone, at=when("2026-03-25 09:00")) == 3
    assert remind_missing(march.actor("head"), MARCH, at=when("2026-03-25 10:00")) == 0


def test_after_the_due_day_the_notice_names_no_day(march: World) -> None:
    remind_missing(march.actor("officer"), MARCH, at=when("2026-03-27 09:00"))

    assert Notice.objects.filter(kind="form.missing").first().params == {"month": "2026-03"}


def test_only_this_month_and_only_the_office(march: World, officer: Client) -> None:
    with pytest.raises(Refused, match="month_closed"):
        remind_missing(march.actor("officer"), date(2026, 2, 1), at=NOW)
    with pytest.raises(Refused, match="wrong_hat"):
        remind_missing(march.actor("leader"), MARCH, at=NOW)
    assert "只能填写当月" in officer.post(URL, {"month": "2026-02"}, follow=True).content.decode()
    assert "提醒未提交的人" not in officer.get(f"{URL}?month=2026-02").content.decode()
    assert not Entry.objects.filter(verb="form.remind").exists()


def test_without_rules_nobody_owes_a_form(world: World, officer: Client) -> None:
    RulebookVersion.objects.update(effective_on=date(2199, 1, 1))

    assert officer.get(URL).status_code == 200
    with pytest.raises(Refused, match="no_rules"):
        remind_missing(world.actor("officer"), MARCH, at=NOW)


@pytest.mark.clause("5.3.b")
def test_another_zones_forms_are_not_there(march: World, elsewhere: World, officer: Client) -> None:
    appoint(
        elsewhere.actor("head"),
        elsewhere.user("stranger", name="外区监督员"),
        at=MONDAY,
        channel="social",
        category="expert",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
    )

    assert "外区监督员" not in {r[0] for r in rows(officer)}
    officer.post(URL, {"month": "2026-03"})
    assert not Notice.objects.filter(zone=elsewhere.zone).exists()


def test_the_page_takes_the_same_queries_for_two_rows_and_for_six(
    world: World, officer: Client, django_assert_num_queries
) -> None:
    officer.get(URL)
    # session, user, roles, unread; rulebook version; counts, how many, the page
    with django_assert_num_queries(7):
        officer.get(URL)
    for key in ("one", "two", "three", "four"):
        world.supervisor(key)
        file(world, key, MONDAY, nil=key != "one")
    with django_assert_num_queries(7):
        assert len(rows(officer)) == 6
