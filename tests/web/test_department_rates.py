"""A department's own punctuality: figures counted by hand, the leads behind them, and nobody inferred from them."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from jianyan.leads import actions
from jianyan.leads.models import Clock, Lead
from tests.fixtures import World, when

URL = "/department/rates/"
NOW = when("2026-05-20 10:00")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def raised(world: World, key: str, at: datetime, **changes: object) -> Lead:
    """A lead of somebody new; filed as an anonymous internal one when hidden."""
    hidden = changes.get("hidden")
    world.supervisor(key, "internal" if hidden else "social", unit=world.departments["customs"] if hidden else None)
    return world.lead(key, at, **changes)


def year(world: World) -> dict[str, Lead]:
    """February: one in time. March: one late, one extended and in time. April: one returned, one open and late."""
    liaison, head = world.actor("liaison"), world.actor("head")
    first = when("2026-02-03 09:00")
    found = {"good": world.walk(raised(world, "good", first), "closed", at=first)}

    march = when("2026-03-09 10:00")
    found["late"] = world.walk(raised(world, "late", march), "accepted", at=march)
    actions.reply(liaison, found["late"].pk, at=when("2026-04-01 09:00"), result="solved", process="办好了。")

    found["more"] = world.walk(raised(world, "more", march), "accepted", at=march)
    until = when("2026-04-08 09:00").date()
    actions.ask_extension(liaison, found["more"].pk, at=march, until=until, reason="会商。")
    actions.decide_extension(head, found["more"].pk, at=march, grant=True)
    in_time = when("2026-04-08 09:00")
    actions.reply(liaison, found["more"].pk, at=in_time, result="solved", process="办好了。")
    said = {"solved": False, "satisfaction": "unsatisfied", "words_": "没有办。"}
    actions.follow_up(world.actor("more"), found["more"].pk, at=in_time, **said)
    actions.reply(liaison, found["more"].pk, at=in_time, result="solved", process="重新办好了。")

    april = when("2026-04-13 10:00")
    found["back"] = world.walk(raised(world, "back", april), "dispatched", at=april)
    other = world.departments["planning"].pk
    actions.return_(liaison, found["back"].pk, at=april, reason="不属本局。", should_be=other)
    # Raised in March, dispatched in April: it counts where the department has it from.
    early = when("2026-03-31 20:00")
    found["secret"] = world.walk(raised(world, "secret", early, hidden=True), "clarified", at=early)
    actions.dispatch(
        world.actor("officer"), found["secret"].pk, at=april, department=world.departments["commerce"].pk, grade="C"
    )
    actions.accept(liaison, found["secret"].pk, at=april)
    world.walk(raised(world, "theirs", april), "dispatched", at=april, department="planning")
    return found


def shown(client: Client, world: World, query: str = "", key: str = "liaison") -> str:
    client.force_login(world.users[key])
    answer = client.get(URL + query)
    assert answer.status_code == 200
    return answer.content.decode()


def card(body: str, name: str) -> str:
    part = body.split(f'<p class="rate-name">{name}</p>')[1].split("</div>")[0]
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", part))


@pytest.mark.clause("5.1.h")
def test_the_figures_are_those_of_a_count_by_hand(world: World, client: Client) -> None:
    year(world)
    body = shown(client, world)
    assert "2025年12月至2026年5月转办给本单位的线索" in body
    assert card(body, "及时接收率").startswith("100%（5/5）")
    # good, more (both answers in time) of good, late, more and the anonymous one that is open and overdue
    assert card(body, "按时答复率").startswith("50%（2/4）") and "期限已免除1" in card(body, "按时答复率")
    assert card(body, "退回率").startswith("20%（1/5）")
    assert card(body, "延期率").startswith("25%（1/4）")
    assert card(body, "重办率").startswith("33%（1/3）")
    assert card(body, "满意率").startswith("50%（1/2）")
    assert "每次都按时答复÷已答复和逾期未答复" in card(body, "按时答复率")

    march = shown(client, world, "?by=month&period=2026-03")
    assert "2026年3月转办给本单位的线索" in march and card(march, "按时答复率").startswith("50%（1/2）")
    quarter = shown(client, world, "?by=quarter&period=2026-04")
    assert card(quarter, "及时接收率").startswith("100%（2/2）") and "2026年第2季度" in quarter
    assert card(shown(client, world, key="liaison_b"), "及时接收率").startswith("0%（0/1）")


def rows(client: Client, url: str) -> set[str]:
    answer: HttpResponse = client.get(unescape(url))
    assert answer.status_code == 200
    return set(re.findall(r"东监 2026-隐?\d{4}", answer.content.decode().split('id="list"')[1]))


@pytest.mark.clause("5.1.h", "4.1.c")
def test_every_figure_opens_its_own_rows_and_they_can_be_taken_out(world: World, client: Client) -> None:
    leads = year(world)
    body = shown(client, world)
    for name, num, den in (
        ("按时答复率", {"good", "more"}, {"good", "late", "more", "secret"}),
        ("退回率", {"back"}, {"good", "late", "more", "secret", "back"}),
        ("延期率", {"more"}, {"good", "late", "more", "secret"}),
    ):
        part = body.split(f'<p class="rate-name">{name}</p>')[1].split("</div>")[0]
        links = re.findall(r'class="figure" href="([^"]+)"', part)
        assert rows(client, links[0]) == {leads[key].no for key in num}
        assert rows(client, links[1]) == {leads[key].no for key in den}
        export = links[1].replace("/leads/?", "/leads/export/?")
        page = client.get(unescape(export)).content.decode()
        assert str(len(den)) in page and "首次" not in page
    april = shown(client, world, "?by=month&period=2026-04")
    part = april.split('<p class="rate-name">按时答复率</p>')[1].split("</div>")[0]
    links = re.findall(r'class="figure" href="([^"]+)"', part)
    listed = client.get(unescape(links[1])).content.decode()
    assert leads["secret"].no in listed and "隐名监督员" in listed
    for told in ("监督员secret", "03-31", "2026年3月"):  # neither who nor when
        assert (
            told not in listed and told not in april.split("</table>")[0].split('id="rates"')[1].split("</section>")[0]
        )


def test_an_excluded_clock_is_left_out_and_said_so(world: World, client: Client) -> None:
    leads = year(world)
    Clock.objects.filter(lead=leads["late"], kind="reply").update(excluded=True)
    told = card(shown(client, world), "按时答复率")
    assert told.startswith("67%（2/3）") and "异议成立不计入1" in told


def test_another_departments_rate_cannot_be_asked_for(world: World, client: Client) -> None:
    year(world)
    client.force_login(world.users["liaison"])
    other = world.departments["planning"].pk
    own = rows(client, f"/leads/?rate=accept&part=den&department={world.departments['commerce'].pk}&sent_from=2026-02")
    assert rows(client, f"/leads/?rate=accept&part=den&department={other}&sent_from=2026-02") == own != set()


def test_without_leads_the_page_says_what_will_come(world: World, client: Client) -> None:
    body = shown(client, world)
    assert "这段时间没有转办给本单位的线索" in body and "怎样计算" in body


@pytest.mark.parametrize("query", ["?by=week&period=x", "?by=quarter&period=2026-13", "?period=1999-01"])
def test_an_address_typed_wrongly_is_read_kindly(world: World, client: Client, query: str) -> None:
    year(world)
    assert "5/5" in re.sub(r"<[^>]+>", "", shown(client, world, query)).replace("（", " ")


def test_only_liaisons_have_it(world: World, client: Client) -> None:
    for key in ("officer", "head", "leader", "social", "auditor", "sysadmin"):
        client.force_login(world.users[key])
        assert client.get(URL).status_code == 403


@pytest.mark.parametrize("leads", [1, 3])
def test_the_page_takes_the_same_queries_however_many_leads(
    world: World, client: Client, django_assert_num_queries, leads: int
) -> None:
    for n in range(leads):
        at = when(f"2026-0{n + 2}-03 09:00")
        world.walk(raised(world, f"s{n}", at), "replied", at=at)
    shown(client, world)
    with django_assert_num_queries(5):  # 3 for every page; the department; the rates of all months
        client.get(URL)
