"""Nothing typed on a phone is lost: the network, the tab and the session may go at any moment (5.1.e)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route, expect

from jianyan.leads import actions
from jianyan.leads.models import Draft, Lead, OpinionForm
from tests.browser.conftest import PHONE
from tests.fixtures import PASSWORD, World

pytestmark = pytest.mark.parametrize("viewport", [PHONE])

BODY = "变更登记时两个窗口先后要同一份章程，来回跑了三趟。"


def enter(context: BrowserContext, user: Any, url: str) -> None:
    """Sign somebody in, in a browser."""
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "jianyan_session", "value": client.cookies["jianyan_session"].value, "url": url}])


@pytest.fixture
def page(new_page: Callable[..., Page], world: World, live_server: Any) -> Page:
    """The supervisor's phone, at the form."""
    page = new_page()
    enter(page.context, world.users["social"], live_server.url)
    page.goto("/my/form/")
    return page


def title(page: Page, number: int = 1) -> Any:
    return page.locator(f"#lead-{number}").get_by_label("标题")


def write(page: Page, number: int = 1, words: str = "两个窗口重复要材料") -> None:
    block = page.locator(f"#lead-{number}")
    block.get_by_text("政务环境问题", exact=True).click()
    block.get_by_label("领域").select_option(label="政务环境")
    block.get_by_label("标题").fill(words)
    block.get_by_label("情况描述").fill(BODY)


def says(page: Page, words: str) -> None:
    """The line under the form."""
    expect(page.locator("[data-says]:not([hidden])")).to_contain_text(words)


def kept_here(page: Page) -> list[str]:
    """The names of the copies in the browser."""
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('jianyan.form:'))")


def server_has(page: Page, words: str) -> None:
    says(page, "已自动保存")
    assert words in [lead["title"] for lead in Draft.objects.get().data["leads"]]


def reopened(page: Page, url: str = "/my/form/") -> Page:
    """The tab is closed and the form opened again in another."""
    context = page.context
    page.close()
    again = context.new_page()
    again.goto(url)
    return again


@pytest.mark.clause("5.1.e")
def test_what_is_typed_saves_itself(page: Page, accessible: Callable[[Page], None]) -> None:
    write(page)
    with page.expect_response("**/my/form/autosave/") as answer:
        pass
    assert answer.value.status == 200
    says(page, "已自动保存")
    assert re.search(r"已自动保存 \d\d:\d\d", page.locator("[data-autosave-line]").inner_text())
    assert Draft.objects.get().data["leads"][0]["body"] == BODY
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_closed_tab_comes_back_at_the_same_place(page: Page) -> None:
    write(page)
    says(page, "已自动保存")
    page.get_by_role("button", name="再提一条").click()
    second = page.locator("#lead-2").get_by_label("情况描述")
    second.fill("写到一半的话")
    second.evaluate("field => field.setSelectionRange(3, 3)")
    with page.expect_response("**/my/form/autosave/"):
        pass
    page = reopened(page)

    field = page.locator("#lead-2").get_by_label("情况描述")
    expect(field).to_have_value("写到一半的话")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    assert field.evaluate("field => field.selectionStart") in (3, 6)


def test_the_network_is_cut_while_typing(page: Page, complaints: list[str]) -> None:
    write(page, words="有网时写的")
    says(page, "已自动保存")
    page.context.set_offline(True)
    title(page).fill("没网时写的")
    says(page, "离线，已保存在本机")
    assert Draft.objects.get().data["leads"][0]["title"] == "有网时写的"

    # One more lead needs no network; going on does, and says so.
    page.get_by_role("button", name="再提一条").click()
    write(page, 2, "路上想到的第二件")
    page.get_by_role("button", name="看一遍再提交").click()
    note = page.locator("[data-no-network]")
    expect(note).to_be_visible()
    expect(note).to_be_focused()
    expect(title(page)).to_have_value("没网时写的")
    complaints.clear()  # the browser notes each request that found no network

    page.context.set_offline(False)
    says(page, "已自动保存")
    expect(note).to_be_hidden()
    assert [lead["title"] for lead in Draft.objects.get().data["leads"]] == ["没网时写的", "路上想到的第二件"]
    page.get_by_role("button", name="看一遍再提交").click()
    expect(page).to_have_url(re.compile("step=look"))
    expect(page.get_by_role("heading", name="第 2 条")).to_be_visible()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已提交")).to_be_visible()
    assert Lead.objects.count() == 2 and kept_here(page) == []


