"""批量转办: a look at what will happen, then one act a lead, done or refused by itself, never twice (5.1.h)."""

import pytest
from django.test import Client

from jianyan.core.flow import Refused, State
from jianyan.leads import actions
from jianyan.leads.actions.together import AT_ONCE, Wish
from jianyan.leads.models import Dispatch, Lead
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, World

URL = "/leads/together/dispatch/"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY)


@pytest.fixture
def leads(world: World, client: Client) -> list[Lead]:
    """Three that may be dispatched and one that nobody has called about; commerce is told by its keywords."""
    world.departments["commerce"].matters = "章程 窗口"
    world.departments["commerce"].save()
    client.force_login(world.users["officer"])
    return [clarified(world, f"s{n}") for n in range(3)] + [world.lead("social")]


def clarified(world: World, key: str, **changes: object) -> Lead:
    world.supervisor(key, name=f"监督员{key}")
    return world.walk(world.lead(key, **changes), "clarified")


def sent(world: World, leads: list[Lead], **changes: object) -> dict[str, object]:
    """What the page sends with everything ticked."""
    data: dict[str, object] = {"lead": [lead.pk for lead in leads], "demand": "请书面答复。"}
    for lead in leads:
        data |= {
            f"lead{lead.pk}-take": "on",
            f"lead{lead.pk}-seen": lead.revision,
            f"lead{lead.pk}-department": world.departments["commerce"].pk,
            f"lead{lead.pk}-grade": "B",
        }
    return {**data, **changes}


def look(client: Client, leads: list[Lead]) -> str:
    answer = client.get(URL, {"lead": [lead.pk for lead in leads]})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clause("5.1.h")
def test_the_preview_says_where_by_when_what_and_what_cannot(world: World, client: Client, leads: list[Lead]) -> None:
    body = look(client, leads)
    commerce = world.departments["commerce"].pk
    assert body.count(f'<option value="{commerce}" selected>商务促进局</option>') == 3
    assert "建议：职责关键词：章程、窗口" in body or "建议：职责关键词：窗口、章程" in body
    assert 'value="B" selected>B级（一般） · 3月30日 周一' in body
    assert body.count("部门将看到") == 3 and "提出人：监督员s0（海通供应链），电话只显示首尾" in body
    assert "1 条现在不能办" in body and leads[3].no in body and "现在是“待沟通”，不在这一步。" in body
    assert not Dispatch.objects.exists()


@pytest.mark.clause("5.1.h", "5.2.b")
def test_each_lead_is_an_act_with_its_row(world: World, client: Client, leads: list[Lead]) -> None:
    three = leads[:3]
    data = sent(world, three)
    data.pop(f"lead{three[2].pk}-take")  # not this one
    data[f"lead{three[1].pk}-department"] = world.departments["planning"].pk
    data[f"lead{three[1].pk}-grade"] = "A"
    body = client.post(URL, data).content.decode()
    assert "办好 2 条，没有办成 0 条" in body and "已转办至规划建设局。" in body
    sheets = Dispatch.objects.order_by("lead")
    assert [(s.lead_id, s.department.code, s.grade, s.demand) for s in sheets] == [
        (three[0].pk, "commerce", "B", "请书面答复。"),
        (three[1].pk, "planning", "A", "请书面答复。"),
    ]
    assert Entry.objects.filter(verb="lead.dispatch", actor=world.users["officer"]).count() == 2


def test_pressing_twice_does_nothing_twice(world: World, client: Client, leads: list[Lead]) -> None:
    data = sent(world, leads[:2])
    first = client.post(URL, data).content.decode()
    second = client.post(URL, data).content.decode()
    assert "办好 2 条，没有办成 0 条" in first and "办好 2 条，没有办成 0 条" in second
    assert Dispatch.objects.count() == 2 == Entry.objects.filter(verb="lead.dispatch").count()


