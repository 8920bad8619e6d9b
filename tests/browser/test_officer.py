"""The officer's day at the keyboard, on the desk and on a phone: look, call, dispatch, remind, several at once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from jianyan.leads.models import Dispatch, Lead, Nudge, SavedView
from jianyan.notify.models import Notice
from tests.browser.conftest import DESK, PHONE
from tests.fixtures import World, build_world

AT_DESK = pytest.mark.parametrize("viewport", [DESK])
EVERYWHERE = pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture
def world(transactional_db: None) -> World:
    """Seen by the server's thread too. Its leads are old: every clock is red, which no date of today changes."""
    world = build_world()
    world.departments["commerce"].matters = "章程 窗口"
    world.departments["commerce"].save()
    return world


@pytest.fixture
def leads(world: World) -> list[Lead]:
    """A lead to call about, one to dispatch, one that commerce owes an answer on: due one after the other."""
    found = []
    for n, state in enumerate(("received", "clarified", "accepted")):
        world.supervisor(f"s{n}", name=f"监督员{n}")
        found.append(world.walk(world.lead(f"s{n}", title=f"第{n + 1}件事"), state))
    return found


@pytest.fixture
def entered(world: World, leads: list[Lead], entered: Callable[..., Page]) -> Callable[..., Page]:
    """Makes a page on which the officer is signed in already."""

    def make(**options: Any) -> Page:
        return entered(world.users["officer"], **options)

    return make


@pytest.fixture
def page(entered: Callable[..., Page]) -> Page:
    return entered()


def row(page: Page, lead: Lead) -> Any:
    return page.locator(".queue-item", has_text=lead.no)


@pytest.mark.clause("4.3.a", "5.1.g", "5.1.h")
@AT_DESK
def test_the_round_without_a_mouse(page: Page, leads: list[Lead]) -> None:
    first, _second, third = leads
    page.goto("/desk/")
    page.keyboard.press("j")  # the first row, with its lead beside it
    expect(page.locator("#lead")).to_contain_text("下一步建议：记录通话")
    expect(row(page, first)).to_have_attribute("aria-current", "true")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="通话提纲")).to_be_visible()
    page.get_by_label("核实情况").fill("jkcdmx?情况属实。")  # letters in a field are letters
    page.get_by_text("情况清楚，一并转办").click()
    page.get_by_label("商务促进局").first.check()
    page.get_by_role("button", name="通话并转办").click()
    expect(page.get_by_text("通话已记录。已转办至商务促进局。")).to_be_visible()
    assert Dispatch.objects.get(lead=first).department.code == "commerce"

    page.keyboard.press("u")  # at once: the dispatch is taken back
    expect(page.get_by_text("转办已撤回，可以重新转办")).to_be_visible()
    page.keyboard.press("n")  # what is suggested: dispatch again
    expect(page.get_by_role("heading", name="转办", exact=True, level=1)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(rf"/leads/{first.pk}/$"))
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/desk/$"))

    page.keyboard.press("/")
    expect(page.get_by_label("编号、标题或监督员")).to_be_focused()
    page.keyboard.type(third.title)
    page.keyboard.press("Enter")
    expect(page.locator(".queue-item")).to_have_count(1)
    page.keyboard.press("j")
    expect(page.locator("#lead")).to_contain_text("下一步建议：督办")
    page.keyboard.press("r")
    page.get_by_label("要求").fill("请两日内答复。")
    page.get_by_role("button", name="督办").click()
    expect(page.get_by_text("督办单已发出。")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("l")
    expect(page).to_have_url(re.compile(r"/leads/$"))


@pytest.mark.clause("5.1.h")
@EVERYWHERE
def test_several_at_once_from_the_queue(page: Page, leads: list[Lead], accessible: Callable[[Page], None]) -> None:
    page.goto("/desk/")
    page.get_by_label("全选").check()
    expect(page.get_by_text("已选 3 条")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="批量转办").click()
    expect(page.get_by_role("heading", name="批量转办")).to_be_visible()
    expect(page.get_by_text("2 条现在不能办")).to_be_visible()
    expect(page.get_by_label("主办部门")).to_have_value(re.compile(r"[0-9]+"))
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="转办选中的线索").click()
    expect(page.get_by_role("heading", name="办好 1 条，没有办成 0 条")).to_be_visible()
    accessible(page)
    assert Dispatch.objects.filter(lead=leads[1]).count() == 1

    page.get_by_role("link", name="回工作台").click()
    row(page, leads[2]).get_by_role("checkbox").check()
    page.get_by_role("button", name="批量催办").click()
    expect(page.get_by_text(f"督办：1 条线索请立即答复，其中 1 条已逾期：{leads[2].no}。")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="催办选中的线索").click()
    expect(page.get_by_text("已督办商务促进局。")).to_be_visible()
    assert Nudge.objects.get().lead == leads[2]


