"""批量催办: one notice a department, a row a lead, reminders before due and urgings after it, never twice (5.1.h)."""

import re
from datetime import datetime

import pytest
from django.test import Client

from jianyan.core.flow import Refused
from jianyan.leads import actions
from jianyan.leads.actions.together import AT_ONCE, Wish
from jianyan.leads.models import Lead, Nudge
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.notify.words import sentence
from tests.fixtures import MONDAY, World, when

URL = "/leads/together/remind/"
#: Grade B is due on 30 March, grade C sooner.
SOON = when("2026-03-30 09:00")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    clock = {"at": SOON}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


@pytest.fixture
def leads(world: World, client: Client) -> list[Lead]:
    """Two with commerce, the first of them overdue (grade C), one with planning, one that no department has."""
    client.force_login(world.users["officer"])
    found = []
    for n, (unit, grade) in enumerate((("commerce", "C"), ("commerce", "B"), ("planning", "B"))):
        world.supervisor(f"s{n}")
        lead = world.walk(world.lead(f"s{n}"), "clarified")
        actions.dispatch(world.actor("officer"), lead.pk, at=MONDAY, department=world.departments[unit].pk, grade=grade)
        actions.accept(world.actor("liaison" if unit == "commerce" else "liaison_b"), lead.pk, at=MONDAY)
        lead.refresh_from_db()
        found.append(lead)
    return [*found, world.lead("social")]


def sent(leads: list[Lead], **changes: object) -> dict[str, object]:
    data: dict[str, object] = {"lead": [lead.pk for lead in leads], "demand": "请抓紧。"}
    for lead in leads:
        data |= {f"lead{lead.pk}-take": "on", f"lead{lead.pk}-seen": lead.revision}
    return {**data, **changes}


def look(client: Client, leads: list[Lead]) -> str:
    answer = client.get(URL, {"lead": [lead.pk for lead in leads]})
    assert answer.status_code == 200
    return answer.content.decode()


def notices(kind: str) -> dict[str, str]:
    """user → the sentence of each notice of a kind."""
    return {notice.user.name: sentence(notice.kind, notice.params) for notice in Notice.objects.filter(kind=kind)}


@pytest.mark.clause("5.1.h")
def test_the_preview_shows_the_one_notice_of_each_department(client: Client, leads: list[Lead]) -> None:
    body = look(client, leads)
    assert f"督办：2 条线索请立即答复，其中 1 条已逾期：{leads[0].no}、{leads[1].no}。" in body
    assert f"催办：1 条线索请尽快答复：{leads[2].no}。" in body
    assert body.index("商务促进局") < body.index("规划建设局")
    assert "1 条现在不能办" in body and "现在是“待沟通”，不在这一步。" in body
    assert not Nudge.objects.exists()


@pytest.mark.clause("5.1.h", "5.2.b")
def test_one_notice_a_department_and_a_row_a_lead(client: Client, leads: list[Lead]) -> None:
    body = client.post(URL, sent(leads[:3])).content.decode()
    assert "办好 3 条，没有办成 0 条" in body and "已督办商务促进局。" in body and "已催办规划建设局。" in body
    assert notices("leads.urge") == {
        "陈晨": f"督办：2 条线索请立即答复，其中 1 条已逾期：{leads[0].no}、{leads[1].no}。"
    }
    assert notices("leads.remind") == {"周同": f"催办：1 条线索请尽快答复：{leads[2].no}。"}
    assert not notices("lead.remind") and not notices("lead.urge")
    rows = Entry.objects.filter(verb__in=("lead.remind", "lead.urge")).order_by("subject")
    assert sorted((row.subject, row.verb) for row in rows) == sorted(
        [(leads[0].subject, "lead.urge"), (leads[1].subject, "lead.remind"), (leads[2].subject, "lead.remind")]
    )
    assert set(Nudge.objects.values_list("demand", "urging")) == {("请抓紧。", True), ("请抓紧。", False)}


def test_the_second_urging_goes_higher_once(
    world: World, client: Client, leads: list[Lead], now: dict[str, datetime]
) -> None:
    now["at"] = when("2026-04-01 09:00")
    client.force_login(world.users["officer"])
    for lead in leads[:2]:
        actions.nudge(world.system, lead.pk, at=now["at"], urging=True)
        lead.refresh_from_db()
    client.post(URL, sent(leads[:2]))
    assert notices("leads.urge_copy") == {"王建": f"抄送：2 条线索逾期，已再次督办：{leads[0].no}、{leads[1].no}。"}


def test_pressing_twice_does_nothing_twice(client: Client, leads: list[Lead]) -> None:
    data = sent(leads[:3])
    client.post(URL, data)
    assert "办好 3 条，没有办成 0 条" in client.post(URL, data).content.decode()
    assert Nudge.objects.count() == 3 and Notice.objects.filter(kind__startswith="leads.").count() == 2


def test_one_that_is_refused_holds_up_no_other(world: World, client: Client, leads: list[Lead]) -> None:
    data = sent(leads[:3])
    actions.reply(world.actor("liaison"), leads[1].pk, at=SOON, result="solved", process="办好了。")
    body = client.post(URL, data).content.decode()
    assert "办好 2 条，没有办成 1 条" in body and "状态已变化" in body
    assert notices("leads.urge") == {"陈晨": f"督办：1 条线索请立即答复，其中 1 条已逾期：{leads[0].no}。"}


def test_what_was_urged_today_is_not_ticked(world: World, client: Client, leads: list[Lead]) -> None:
    actions.nudge(world.system, leads[2].pk, at=SOON, urging=False)
    leads[2].refresh_from_db()
    body = look(client, leads[1:3])
    assert "今天 09:00 已催过，默认不再催" in body
    assert re.findall(r'name="lead(\d+)-take"[^>]* checked', body) == [str(leads[1].pk)]


def test_a_department_without_a_liaison_is_named(world: World, client: Client, leads: list[Lead]) -> None:
    world.users["liaison_b"].roles.all().delete()
    assert "这个部门还没有联络员" in look(client, leads[2:3])


def test_addresses_and_forms_made_by_hand(world: World, elsewhere: World, client: Client, leads: list[Lead]) -> None:
    theirs = elsewhere.walk(elsewhere.lead(), "accepted")
    body = client.get(f"{URL}?lead={theirs.pk}&lead=x&lead=-1").content.decode()
    assert theirs.no not in body and "没有可以催办的线索" in body
    client.post(URL, sent([theirs]))
    assert client.post(URL, sent(leads[:1], demand="长" * 1001)).status_code == 422
    assert client.post(URL, sent(leads[:1], **{f"lead{leads[0].pk}-seen": ""})).status_code == 422
    assert not Nudge.objects.exists()
    for key in ("liaison", "leader", "social"):
        client.force_login(world.users[key])
        assert client.get(URL).status_code == client.post(URL).status_code == 403
    missing = actions.nudge_together(world.actor("officer"), [Wish(lead=theirs.pk, seen=4)], at=SOON)
    assert missing[0].refused and missing[0].refused.code == "no_such_lead"
    many = [Wish(lead=n, seen=1) for n in range(AT_ONCE + 1)]
    with pytest.raises(Refused, match="too_many_at_once"):
        actions.nudge_together(world.actor("officer"), many, at=SOON)


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_takes_the_same_queries_for_one_and_for_three(
    client: Client, leads: list[Lead], django_assert_num_queries, count: int
) -> None:
    look(client, leads[:1])
    with django_assert_num_queries(5):  # 3 for every page; leads, liaisons
        look(client, leads[:count])