def test_one_that_is_refused_holds_up_no_other(world: World, client: Client, leads: list[Lead]) -> None:
    world.supervisor("own", "internal", unit=world.departments["commerce"])
    own = world.walk(world.lead("own"), "clarified")  # 4.1.c
    data = sent(world, [leads[0], own, leads[1]])
    actions.classify(
        world.actor("head"), leads[1].pk, at=MONDAY, kind="service", field="market", common=True, policy=""
    )
    body = client.post(URL, data).content.decode()
    assert "办好 1 条，没有办成 2 条" in body
    assert "不能只交给提出人所在单位办理" in body and "这条线索刚刚有人处理过" in body
    assert [sheet.lead_id for sheet in Dispatch.objects.all()] == [leads[0].pk]
    own.refresh_from_db()
    assert own.state == State.clarified and own.revision == 2


def test_another_hand_s_dispatch_is_not_taken_for_ones_own(world: World, client: Client, leads: list[Lead]) -> None:
    data = sent(world, leads[:1])
    actions.dispatch(world.actor("head"), leads[0].pk, at=MONDAY, department=world.departments["commerce"].pk)
    assert "办好 0 条，没有办成 1 条" in client.post(URL, data).content.decode()


def test_nothing_is_sent_while_a_department_is_missing(world: World, client: Client, leads: list[Lead]) -> None:
    data = sent(world, leads[:2], **{f"lead{leads[1].pk}-department": ""})
    answer = client.post(URL, data)
    body = answer.content.decode()
    assert answer.status_code == 422 and "请选择一个承办线索的部门。" in body and "请书面答复。" in body
    assert not Dispatch.objects.exists()
    data.pop(f"lead{leads[1].pk}-take")  # then nobody asks
    assert "办好 1 条" in client.post(URL, data).content.decode()


def test_what_the_reporter_wants_hidden_stays_hidden(world: World, client: Client, leads: list[Lead]) -> None:
    world.supervisor("quiet", "internal", unit=world.departments["customs"], name="匿名人")
    lead = world.walk(world.lead("quiet", hidden=True), "clarified")
    assert "提出人：隐名监督员。" in look(client, [lead])
    head = world.users["head"]
    head.roles.create(zone=world.zone, name="liaison", department=world.departments["customs"])
    client.force_login(head)
    assert "匿名人" not in look(client, [lead])


def test_addresses_and_forms_made_by_hand(world: World, elsewhere: World, client: Client, leads: list[Lead]) -> None:
    theirs = elsewhere.walk(elsewhere.lead(), "clarified")
    body = client.get(f"{URL}?lead={theirs.pk}&lead=x&lead=99999999999999&lead={leads[0].pk}&lead={leads[0].pk}")
    assert theirs.no not in body.content.decode() and body.content.decode().count("together-title") == 1
    assert "没有可以转办的线索" in client.get(URL).content.decode()
    assert client.post(URL, sent(world, [theirs])).status_code == 200
    theirs.refresh_from_db()
    assert theirs.state == State.clarified
    foreign = elsewhere.departments["commerce"].pk
    answer = client.post(URL, sent(world, leads[:1], **{f"lead{leads[0].pk}-department": foreign}))
    assert answer.status_code == 422
    answer = client.post(URL, sent(world, leads[:1], **{f"lead{leads[0].pk}-seen": "x"}))
    assert answer.status_code == 422 and not Dispatch.objects.exists()
    too_long = sent(world, leads[:1], demand="长" * 2001)
    assert client.post(URL, too_long).status_code == 422
    for key in ("liaison", "leader", "social"):
        client.force_login(world.users[key])
        assert client.get(URL).status_code == client.post(URL).status_code == 403


def test_the_number_is_bounded(world: World, client: Client, leads: list[Lead]) -> None:
    wishes = [Wish(lead=n, seen=1, department=1, grade="B") for n in range(AT_ONCE + 1)]
    with pytest.raises(Refused, match="too_many_at_once"):
        actions.dispatch_together(world.actor("officer"), wishes, at=MONDAY)
    ids = [lead.pk for lead in leads] + list(range(10**6, 10**6 + AT_ONCE))
    assert "另外 4 条没有列出" in client.get(URL, {"lead": ids}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_takes_the_same_queries_for_one_and_for_three(
    client: Client, leads: list[Lead], django_assert_num_queries, count: int
) -> None:
    look(client, leads[:1])
    with django_assert_num_queries(5):  # 3 for every page; departments, leads
        look(client, leads[:count])