@AT_DESK
def test_without_scripts_several_go_at_once_too(entered: Callable[..., Page]) -> None:
    page = entered(java_script_enabled=False)
    page.goto("/desk/")
    page.get_by_role("link", name="全选本页").click()
    page.get_by_role("button", name="批量转办").click()
    page.get_by_role("button", name="转办选中的线索").click()
    expect(page.get_by_role("heading", name="办好 1 条，没有办成 0 条")).to_be_visible()


@EVERYWHERE
def test_the_sheet_of_keys_opens_closes_and_switches_them_off(page: Page, accessible: Callable[[Page], None]) -> None:
    page.goto("/desk/")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="快捷键")
    expect(sheet).to_be_visible()
    accessible(page)
    page.keyboard.press("j")  # nothing happens behind it
    expect(page.locator('.queue-item[aria-current="true"]')).to_have_count(0)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.get_by_role("button", name="快捷键").click()
    sheet.get_by_label("使用快捷键").uncheck()
    sheet.get_by_role("button", name="关闭").click()
    page.reload()
    page.keyboard.press("?")
    page.keyboard.press("j")
    expect(sheet).to_be_hidden()
    assert page.evaluate("document.activeElement === document.body")
    page.get_by_role("button", name="快捷键").click()
    sheet.get_by_label("使用快捷键").check()
    sheet.get_by_role("button", name="关闭").click()
    page.keyboard.press("j")
    expect(page.locator(".queue-title").first).to_be_focused()


@pytest.mark.parametrize("viewport", [PHONE])
def test_on_a_phone_j_moves_and_enter_opens(page: Page, leads: list[Lead]) -> None:
    page.goto("/desk/")
    page.keyboard.press("j")
    expect(page.locator(".queue-title").first).to_be_focused()
    expect(page).to_have_url(re.compile(r"/desk/$"))
    page.keyboard.press("x")
    expect(page.get_by_text("已选 1 条")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(".queue-title").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/leads/{leads[0].pk}/$"))
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="通话提纲")).to_be_visible()


@pytest.mark.clause("5.1.c", "5.1.e")
@EVERYWHERE
def test_below_the_fold_and_a_view_of_ones_own(page: Page, accessible: Callable[[Page], None]) -> None:
    page.goto("/desk/?light=red")
    page.get_by_text("把现在的条件存为视图").click()
    page.get_by_label("名称").fill("红灯")
    page.get_by_role("button", name="存为视图").click()
    mine = page.get_by_role("navigation", name="我的视图")
    expect(mine.get_by_role("link", name="红灯")).to_have_attribute("aria-current", "true")
    accessible(page)
    assert SavedView.objects.get().query == "light=red"
    page.get_by_role("link", name="管理视图").click()
    accessible(page)
    page.get_by_role("button", name="删除视图“红灯”").click()
    page.get_by_role("button", name="恢复").click()
    expect(page.get_by_text("已保存视图“红灯”。")).to_be_visible()

    page.get_by_text("更多条件").click()  # which loads them
    expect(page.get_by_label("主办部门")).to_be_visible()
    accessible(page)
    page.locator("#owing").scroll_into_view_if_needed()  # which loads it
    page.get_by_role("link", name=re.compile("提醒全部")).click()
    accessible(page)
    page.get_by_role("button", name="提醒选中的人").click()
    expect(page.get_by_text(re.compile("已提醒 [0-9]+ 人提交本月意见表。"))).to_be_visible()
    assert Notice.objects.filter(kind="form.missing").exists()
    page.get_by_role("link", name=re.compile("记录与.*的联系")).first.click()
    page.get_by_label("内容").fill("问近况。")
    page.get_by_role("button", name="记下").click()
    expect(page).to_have_url(re.compile(r"/desk/$"))
