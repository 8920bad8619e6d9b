"""月度梳理: a month's leads in one table, to classify, merge, link and split without leaving it (5.1.f)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from jianyan.accounts.models import Role
from jianyan.core.flow import State, Verb
from jianyan.leads import actions
from jianyan.leads.models import Lead, Likeness, Merge, MonthSorting
from jianyan.leads.queries.month import progress
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, World
from tests.leads.acts import bring, called, do, everything, refused

pytestmark = pytest.mark.clause("5.1.f")
PAGE, ACT, MARCH = "/leads/month/", "/leads/month/act/", MONDAY.date().replace(day=1)
HERE = f"{PAGE}?month=2026-03"


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The time that pages read; tests move it."""
    clock: dict[str, object] = {"at": MONDAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


@pytest.fixture
def office(world: World, client: Client, now: dict[str, object]) -> Client:
    client.force_login(world.users["officer"])
    return client


@pytest.fixture
def two(world: World) -> tuple[Lead, Lead]:
    world.supervisor("second", name="第二位")
    return world.lead("social"), world.lead("second")


def body(client: Client, url: str = HERE) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def row(lead: Lead, **changes: str) -> dict[str, str]:
    """A row as the page sends it, with changes."""
    lead.refresh_from_db()
    shown = {"kind": lead.kind, "field": lead.field, "common": "1" if lead.common else "", "grade": lead.grade}
    sent = {f"{name}-{lead.pk}": value for name, value in {**shown, **changes}.items() if value or name != "common"}
    return {**sent, f"seen-{lead.pk}": str(lead.revision), f"was-{lead.pk}": "|".join(shown.values())}


def save(client: Client, *rows: dict[str, str], do: str = "save", **more: Any) -> Any:
    sent: dict[str, Any] = {key: value for one in rows for key, value in one.items()}
    ids = [key.removeprefix("seen-") for key in sent if key.startswith("seen-")]
    return client.post(HERE, {**sent, "row": ids, "do": do, **more})


# ------------------------------------------------------------------------------------------------------------ the table


def test_the_month_of_the_address_and_how_far_it_is(world: World, office: Client, two: tuple[Lead, Lead]) -> None:
    later = world.lead("internal", MONDAY + timedelta(days=30))
    do(world, Verb.classify, world.actor("officer"), two[0], grade="B")
    page = body(office)
    assert "本月 2 件，已整理 1 件" in page and two[0].no in page and later.no not in page
    assert body(office, f"{PAGE}?month=2026-04").count(later.no) and "本月整理完毕" not in page
    for odd in ("month=abc", "month=9999-12", "month=0001-01", "kind=zzz&department=x&sorted=maybe&page=99&view=x"):
        assert "2026年3月" in body(office, f"{PAGE}?{odd}")  # the present month, with nothing filtered away
    assert "没有符合条件的线索" in body(office, f"{PAGE}?month=2025-01")


def test_filters_by_kind_department_and_sorted_or_not(world: World, office: Client, two: tuple[Lead, Lead]) -> None:
    one, other = two
    bring(world, one, State.dispatched)
    commerce = world.departments["commerce"].pk
    for query, found in (
        ("sorted=yes", {one}),
        ("sorted=no", {other}),
        (f"department={commerce}", {one}),
        ("kind=service", {one, other}),
        ("kind=trend", set()),
    ):
        page = body(office, f"{HERE}&{query}")
        assert {lead for lead in two if lead.no in page} == found, query


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    world: World, office: Client, django_assert_num_queries: Any, count: int
) -> None:
    for n in range(count):
        world.supervisor(f"more{n}")
        lead = world.lead(f"more{n}", title=f"第{n}件")
        called(world, lead)
        mate = world.lead(f"more{n}", MONDAY + timedelta(days=60))
        actions.link(world.actor("officer"), [lead.pk, mate.pk], at=MONDAY + timedelta(days=60))
    body(office)
    with django_assert_num_queries(12):
        assert body(office).count('data-label="等级"') == count
    world.supervisor("alike")
    world.lead("alike", title="第0件")
    with django_assert_num_queries(11):
        assert body(office, f"{HERE}&view=alike").count("month-pair") >= count


