"""The page of a what-if: the address holds it, whatever cannot be stands at its field, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.accounts.models import Role
from jianyan.core.workdays import local_date
from jianyan.insight.views.what_if import PAGE
from jianyan.leads import actions
from jianyan.leads.models import Clock
from jianyan.ledger.models import Entry
from jianyan.rules.models import RulebookVersion
from tests.awards.acts import brought_to, counted
from tests.fixtures import World, when
from tests.rules.consulting import drafted

URL = "/insight/what-if/"
NOW = when("2026-03-31 09:00")
DAYS = {"from": "2026-03-01", "to": "2026-03-31"}
TERM = {"from": "2025-03-01", "to": "2026-02-28"}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def called(world: World, by: str = "social", at: str = "2026-03-12 16:00", **changes: object) -> Any:
    """A lead of Monday the 9th, called on its third working day unless said otherwise."""
    lead = world.lead(by, **changes)
    actions.log_call(world.actor("officer"), lead.pk, at=when(at), verified="情况属实。")
    return lead


def opened(client: Client, world: World, role: str, /, **asked: str) -> Any:
    client.force_login(world.users[role])
    return client.get(URL, {**DAYS, **asked}) if asked else client.get(URL)


def text(page: Any) -> str:
    return str(page.content.decode())


@pytest.mark.clause("5.3.a")
@pytest.mark.parametrize("role", ["officer", "head", "leader"])
def test_today_beside_the_other_values_with_each_thing_that_turns(client: Client, world: World, role: str) -> None:
    lead = called(world)
    called(world, "internal", "2026-03-10 09:00")
    page = opened(client, world, role, **{"clocks.call.amount": "2"})
    assert page.status_code == 200
    (line,) = page.context["rules"]
    assert (line["line"].name, line["line"].tally.before, line["line"].tally.after) == ("电话沟通", 0, 1)
    (row,) = page.context["rows"]
    assert (row.url, row.owner, row.late, f"{row.before}", f"{row.after}") == (
        f"/leads/{lead.pk}/",
        world.users["officer"].name,
        True,
        "2026-03-12",
        "2026-03-11",
    )
    assert row.days == "1 个工作日" and lead.no in text(page)


@pytest.mark.parametrize("role", ["social", "liaison", "sysadmin", "auditor"])
def test_nobody_else_opens_it(client: Client, world: World, role: str) -> None:
    assert opened(client, world, role).status_code == 403


def test_a_stranger_finds_nothing_of_the_zone(client: Client, world: World, elsewhere: World) -> None:
    lead = called(world)
    page = opened(client, elsewhere, "officer", **{"clocks.call.amount": "2"})
    assert page.status_code == 200 and page.context["leads"] == 0 and lead.no not in text(page)
    made = drafted(world)
    assert opened(client, elsewhere, "officer", draft=str(made.pk)).status_code == 404


def test_without_values_it_says_so_and_offers_the_words_of_each_rule(client: Client, world: World) -> None:
    called(world)
    page = opened(client, world, "officer")
    assert "没有改动，结果与记录相同" in text(page)
    assert "专员在意见表提交后 3 个工作日内，与监督员电话沟通了解情况。" in text(page)
    assert {"clocks.call.amount", "grades.B.amount", "numbers.form_due_day.value", "scores.forms.points"} <= set(
        page.context["form"].fields
    )


@pytest.mark.clause("5.3.a")
def test_the_address_keeps_what_is_asked_for_and_nothing_else(client: Client, world: World) -> None:
    client.force_login(world.users["officer"])
    sent = client.get(URL, {**DAYS, "clocks.call.amount": "2", "grades.B.amount": "15", "scores.forms.points": "25"})
    assert sent.headers["Location"] == f"{URL}?from=2026-03-01&to=2026-03-31&clocks.call.amount=2"
    assert client.get(sent.headers["Location"]).status_code == 200
    short = client.get(URL, {"clocks.call.amount": "2"})
    assert "from=" in short.headers["Location"] and short.headers["Location"].endswith("clocks.call.amount=2")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"scores.forms.points": "20"}, "各项分值之和是 95，应为 100"),
        ({"numbers.award_ratio.value": "0"}, "须大于 0、不超过 1"),
        ({"numbers.award_ratio.value": "1.5"}, "须在 0 至 1 之间"),
        ({"numbers.award_ratio.value": "nan"}, "请填写数字"),
        ({"numbers.form_due_day.value": "31"}, "须在 1 至 28 之间"),
        ({"clocks.call.amount": "-1"}, "不能小于 0"),
        ({"clocks.call.amount": "三"}, "请填写整数"),
        ({"to": "2026-02-01"}, "须不早于开始的日期"),
        ({"from": "1999-01-01"}, "日期不在工作日历的范围内"),
        ({"from": "昨天"}, "请填写"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    client: Client, world: World, values: dict[str, str], said: str
) -> None:
    page = opened(client, world, "officer", **values)
    assert page.status_code == 422 and said in text(page)
    assert all(f'value="{value}"' in text(page) for value in values.values())


def test_values_that_name_no_rule_are_passed_over(client: Client, world: World) -> None:
    page = opened(client, world, "officer", **{"clocks.nothing.amount": "2", "title": "x", "clocks.call.warn": "3"})
    assert page.headers["Location"] == f"{URL}?from=2026-03-01&to=2026-03-31"
    odd = opened(client, world, "officer", **{"clocks.call.amount": "2", "rule": "zz", "owner": "x", "page": "99"})
    assert odd.status_code == 200 and odd.context["rows"] == []


@pytest.mark.clause("3", "5.3.a")
def test_a_draft_is_the_other_side(client: Client, world: World) -> None:
    called(world, at="2026-03-16 10:00")  # five working days
    made = drafted(world)
    client.force_login(world.users["head"])
    assert f'href="{URL}?draft={made.pk}"' in text(client.get(f"/rules/drafts/{made.pk}/"))
    page = client.get(URL, {**DAYS, "draft": str(made.pk)})
    assert [each.rule for each in page.context["changed"]] == ["clocks.call"]
    assert [row.late for row in page.context["rows"]] == [False] and "不再逾期" in text(page)
    back = client.get(URL, {**DAYS, "draft": str(made.pk), "clocks.call.amount": "3"})
    assert "没有改动，结果与记录相同" in text(back)
    assert opened(client, world, "leader", draft=str(made.pk)).status_code == 404


def test_nothing_is_written(client: Client, world: World) -> None:
    called(world)

    def everything() -> list[Any]:
        kept = [Clock, Entry, RulebookVersion]
        return [list(model.objects.order_by("pk").values_list()) for model in kept]

    opened(client, world, "officer")
    before = everything()
    for values in ({"clocks.call.amount": "1", "numbers.award_ratio.value": "0.5"}, {"scores.forms.points": "1"}):
        client.get(URL, {**DAYS, **values})
    assert everything() == before


@pytest.mark.clause("4.1.c")
def test_who_may_not_know_an_anonymous_reporter_does_not_find_the_lead(client: Client, world: World) -> None:
    called(world)
    hidden = called(world, "internal", hidden=True)
    values = {"clocks.call.amount": "2", "numbers.form_due_day.value": "5", "numbers.award_ratio.value": "0.5"}
    assert hidden.no in text(opened(client, world, "officer", **values))
    Role.objects.create(
        user=world.users["head"], zone=world.zone, name="liaison", department=world.departments["commerce"]
    )
    for role in ("leader", "head"):
        page = opened(client, world, role, **values)
        assert hidden.no not in text(page) and page.context["leads"] == 1
        assert [each["line"].key for each in page.context["rules"]] == ["clocks.call"]
        assert "award" not in page.context and "隐名线索、意见表和评优不在其中" in text(page)


@pytest.mark.clause("4.3.c", "5.2.c")
def test_who_would_have_been_awarded(client: Client, world: World) -> None:
    run = brought_to(world, counted(world), "done")
    page = opened(client, world, "officer", **TERM, **{"numbers.award_ratio.value": "0.7"})
    found = page.context["award"]
    assert found.run == run and found.after > found.before == run.standings.filter(awarded=True).count()
    assert text(page).count("新列入") == page.context["award_in"] + 1
    assert run.title in text(page) and f"/awards/{run.pk}/" in text(page)
    for each in page.context["award_rows"]:
        assert client.get(each.url).status_code == 200
    none = opened(
        client,
        world,
        "officer",
        **{
            "from": "2010-01-01",
            "to": "2010-12-31",
            "scores.forms.points": "20",
            "scores.quality.points": "40",
            "merits.form.points": "20",
        },
    )
    assert "这段时间没有聘期" in text(none)


def test_a_zone_without_rules_says_so(client: Client, world: World) -> None:
    RulebookVersion.objects.filter(zone=world.zone).update(effective_on=local_date(NOW).replace(year=2090))
    page = opened(client, world, "officer")
    assert page.status_code == 200 and "还没有施行的规则" in text(page)


def many(world: World, count: int) -> None:
    for n in range(count):
        world.supervisor(f"s{n}")
        called(world, f"s{n}")


def test_many_are_paged_and_narrowed(client: Client, world: World) -> None:
    many(world, PAGE + 2)
    asked = {"clocks.call.amount": "2", "clocks.dispatch.amount": "30"}  # every call turns late, no dispatch any more
    page = opened(client, world, "officer", **asked)
    assert len(page.context["rows"]) == PAGE and page.context["page_obj"].paginator.count == 2 * (PAGE + 2)
    late = opened(client, world, "officer", **asked, turn="late", page="2").context
    assert [row.rule for row in late["rows"]] == ["电话沟通"] * 2 and late["narrowed"]
    kept = opened(client, world, "officer", **asked, turn="kept").context["rows"]
    assert {row.rule for row in kept} == {"转办对接"} and not any(row.late for row in kept)
    owner = f"officer-{world.users['officer'].pk}"
    assert opened(client, world, "officer", **asked, owner=owner, rule="clocks.call").context["rows"]
    assert not opened(client, world, "officer", **asked, owner="unit-1").context["rows"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    client: Client, world: World, count: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    counted(world)
    many(world, count)
    values = {"clocks.call.amount": "2", "numbers.form_due_day.value": "5", "numbers.award_ratio.value": "0.7"}
    opened(client, world, "officer", **values)
    with django_assert_num_queries(24):
        client.get(URL, {**TERM, "to": "2026-03-31", **values})


def test_the_tab_stands_where_the_rules_are(client: Client, world: World) -> None:
    for role, seen in (("officer", True), ("leader", True), ("liaison", False)):
        client.force_login(world.users[role])
        assert (f'href="{URL}"' in text(client.get("/rules/v1/"))) is seen


def test_moments_of_the_page_are_those_of_now(client: Client, world: World) -> None:
    """What still runs is judged by now: a call due tomorrow under the rules, yesterday under the other values."""
    world.lead(at=when("2026-03-27 10:00"))
    (row,) = opened(client, world, "officer", **{"clocks.call.amount": "1"}).context["rows"]
    assert row.stopped is None and row.late
