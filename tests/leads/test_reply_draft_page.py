"""The pages of a reply that a second person approves, and of what is kept while it is typed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from jianyan.leads import actions
from jianyan.leads.models import Lead, Reply, ReplyDraft
from tests.files import image
from tests.fixtures import MONDAY, World, when


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    clock = {"at": MONDAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


def upload(data: bytes, name: str) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data)


@pytest.fixture
def pair(world: World) -> World:
    unit = world.departments["commerce"]
    type(unit).objects.filter(pk=unit.pk).update(reply_review=True)
    world.user("second", "liaison", unit, name="何必")
    return world


def page(client: Client, lead: Lead, verb: str, who: Any) -> str:
    client.force_login(who)
    answer = client.get(f"/leads/{lead.pk}/{verb}/")
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, lead: Lead, verb: str, **data: Any) -> HttpResponse:
    lead.refresh_from_db()
    return client.post(f"/leads/{lead.pk}/{verb}/", {"seen": lead.revision, **data})


@pytest.mark.clause("5.1.h")
def test_from_writing_to_approval(pair: World, client: Client, now: dict[str, datetime]) -> None:
    lead = pair.walk(pair.lead(), "accepted")
    written = page(client, lead, "submit-reply", pair.users["liaison"])
    assert "可以审核的同事：何必" in written and "期限照常计算" in written and "快到期" not in written
    page_of_result = client.get(f"/leads/{lead.pk}/submit-reply/?result=explained").content.decode()
    basket = page_of_result.split('name="basket" value="')[1].split('"')[0]
    typed = {
        "result": "explained",
        "process": "已核实。",
        "reason": "法律有规定。",
        "basis_title": "企业登记管理条例",
        "basis_no": "国令第746号",
        "basket": basket,
        "file": upload(image(), "收件清单.jpg"),
    }
    assert post(client, lead, "submit-reply", **typed).status_code == 302
    mine = client.get("/department/").content.decode()
    assert "撤回送审" in mine and "已送审" in mine and f"/leads/{lead.pk}/approve-reply/" not in mine

    now["at"] = when("2026-03-27 09:00")
    client.force_login(pair.users["second"])
    home = client.get("/department/").content.decode()
    assert 'id="review"' in home and "陈晨" in home and f"/leads/{lead.pk}/approve-reply/" in home
    body = page(client, lead, "approve-reply", pair.users["second"])
    for said in ("已核实。", "法律有规定。", "企业登记管理条例 国令第746号", "收件清单.jpg", "快到期"):
        assert said in body
    picture = body.split('href="/my/files/')[1].split('"')[0]
    assert client.get(f"/my/files/{picture}").status_code == 200
    client.force_login(pair.users["liaison_b"])
    assert client.get(f"/my/files/{picture}").status_code == 404
    client.force_login(pair.users["second"])
    assert post(client, lead, "approve-reply").status_code == 302
    assert "陈晨 · 何必审核" in client.get(f"/leads/{lead.pk}/").content.decode()
    client.force_login(pair.users["social"])
    told = client.get(f"/leads/{lead.pk}/").content.decode()
    assert "已核实。" in told and "收件清单.jpg" in told and "何必" not in told and "送审" not in told


def test_an_approver_on_an_old_page_hears_what_happened(pair: World, client: Client) -> None:
    lead = pair.walk(pair.lead(), "accepted")
    actions.submit_reply(pair.actor("liaison"), lead.pk, at=MONDAY, result="solved", process="已合并。")
    lead.refresh_from_db()
    seen = lead.revision
    actions.withdraw_reply(pair.actor("liaison"), lead.pk, at=MONDAY)
    client.force_login(pair.users["second"])
    answer = client.post(f"/leads/{lead.pk}/approve-reply/", {"seen": seen})
    assert answer.status_code == 409 and "陈晨 于 10:00 商务促进局撤回送审的答复稿" in answer.content.decode()
    assert not Reply.objects.exists()


def test_sent_back_the_writer_finds_the_text_and_the_reason(pair: World, client: Client) -> None:
    lead = pair.walk(pair.lead(), "accepted")
    actions.submit_reply(pair.actor("liaison"), lead.pk, at=MONDAY, result="solved", process="已合并为一个窗口。")
    client.force_login(pair.users["second"])
    assert post(client, lead, "send-back-reply", reason="").status_code == 422
    assert post(client, lead, "send-back-reply", reason="请写明日期。").status_code == 302
    body = page(client, lead, "submit-reply", pair.users["liaison"])
    assert "已合并为一个窗口。" in body and "请写明日期。" in body and "何必" in body
    assert "退回修改" in client.get("/department/").content.decode()


def test_a_draft_is_nobody_elses(pair: World, client: Client) -> None:
    lead = pair.walk(pair.lead(), "accepted")
    actions.submit_reply(pair.actor("liaison"), lead.pk, at=MONDAY, result="solved", process="内部稿子。")
    for key in ("officer", "head", "leader", "social"):
        client.force_login(pair.users[key])
        assert "内部稿子" not in client.get(f"/leads/{lead.pk}/").content.decode()
    client.force_login(pair.users["second"])
    assert "内部稿子" in client.get(f"/leads/{lead.pk}/").content.decode()


def test_what_is_typed_is_there_again(world: World, client: Client) -> None:
    lead = world.walk(world.lead(), "accepted")
    client.force_login(world.users["liaison"])
    kept = client.post(f"/leads/{lead.pk}/reply-draft/", {"result": "planned", "process": "先写到这里", "basket": ""})
    assert (kept.status_code, kept.content.decode()) == (200, "已自动保存 10:00")
    assert "有草稿" in client.get("/department/").content.decode()
    body = page(client, lead, "reply", world.users["liaison"])
    assert "先写到这里" in body and "承诺完成日期" in body and "保存的答复稿" in body
    again = post(client, lead, "reply", result="planned", process="又写了一点", keep="1")
    assert (again.status_code, again.url) == (302, "/department/")
    assert ReplyDraft.objects.get().data["process"] == "又写了一点"
    assert "只有您自己看得到" in client.get("/department/").content.decode()


def test_what_cannot_be_kept_is_said(world: World, client: Client) -> None:
    lead = world.walk(world.lead(), "replied")
    client.force_login(world.users["liaison"])
    address = f"/leads/{lead.pk}/reply-draft/"
    assert client.post(address, {"process": "晚了"}).status_code == 409
    assert client.get(address).status_code == 405
    client.force_login(world.users["liaison_b"])
    assert client.post(address, {"process": "别人的"}).status_code == 404
    client.force_login(world.users["officer"])
    assert client.post(address, {"process": "不是我的"}).status_code == 403
    assert not ReplyDraft.objects.exists()


def test_kept_with_its_files(world: World, client: Client) -> None:
    lead = world.walk(world.lead(), "accepted")
    body = page(client, lead, "reply", world.users["liaison"])
    body = client.get(f"/leads/{lead.pk}/reply/?result=solved").content.decode()
    basket = body.split('name="basket" value="')[1].split('"')[0]
    sent = {"result": "solved", "process": "写着", "basket": basket, "file": upload(image(), "现场.jpg"), "keep": "1"}
    assert post(client, lead, "reply", **sent).status_code == 302
    assert "现场.jpg" in page(client, lead, "reply", world.users["liaison"])