def test_what_is_on_its_way_cannot_be_changed_here(world: World, office: Client) -> None:
    lead = bring(world, world.lead(), State.accepted)
    page = body(office)
    assert lead.no in page and f'name="kind-{lead.pk}"' not in page
    assert save(office, row(lead, grade="C")).status_code == 422
    assert Lead.objects.get(pk=lead.pk).grade == "B"


@pytest.mark.parametrize("key", ["social", "liaison", "leader", "auditor"])
def test_the_page_is_the_offices(world: World, client: Client, key: str) -> None:
    client.force_login(world.users[key])
    assert client.get(PAGE).status_code == client.post(PAGE).status_code == client.post(ACT).status_code == 403


@pytest.mark.clause("4.1.c")
def test_an_officer_who_answers_for_a_department_does_not_find_anonymous_leads_here(
    world: World, office: Client
) -> None:
    hidden, named = world.lead("internal", hidden=True), world.lead("social")
    assert hidden.no in body(office)
    user, unit = world.users["officer"], world.departments["planning"]
    Role.objects.create(user=user, zone=world.zone, name="liaison", department=unit)
    page = body(office)
    assert named.no in page and hidden.no not in page
    save(office, row(hidden, grade="A"))
    assert Lead.objects.get(pk=hidden.pk).grade == ""


# --------------------------------------------------------------------------------------------------------------- saving


def test_one_press_saves_the_changed_rows_and_only_those(world: World, office: Client, two: tuple[Lead, Lead]) -> None:
    third = world.lead("internal")
    answer = save(office, row(two[0], grade="A", field="market"), row(two[1], common="1"), row(third))
    assert (answer.status_code, answer["Location"]) == (302, HERE)
    for lead in (*two, third):
        lead.refresh_from_db()
    assert (two[0].grade, two[0].field, two[1].common, third.revision) == ("A", "market", True, 1)
    page = body(office)
    assert "已保存 2 条" in page and page.count('name="row" value=') == 3
    rows = re.findall(r'name="entry" value="(\d+)"', page)
    undone = office.post("/leads/undo/", {"entry": rows, "back": HERE}, follow=True).content.decode()
    assert "已撤销 2 件" in undone and set(Lead.objects.values_list("grade", "common")) == {("", False)}


def test_nothing_changed_saves_nothing(world: World, office: Client, two: tuple[Lead, Lead]) -> None:
    before = everything()
    assert save(office, row(two[0]), row(two[1])).status_code == 302
    assert "没有改动" in body(office)
    save(office)
    assert everything() == before


