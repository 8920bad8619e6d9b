"""The page of each verb: it acts once, says why it cannot, and keeps what was typed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from jianyan.core.flow import State, Verb
from jianyan.leads import actions
from jianyan.leads.models import Clock, Contest, Dispatch, FollowUp, Lead, Merge, Reply
from jianyan.leads.views.verb_pages import PAGES
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, World, when


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    clock = {"at": MONDAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


def address(lead: Lead, verb: str) -> str:
    return f"/leads/{lead.pk}/{verb.replace('_', '-')}/"


def post(client: Client, lead: Lead, verb: str, **data: Any) -> HttpResponse:
    lead.refresh_from_db()
    return client.post(address(lead, verb), {"seen": lead.revision, **data})


def clarified(world: World) -> Lead:
    return world.walk(world.lead(), "clarified")


def accepted(world: World) -> Lead:
    return world.walk(world.lead(), "accepted")


def just_sent(world: World) -> Lead:
    """Sent a moment before the page."""
    lead = clarified(world)
    actions.dispatch(world.actor("officer"), lead.pk, at=MONDAY, department=world.departments["commerce"].pk)
    return lead


def asked(world: World) -> Lead:
    lead = accepted(world)
    until = when("2026-04-08 10:00").date()
    actions.ask_extension(world.actor("liaison"), lead.pk, at=MONDAY, until=until, reason="需要会商。")
    return lead


def reviewed(world: World) -> Lead:
    """With a department of two that wants its replies approved."""
    unit = world.departments["commerce"]
    type(unit).objects.filter(pk=unit.pk).update(reply_review=True)
    world.user("second", "liaison", unit)
    return accepted(world)


def handed_in(world: World) -> Lead:
    lead = reviewed(world)
    actions.submit_reply(world.actor("liaison"), lead.pk, at=MONDAY, result="solved", process="窗口已合并。")
    return lead


def contested(world: World) -> Lead:
    lead = accepted(world)
    clock = Clock.objects.get(lead=lead, kind="reply").pk
    actions.contest(world.actor("liaison"), lead.pk, at=MONDAY, clock=clock, wish="restart", reason="材料晚到。")
    return lead


def promised(world: World) -> Lead:
    lead = accepted(world)
    day = when("2026-04-08 10:00").date()
    actions.reply(
        world.actor("liaison"),
        lead.pk,
        at=MONDAY,
        result="planned",
        process="已列入计划。",
        plan="四月完成。",
        promised_on=day,
    )
    actions.follow_up(world.actor("social"), lead.pk, at=MONDAY, solved=False, satisfaction="satisfied")
    return lead


def designable(world: World) -> Lead:
    lead = clarified(world)
    for _ in range(3):
        actions.dispatch(world.actor("officer"), lead.pk, at=MONDAY, department=world.departments["commerce"].pk)
        planning = world.departments["planning"].pk
        actions.return_(world.actor("liaison"), lead.pk, at=MONDAY, reason="不属本局。", should_be=planning)
    return lead


def noted(world: World) -> Lead:
    lead = clarified(world)
    actions.note(world.actor("officer"), lead.pk, at=MONDAY, reason="趋势信息。")
    return lead


def overdue(world: World) -> Lead:
    """Accepted long before the moment of the page."""
    return world.walk(world.lead(at=when("2026-02-02 10:00")), "accepted", at=when("2026-02-02 10:00"))


#: verb → (how the lead got there, who, what is typed, the state afterwards). Departments are named by code.
WAYS: dict[Verb, tuple[Callable[[World], Lead], str, dict[str, Any], State]] = {
    Verb.call: (World.lead, "officer", {"verified": "情况属实。"}, State.clarified),
    Verb.call_unanswered: (World.lead, "officer", {"words_": "占线。"}, State.received),
    Verb.supplement: (accepted, "social", {"words_": "又多了一个窗口。"}, State.accepted),
    Verb.classify: (
        World.lead,
        "officer",
        {"kind": "trend", "aspect": "shock", "field": "market", "common": "on", "grade": "A"},
        State.received,
    ),
    Verb.dispatch: (clarified, "officer", {"department": "planning", "grade": "C"}, State.dispatched),
    Verb.designate: (designable, "head", {"department": "planning", "grade": "C"}, State.dispatched),
    Verb.recall: (just_sent, "officer", {}, State.clarified),
    Verb.accept: (lambda w: w.walk(w.lead(), "dispatched"), "liaison", {}, State.accepted),
    Verb.return_: (
        lambda w: w.walk(w.lead(), "dispatched"),
        "liaison",
        {"reason": "不属本局职责。", "should_be": "planning"},
        State.returned,
    ),
    Verb.ask_extension: (accepted, "liaison", {"until": "2026-04-08", "reason": "需要会商。"}, State.accepted),
    Verb.grant_extension: (asked, "head", {"opinion": ""}, State.accepted),
    Verb.refuse_extension: (asked, "head", {"opinion": "请按期答复。"}, State.accepted),
    Verb.remind: (accepted, "officer", {"demand": "请抓紧。"}, State.accepted),
    Verb.urge: (overdue, "officer", {"demand": "请两日内答复。"}, State.accepted),
    Verb.submit_reply: (reviewed, "liaison", {"result": "solved", "process": "窗口已合并。"}, State.accepted),
    Verb.approve_reply: (handed_in, "second", {}, State.replied),
    Verb.send_back_reply: (handed_in, "second", {"reason": "请写明日期。"}, State.accepted),
    Verb.withdraw_reply: (handed_in, "liaison", {}, State.accepted),
    Verb.contest: (accepted, "liaison", {"clock": "reply", "wish": "restart", "reason": "材料晚到。"}, State.accepted),
    Verb.uphold_contest: (
        contested,
        "officer",
        {"contest": "open", "outcome": "due", "until": "2026-04-08", "opinion": "属实。"},
        State.accepted,
    ),
    Verb.reject_contest: (contested, "officer", {"contest": "open", "opinion": "没有算错。"}, State.accepted),
    Verb.reply: (accepted, "liaison", {"result": "solved", "process": "窗口已合并。"}, State.replied),
    Verb.follow_up: (
        lambda w: w.walk(w.lead(), "replied"),
        "social",
        {"solved": "yes", "satisfaction": "satisfied"},
        State.closed,
    ),
    Verb.follow_up_unreached: (lambda w: w.walk(w.lead(), "replied"), "officer", {"words_": "关机。"}, State.replied),
    Verb.close: (promised, "officer", {"reason": "承诺已核实兑现。"}, State.closed),
    Verb.reopen: (lambda w: w.walk(w.lead(), "closed"), "social", {"reason": "又要章程了。"}, State.reopened),
    Verb.note: (clarified, "officer", {"reason": "趋势信息，供研判。"}, State.noted),
    Verb.resume: (noted, "officer", {"reason": "需要部门办理。"}, State.clarified),
    Verb.merge: (clarified, "officer", {"into": "other", "reason": "同一问题。"}, State.merged),
    Verb.split_: (
        World.lead,
        "officer",
        {
            "count": "2",
            **{f"part-{n}-title": f"第{n}件事" for n in (0, 1)},
            **{f"part-{n}-body": "两件事分开来说，这里写清楚其中一件。" for n in (0, 1)},
            **{f"part-{n}-kind": "service" for n in (0, 1)},
            **{f"part-{n}-field": "market" for n in (0, 1)},
        },
        State.split_,
    ),
    Verb.withdraw: (World.lead, "social", {"reason": "已经解决。"}, State.withdrawn),
}


def prepared(world: World, verb: Verb) -> tuple[Lead, str, dict[str, Any], State]:
    made, who, typed, after = WAYS[verb]
    lead = made(world)
    typed = {key: world.departments[v].pk if v in world.departments else v for key, v in typed.items()}
    if typed.get("into") == "other":
        typed["into"] = world.lead("internal", kind="practice").pk
    if "clock" in typed:
        typed["clock"] = Clock.objects.get(lead=lead, kind=typed["clock"]).pk
    if "contest" in typed:
        typed["contest"] = Contest.objects.get(lead=lead).pk
    lead.refresh_from_db()
    return lead, who, typed, after


def test_every_verb_that_somebody_does_by_hand_has_a_page() -> None:
    assert set(PAGES) == set(Verb) - {Verb.accept_silently, Verb.clarify_unreached} == set(WAYS)


@pytest.mark.clause("5.1.f", "5.1.g", "5.1.h")
@pytest.mark.parametrize("verb", WAYS)
def test_a_verb_shows_its_form_acts_once_and_says_so(world: World, client: Client, verb: Verb) -> None:
    lead, who, typed, after = prepared(world, verb)
    client.force_login(world.users[who])
    form = client.get(address(lead, verb))
    assert form.status_code == 200
    assert f'name="seen" value="{lead.revision}"' in form.content.decode()

    seen = lead.revision
    answer = client.post(address(lead, verb), {"seen": seen, **typed})
    assert answer.status_code == 302, answer.content.decode()
    assert answer.url == f"/leads/{lead.pk}/"
    lead.refresh_from_db()
    assert lead.state == after and lead.revision > seen
    rows = Entry.objects.filter(subject=lead.subject, verb=f"lead.{verb}").count()
    assert 'class="message message-success"' in client.get(answer.url).content.decode()

    # The same page sent again changes nothing and says what happened.
    again = client.post(address(lead, verb), {"seen": seen, **typed})
    assert again.status_code == 409
    assert "状态已变化" in again.content.decode()
    assert Entry.objects.filter(subject=lead.subject, verb=f"lead.{verb}").count() == rows


@pytest.mark.parametrize("verb", WAYS)
def test_whoever_only_reads_is_refused_and_a_stranger_finds_nothing(
    world: World, elsewhere: World, client: Client, verb: Verb
) -> None:
    lead, who, typed, _after = prepared(world, verb)
    client.force_login(world.users["leader"])
    assert client.get(address(lead, verb)).status_code == 403
    assert client.post(address(lead, verb), {"seen": lead.revision, **typed}).status_code == 403
    never = {"officer": "social", "head": "officer", "liaison": "officer", "social": "liaison", "second": "officer"}[
        who
    ]
    client.force_login(world.users[never])
    assert client.post(address(lead, verb), {"seen": lead.revision, **typed}).status_code in (403, 404)
    for stranger in (elsewhere.users["officer"], elsewhere.users["head"], world.users["liaison_b"]):
        client.force_login(stranger)
        assert client.get(address(lead, verb)).status_code == 404
        assert client.post(address(lead, verb), {"seen": lead.revision, **typed}).status_code == 404
    lead.refresh_from_db()
    assert lead.state == recorded_state(lead)


def recorded_state(lead: Lead) -> str:
    """The state that the lead's own ledger ends in: nothing was done besides."""
    return str(Entry.objects.filter(subject=lead.subject).latest("place").data.get("to", State.received))


