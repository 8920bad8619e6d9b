"""The officer's desk: the queues, what narrows them, the lead beside them, and who owes a form."""

import re
from datetime import datetime

import pytest
from django.test import Client

from jianyan.accounts.models import Role
from jianyan.leads import actions
from jianyan.leads.models import Lead
from jianyan.people.actions import log_contact
from tests.fixtures import MONDAY, World, when

URL = "/desk/"
HTMX = {"HX-Request": "true", "HX-Target": "lead"}


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    clock = {"at": MONDAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


def desk(client: Client, query: str = "") -> str:
    answer = client.get(URL + query)
    assert answer.status_code == 200
    return answer.content.decode()


def below(client: Client, query: str = "") -> str:
    """What the desk loads when its end is scrolled to."""
    answer = client.get(f"/desk/below/{query}", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def numbers(body: str) -> list[str]:
    """The numbers of the queue in their order."""
    queue = body.split('class="desk-list')[1].split("</section>")[0]
    return re.findall(r"东监 (2026-隐?\d{4})", queue)


def tiles(body: str) -> dict[str, tuple[int, str]]:
    """label → (count, lights) of the tiles."""
    label, figure, lights = (rf'count-{name}">(.*?)</span>\s*<' for name in ("label", "figure", "lights"))
    found = re.findall(f'{label}span class="{figure}span class="{lights}svg', body, re.S)
    return {label: (int(count), re.sub(r"<.*?>|\s+", "", lights)) for label, count, lights in found}


def filed(world: World, key: str, at: str, **changes: object) -> Lead:
    world.supervisor(key, name=f"监督员{key}")
    return world.lead(key, when(at), **changes)


@pytest.fixture
def spread(world: World, client: Client, now: dict[str, datetime]) -> dict[str, Lead]:
    """One lead in each queue, seen a week later by the officer."""
    states = ("received", "clarified", "dispatched", "accepted", "replied")
    leads = {state: world.walk(filed(world, state, "2026-03-09 10:00"), state) for state in states}
    returned = world.walk(filed(world, "returned", "2026-03-09 10:00"), "dispatched")
    planning = world.departments["planning"].pk
    actions.return_(
        world.actor("liaison"), returned.pk, at=when("2026-03-16 09:00"), reason="不属本局。", should_be=planning
    )
    now["at"] = when("2026-03-16 10:00")
    client.force_login(world.users["officer"])
    return {**leads, "returned": returned}


@pytest.mark.clause("4.3.a", "5.1.f", "5.1.g", "5.1.h")
def test_each_queue_has_its_count_and_its_lights(client: Client, spread: dict[str, Lead]) -> None:
    body = desk(client)
    assert tiles(body) == {
        "待沟通": (1, "■逾期1"),
        "待转办": (2, "▲临期1"),
        "待签收": (1, "■逾期1"),
        "待答复": (1, "都在期限内"),
        "待回访": (1, "▲临期1"),
        "跟踪兑现": (0, "没有等待的"),
    }
    order = ("dispatched", "received", "replied", "clarified", "returned", "accepted")
    assert set(numbers(body)) == {lead.no.split()[1] for lead in spread.values()}
    assert numbers(body)[:2] == [spread[name].no.split()[1] for name in order[:2]]
    assert numbers(body)[-1] == spread["accepted"].no.split()[1]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("?queue=call", ["received"]),
        ("?queue=dispatch", ["clarified", "returned"]),
        ("?queue=accept", ["dispatched"]),
        ("?queue=reply", ["accepted"]),
        ("?queue=follow_up", ["replied"]),
        ("?queue=promise", []),
        ("?light=red", ["dispatched", "received"]),
        ("?light=red&queue=call", ["received"]),
        ("?light=green", ["accepted", "returned"]),
        ("?grade=B", ["accepted", "dispatched", "replied", "returned"]),
        ("?grade=A", []),
        ("?kind=service", ["accepted", "clarified", "dispatched", "received", "replied", "returned"]),
        ("?kind=trend", []),
        ("?q=监督员clar", ["clarified"]),
        ("?q=0003", ["dispatched"]),
        ("?q=两个窗口&queue=reply", ["accepted"]),
        ("?q=%25", []),
        ("?month=2026-03", ["accepted", "clarified", "dispatched", "received", "replied", "returned"]),
        ("?month=2026-02", []),
        ("?month=2026-03&queue=call", ["received"]),
    ],
)
def test_the_queue_is_narrowed_by_its_address(
    client: Client, spread: dict[str, Lead], query: str, wanted: list[str]
) -> None:
    found = {lead.no.split()[1]: name for name, lead in spread.items()}
    assert sorted(found[no] for no in numbers(desk(client, query))) == sorted(wanted)


