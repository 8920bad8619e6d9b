"""Zones side by side in the browser: let in by the second zone, compared on the desk and on the phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from jianyan.leads.actions import write_rated
from tests.browser.conftest import DESK, PHONE
from tests.fixtures import World, build_world


def busy(world: World) -> None:
    """Six people with a lead each, in the last month."""
    at = timezone.now() - timedelta(days=1)
    for place in range(6):
        world.supervisor(f"p{place}")
        world.walk(world.lead(f"p{place}", at), ["received", "accepted", "closed"][place % 3], at=at)
    write_rated(world.zone)


@pytest.mark.clause("5.3.b")
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_second_zone_lets_the_office_in_and_its_figures_stand_beside(
    world: World, entered: Callable[..., Page], fits: Callable[[Page], None]
) -> None:
    other = build_world("gx", "高新")
    busy(world)
    busy(other)
    page = entered(world.users["area"])
    page.goto("/")
    page.wait_for_url("**/insight/zones/")
    assert page.get_by_text("现在只有一个功能区授权给您").is_visible()
    fits(page)

    guard = entered(other.users["secadmin"])
    guard.goto("/manage/accounts/")
    guard.get_by_role("link", name="新区账号").click()
    guard.get_by_label("用户名").fill(world.users["area"].username)
    fits(guard)
    guard.get_by_role("button", name="授予").click()
    assert guard.get_by_text("已授予角色：新区营商环境办。").is_visible()

    page.reload()
    table = page.locator("#figures")
    assert table.locator("thead th").all_inner_texts()[1:] == ["东疆", "高新"]
    closed = table.locator("tr", has=page.locator("th[data-name=closed]")).locator("td")
    assert [text.replace("\n", "") for text in closed.all_inner_texts()] == ["33%（2/6）", "33%（2/6）"]
    assert page.locator(".chart-box svg").is_visible()
    page.get_by_text("各项怎么算，什么没有计入").click()
    fits(page)

    page.get_by_role("link", name="导出").click()
    page.get_by_label("汇报材料").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 Excel 文件").click()
    assert download.value.suggested_filename.startswith("各区对照-")