#: What may be done, or decided, of a closed lead too.
ALSO_CLOSED = (Verb.reopen, Verb.follow_up, Verb.contest, Verb.uphold_contest, Verb.reject_contest)


@pytest.mark.parametrize("verb", [v for v in WAYS if v not in ALSO_CLOSED])
def test_in_another_state_the_page_says_what_happened_and_keeps_what_was_typed(
    world: World, client: Client, verb: Verb
) -> None:
    lead = world.walk(world.lead(), "closed")
    _made, who, typed, _after = WAYS[verb]
    world.user("second", "liaison", world.departments["commerce"])
    client.force_login(world.users[who])
    answer = post(client, lead, verb, **{**typed, "department": 1, "should_be": 1, "into": 1})
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "状态已变化：系统 于 10:00 办结" in body and "已办结" in body
    for text in (v for k, v in typed.items() if k in ("verified", "reason", "demand", "process")):
        assert text in body
    assert client.get(address(lead, verb)).status_code == 409


def test_who_was_slower_reads_who_did_what_and_can_send_the_page_again(
    world: World, client: Client, now: dict[str, datetime]
) -> None:
    lead = clarified(world)
    seen = lead.revision
    actions.classify(
        world.actor("head"), lead.pk, at=when("2026-03-09 10:42"), kind="risk", field="market", common=False
    )
    now["at"] = when("2026-03-09 10:45")
    client.force_login(world.users["officer"])
    typed = {"department": world.departments["commerce"].pk, "grade": "B", "demand": "请书面答复。"}
    answer = client.post(address(lead, "dispatch"), {"seen": seen, **typed})
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "状态已变化：王建 于 10:42 分类梳理" in body and "请书面答复。" in body
    lead.refresh_from_db()
    assert f'name="seen" value="{lead.revision}"' in body
    assert client.post(address(lead, "dispatch"), {"seen": lead.revision, **typed}).status_code == 302

    late = client.post(address(lead, "dispatch"), {"seen": lead.revision, **typed})
    assert late.status_code == 409
    assert "状态已变化：李敏 于 10:45 转办至商务促进局" in late.content.decode()