def test_the_department_narrows_too(world: World, client: Client, spread: dict[str, Lead]) -> None:
    body = desk(client, f"?department={world.departments['commerce'].pk}")
    assert len(numbers(body)) == 3
    assert tiles(body)["待沟通"][0] == 0
    assert numbers(desk(client, f"?department={world.departments['customs'].pk}")) == []


def test_one_supervisor_narrows_too(world: World, client: Client, spread: dict[str, Lead]) -> None:
    who = world.supervisors["received"]
    body = desk(client, f"?supervisor={who.pk}")
    assert numbers(body) == [spread["received"].no.split()[1]]
    assert f'<option value="{who.pk}" selected>监督员received</option>' in body
    world.supervisor("quiet")
    assert numbers(desk(client, f"?supervisor={world.supervisors['quiet'].pk}")) == []


def test_who_also_answers_for_a_department_finds_no_anonymous_lead_by_its_month_or_supervisor(
    world: World, client: Client
) -> None:
    world.supervisor("quiet", "internal", unit=world.departments["customs"])
    lead = world.lead("quiet", hidden=True)
    Role.objects.create(
        user=world.users["officer"], zone=world.zone, name="liaison", department=world.departments["commerce"]
    )
    client.force_login(world.users["officer"])
    assert numbers(desk(client)) == [lead.no.split()[1]]
    assert numbers(desk(client, "?month=2026-03")) == []
    assert numbers(desk(client, f"?supervisor={world.supervisors['quiet'].pk}")) == []


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?light=purple&grade=Z", "没有采用：期限、等级。"),
        ("?queue=nowhere", "没有采用：待办。"),
        ("?supervisor=424242&month=soon", "没有采用：监督员、提交月份。"),
        ("?department=x&kind=y&who=w", "没有采用：主办部门、类型、范围。"),
    ],
)
def test_what_is_not_known_is_passed_over_with_a_word(
    client: Client, spread: dict[str, Lead], query: str, words: str
) -> None:
    body = desk(client, query)
    assert words in body and "field-error" not in body
    assert len(numbers(body)) == len(spread)
    assert "没有采用" not in desk(client, "?light=red&utm=x")


@pytest.mark.clause("4.3.a")
def test_each_row_says_what_to_do_next_and_why(client: Client, spread: dict[str, Lead]) -> None:
    body = desk(client)
    steps = {
        "received": ("call", "先与监督员通话"),
        "clarified": ("dispatch", "转给承办部门"),
        "returned": ("dispatch", "部门已退回"),
        "dispatched": ("urge", "已逾期"),
        "replied": ("follow-up", "是否解决"),
    }
    for state, (verb, why) in steps.items():
        found = re.search(rf'class="queue-next" href="/leads/{spread[state].pk}/([a-z-]+)/" title="([^"]*)"', body)
        assert found and found[1] == verb and why in found[2], state
    assert f'queue-next" href="/leads/{spread["accepted"].pk}/' not in body  # the department has time
    pane = client.get(f"{URL}?lead={spread['received'].pk}", headers=HTMX).content.decode()
    assert "下一步建议：记录通话。先与监督员通话，了解情况" in pane


