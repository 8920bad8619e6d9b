"""The dossier reads the ledger: a change is in it the moment it is saved (5.2.a, 5.2.b)."""

import re
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from jianyan.accounts.models import Role
from jianyan.core.terms import Term
from jianyan.leads import actions
from jianyan.leads.models import Lead
from jianyan.ledger.models import Entry
from jianyan.people import queries
from jianyan.people.models import Appointment, Identity
from jianyan.rules.models import RulebookVersion
from tests.fixtures import MONDAY, World, when


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    clock = {"at": MONDAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


@pytest.fixture(autouse=True)
def this_term(world: World) -> None:
    """A term of three months, so that the forms that are missing can be counted by hand."""
    Appointment.objects.update(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))


def read(world: World, client: Client, by: str = "officer", of: str = "social", query: str = "") -> str:
    client.force_login(world.users[by])
    answer = client.get(reverse("people:dossier", args=[world.supervisors[of].pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def sentences(page: str) -> list[str]:
    """The rows as read, newest first, without who did them."""
    found = re.findall(r'<div class="ledger-what">\s*<p>(.*?)</p>', page, re.S)
    return [re.sub(r"<span.*?</span>|<[^>]+>", "", row).strip() for row in found]


@pytest.mark.clause("5.2.a", "5.2.b")
def test_each_change_of_a_lead_is_in_the_dossier_at_once(world: World, client: Client) -> None:
    officer, liaison, me = (world.actor(key) for key in ("officer", "liaison", "social"))
    lead = world.lead()
    assert sentences(read(world, client))[0].startswith("提出线索 东监 2026-0001")
    unit = world.departments["commerce"].pk
    for act, words in (
        (lambda: actions.log_call(officer, lead.pk, at=MONDAY, verified="属实"), "与提出人电话沟通，电话沟通按时"),
        (lambda: actions.dispatch(officer, lead.pk, at=MONDAY, department=unit, grade="B"), "转办至商务促进局"),
        (lambda: actions.accept(liaison, lead.pk, at=MONDAY), "商务促进局签收"),
        (
            lambda: actions.reply(liaison, lead.pk, at=MONDAY, result="solved", process="已合并"),
            "商务促进局答复：已解决",
        ),
        (lambda: actions.follow_up(me, lead.pk, at=MONDAY, solved=True, satisfaction="satisfied"), "办结"),
        (lambda: actions.reopen(me, lead.pk, at=MONDAY, reason="又来了"), "退回商务促进局重办"),
    ):
        act()
        assert sentences(read(world, client))[0].startswith(words)
        assert sentences(read(world, client, by="social"))[0].startswith(words)


@pytest.mark.clause("5.2.a")
def test_the_head_says_who_and_the_figures_say_how_much(world: World, client: Client) -> None:
    supervisor = world.supervisors["social"]
    Identity.objects.create(supervisor=supervisor, level="new_area")
    world.walk(world.lead(at=when("2026-01-09 10:00")), "closed", at=when("2026-01-12 10:00"))
    district = supervisor.identities.get(level="district").pk
    me = world.actor("social")
    actions.file_form(me, district, date(2026, 2, 1), [], at=when("2026-02-26 10:00"), key=uuid4(), nil=True)
    actions.withdraw(me, world.lead().pk, at=MONDAY)
    page = read(world, client)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))

    assert "社会监督员" in text and "市场主体代表" in text and "海通供应链" in text
    assert "东疆监督员 新区监督员" in text
    assert "139****0001" in text and "13900000001" not in page
    assert "2026-01-01 — 2026-12-31" in text
    assert "联系专员 李敏" in text
    # Three months: January and March with leads, February nil and late; the second identity owes two over months.
    assert "有线索 2 零报告 1 其中逾期提交 1 未提交的月份 2" in text
    assert "提出线索 2 条" in text
    assert "办理中 0 已办结 1 已备案 0 已并案 0 已撤回 1" in text


def test_a_month_is_owed_when_its_due_day_lies_in_a_term() -> None:
    term = Term(date(2025, 11, 26), date(2026, 2, 25))

    assert queries.dossier.months_of(term, 25) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


def test_a_split_lead_counts_in_its_parts(world: World) -> None:
    lead = world.lead()
    actions.split(world.actor("officer"), lead.pk, at=MONDAY, parts=[world.opinion(), world.opinion(title="另一件")])
    rows = queries.dossier_of(world.actor("officer"), world.supervisors["social"])

    assert queries.told_by(rows).states == {"split": 1, "received": 2}


def test_the_kinds_filter_and_count(world: World, client: Client) -> None:
    lead = world.walk(world.lead(), "closed")
    page = read(world, client)
    counts = dict(re.findall(r'href="\?kind=(\w+)"[^>]*>[^<]*<span class="tab-count">(\d+)', page))
    assert counts == {
        "forms": "1",
        "leads": "1",
        "calls": "1",
        "dispatch": "2",
        "replies": "1",
        "meetings": "0",
        "duties": "0",
        "follow_ups": "2",
        "appointments": "1",
    }
    for kind, words in (
        ("forms", ["提交2026年3月监督意见表，共 1 条线索"]),
        ("calls", ["与提出人电话沟通，电话沟通按时"]),
        ("appointments", ["聘任为社会监督员，聘期 2020年1月1日 周三 至 2040年12月31日 周一"]),
    ):
        assert sentences(read(world, client, query=f"?kind={kind}")) == words
    assert f'href="{reverse("leads:lead", args=[lead.pk])}"' in read(world, client, query="?kind=replies")
    assert "东监 2026-0001" in read(world, client, query="?kind=replies")


@pytest.mark.parametrize(
    "query",
    ["?kind=forged", "?after=x", "?before=9-9-9", "?after=" + "9" * 17 + "-1", "?before=-", "?after=1-" + "9" * 30],
)
def test_what_the_address_does_not_know_is_left_aside(world: World, client: Client, query: str) -> None:
    assert "台账" in read(world, client, query=query)


def test_every_verb_of_a_lead_has_its_kind(world: World) -> None:
    """Nothing can be recorded in a dossier that no filter finds."""
    from jianyan.core.flow import Verb

    known = frozenset().union(*queries.KINDS.values())
    assert {f"lead.{verb}" for verb in Verb} <= known


def test_the_parts_of_a_long_dossier_join_without_gap_or_repeat(world: World) -> None:
    for month in (1, 2, 3):
        world.walk(world.lead(at=when(f"2026-0{month}-05 10:00")), "closed", at=when(f"2026-0{month}-09 10:00"))
    rows = queries.dossier_of(world.actor("officer"), world.supervisors["social"])
    whole = [row.pk for row in rows.order_by("-at", "-pk")]

    seen, after = [], ""
    while True:
        part = queries.part_of(rows, after=after, size=4)
        seen.append([row.pk for row in part.rows])
        if not part.after:
            break
        after = part.after
    assert [pk for part_ in seen for pk in part_] == whole and len(seen) > 4

    back = [seen[-1]]
    before = part.before
    while before:
        part = queries.part_of(rows, before=before, size=4)
        back.insert(0, [row.pk for row in part.rows])
        before = part.before
    assert [pk for part_ in back for pk in part_] == whole


def test_an_empty_kind_says_what_will_be_there(world: World, client: Client) -> None:
    assert "这里还没有记录" in read(world, client, query="?kind=replies")


@pytest.mark.clause("5.3.b")
def test_who_may_read_a_dossier(world: World, elsewhere: World, client: Client) -> None:
    url = reverse("people:dossier", args=[world.supervisors["social"].pk])
    for user, status in (
        (world.users["officer"], 200),
        (world.users["head"], 200),
        (world.users["social"], 200),
        (world.users["internal"], 404),
        (elsewhere.users["officer"], 404),
        (elsewhere.users["social"], 404),
        (world.users["liaison"], 403),
        (world.users["leader"], 403),
        (world.users["sysadmin"], 403),
        (world.users["auditor"], 403),
    ):
        client.force_login(user)
        assert client.get(url).status_code == status
    client.force_login(world.users["social"])
    assert "监督员social" in client.get(reverse("my_dossier")).content.decode()


@pytest.mark.clause("4.1.c")
def test_an_anonymous_lead_is_not_found_by_who_answers_for_a_department_too(world: World, client: Client) -> None:
    hidden = world.walk(world.lead("internal", hidden=True), "clarified")
    assert hidden.no in read(world, client, by="head", of="internal")
    # The head also answers for the planning department.
    Role.objects.create(
        user=world.users["head"], zone=world.zone, name="liaison", department=world.departments["planning"]
    )

    page = read(world, client, by="head", of="internal")

    assert hidden.no not in page and "提出线索 0 条" in page
    assert hidden.no in read(world, client, by="internal", of="internal")


def test_what_passes_between_office_and_department_is_not_the_reporter_s(world: World, client: Client) -> None:
    lead: Lead = world.walk(world.lead(), "accepted")
    actions.ask_extension(world.actor("liaison"), lead.pk, at=MONDAY, until=date(2026, 4, 10), reason="需要与海关会商")

    assert sentences(read(world, client))[0].startswith("申请延期")
    own = read(world, client, by="social")
    assert sentences(own)[0].startswith("商务促进局签收") and "陈晨" not in own


def test_without_a_rulebook_the_rows_are_there_all_the_same(world: World, client: Client) -> None:
    world.lead()
    RulebookVersion.objects.update(effective_on=date(2030, 1, 1))

    assert "不能统计" in read(world, client) and sentences(read(world, client))


@pytest.mark.parametrize("leads", [1, 3])
def test_the_page_costs_the_same_for_one_lead_and_three(
    world: World, client: Client, leads: int, django_assert_num_queries
) -> None:
    for days in range(leads):
        at = when(f"2026-0{days + 1}-05 10:00")
        world.walk(world.lead(at=at), "closed", at=at + timedelta(days=1))
    read(world, client)
    assert Entry.objects.filter(verb="lead.close").count() == leads
    with django_assert_num_queries(12):
        client.get(reverse("people:dossier", args=[world.supervisors["social"].pk]))