def test_a_colleague_who_lost_the_lead_to_a_return_reads_that(world: World, client: Client) -> None:
    lead = world.walk(world.lead(), "dispatched")
    world.user("liaison_c", "liaison", world.departments["commerce"], name="钱多")
    seen = lead.revision
    planning = world.departments["planning"].pk
    actions.return_(world.actor("liaison"), lead.pk, at=MONDAY, reason="不属本局。", should_be=planning)
    client.force_login(world.users["liaison_c"])
    answer = client.post(address(lead, "accept"), {"seen": seen})
    assert answer.status_code == 409
    assert "状态已变化：陈晨 于 10:00 商务促进局退回" in answer.content.decode()


@pytest.mark.parametrize("seen", ["", "x", "0", "-1", "99999999999999999999", "１"])
def test_a_page_without_a_true_revision_is_an_old_page(world: World, client: Client, seen: str) -> None:
    lead = world.lead()
    client.force_login(world.users["officer"])
    data = {"verified": "情况属实。"} | ({"seen": seen} if seen else {})
    assert client.post(address(lead, "call"), data).status_code == 409
    lead.refresh_from_db()
    assert lead.state == State.received


@pytest.mark.parametrize(
    "verb",
    ["accept-silently", "clarify-unreached", "accept_silently", "call_unanswered", "delete", "state", "CALL", "-"],
)
def test_a_forged_verb_is_not_there(world: World, client: Client, verb: str) -> None:
    lead = world.lead()
    client.force_login(world.users["officer"])
    url = f"/leads/{lead.pk}/{verb}/"
    assert client.get(url).status_code == 404
    assert client.post(url, {"seen": lead.revision}).status_code == 404


