"""The page of the rules: in their own words, with value, clause and basis; every due date leads to its rule."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from jianyan.leads.models import Clock
from jianyan.leads.queries.due import shown
from jianyan.rules.actions import packaged_rulebook, store_rulebook
from jianyan.rules.models import RulebookVersion
from jianyan.rules.queries import book, calendar_of
from tests.fixtures import MONDAY, World, when
from tests.leads.walks import wander

ROLES = ("social", "internal", "officer", "head", "liaison", "leader", "sysadmin", "secadmin", "auditor")


def anchors(page: str) -> set[str]:
    return set(re.findall(r'id="([^"]+)"', page))


@pytest.mark.clause("4.0")
def test_everybody_signed_in_reads_the_rules(world: World, client: Client) -> None:
    for key in ROLES:
        client.force_login(world.users[key])
        page = client.get("/rules/", follow=True)
        assert page.redirect_chain == [("/rules/v1/", 302)]
        assert page.status_code == 200
    client.logout()
    assert client.get("/rules/v1/").status_code == 302


@pytest.mark.clause("2", "4.0")
def test_every_rule_stands_there_with_value_clause_and_basis(world: World, client: Client) -> None:
    client.force_login(world.users["social"])

    page = client.get("/rules/v1/").content.decode()

    rules = book(RulebookVersion.objects.get(zone=world.zone).pk)
    assert anchors(page) >= {f"{section}.{key}" for section, key, _item in rules.items()}
    assert anchors(page) >= {f"basis.{key}" for key in rules.basis}
    for said in (
        "专员在意见表提交后 3 个工作日内，与监督员电话沟通了解情况。",
        "3 个工作日",
        "自意见表提交起，至当日24:00止，剩 1 个工作日转为临期",
        "条款 5.1.g",
        "《天津市优化营商环境条例》",
        "《天津市滨海新区营商环境监督员管理办法》",
        "《天津东疆综合保税区优化营商环境实施意见（修订稿）》",
        "每月 25 日",
        "每季度至少 1 次",
        "一票否决",
        "20%",
    ):
        assert said in page, said


@pytest.mark.clause("4.2.a", "4.2.b")
def test_the_kinds_of_both_channels_are_on_the_page(world: World, client: Client) -> None:
    client.force_login(world.users["social"])

    page = client.get("/rules/v1/").content.decode()

    for kind in ("产业外部环境变化", "先进产业创新成果", "风险隐患", "政策落地实操优化建议", "企业全生命周期共性线索"):
        assert kind in page


@pytest.mark.clause("2")
def test_every_due_date_leads_to_a_rule_on_that_page(world: World, client: Client) -> None:
    now = wander(world, 2)
    later = when("2026-05-04 09:00")
    lead = world.walk(world.lead("social", later), "replied", at=later)
    client.force_login(world.users["officer"])
    page = client.get("/rules/v1/").content.decode()
    calendar = calendar_of(world.zone)

    clocks = list(Clock.objects.select_related("lead"))
    kinds = {clock.kind for clock in clocks}
    assert kinds >= {"call", "dispatch", "accept", "reply", "follow_up"} and lead.pk in {c.lead_id for c in clocks}
    for clock in clocks:
        url = shown(clock, book(clock.lead.rules_id).number, now=now, calendar=calendar).url
        address, _, anchor = url.partition("#")
        assert address == "/rules/v1/"
        assert anchor in anchors(page)


def test_in_english_the_rules_read_english(world: World, client: Client) -> None:
    client.force_login(world.users["social"])
    client.cookies["jianyan_language"] = "en"

    page = client.get("/rules/v1/").content.decode()

    assert "The officer phones the supervisor within 3 working days" in page
    assert "专员在意见表提交后" not in page


def test_an_older_and_a_coming_version_say_so(world: World, client: Client) -> None:
    text = packaged_rulebook().replace("number = 1", "number = 2", 1).replace("amount = 3", "amount = 5", 1)
    store_rulebook(world.system, text, at=MONDAY, effective_on=date(2026, 3, 10))
    text = text.replace("number = 2", "number = 3", 1)
    store_rulebook(world.system, text, at=MONDAY, effective_on=date(2199, 1, 1))
    client.force_login(world.users["social"])

    now = client.get("/rules/", follow=True)
    assert now.redirect_chain == [("/rules/v2/", 302)]
    assert "现行" in now.content.decode() and "5 个工作日" in now.content.decode()
    for number in (1, 3):
        page = client.get(f"/rules/v{number}/").content.decode()
        assert "这不是现行版本" in page and 'href="/rules/v2/"' in page
    assert "3 个工作日内，与监督员电话沟通" in client.get("/rules/v1/").content.decode()


@pytest.mark.clause("5.3.b")
def test_versions_of_another_zone_are_not_there(world: World, elsewhere: World, client: Client) -> None:
    text = packaged_rulebook().replace("number = 1", "number = 2", 1)
    store_rulebook(elsewhere.system, text, at=MONDAY, effective_on=date(2026, 3, 10))
    client.force_login(world.users["head"])

    assert client.get("/rules/v2/").status_code == 404
    assert client.get("/rules/v99999999999/").status_code == 404
    assert client.get("/rules/", follow=True).redirect_chain == [("/rules/v1/", 302)]


def test_a_zone_without_rules_says_what_to_do(world: World, client: Client) -> None:
    RulebookVersion.objects.update(effective_on=date(2199, 1, 1))
    client.force_login(world.users["head"])

    page = client.get("/rules/")

    assert page.status_code == 200
    assert "还没有施行的规则" in page.content.decode()


def test_the_page_takes_the_same_queries_for_one_version_and_for_three(
    world: World, client: Client, django_assert_num_queries
) -> None:
    client.force_login(world.users["head"])
    client.get("/rules/v1/")
    with django_assert_num_queries(4):  # session, user with roles, unread; versions
        client.get("/rules/v1/")
    for number in (2, 3):
        text = packaged_rulebook().replace("number = 1", f"number = {number}", 1)
        store_rulebook(world.system, text, at=MONDAY, effective_on=date(2026, 3, 9 + number))
    with django_assert_num_queries(4):
        client.get("/rules/v1/")
