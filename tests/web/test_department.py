"""A liaison's home: to accept, to answer, answered, supported."""

import re
from datetime import datetime

import pytest
from django.test import Client

from jianyan.leads import actions
from jianyan.leads.models import Lead
from jianyan.leads.queries import department
from tests.fixtures import MONDAY, World, when

URL = "/department/"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    clock = {"at": MONDAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


def home(world: World, client: Client, key: str = "liaison", query: str = "?done=1") -> str:
    client.force_login(world.users[key])
    answer = client.get(URL + query)
    assert answer.status_code == 200
    return answer.content.decode()


def section(body: str, name: str) -> str:
    return body.split(f'id="{name}"')[1].split("</section>")[0] if f'id="{name}"' in body else ""


def lead(world: World, key: str, to: str, at: datetime = MONDAY, **changes: object) -> Lead:
    world.supervisor(key, name=f"监督员{key}")
    return world.walk(world.lead(key, at, **changes), to, at=at)


@pytest.mark.clause("5.1.h")
def test_each_lead_stands_in_the_list_of_what_it_waits_for(world: World, client: Client) -> None:
    to_accept, to_answer = lead(world, "a", "dispatched"), lead(world, "b", "accepted")
    replied, closed = lead(world, "c", "replied"), lead(world, "d", "closed")
    lead(world, "e", "clarified")
    body = home(world, client)

    assert "商务促进局" in body
    accept, answer, done = (section(body, name) for name in ("accept", "answer", "done"))
    assert to_accept.no in accept and "还剩 1 个工作日" in accept and f"/leads/{to_accept.pk}/return/" in accept
    assert to_answer.no in answer and "还剩 15 个工作日" in answer and f"/leads/{to_answer.pk}/ask-extension/" in answer
    assert replied.no in done and "等待回访" in done
    assert closed.no in done and "已解决，满意" in done
    assert body.count("东监 2026-0005") == 0
    assert section(body, "support") == ""


def test_a_lead_is_accepted_on_the_page_itself(world: World, client: Client) -> None:
    waiting = lead(world, "a", "dispatched")
    accept = section(home(world, client), "accept")
    form = re.search(r'action="(.*?)".*?name="seen" value="(\d+)".*?name="back" value="(\w+)"', accept, re.S)
    assert form is not None
    answer = client.post(form[1], {"seen": form[2], "back": form[3]})
    assert (answer.status_code, answer.url) == (302, URL)
    waiting.refresh_from_db()
    assert waiting.state == "accepted"
    again = client.post(form[1], {"seen": form[2], "back": form[3]})
    assert again.status_code == 409 and "状态已变化：陈晨 于 10:00 商务促进局签收" in again.content.decode()


def test_what_came_back_and_what_was_promised_is_marked_and_in_order_of_due(
    world: World, client: Client, now: dict[str, datetime]
) -> None:
    liaison = world.actor("liaison")
    reopened = lead(world, "a", "replied")
    social = world.actor("a")
    actions.follow_up(social, reopened.pk, at=MONDAY, solved=False, satisfaction="unsatisfied", words_="还要跑两趟。")
    promised = lead(world, "b", "accepted")
    day = when("2026-03-12 10:00").date()
    actions.reply(liaison, promised.pk, at=MONDAY, result="solving", process="在办。", plan="本周。", promised_on=day)
    actions.follow_up(world.actor("b"), promised.pk, at=MONDAY, solved=False, satisfaction="satisfied")
    asked = lead(world, "c", "accepted")
    actions.ask_extension(liaison, asked.pk, at=MONDAY, until=when("2026-04-08 10:00").date(), reason="会商。")

    body = home(world, client)
    answer = section(body, "answer")
    assert "重办中" in answer and "跟踪兑现" in answer and "延期待审批" in answer
    assert re.findall(r"东监 2026-\d{4}</td>", answer)[0].startswith(promised.no)
    assert "还没有答复过的线索" in section(body, "done")
    now["at"] = when("2026-03-13 09:00")
    assert "已逾期 1 个工作日" in section(home(world, client), "answer")


def test_the_verdict_is_the_one_on_this_departments_own_answer(world: World, client: Client) -> None:
    both = lead(world, "a", "replied")
    officer, reporter, planning = world.actor("officer"), world.actor("a"), world.actor("liaison_b")
    actions.follow_up(reporter, both.pk, at=MONDAY, solved=False, satisfaction="unsatisfied", words_="没有办。")
    actions.dispatch(officer, both.pk, at=MONDAY, department=world.departments["planning"].pk)
    actions.accept(planning, both.pk, at=MONDAY)
    actions.reply(planning, both.pk, at=MONDAY, result="solved", process="办好了。")
    actions.follow_up(reporter, both.pk, at=MONDAY, solved=True, satisfaction="satisfied")
    assert "未解决，不满意" in section(home(world, client), "done")
    assert "已解决，满意" in section(home(world, client, "liaison_b"), "done")


def test_a_supported_lead_is_shown_and_not_acted_on(world: World, client: Client) -> None:
    supported = lead(world, "a", "clarified")
    commerce, planning = world.departments["commerce"].pk, world.departments["planning"].pk
    actions.dispatch(world.actor("officer"), supported.pk, at=MONDAY, department=commerce, supporting=[planning])
    support = section(home(world, client, "liaison_b"), "support")
    assert supported.no in support and "商务促进局" in support and "btn" not in support
    assert section(home(world, client), "support") == ""


@pytest.mark.clause("4.1.c")
def test_an_own_lead_is_left_to_colleagues_and_an_anonymous_one_is_nobodys(world: World, client: Client) -> None:
    liaison = world.users["liaison"]
    world.supervisor("a", name="监督员a")
    type(world.supervisors["a"]).objects.filter(pk=world.supervisors["a"].pk).update(user=liaison)
    world.users["a"] = liaison
    liaison.roles.create(zone=world.zone, name="supervisor")
    own = world.lead("a")
    world.walk(own, "dispatched")
    assert "请由其他同事办理" in section(home(world, client), "accept")

    world.supervisor("secret", "internal", unit=world.departments["customs"], name="暗访")
    world.walk(world.lead("secret", hidden=True), "dispatched")
    body = home(world, client)
    assert "隐名监督员" in body and "暗访" not in body


def test_empty_lists_say_what_will_come(world: World, client: Client) -> None:
    body = home(world, client)
    for words in ("没有待签收的线索", "没有待答复的线索", "还没有答复过的线索"):
        assert words in body


@pytest.mark.parametrize("count", [1, 3])
def test_the_home_takes_the_same_queries_for_one_of_each_and_for_three(
    world: World, client: Client, django_assert_num_queries, count: int
) -> None:
    planning = world.departments["planning"].pk
    for n in range(count):
        for to in ("dispatched", "accepted", "replied"):
            lead(world, f"{to}{n}", to)
        other = lead(world, f"support{n}", "clarified")
        commerce = world.departments["commerce"].pk
        actions.dispatch(world.actor("officer"), other.pk, at=MONDAY, department=planning, supporting=[commerce])
    body = home(world, client)
    assert len(re.findall(r'<td class="nowrap" data-label="编号">', body)) == 4 * count
    # 3 for every page; the department; open rounds; tasks; three lists; drafts, own and waiting
    with django_assert_num_queries(11):
        client.get(URL)


def test_what_was_answered_is_loaded_when_it_is_seen(world: World, client: Client, django_assert_num_queries) -> None:
    answered = lead(world, "a", "replied")
    body = home(world, client, query="")
    assert 'id="done" hx-get="/department/?done=1" hx-trigger="revealed"' in body and answered.no not in body
    assert '<a href="/department/?done=1#done">' in body
    with django_assert_num_queries(4):  # 3 for every page; which
        part = client.get(f"{URL}?done=1", headers={"HX-Request": "true", "HX-Target": "done"}).content.decode()
    assert "<html" not in part and answered.no in section(part, "done")


def test_more_than_a_page_is_counted(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lists = (department._first, department._part)
    monkeypatch.setattr(department, "PAGE", 2)
    for kept in lists:
        kept.cache_clear()
    try:
        for n in range(3):
            lead(world, f"a{n}", "accepted")
        first, second = home(world, client), home(world, client, query="?answer=2")
        assert "0001" in first and "0003" not in first and "answer=2" in first
        assert "0003" in second and "0001" not in second
        assert "0003" in home(world, client, query="?answer=99")
    finally:
        for kept in lists:
            kept.cache_clear()


@pytest.mark.parametrize("query", ["?accept=x&answer=-1&support=999999999999999999999&done=%00", "?done=2"])
def test_an_address_typed_wrongly_is_read_kindly(world: World, client: Client, query: str) -> None:
    lead(world, "a", "replied")
    assert "东监 2026-0001" in home(world, client, query=query)


def test_only_liaisons_have_this_home(world: World, client: Client) -> None:
    for key in ("officer", "head", "leader", "social", "auditor"):
        client.force_login(world.users[key])
        assert client.get(URL).status_code == 403
