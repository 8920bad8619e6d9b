"""The liaison's day, on a phone and at a desk: accept, write, hand in, approve, contest, and see how one stands."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from jianyan.leads.models import Contest, Lead, Reply, ReplyDraft
from tests.browser.conftest import DESK, PHONE
from tests.fixtures import World, build_world

Enter = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture
def world(transactional_db: None) -> World:
    """Seen by the server's thread too; the department has two liaisons and wants its replies approved."""
    world = build_world()
    unit = world.departments["commerce"]
    type(unit).objects.filter(pk=unit.pk).update(reply_review=True)
    world.user("second", "liaison", unit, name="何必")
    return world


@pytest.mark.clause("5.1.h")
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_liaisons_day(world: World, entered: Enter, fits: Check, viewport: ViewportSize, scheme: str) -> None:
    lead = world.walk(world.lead(at=timezone.now()), "dispatched", at=timezone.now())
    writer = entered(world.users["liaison"], viewport=viewport, color_scheme=scheme)
    writer.goto("/department/")
    expect(writer.locator("#accept")).to_contain_text("小时")
    fits(writer)
    writer.get_by_role("button", name="签收 东监").click()
    writer.get_by_role("link", name="写答复 东监").click()
    writer.get_by_role("group", name="办理结果").get_by_text("解释说明", exact=True).click()
    writer.get_by_label("办理情况").fill("已核实，两个窗口分属两个登记程序。")
    expect(writer.locator("[data-keeps]")).to_contain_text("已自动保存")
    fits(writer)

    writer.goto("/department/")  # the tab was closed; what was typed is there again
    expect(writer.locator("#answer")).to_contain_text("有草稿")
    writer.get_by_role("link", name="写答复 东监").click()
    expect(writer.get_by_label("办理情况")).to_have_value("已核实，两个窗口分属两个登记程序。")
    writer.get_by_role("textbox", name="未解决原因").fill("法定材料不同。")
    writer.get_by_role("textbox", name="政策依据").fill("企业登记管理条例")
    writer.get_by_role("textbox", name="文号").fill("国令第746号")
    writer.get_by_role("button", name="送审").click()
    expect(writer.get_by_text("已送审，本单位另一位联络员审核通过后发出")).to_be_visible()
    assert not Reply.objects.exists()

    second = entered(world.users["second"], viewport=viewport, color_scheme=scheme)
    second.goto("/department/")
    fits(second)
    second.get_by_role("link", name="审核 东监").click()
    expect(second.get_by_text("企业登记管理条例 国令第746号")).to_be_visible()
    fits(second)
    second.get_by_role("button", name="审核通过并发出").click()
    second.get_by_role("dialog").get_by_role("button", name="审核通过").click()
    expect(second.get_by_text("审核通过，答复已送达")).to_be_visible()
    reply = Reply.objects.get()
    assert (reply.by, reply.approved_by) == (world.users["liaison"], world.users["second"])

    writer.goto(f"/leads/{lead.pk}/")
    writer.get_by_role("link", name="期限异议").click()
    writer.get_by_role("group", name="有异议的期限").get_by_text("答复期限").click()
    writer.get_by_role("group", name="请求").get_by_text("不应计入时效").click()
    writer.get_by_label("理由").fill("材料三天后才补齐。")
    fits(writer)
    writer.get_by_role("button", name="提出异议").click()
    expect(writer.locator("#contests")).to_contain_text("异议待认定")
    fits(writer)

    officer = entered(world.users["officer"], viewport=viewport, color_scheme=scheme)
    officer.goto("/desk/")
    officer.get_by_role("link", name="期限异议待认定：1 件").click()
    officer.get_by_role("link", name=lead.title).click()
    officer.get_by_role("link", name="认定异议成立").click()
    officer.get_by_role("group", name="怎样处理").get_by_text("不计入时效").click()
    officer.get_by_label("认定意见").fill("属实。")
    fits(officer)
    officer.get_by_role("button", name="认定异议成立").click()
    expect(officer.get_by_text("已认定异议成立，部门会收到通知。")).to_be_visible()
    assert Contest.objects.get().upheld is True

    writer.goto("/department/rates/")
    expect(writer.locator(".rates")).to_contain_text("异议成立不计入")
    fits(writer)
    writer.locator(".rate-card", has_text="及时接收率").locator("a.figure").first.click()
    expect(writer.locator("#list")).to_contain_text(lead.no)


def test_without_scripts_a_reply_is_kept_handed_in_sent_back_and_approved(world: World, entered: Enter) -> None:
    lead = world.walk(world.lead(at=timezone.now() - timedelta(hours=1)), "accepted", at=timezone.now())
    writer = entered(world.users["liaison"], viewport=PHONE, java_script_enabled=False)
    writer.goto("/department/")
    writer.get_by_role("link", name="写答复 东监").click()
    writer.get_by_role("group", name="办理结果").get_by_text("已解决", exact=True).click()
    writer.get_by_role("button", name="下一步").click()
    writer.get_by_label("办理情况").fill("写到一半")
    writer.get_by_role("button", name="暂存").click()
    expect(writer.get_by_text("答复稿已暂存")).to_be_visible()
    assert ReplyDraft.objects.get().data["process"] == "写到一半"
    writer.get_by_role("link", name="写答复 东监").click()
    writer.get_by_label("办理情况").fill("两个窗口已合并。")
    writer.get_by_role("button", name="送审").click()

    second = entered(world.users["second"], viewport=PHONE, java_script_enabled=False)
    second.goto("/department/")
    second.get_by_role("link", name="审核 东监").click()
    second.get_by_role("link", name="退回修改").click()
    second.get_by_label("退回理由").fill("请写明日期。")
    second.get_by_role("button", name="退回修改").click()

    writer.goto("/department/")
    expect(writer.locator("#answer")).to_contain_text("退回修改")
    writer.get_by_role("link", name="写答复 东监").click()
    expect(writer.get_by_text("请写明日期。")).to_be_visible()
    writer.get_by_label("办理情况").fill("两个窗口已于今日合并。")
    writer.get_by_role("button", name="送审").click()
    second.goto("/department/")
    second.get_by_role("link", name="审核 东监").click()
    second.get_by_role("button", name="审核通过并发出").click()
    lead.refresh_from_db()
    assert (lead.state, Reply.objects.get().process) == ("replied", "两个窗口已于今日合并。")
    assert Lead.objects.count() == 1