def test_a_kind_that_asks_for_more_asks_in_the_row_and_keeps_what_was_chosen(
    world: World, office: Client, two: tuple[Lead, Lead]
) -> None:
    answer = save(office, row(two[0], kind="trend", grade="C"), row(two[1], grade="B"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "请补充：属于哪种变化" in page and "已保存 1 条" in page
    assert f'name="aspect-{two[0].pk}"' in page and '<option value="trend" selected>' in page
    assert [lead.grade for lead in Lead.objects.order_by("id")] == ["", "B"]
    more = {f"aspect-{two[0].pk}": "shock"}
    assert save(office, row(two[0], kind="trend", grade="C"), more).status_code == 302
    two[0].refresh_from_db()
    assert (two[0].kind, two[0].aspect, two[0].grade) == ("trend", "shock", "C")


def test_what_the_reporters_channel_does_not_have_is_refused(world: World, office: Client) -> None:
    lead = world.lead("social")
    for bad in ({"kind": "practice"}, {"field": "zzz"}, {"grade": "D"}, {"kind": ""}):
        assert save(office, row(lead, **bad)).status_code == 422, bad
    assert Lead.objects.get(pk=lead.pk).revision == 1


def test_a_row_that_somebody_was_faster_with_says_so_and_the_others_are_saved(
    world: World, office: Client, two: tuple[Lead, Lead]
) -> None:
    old = row(two[0], grade="A")
    do(world, Verb.classify, world.actor("head"), two[0], grade="C")
    answer = save(office, old, row(two[1], grade="A"))
    assert answer.status_code == 422 and "刚刚有人处理过" in answer.content.decode()
    assert [lead.grade for lead in Lead.objects.order_by("id")] == ["C", "A"]


def test_a_row_saves_itself_and_the_answer_says_how_far_the_month_is(
    world: World, office: Client, two: tuple[Lead, Lead]
) -> None:
    head = {"HTTP_HX_REQUEST": "true"}
    answer = office.post(HERE, {**row(two[0], grade="A"), "only": two[0].pk}, **head)
    page = answer.content.decode()
    assert answer.status_code == 200 and "已保存" in page and f'value="{two[0].revision + 1}"' in page
    assert "本月 2 件，已整理 1 件" in page and 'id="progress" hx-swap-oob' in page.replace("\n", " ")
    assert 'id="messages"' in page and page.count('name="entry"') == 2 and "<html" not in page
    answer = office.post(HERE, {**row(two[1], kind="trend"), "only": two[1].pk}, **head)
    assert answer.status_code == 200 and f'name="aspect-{two[1].pk}"' in answer.content.decode()
    assert Lead.objects.get(pk=two[1].pk).kind == "service"
    assert office.post(HERE, {"only": "424242"}, **head).status_code == 404


def test_another_zones_row_is_passed_over(world: World, elsewhere: World, office: Client) -> None:
    theirs = elsewhere.lead()
    save(office, row(theirs, grade="A"))
    assert Lead.objects.get(pk=theirs.pk).grade == ""


# ------------------------------------------------------------------------------------------------- merging, linking, …


def test_chosen_leads_are_looked_over_then_merged_and_undone(
    world: World, office: Client, two: tuple[Lead, Lead]
) -> None:
    one, other = two
    called(world, other)
    answer = save(office, row(one), row(other), do="merge", chosen=[one.pk, other.pk])
    assert answer.status_code == 302 and f"do=merge&lead={one.pk}&lead={other.pk}" in answer["Location"]
    panel = body(office, answer["Location"].partition("#")[0])
    assert "留下哪一条" in panel and "一分钟后通知各位提出人" in panel
    assert f'name="into" value="{one.pk}" checked' in panel  # not called about yet: it can only stay
    sent = {"do": "merge", "lead": [one.pk, other.pk], "into": one.pk, "reason": "同一窗口。", "back": HERE}
    page = office.post(ACT, sent, follow=True).content.decode()
    assert f"1 条已并入 {one.no}。" in page and Merge.objects.get().lead == other
    rows = re.findall(r'name="entry" value="(\d+)"', page)
    office.post("/leads/undo/", {"entry": rows, "back": HERE})
    other.refresh_from_db()
    assert other.state == State.clarified and not Merge.objects.exists()


def test_what_cannot_be_merged_says_why_before_and_after(world: World, office: Client, two: tuple[Lead, Lead]) -> None:
    ids = [lead.pk for lead in two]
    panel = body(office, f"{HERE}&do=merge&lead={ids[0]}&lead={ids[1]}")
    assert "还没有电话沟通，沟通后才能并案" in panel and "并为一条" not in panel
    sent = {"do": "merge", "lead": ids, "into": ids[0], "reason": "同一窗口。", "back": HERE}
    page = office.post(ACT, sent, follow=True).content.decode()
    assert f"{two[1].no}：" in page and "不能再并案" in page
    assert "至少两条" in body(office, f"{HERE}&do=merge&lead={ids[0]}")
    called(world, two[1])
    sent |= {"lead": ids[1], "into": "x"}
    assert "没有找到可以并入的线索" in office.post(ACT, sent, follow=True).content.decode()


def test_chosen_leads_are_linked(world: World, office: Client, two: tuple[Lead, Lead]) -> None:
    ids = [lead.pk for lead in two]
    assert "关联为相似" in body(office, f"{HERE}&do=link&lead={ids[0]}&lead={ids[1]}")
    sent = {"do": "link", "lead": ids, "back": HERE}
    assert "已关联为相似线索" in office.post(ACT, sent, follow=True).content.decode()
    assert "已经关联过了" in office.post(ACT, sent, follow=True).content.decode()
    assert body(office).count("1 条相似") == 2
    office.post(ACT, {**sent, "do": "unlink"})
    assert "条相似" not in body(office)


def test_pairs_that_look_alike_take_one_press(world: World, office: Client, two: tuple[Lead, Lead]) -> None:
    one, other = two
    called(world, other)
    url = f"{HERE}&view=alike"
    page = body(office, url)
    assert "很相近" in page and "都写到“" in page and f"把 {other.no} 并入 {one.no}" in page
    sent = {"lead": [one.pk, other.pk], "back": url}
    office.post(ACT, {**sent, "do": "apart"})
    assert not Likeness.objects.get().related and "没有看着相似的线索" in body(office, url)
    Likeness.objects.all().delete()
    office.post(ACT, {**sent, "do": "merge", "into": one.pk})
    assert Merge.objects.get().reason == "内容相似，经梳理为同一问题，并案办理。"
    assert "没有看着相似的线索" in body(office, url)


def test_a_split_comes_back_to_the_table(world: World, office: Client) -> None:
    lead = world.lead()
    url = f"/leads/{lead.pk}/split/?back={quote(HERE)}"
    assert url in body(office)
    part = {"body": "两件事分开来说，这里写清楚其中一件。", "kind": "service", "field": "market"}
    parts = {f"part-{n}-{name}": value for n in (0, 1) for name, value in {**part, "title": f"第{n}件"}.items()}
    answer = office.post(url, {"seen": 1, "count": 2, **parts})
    assert (answer.status_code, answer["Location"]) == (302, HERE)
    assert "已拆分" in body(office) and Lead.objects.filter(split_from=lead).count() == 2
    other = world.lead("internal")
    keys = {f"part-{n}-{name}": value for n in (0, 1) for name, value in (("kind", "practice"), ("policy", "某办法"))}
    url = f"/leads/{other.pk}/split/?back=//elsewhere.example{PAGE}"
    answer = office.post(url, {"seen": 1, "count": 2, **parts, **keys})
    assert (answer.status_code, answer["Location"]) == (302, f"/leads/{other.pk}/")


@pytest.mark.parametrize("do", ["", "explode", "finish"])
def test_forged_acts_are_not_there(office: Client, do: str) -> None:
    for month in ("", "zzz", "2026-99", "²"):
        assert office.post(ACT, {"do": do, "month": month}).status_code == 404
    assert office.get(ACT).status_code == 405


# ------------------------------------------------------------------------------------------------------------- the end


def test_a_month_is_finished_when_all_of_it_is_sorted(world: World, office: Client, two: tuple[Lead, Lead]) -> None:
    officer = world.actor("officer")
    assert refused(lambda: actions.finish_month(officer, MARCH, at=MONDAY)) == "month_unsorted"
    do(world, Verb.note, officer, called(world, two[0]))
    do(world, Verb.classify, officer, two[1], grade="C")
    assert "本月整理完毕" in body(office)
    sent = {"do": "finish", "month": "2026-03", "back": HERE}
    page = office.post(ACT, sent, follow=True).content.decode()
    assert "线索已整理完毕，共 2 件，已记入台账" in page and "李敏 于" in page
    done = MonthSorting.objects.get()
    entry = Entry.objects.get(verb="month.sorted")
    assert (done.leads, done.counts) == (2, {"graded": 1, "merged": 0, "split": 0, "noted": 1, "linked": 0})
    assert (entry.subject, entry.clause, entry.role) == (f"month:{done.pk}", "5.1.f", "officer")
    assert entry.data == {"month": "2026-03", "leads": 2, **done.counts}
    office.post(ACT, sent)
    assert MonthSorting.objects.count() == Entry.objects.filter(verb="month.sorted").count() == 1

    late = world.lead("internal")
    assert "此后又来 1 件" in body(office)
    do(world, Verb.classify, officer, late, grade="B")
    office.post(ACT, sent)
    assert list(MonthSorting.objects.order_by("id").values_list("leads", flat=True)) == [2, 3]


def test_who_may_finish_a_month_and_which(world: World, elsewhere: World) -> None:
    for key in ("leader", "liaison", "social", "auditor"):
        assert refused(lambda key=key: actions.finish_month(world.actor(key), MARCH, at=MONDAY)) == "wrong_hat"
    assert refused(lambda: actions.finish_month(world.actor("head"), MARCH, at=MONDAY)) == "month_empty"
    elsewhere.lead()
    assert progress(world.zone.pk, MARCH).total == 0  # another zone's leads are its own
    do(world, Verb.withdraw, world.actor("social"), world.lead())
    assert progress(world.zone.pk, MARCH).total == 0  # what was taken back needs no sorting