@pytest.mark.parametrize(
    "query",
    [
        "?queue=x&light=y&department=z&kind=k&grade=g&who=w&page=p&lead=l",
        "?department=99999999999999999999&page=99999999999999999999&lead=99999999999999999999",
        "?page=-1&department=-1&q=%00%ff",
        "?q=" + "长" * 5000,
        "?who=mine&lead=",
    ],
)
def test_an_address_typed_wrongly_is_read_kindly(client: Client, spread: dict[str, Lead], query: str) -> None:
    assert client.get(URL + query).status_code == 200


def test_an_officer_sees_their_own_supervisors_first_and_everybodys_when_asked(
    world: World, client: Client, spread: dict[str, Lead]
) -> None:
    other = world.user("officer2", "officer", name="另一位")
    world.supervisors["received"].officer = other
    world.supervisors["received"].save()
    world.supervisors["clarified"].officer = None
    world.supervisors["clarified"].save()
    mine = numbers(desk(client))
    assert spread["received"].no.split()[1] not in mine and spread["clarified"].no.split()[1] in mine
    assert len(numbers(desk(client, "?who=all"))) == len(mine) + 1 == 6
    client.force_login(other)
    assert len(numbers(desk(client))) == 2
    client.force_login(world.users["head"])
    assert len(numbers(desk(client))) == 6


