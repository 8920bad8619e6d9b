"""The overview of head and leaders: every figure opens exactly its rows."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from jianyan.accounts.models import Role
from jianyan.leads import actions
from jianyan.leads.models import Lead
from jianyan.leads.queries.rates import Scope, rates
from jianyan.recruit import actions as recruit
from jianyan.web.views.overview import Owner
from tests.fixtures import MONDAY, World, when
from tests.leads.walks import wander
from tests.recruit.acts import applied, opened, qualified

URL = "/overview/"
#: A linked number: `<a class="figure" …>3</a>`, or a tile with the number in it.
FIGURE = re.compile(r'<a class="(?:figure|count)" href="(/leads/\?[^"]*)">(?:(\d+)</a>|.*?count-figure figure">(\d+)<)')


def figures(page: HttpResponse) -> dict[str, int]:
    found = FIGURE.findall(page.content.decode())
    return {unescape(url): int(inline or tile) for url, inline, tile in found}


def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def stage(world: World, elsewhere: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Leads in every condition that the overview speaks of, seen on Tuesday 31 March 2026."""
    officer, liaison = world.actor("officer"), world.actor("liaison")
    elsewhere.walk(elsewhere.lead(), "dispatched")
    world.supervisor("old")
    world.walk(world.lead("old", when("2026-01-12 10:00")), "closed", at=when("2026-01-12 11:00"))
    world.lead("social", when("2026-02-03 10:00"))  # never called: overdue for weeks
    for key in ("a", "b", "c", "d", "e", "f"):
        world.supervisor(key)
    world.walk(world.lead("a"), "accepted")  # answered never: due on 30 March
    again = world.walk(world.lead("b", kind="risk"), "replied")
    actions.follow_up(officer, again.pk, at=MONDAY, solved=False, satisfaction="unsatisfied", words_="没解决。")
    asked = world.walk(world.lead("c"), "accepted")
    later = when("2026-03-24 10:00")
    actions.ask_extension(liaison, asked.pk, at=later, until=when("2026-04-15 00:00").date(), reason="需会商。")
    lost = world.walk(world.lead("d"), "clarified")
    unit, other = world.departments["commerce"].pk, world.departments["planning"].pk
    for _ in range(3):
        actions.dispatch(officer, lost.pk, at=MONDAY, department=unit)
        actions.return_(liaison, lost.pk, at=MONDAY, reason="不属本部门。", should_be=other)
    noted = world.walk(world.lead("e", kind="trend", aspect="shock"), "clarified")
    actions.note(officer, noted.pk, at=MONDAY, reason="供研判。")
    world.walk(world.lead("f", when("2026-03-30 16:00")), "received")
    world.supervisor("anon", "internal", unit=world.departments["planning"])
    world.lead("anon", hidden=True)
    at(monkeypatch, when("2026-03-31 10:00"))
    return world


def open_as(client: Client, world: World, key: str) -> HttpResponse:
    client.force_login(world.users[key])
    page = client.get(URL)
    assert page.status_code == 200
    return page


def owners_of(page: HttpResponse) -> dict[str, Owner]:
    return {owner.name: owner for key in ("owners", "more_owners") for owner in page.context[key]}


def check_figures(client: Client, page: HttpResponse) -> int:
    found = figures(page)
    for url, count in found.items():
        assert client.get(url).context["page_obj"].paginator.count == count, url
    return len(found)


@pytest.mark.parametrize("key", ["head", "leader"])
def test_every_figure_opens_exactly_its_rows(stage: World, client: Client, key: str) -> None:
    page = open_as(client, stage, key)

    assert check_figures(client, page) > (60 if key == "head" else 40)