def test_typed_without_a_network_and_the_tab_closed(page: Page, complaints: list[str]) -> None:
    page.context.set_offline(True)
    write(page, words="从来没有到过服务器")
    says(page, "离线，已保存在本机")
    key = page.locator("input[name=key]").input_value()
    assert not Draft.objects.exists()
    context = page.context
    page.close()
    complaints.clear()
    context.set_offline(False)
    page = context.new_page()
    page.goto("/my/form/")

    expect(page.locator("[data-restored]")).to_contain_text("已恢复这台设备上")
    expect(title(page)).to_have_value("从来没有到过服务器")
    expect(page.locator("#lead-1").get_by_label("情况描述")).to_have_value(BODY)
    says(page, "已自动保存")
    assert str(Draft.objects.get().key) == key  # still the same form to be


def test_the_network_is_cut_while_sending(page: Page, complaints: list[str]) -> None:
    write(page)
    page.get_by_role("button", name="看一遍再提交").click()
    send = page.get_by_role("button", name="提交", exact=True)
    expect(send).to_be_visible()
    page.context.set_offline(True)
    send.click()
    expect(page.locator("[data-no-network]")).to_be_visible()
    expect(send).to_be_enabled()
    assert not OpinionForm.objects.exists()
    page.context.set_offline(False)
    complaints.clear()

    # This time the form arrives, and the answer is lost on the way back.
    def lose(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route("**/my/form/**", lose, times=1)
    send.click()
    expect(page.locator("[data-no-network]")).to_be_visible()
    assert OpinionForm.objects.count() == 1
    complaints.clear()

    send.click()
    expect(page.get_by_role("heading", name="已提交")).to_be_visible()
    assert OpinionForm.objects.count() == 1 and Lead.objects.count() == 1
    assert kept_here(page) == []


def test_a_nil_return_without_a_network(page: Page, complaints: list[str]) -> None:
    page.goto("/my/")
    page.context.set_offline(True)
    page.get_by_role("button", name="本月无意见").click()
    page.get_by_role("dialog").get_by_role("button", name="本月无意见").click()
    expect(page.locator("[data-no-network]")).to_be_visible()
    complaints.clear()
    page.context.set_offline(False)
    page.get_by_role("button", name="本月无意见").click()
    page.get_by_role("dialog").get_by_role("button", name="本月无意见").click()
    expect(page.get_by_role("heading", name="已报本月无意见")).to_be_visible()

    page.goto("/my/")
    page.get_by_role("button", name="撤销零报告").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("改为没有提交")
    dialog.get_by_role("button", name="撤销零报告").click()
    expect(page.get_by_text("零报告已撤销")).to_be_visible()
    assert not OpinionForm.objects.exists()


def test_the_session_ends_while_typing(page: Page, world: World) -> None:
    write(page, words="登录还在")
    says(page, "已自动保存")
    Session.objects.all().delete()
    title(page).fill("登录过期后写的")
    says(page, "登录已过期，内容已保存在本机")
    assert Draft.objects.get().data["leads"][0]["title"] == "登录还在"

    page.get_by_role("link", name="重新登录").click()
    page.get_by_label("用户名").fill(world.users["social"].username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    expect(title(page)).to_have_value("登录过期后写的")
    expect(page.locator("[data-restored]")).to_be_visible()
    expect(title(page)).to_be_focused()
    server_has(page, "登录过期后写的")


def test_two_windows_keep_both_texts(page: Page, complaints: list[str]) -> None:
    other = page.context.new_page()
    other.goto("/my/form/")
    write(page, words="第一个窗口写的")
    says(page, "已自动保存")
    write(other, words="第二个窗口写的")
    says(other, "别的窗口改过")
    other.get_by_role("button", name="暂存").last.click()

    expect(other.get_by_text("两边的内容都保留在下面")).to_be_visible()
    expect(title(other, 1)).to_have_value("第一个窗口写的")
    expect(title(other, 2)).to_have_value("第二个窗口写的")
    complaints.clear()  # a console speaks of every 409


def test_a_copy_that_the_draft_has_overtaken_is_asked_about(page: Page, world: World, complaints: list[str]) -> None:
    write(page, words="手机上写的")
    says(page, "已自动保存")
    page.context.set_offline(True)
    title(page).fill("手机上没网时改的")
    says(page, "离线")
    context = page.context
    page.close()
    complaints.clear()
    saved = Draft.objects.get()
    data = {"leads": [{**saved.data["leads"][0], "title": "电脑上改的"}], "page": "elsewhere"}
    later = saved.saved_at + timedelta(minutes=1)
    actions.save_draft(world.actor("social"), saved.identity_id, saved.month, data, at=later, key=saved.key)
    context.set_offline(False)
    page = context.new_page()
    page.goto("/my/form/")

    expect(title(page)).to_have_value("电脑上改的")
    page.get_by_role("button", name="放进来，两边都保留").click()
    expect(title(page, 2)).to_have_value("手机上没网时改的")
    expect(title(page, 1)).to_have_value("电脑上改的")
    assert len(kept_here(page)) <= 1


def test_a_shared_computer_shows_nobody_elses_text(
    page: Page, world: World, live_server: Any, complaints: list[str]
) -> None:
    page.context.set_offline(True)
    write(page, words="只有我能看")
    says(page, "离线")
    page.context.set_offline(False)
    says(page, "已自动保存")
    page.context.set_offline(True)
    title(page).fill("只有我能看，没传上去")
    says(page, "离线")
    complaints.clear()
    context = page.context
    page.close()
    context.set_offline(False)

    world.supervisor("second")
    context.clear_cookies()
    enter(context, world.users["second"], live_server.url)
    other = context.new_page()
    other.goto("/my/form/")
    expect(title(other)).to_have_value("")
    expect(other.locator("[data-restored]")).to_be_hidden()
    expect(other.locator("[data-conflict]")).to_be_hidden()
    other.close()

    context.clear_cookies()
    enter(context, world.users["social"], live_server.url)
    mine = context.new_page()
    mine.goto("/my/form/")
    expect(title(mine)).to_have_value("只有我能看，没传上去")


def test_signing_out_clears_the_browser_and_asks_when_something_would_be_lost(
    page: Page, complaints: list[str]
) -> None:
    write(page)
    says(page, "已自动保存")
    assert kept_here(page)
    page.context.set_offline(True)
    title(page).fill("还没传上去")
    says(page, "离线")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="退出").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("没传到服务器")
    dialog.get_by_role("button", name="不，返回").click()
    assert kept_here(page)
    complaints.clear()

    page.context.set_offline(False)
    says(page, "已自动保存")
    page.locator(".menu summary").click()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_text("已退出。")).to_be_visible()
    assert kept_here(page) == []


def test_the_open_page_of_another_window_stops_when_the_form_is_filed(page: Page) -> None:
    write(page)
    says(page, "已自动保存")
    other = page.context.new_page()
    other.goto("/my/form/?step=look")
    other.get_by_role("button", name="提交", exact=True).click()
    expect(other.get_by_role("heading", name="已提交")).to_be_visible()
    says(page, "已在别的窗口提交或退出")
    title(page).fill("晚了")
    assert kept_here(page) == [] and not Draft.objects.exists()