@pytest.mark.parametrize(
    ("verb", "typed", "said"),
    [
        (Verb.call, {"verified": " "}, "请填写这一项"),
        (Verb.call, {"verified": "a\x00b"}, "控制字符"),
        (Verb.call, {"verified": "长" * 100_000}, "最多 2000 字，现在有 100000 字"),
        (Verb.dispatch, {"department": "", "grade": "B"}, "请选择一项"),
        (Verb.dispatch, {"department": "999999", "grade": "B"}, "这个选项已不可用"),
        (Verb.dispatch, {"department": "planning", "grade": "Z"}, "这个选项已不可用"),
        (Verb.return_, {"reason": "不属。", "should_be": "commerce"}, "这个选项已不可用"),
        (Verb.ask_extension, {"until": "2026-03-10", "reason": "会商。"}, "延期后的日期要晚于现在的到期日"),
        (Verb.ask_extension, {"until": "9999-12-31", "reason": "会商。"}, "一次延期不超过 20 个工作日"),
        (Verb.ask_extension, {"until": "明天", "reason": "会商。"}, "请填写日期"),
        (Verb.refuse_extension, {"opinion": ""}, "请填写这一项"),
        (Verb.reply, {"result": "done", "process": "好了。"}, "这个选项已不可用"),
        (Verb.reply, {"result": "solving", "process": "在办。"}, "请填写这一项"),
        (
            Verb.reply,
            {"result": "planned", "process": "在办。", "plan": "下月。", "promised_on": "2026-03-01"},
            "完成日期不能早于今天",
        ),
        (
            Verb.reply,
            {"result": "planned", "process": "在办。", "plan": "下月。", "promised_on": "9999-12-31"},
            "这一天太远",
        ),
        (Verb.reply, {"result": "explained", "process": "不能办。", "reason": "无权限。"}, "请填写这一项"),
        (Verb.follow_up, {"solved": "no", "satisfaction": "unsatisfied"}, "请说明不满意的原因"),
        (Verb.follow_up, {"solved": "maybe", "satisfaction": "satisfied"}, "这个选项已不可用"),
        (Verb.merge, {"into": "0", "reason": "同。"}, "不能小于 1"),
        (Verb.merge, {"into": "424242", "reason": "同。"}, "没有找到可以并入的线索"),
        (Verb.merge, {"into": "99999999999999999999", "reason": "同。"}, "不能大于"),
        (Verb.split_, {"count": "2", "part-0-title": "甲"}, "请填写这一项"),
        (Verb.classify, {"kind": "trend", "field": "market", "aspect": ""}, "请填写此项"),
        (Verb.classify, {"kind": "practice", "field": "market"}, "这个选项已不可用"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_is_kept(
    world: World, client: Client, verb: Verb, typed: dict[str, Any], said: str
) -> None:
    lead, who, _typed, _after = prepared(world, verb)
    revision = lead.revision
    typed = {key: world.departments[v].pk if v in world.departments else v for key, v in typed.items()}
    client.force_login(world.users[who])
    answer = post(client, lead, verb, **typed)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert said in body and "error-summary" in body and "field-error" in body
    for text in ("在办。", "好了。", "不能办。", "会商。", "不属。", "无权限。"):
        assert text not in typed.values() or text in body
    lead.refresh_from_db()
    assert lead.revision == revision


@pytest.mark.clause("4.1.c")
def test_a_reporters_own_unit_is_not_the_only_one_to_handle_it(world: World, client: Client) -> None:
    lead = world.walk(world.lead("internal"), "clarified")
    commerce, planning = world.departments["commerce"].pk, world.departments["planning"].pk
    client.force_login(world.users["officer"])
    assert "提出人在商务促进局工作" in client.get(address(lead, "dispatch")).content.decode()

    answer = post(client, lead, "dispatch", department=commerce, grade="B")
    body = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_department_error"' in body and "不能只交给提出人所在单位办理" in body
    assert Dispatch.objects.count() == 0

    assert post(client, lead, "dispatch", department=commerce, supporting=[planning], grade="B").status_code == 302
    assert [u.code for u in Dispatch.objects.get().supporting.all()] == ["planning"]


@pytest.mark.clause("5.1.h")
def test_the_dispatch_page_suggests_says_when_and_shows_what_the_department_reads(world: World, client: Client) -> None:
    world.departments["planning"].matters = "道路 停车"
    world.departments["planning"].save()
    lead = world.walk(world.lead(title="园区道路破损", place="规划建设局"), "clarified")
    client.force_login(world.users["officer"])
    body = client.get(address(lead, "dispatch")).content.decode()
    assert "建议：监督员写明涉及“规划建设局”；职责关键词：道路" in body
    assert body.index("规划建设局</span>") < body.index("商务促进局</span>")
    assert "2026年3月16日（周一） 前答复" in body  # C: 5 working days
    assert "2026年3月30日（周一） 前答复" in body  # B: 15 working days
    assert "2026年4月9日（周四） 前答复" in body  # A: 1 month
    assert "部门将看到" in body and "提出人：监督员social（海通供应链）" in body
    checked = body[body.index('name="department"') :]
    assert "checked" in checked[: checked.index(">")]


def test_an_anonymous_lead_is_shown_to_the_officer_as_the_department_will_read_it(world: World, client: Client) -> None:
    lead = world.walk(world.lead("internal", hidden=True), "clarified")
    client.force_login(world.users["officer"])
    body = client.get(address(lead, "dispatch")).content.decode()
    preview = body[body.index("部门将看到") : body.index("提出人：隐名监督员")]
    assert "政策落地" not in preview and "提交时间" not in preview
    assert lead.body in preview


@pytest.mark.parametrize(
    ("result", "there", "not_there"),
    [
        ("", ["下一步"], ["办理情况", "提交答复"]),
        ("solved", ["办理情况", "提交答复"], ["政策依据", "下步计划"]),
        ("planned", ["办理情况", "下步计划", "承诺完成日期"], ["政策依据"]),
        ("explained", ["办理情况", "政策依据", "文号", "未解决原因"], ["承诺完成日期"]),
    ],
)
def test_the_result_decides_what_else_a_reply_is_asked(
    world: World, client: Client, result: str, there: list[str], not_there: list[str]
) -> None:
    lead = accepted(world)
    client.force_login(world.users["liaison"])
    # Without scripts the button sends what was chosen; with them the fields alone come back.
    page = post(client, lead, "reply", result=result, process="已经核实。", redraw="result")
    url = address(lead, "reply")
    part = client.post(
        url,
        {"seen": lead.revision, "result": result, "process": "已经核实。", "redraw": "1"},
        headers={"HX-Request": "true"},
    )
    assert page.status_code == part.status_code == 200
    assert "<html" in page.content.decode() and "<html" not in part.content.decode()
    for body in (page.content.decode(), part.content.decode()):
        form = body[body.index('id="asked"') :].split("</form>")[0]
        assert all(word in form for word in there) and not any(word in form for word in not_there)
        assert not result or "已经核实。" in form
        assert "error-summary" not in body
    assert Reply.objects.count() == 0


def test_the_kind_decides_what_else_is_asked_when_classifying(world: World, client: Client) -> None:
    lead = world.lead()
    client.force_login(world.users["officer"])
    part = client.post(
        address(lead, "classify"),
        {"seen": lead.revision, "kind": "trend", "redraw": "kind"},
        headers={"HX-Request": "true"},
    )
    assert "属于哪种变化" in part.content.decode() and "涉及哪项政策" not in part.content.decode()


def test_the_reporter_answers_with_one_tap_on_the_page(world: World, client: Client) -> None:
    lead = world.walk(world.lead(), "replied")
    client.force_login(world.users["social"])
    body = client.get(address(lead, "follow-up")).content.decode()
    assert "解决了，满意" in body and "解决了，基本满意" in body and "已合并为一个窗口。" in body
    assert post(client, lead, "follow-up", solved="yes", satisfaction="basically").status_code == 302
    lead.refresh_from_db()
    assert (lead.state, lead.satisfaction, lead.solved) == ("closed", "basically", True)
    assert FollowUp.objects.get().by_reporter


def test_an_unsatisfied_reporter_sends_it_back_with_the_reason(world: World, client: Client) -> None:
    lead = world.walk(world.lead(), "replied")
    client.force_login(world.users["social"])
    typed = {"solved": "no", "satisfaction": "unsatisfied", "words_": "窗口还是两个。"}
    assert post(client, lead, "follow-up", **typed).status_code == 302
    lead.refresh_from_db()
    assert lead.state == State.reopened
    client.force_login(world.users["liaison"])
    assert "窗口还是两个。" in client.get(address(lead, "reply")).content.decode()


def test_a_lead_is_found_by_number_to_merge_into(world: World, elsewhere: World, client: Client) -> None:
    world.supervisor("other")
    lead, target = clarified(world), world.lead("other", title="卡口排队时间长")
    ended = world.lead("internal", title="卡口灯不亮")
    actions.withdraw(world.actor("internal"), ended.pk, at=MONDAY)
    elsewhere.lead(title="卡口外区")
    client.force_login(world.users["officer"])
    body = client.get(address(lead, "merge") + f"?q={target.no[-4:]}").content.decode()
    assert f'value="{target.pk}"' in body and "卡口排队时间长" in body
    body = client.get(address(lead, "merge") + "?q=卡口").content.decode()
    assert "卡口排队时间长" in body and "卡口外区" not in body and "卡口灯不亮" not in body
    assert f'name="into" value="{lead.pk}"' not in client.get(address(lead, "merge")).content.decode()
    assert "没有找到可以并入的在办线索" in client.get(address(lead, "merge") + "?q=没有\x00这样的").content.decode()
    assert post(client, lead, "merge", into=target.pk, reason="同一卡口。").status_code == 302
    assert Merge.objects.get().into == target


def test_a_part_more_is_added_without_losing_what_was_typed(world: World, client: Client) -> None:
    lead = world.lead()
    client.force_login(world.users["officer"])
    typed = WAYS[Verb.split_][2]
    page = post(client, lead, "split", **typed, redraw="add")
    body = page.content.decode()
    assert page.status_code == 200 and "第 3 条" in body
    assert "第0件事" in body and "第1件事" in body and 'name="count" value="3"' in body
    assert Lead.objects.count() == 1
    more = {"part-2-title": "第2件事", "part-2-body": "第三件事也要写清楚，十个字以上。", "part-2-kind": "risk"}
    answer = post(client, lead, "split", **{**typed, **more, "part-2-field": "law", "count": "3"})
    assert answer.status_code == 302
    assert list(lead.parts.order_by("id").values_list("title", "kind")) == [
        ("第0件事", "service"),
        ("第1件事", "service"),
        ("第2件事", "risk"),
    ]


@pytest.mark.parametrize("count", ["", "0", "1", "x", "500", "99999999999"])
def test_a_forged_count_of_parts_is_bounded(world: World, client: Client, count: str) -> None:
    lead = world.lead()
    client.force_login(world.users["officer"])
    answer = post(client, lead, "split", **{**WAYS[Verb.split_][2], "count": count})
    assert answer.status_code in (302, 422)
    assert lead.parts.count() in (0, 2)


def test_an_act_from_a_list_leads_back_to_the_list_and_nowhere_else(world: World, client: Client) -> None:
    client.force_login(world.users["liaison"])
    lead = world.walk(world.lead(), "dispatched")
    assert post(client, lead, "accept", back="department").url == "/department/"
    other = world.walk(world.lead(at=when("2026-04-01 10:00")), "dispatched", at=when("2026-04-01 10:00"))
    assert other.state == State.dispatched


def test_where_it_hurts_one_is_asked_first(world: World, client: Client) -> None:
    lead = world.lead()
    client.force_login(world.users["social"])
    body = client.get(address(lead, "withdraw")).content.decode()
    assert 'data-confirm="撤回后这条线索不再办理，不能恢复，确定撤回吗？"' in body