def test_the_chosen_lead_comes_as_a_part_or_with_the_page(client: Client, spread: dict[str, Lead]) -> None:
    lead = spread["received"]
    part = client.get(f"{URL}?lead={lead.pk}", headers=HTMX).content.decode()
    assert "<html" not in part and lead.title in part and f"/leads/{lead.pk}/call/" in part
    whole = desk(client, f"?lead={lead.pk}")
    assert "<html" in whole and f"/leads/{lead.pk}/call/" in whole and whole.count('aria-current="true"') == 1
    restored = client.get(f"{URL}?lead={lead.pk}", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in restored.content.decode()
    assert f'href="/leads/{lead.pk}/"' in desk(client)  # the way without scripts
    assert client.get(f"{URL}?lead=424242", headers=HTMX).status_code == 404


@pytest.mark.clause("5.1.e")
def test_who_has_not_filed_this_month_stands_below(world: World, client: Client) -> None:
    client.force_login(world.users["officer"])
    body = below(client)
    assert "2026年3月还没有交意见表：2 份" in body and "提交日 3月25日 周三" in body
    assert "监督员internal" in body and "139****0001" in body and "13900000001" not in body
    world.lead()
    assert "还没有交意见表：1 份" in below(client)
    world.lead("internal")
    assert "本月都交齐了" in below(client)


@pytest.mark.clause("5.1.e")
def test_one_press_reminds_one_and_says_so(world: World, client: Client) -> None:
    client.force_login(world.users["officer"])
    one = world.supervisors["social"].identities.get().pk
    body = below(client)
    assert "今天还没提醒 2 份" in body and f'name="identity" value="{one}"' in body
    answer = client.post("/forms/remind/", {"identity": one}, follow=True)
    assert answer.redirect_chain[-1][0] == "/desk/#owing"
    assert "已提醒 1 人提交本月意见表。" in answer.content.decode()
    body = below(client)
    assert "今天已提醒" in body and "今天还没提醒 1 份" in body
    assert f'name="identity" value="{one}"' not in body


@pytest.mark.clause("5.1.c", "5.1.e")
def test_who_was_not_contacted_this_month_stands_below(
    world: World, client: Client, now: dict[str, datetime], django_assert_num_queries
) -> None:
    client.force_login(world.users["officer"])
    body = below(client)
    who = world.supervisors["social"]
    assert "2026年3月还没有联系过：2 人" in body and f"/supervisors/{who.pk}/contact/?next=/desk/" in body
    log_contact(world.actor("officer"), who.pk, at=MONDAY, method="phone", text="问近况。")
    assert "2026年3月还没有联系过：1 人" in below(client)
    world.supervisors["internal"].officer = world.user("officer2", "officer", name="另一位")
    world.supervisors["internal"].save()
    assert "本月都联系过了" in below(client)  # not this officer's
    assert "还没有联系过：1 人" in below(client, "?who=all")
    for n in range(3):
        world.supervisor(f"more{n}")
    with django_assert_num_queries(6):  # 3 for every page; rules, people, forms
        assert "还没有联系过：3 人" in below(client)
    now["at"] = when("2026-04-01 09:00")
    client.force_login(world.users["officer"])
    assert "2026年4月还没有联系过：4 人" in below(client)


def test_what_is_below_is_loaded_when_it_is_seen_and_a_link_without_scripts(world: World, client: Client) -> None:
    client.force_login(world.users["officer"])
    body = desk(client)
    assert 'id="owing" hx-get="/desk/below/?who=mine" hx-trigger="revealed"' in body
    assert '<a href="/desk/below/?who=mine">' in body and "还没有交意见表：" not in body
    assert '<a href="/desk/below/?who=all">' in desk(client, "?who=all")
    page = client.get("/desk/below/?who=all").content.decode()
    assert "<html" in page and "还没有交意见表：2 份" in page and 'id="owing"' in page
    assert "<html" not in below(client)


def test_what_more_filters_offer_is_loaded_when_they_are_asked_for(world: World, client: Client) -> None:
    client.force_login(world.users["officer"])
    assert "queue_supervisor" not in desk(client) and 'href="/desk/?light=red&amp;more=1"' in desk(client, "?light=red")
    opened = desk(client, "?light=red&more=1")
    part = client.get(f"{URL}?light=red&more=1", headers={"HX-Request": "true", "HX-Target": "more"}).content.decode()
    assert '<details class="fold" open>' in opened and "<html" not in part
    for body in (opened, part):
        assert 'name="department"' in body and "监督员social</option>" in body and 'name="month"' in body
    assert '<details class="fold" open>' in desk(client, "?grade=A")


def test_empty_desks_say_what_will_come_and_what_to_do(world: World, client: Client) -> None:
    client.force_login(world.users["officer"])
    assert "您联系的监督员没有待办的线索" in desk(client) and "看全部专员的" in desk(client)
    assert "没有待办的线索" in desk(client, "?who=all")
    assert "没有符合条件的线索" in desk(client, "?q=没有这样的")
    assert "从队列里选一条线索" in desk(client)


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_takes_the_same_queries_for_one_lead_and_for_three(
    world: World, client: Client, django_assert_num_queries, count: int
) -> None:
    for n in range(count):
        filed(world, f"s{n}", "2026-03-09 09:00")
    client.force_login(world.users["officer"])
    assert len(numbers(desk(client))) == count
    # 3 for every page; tiles, rows, leads, contests, views
    with django_assert_num_queries(9):
        desk(client)


def test_thirty_leads_a_page(world: World, client: Client, now: dict[str, datetime]) -> None:
    opinions = [world.opinion() for _ in range(11)]
    for n in range(3):
        supervisor = world.supervisor(f"s{n}")
        identity = supervisor.identities.get().pk
        actions.file_form(
            world.actor(f"s{n}"), identity, MONDAY.date().replace(day=1), opinions, at=MONDAY, key=f"{n}" * 32
        )
    client.force_login(world.users["officer"])
    assert len(numbers(desk(client))) == 30
    assert len(numbers(desk(client, "?page=2&queue=call"))) == 3


def test_only_the_office_has_a_desk(world: World, client: Client) -> None:
    for key in ("liaison", "leader", "social", "sysadmin"):
        client.force_login(world.users[key])
        assert client.get(URL).status_code == 403


def test_of_too_many_supervisors_there_is_no_list_but_the_search_finds_them(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(world.users["officer"])
    world.lead()
    assert "queue_supervisor" in desk(client, "?more=1")
    monkeypatch.setattr("jianyan.leads.queries.desk.OFFERED", 0)
    name = world.supervisors["social"].name
    assert "queue_supervisor" not in desk(client, "?more=1")
    assert numbers(desk(client, f"?q={name}")) == ["2026-0001"]
    assert numbers(desk(client, f"?supervisor={world.supervisors['social'].pk}")) == ["2026-0001"]