@pytest.mark.parametrize("seed", [4, 11])
def test_every_figure_of_a_random_world_opens_its_rows(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    at(monkeypatch, wander(world, seed))

    for key in ("head", "leader"):
        assert check_figures(client, open_as(client, world, key)) > 10


@pytest.mark.clause("5.1.h")
def test_red_comes_first_with_what_is_stuck_and_for_how_long(stage: World, client: Client) -> None:
    page = open_as(client, stage, "head")

    tiles = page.context["tiles"]
    owners = owners_of(page)
    assert tiles["red"].count == sum(owner.red.count for owner in owners.values())
    assert [f.count for _age, f in owners["商务促进局"].ages] == [3, 0, 0, 0]  # due on 30 March: one working day
    assert [f.count for _age, f in owners["营商环境办"].ages][3] >= 3  # two calls and a second dispatch, for weeks
    assert page.context["stuck"][0].lead.identity.supervisor.name == "监督员social"


def test_the_head_sees_what_waits_for_a_decision(stage: World, client: Client) -> None:
    page = open_as(client, stage, "head")

    found = {d.row.lead.identity.supervisor.name: (d.what, d.until) for d in page.context["decisions"]}
    assert found == {
        "监督员c": ("申请延期，待审批", when("2026-04-15 00:00").date()),
        "监督员d": ("转办次数已满，需要指定承办部门", None),
    }
    assert (page.context["extension"].count, page.context["designation"].count) == (1, 1)
    assert (page.context["returned"].count, page.context["reopened"].count) == (1, 1)
    for decision in page.context["decisions"]:
        assert f'href="/leads/{decision.row.lead.pk}/"' in page.content.decode()


def test_the_closing_rate_stands_beside_what_it_is_worth(stage: World, client: Client) -> None:
    page = open_as(client, stage, "head")

    cards = page.context["cards"]
    assert [card.key for card in cards][:3] == ["closed", "explained", "reopened"]
    text = page.content.decode()
    for said in ("办结率", "解释说明占比", "重办率", "已办结 ÷ 需要办理", "未计入："):
        assert said in text
    whole = rates(Scope(stage.zone.pk, timezone.now(), first=when("2025-12-01 00:00").date()))
    assert {card.key: (card.num.count, card.den.count) for card in cards} == {
        key: (rate.num, rate.den) for key, rate in whole.items()
    }


def test_the_month_stands_beside_the_three_before(stage: World, client: Client) -> None:
    page = open_as(client, stage, "head")

    assert [str(m)[:7] for m in page.context["months"]] == ["2025-12", "2026-01", "2026-02", "2026-03"]
    assert [cell.count for cell in page.context["lines"][0].cells] == [0, 1, 1, 7]
    closing = page.context["lines"][1]
    assert closing.cells[0] is None and closing.cells[1].share == "100%" and closing.cells[2].share == "0%"


def test_a_departments_rate_is_what_the_rates_say(stage: World, client: Client) -> None:
    page = open_as(client, stage, "head")

    unit = stage.departments["commerce"]
    scope = Scope(stage.zone.pk, timezone.now(), when("2025-12-01 00:00").date(), None, unit.pk)
    expected = rates(scope)["reply"]
    card = owners_of(page)[unit.name].answers
    assert (card.num.count, card.den.count) == (expected.num, expected.den)


@pytest.mark.clause("4.1.c")
def test_a_leader_gets_fewer_things_no_verbs_and_no_kind_of_an_anonymous_lead(stage: World, client: Client) -> None:
    page = open_as(client, stage, "leader")
    text = page.content.decode()

    assert "decisions" not in page.context and "等我决定" not in text
    assert len(page.context["stuck"]) <= 3
    kinds = {str(title): figure.count for title, figure in page.context["intake"]}
    assert kinds["隐名线索"] == 1 and "政策落地实操优化建议" not in kinds
    assert "政策落地实操优化建议" in {str(t) for t, _f in open_as(client, stage, "head").context["intake"]}


@pytest.mark.clause("4.1.c")
def test_a_small_cell_with_an_anonymous_reporter_is_shown_to_the_office_alone(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = world.actor("officer")
    world.supervisor("anon", "internal", unit=world.departments["office"])
    lead = world.lead("anon", hidden=True)
    actions.log_call(officer, lead.pk, at=MONDAY, verified="属实。")
    actions.dispatch(officer, lead.pk, at=MONDAY, department=world.departments["planning"].pk, grade="C")
    world.walk(world.lead("social"), "accepted")
    at(monkeypatch, when("2026-04-28 10:00"))

    told = owners_of(open_as(client, world, "leader"))
    assert told["规划建设局"].withheld and told["规划建设局"].answers is None
    assert told["商务促进局"].withheld  # or the other could be had by subtraction
    told = owners_of(open_as(client, world, "head"))
    assert told["规划建设局"].answers.den.count == 1


def test_who_may_open_it(world: World, client: Client) -> None:
    for key in ("officer", "liaison", "social", "auditor", "sysadmin", "secadmin"):
        client.force_login(world.users[key])
        assert client.get(URL).status_code == 403
    client.logout()
    assert client.get(URL).status_code == 302


@pytest.mark.clause("5.3.b")
def test_the_head_sees_the_lists_that_wait(stage: World, client: Client) -> None:
    round_ = opened(stage)
    candidate = qualified(stage, applied(stage, round_))
    assert open_as(client, stage, "head").context["rounds"] == []
    after = MONDAY + timedelta(days=11)
    recruit.close_round(stage.actor("officer"), round_.pk, at=after)
    recruit.choose(stage.actor("officer"), candidate.pk, at=after)
    recruit.finish_review(stage.actor("officer"), round_.pk, at=after)
    page = open_as(client, stage, "head")
    assert [(each, str(what)) for each, what in page.context["rounds"]] == [(round_, "审定拟聘名单")]
    assert f'href="/recruit/{round_.pk}/"' in page.content.decode()
    assert "rounds" not in open_as(client, stage, "leader").context


def test_an_empty_zone_has_a_calm_page(world: World, elsewhere: World, client: Client) -> None:
    elsewhere.walk(elsewhere.lead(), "accepted")

    for key in ("head", "leader"):
        page = open_as(client, world, key)
        assert "没有在办的线索" in page.content.decode()
        assert not any(figures(page).values())


@pytest.mark.parametrize(("key", "expected"), [("head", 12), ("leader", 11)])
def test_the_screen_takes_the_same_queries_for_one_lead_and_for_many(
    stage: World, client: Client, django_assert_num_queries, key: str, expected: int
) -> None:
    """Session, user with roles, unread; months, overdue clocks, standings, intake, stuck; for the head
    what calls for attention, what waits for a decision, the rounds that do; for a leader who is behind the
    answers, and the smallest cell's rule. One more while leads have moved that are not written down yet."""
    open_as(client, stage, key)
    with django_assert_num_queries(expected + 1):
        client.get(URL)
    actions.write_rated(stage.zone)
    with django_assert_num_queries(expected):
        client.get(URL)
    Lead.objects.filter(zone=stage.zone, state="accepted").update(state="closed")
    with django_assert_num_queries(expected):
        client.get(URL)


@pytest.mark.parametrize(
    ("roles", "page"),
    [
        (["supervisor"], "/my/"),
        (["supervisor", "officer"], "/desk/"),
        (["supervisor", "liaison"], "/my/"),
        (["officer", "head"], "/desk/"),
        (["head"], "/overview/"),
        (["leader"], "/overview/"),
        (["liaison", "leader"], "/department/"),
        (["auditor"], "/ledger/"),
        (["sysadmin"], "/manage/accounts/"),
        (["secadmin"], "/manage/accounts/"),
    ],
)
def test_home_leads_everybody_to_their_work(world: World, client: Client, roles: list[str], page: str) -> None:
    user = world.user("somebody")
    for name in roles:
        unit = world.departments["commerce"] if name == "liaison" else None
        Role.objects.create(user=user, zone=world.zone, name=name, department=unit)
    client.force_login(user)

    assert client.get("/").headers["Location"] == page


def test_somebody_without_a_role_reads_why_there_is_no_page(world: World, client: Client) -> None:
    client.force_login(world.user("nobody"))

    page = client.get("/", follow=True)

    assert page.status_code == 200
    assert "您现在没有任何角色" in page.content.decode()
