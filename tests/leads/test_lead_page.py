"""The page of a lead: what each hat sees of it, and what it costs to show."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from jianyan.leads import actions
from jianyan.leads.models import Lead
from tests.fixtures import MONDAY, World, when
from tests.leads.busy import busy_lead


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    clock = {"at": MONDAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


def page(world: World, client: Client, lead: Lead, key: str) -> str:
    client.force_login(world.users[key])
    answer = client.get(f"/leads/{lead.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clause("5.1.g", "4.3.a")
def test_the_officer_sees_who_raised_it_what_is_due_by_which_rule_and_what_to_do(world: World, client: Client) -> None:
    lead = world.lead(place="政务大厅二楼", suggestion="合并成一个窗口。")
    body = page(world, client, lead, "officer")

    assert lead.no in body and lead.title in body and "待沟通" in body
    assert "还剩 3 个工作日" in body and "3月12日 周四 24:00 前" in body and "/rules/v1/#clocks.call" in body
    assert "监督员social" in body and "139****0001" in body and "13900000001" not in body and "联系专员：李敏" in body
    assert "政务环境问题" in body and "政务大厅二楼" in body and "合并成一个窗口。" in body
    assert f"/leads/{lead.pk}/call/" in body and f"/leads/{lead.pk}/split/" in body
    assert f"/leads/{lead.pk}/dispatch/" not in body and f"/leads/{lead.pk}/merge/" not in body
    assert f"/leads/{lead.pk}/withdraw/" not in body
    assert "提出线索 东监 2026-0001" in body


@pytest.mark.parametrize("each", [1, 3])
@pytest.mark.parametrize(("key", "queries"), [("officer", 14), ("social", 13), ("liaison", 13), ("liaison_b", 14)])
def test_a_lead_takes_the_same_queries_however_much_was_done_with_it(
    world: World, client: Client, django_assert_num_queries, each: int, key: str, queries: int
) -> None:
    """Three for the frame of every page, at most eleven for the lead."""
    lead = busy_lead(world, each)
    page(world, client, lead, key)
    with django_assert_num_queries(queries):
        client.get(f"/leads/{lead.pk}/")


def test_the_office_and_the_leader_read_everything(world: World, client: Client) -> None:
    lead = busy_lead(world, 2)
    for key in ("officer", "head", "leader"):
        body = page(world, client, lead, key)
        for said in (
            "通话核实属实。",
            "退回理由甲。",
            "延期理由乙。",
            "请抓紧。",
            "请书面答复。",
            "还没有。",
            "这次真的办好了。",
        ):
            assert said in body, (key, said)
        assert "认为应由规划建设局办理" in body and "协办：规划建设局" in body and "同一问题" in body


@pytest.mark.clause("5.1.h")
def test_the_handling_department_reads_what_is_meant_for_it(world: World, client: Client) -> None:
    body = page(world, client, busy_lead(world, 2), "liaison")

    for said in (
        "请书面答复。",
        "退回理由甲。",
        "延期理由乙。",
        "请抓紧。",
        "还没有。",
        "这次真的办好了。",
        "监督员social",
    ):
        assert said in body
    assert "通话核实属实。" not in body and "电话沟通" not in body
    assert "另有 2 条线索反映同一问题" in body and "东监 2026-0002" not in body


def test_a_supporting_department_reads_but_neither_acts_nor_hears_the_other_ones_talk(
    world: World, client: Client
) -> None:
    lead = world.walk(world.lead(), "clarified")
    commerce, planning = world.departments["commerce"].pk, world.departments["planning"].pk
    actions.dispatch(
        world.actor("officer"), lead.pk, at=MONDAY, department=commerce, supporting=[planning], demand="请配合。"
    )
    actions.accept(world.actor("liaison"), lead.pk, at=MONDAY)
    until = MONDAY.date() + timedelta(days=30)
    actions.ask_extension(world.actor("liaison"), lead.pk, at=MONDAY, until=until, reason="内部原因。")

    body = page(world, client, lead, "liaison_b")
    assert "请配合。" in body and "主办：商务促进局" in body
    assert "内部原因。" not in body and "申请延期" not in body and "现在可以做的" not in body


def test_a_department_that_returned_a_lead_reads_no_more_than_its_own_part(world: World, client: Client) -> None:
    lead = world.walk(world.lead(), "dispatched")
    planning = world.departments["planning"].pk
    actions.return_(world.actor("liaison"), lead.pk, at=MONDAY, reason="不属本局。", should_be=planning)
    actions.dispatch(world.actor("officer"), lead.pk, at=MONDAY, department=planning, demand="给规划的话。")
    actions.accept(world.actor("liaison_b"), lead.pk, at=MONDAY)
    actions.reply(world.actor("liaison_b"), lead.pk, at=MONDAY, result="solved", process="规划的答复。")

    body = page(world, client, lead, "liaison")
    assert "不属本局。" in body
    assert "给规划的话。" not in body and "规划的答复。" not in body and "现在可以做的" not in body
    assert "规划的答复。" in page(world, client, lead, "liaison_b")
    assert "不属本局。" not in page(world, client, lead, "liaison_b")


def test_the_reporter_sees_who_has_it_until_when_and_the_reply_but_no_notes_of_others(
    world: World, client: Client
) -> None:
    lead = world.walk(world.lead(), "clarified")
    commerce, planning = world.departments["commerce"].pk, world.departments["planning"].pk
    officer, liaison = world.actor("officer"), world.actor("liaison")
    actions.dispatch(officer, lead.pk, at=MONDAY, department=commerce, demand="给部门的话。")
    actions.return_(liaison, lead.pk, at=MONDAY, reason="退回的内部理由。", should_be=planning)
    actions.dispatch(officer, lead.pk, at=MONDAY, department=commerce)
    actions.accept(liaison, lead.pk, at=MONDAY)
    until = MONDAY.date() + timedelta(days=30)
    actions.ask_extension(liaison, lead.pk, at=MONDAY, until=until, reason="延期的内部理由。")

    body = page(world, client, lead, "social")
    assert "商务促进局正在办理" in body and "还剩 15 个工作日" in body
    assert "与提出人电话沟通" in body and "情况属实。" not in body
    assert "陈晨" not in body and "承办部门" in body
    for note in ("给部门的话。", "退回的内部理由。", "延期的内部理由。", "申请延期"):
        assert note not in body

    actions.decide_extension(world.actor("head"), lead.pk, at=MONDAY, grant=True, opinion="同意的内部意见。")
    actions.reply(liaison, lead.pk, at=MONDAY, result="solved", process="窗口已经合并。")
    body = page(world, client, lead, "social")
    assert "窗口已经合并。" in body and "已解决" in body and "还有问题，说一说" in body
    assert "申请延期至 2026年4月8日（周三）" in body and "内部" not in body.replace("内部监督员", "")


def test_the_reporter_of_a_merged_lead_sees_the_others_state_and_reply_without_the_others_text(
    world: World, client: Client
) -> None:
    world.supervisor("other", name="别人")
    target = world.lead("other", title="别人的标题", body="别人的情况描述，写了十个字以上。")
    mine = world.walk(world.lead(), "clarified")
    actions.merge(world.actor("officer"), mine.pk, at=MONDAY, into=target.pk, reason="同一问题。")
    world.walk(target, "replied")

    body = page(world, client, mine, "social")
    assert f"已并入 {target.no} 一并办理，现在：待回访" in body
    assert "已合并为一个窗口。" in body and "还剩 5 个工作日" in body
    assert "别人" not in body and f"/leads/{target.pk}/" not in body
    assert client.get(f"/leads/{target.pk}/").status_code == 404

    body = page(world, client, target, "other")
    assert "另有 1 条线索反映同一问题" in body and mine.no not in body
    body = page(world, client, target, "officer")
    assert mine.no in body and f"/leads/{mine.pk}/" in body


def test_what_was_merged_into_a_lead_follows_it_through_mergers_and_splits(world: World, client: Client) -> None:
    world.supervisor("second")
    world.supervisor("third")
    officer = world.actor("officer")
    mine, second, third = world.lead(), world.lead("second"), world.lead("third")
    world.walk(mine, "clarified")
    world.walk(second, "clarified")
    actions.merge(officer, mine.pk, at=MONDAY, into=second.pk, reason="同一问题。")
    actions.merge(officer, second.pk, at=MONDAY, into=third.pk, reason="同一问题。")
    first, last = actions.split(
        officer, third.pk, at=MONDAY, parts=[world.opinion(title="其中之一"), world.opinion(title="其中之二")]
    )
    world.walk(first, "closed")

    body = page(world, client, mine, "social")
    assert f"已并入 {third.no} 一并办理，现在：已拆分" in body and "2 件中 1 件已办完，1 件在办" in body
    assert "已合并为一个窗口。" in body and "其中之" not in body and last.no not in body


@pytest.mark.clause("5.1.f")
def test_a_split_lead_shows_its_parts_and_one_state_for_all(world: World, client: Client) -> None:
    lead = world.lead()
    parts = actions.split(
        world.actor("officer"), lead.pk, at=MONDAY, parts=[world.opinion(title="甲事"), world.opinion(title="乙事")]
    )
    for key in ("officer", "social"):
        body = page(world, client, lead, key)
        assert "拆分后的 2 件中 0 件已办完，2 件在办" in body
        assert "甲事" in body and f"/leads/{parts[1].pk}/" in body
        assert lead.no in page(world, client, parts[0], key)
    for part in parts:
        world.walk(part, "closed")
    assert "拆分后的 2 件已全部办完" in page(world, client, lead, "social")
    assert lead.no not in page(world, client, parts[0], "liaison")


def test_a_stranger_finds_nothing_and_administrators_have_no_business_here(
    world: World, elsewhere: World, client: Client
) -> None:
    lead = world.walk(world.lead(), "dispatched")
    world.supervisor("other")
    for key in ("other", "liaison_b"):
        client.force_login(world.users[key])
        assert client.get(f"/leads/{lead.pk}/").status_code == 404
    client.force_login(elsewhere.users["officer"])
    assert client.get(f"/leads/{lead.pk}/").status_code == 404
    client.force_login(world.users["auditor"])
    assert client.get(f"/leads/{lead.pk}/").status_code == 403
    client.force_login(world.users["officer"])
    assert client.get(f"/leads/{lead.pk + 99}/").status_code == 404
    assert client.get("/leads/99999999999999999999999999/").status_code == 404
    client.logout()
    assert client.get(f"/leads/{lead.pk}/").status_code == 302


def test_lights_and_stopped_clocks_read_at_any_moment(world: World, client: Client, now: dict[str, datetime]) -> None:
    lead = world.lead()
    now["at"] = when("2026-03-12 09:00")
    assert "今天到期" in page(world, client, lead, "officer")
    now["at"] = when("2026-03-16 09:00")
    assert "已逾期 2 个工作日" in page(world, client, lead, "officer")
    world.walk(lead, "clarified", at=now["at"])
    assert "超时" in page(world, client, lead, "officer")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_renders_in_both_languages(world: World, client: Client, language: str) -> None:
    client.cookies["jianyan_language"] = language
    assert "东监 2026-0001" in page(world, client, busy_lead(world, 1), "officer")


def test_a_request_for_time_that_fell_away_waits_for_nobody(world: World, client: Client) -> None:
    lead = world.walk(world.lead(), "accepted")
    until = MONDAY.date() + timedelta(days=30)
    actions.ask_extension(world.actor("liaison"), lead.pk, at=MONDAY, until=until, reason="会商。")
    assert "等待审批" in page(world, client, lead, "head")
    actions.reply(world.actor("liaison"), lead.pk, at=MONDAY, result="solved", process="已经办好。")
    body = page(world, client, lead, "head")
    assert "不再需要" in body and "等待审批" not in body


def test_a_reporter_who_is_asked_answers_on_the_page_itself(world: World, client: Client) -> None:
    lead = world.walk(world.lead(), "replied")
    body = page(world, client, lead, "social")
    assert "解决了，满意" in body and f'action="/leads/{lead.pk}/follow-up/"' in body
    for key in ("officer", "liaison", "leader"):
        assert "解决了，满意" not in page(world, client, lead, key)
