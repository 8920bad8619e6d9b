"""A supervisor on a phone files the month's form with two leads, with scripts and without (5.1.e)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from jianyan.leads.models import Draft, Lead, OpinionForm
from tests.browser.conftest import PHONE
from tests.fixtures import World

pytestmark = pytest.mark.parametrize("viewport", [PHONE])


def write(page: Page, number: int, kind: str, title: str, body: str) -> None:
    """Fill in one lead as a person would."""
    block = page.locator(f"#lead-{number}")
    block.get_by_text(kind, exact=True).click()
    block.get_by_label("领域").select_option(label="政务环境")
    block.get_by_label("标题").fill(title)
    block.get_by_label("情况描述").fill(body)


@pytest.mark.clause("5.1.e")
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_two_leads_are_written_looked_over_and_filed(
    world: World, entered: Callable[..., Page], accessible: Callable[[Page], None], complaints: list[str], scripts: bool
) -> None:
    page = entered(world.users["social"], java_script_enabled=scripts)
    page.goto("/my/")
    page.get_by_role("link", name="填写", exact=True).click()
    write(page, 1, "政务环境问题", "两个窗口重复要材料", "变更登记时两个窗口先后要同一份章程，来回跑了三趟。")
    page.get_by_role("button", name="再提一条").click()
    # The first is kept; of the second, the change of the environment is asked for its aspect.
    expect(page.locator("#lead-1").get_by_label("标题")).to_have_value("两个窗口重复要材料")
    aspect = page.locator("#lead-2").get_by_role("group", name="属于哪种变化")
    if scripts:
        expect(aspect).to_be_hidden()
    write(page, 2, "产业外部环境变化", "飞机租赁税收新规", "境外新规明年起施行，区内项目公司的税负可能上升。")
    page.get_by_role("button", name="看一遍再提交").click()

    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("第 2 条 属于哪种变化")
    assert ["422" in complaint for complaint in complaints] == [True]
    complaints.clear()
    if scripts:
        expect(summary).to_be_focused()
        accessible(page)
    aspect.get_by_text("产业发展趋势").click()
    page.get_by_role("button", name="看一遍再提交").click()

    expect(page).to_have_url(re.compile("step=look"))
    expect(page.get_by_role("heading", name="第 2 条")).to_be_visible()
    assert OpinionForm.objects.count() == 0
    if scripts:
        accessible(page)
    page.get_by_role("button", name="提交", exact=True).click()

    expect(page.get_by_role("heading", name="已提交")).to_be_visible()
    expect(page.get_by_text("专员李敏将在")).to_be_visible()
    numbers = list(Lead.objects.order_by("id").values_list("no", flat=True))
    assert len(numbers) == 2
    for number in numbers:
        expect(page.get_by_text(number)).to_be_visible()
    assert not Draft.objects.exists()
    page.get_by_role("link", name="返回首页").click()
    expect(page.get_by_role("link", name="飞机租赁税收新规")).to_be_visible()
    if scripts:
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_nil_return_is_one_press(world: World, entered: Callable[..., Page], scripts: bool) -> None:
    page = entered(world.users["social"], java_script_enabled=scripts)
    page.goto("/my/")
    page.get_by_role("button", name="本月无意见").click()
    if scripts:  # asks once more, with the consequence
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("本月内可以撤销")
        dialog.get_by_role("button", name="本月无意见").click()
    expect(page.get_by_role("heading", name="已报本月无意见")).to_be_visible()
    assert OpinionForm.objects.get().nil


def test_the_enter_key_keeps_the_text_and_deletes_nothing(world: World, entered: Callable[..., Page]) -> None:
    page = entered(world.users["social"])
    page.goto("/my/form/")
    page.get_by_role("button", name="再提一条").click()
    title = page.locator("#lead-2").get_by_label("标题")
    title.fill("回车键不能删去线索")
    title.press("Enter")
    expect(page.get_by_text("已暂存")).to_be_visible()
    expect(page).to_have_url(re.compile("#lead-2$"))
    expect(title).to_have_value("回车键不能删去线索")


def test_the_dossier_fits_a_phone(
    world: World, entered: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    world.walk(world.lead(), "closed")
    page = entered(world.users["social"])
    page.goto("/my/dossier/")
    expect(page.get_by_text("提出线索 1 条")).to_be_visible()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
