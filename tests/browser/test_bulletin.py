"""The quarterly bulletin through its pages: drafted, edited, commented on, approved, taken out, shown on the wall."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from jianyan.reports import actions
from jianyan.reports.models import Bulletin
from tests.fixtures import World, build_world, when
from tests.reports.scene import AFTER, QUARTER, lead_at

MARCH = when("2026-03-09 10:00")
Enter = Callable[[str], Page]


@pytest.fixture
def world(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """Seen by the server's thread too; the quarter is over by its clock."""
    made = build_world()
    lead_at(made, "social", MARCH, "closed")
    monkeypatch.setattr(timezone, "now", lambda: AFTER)
    return made


@pytest.fixture
def entered(world: World, entered: Callable[..., Page]) -> Enter:
    """Makes a page on which somebody is signed in."""

    def make(who: str) -> Page:
        return entered(world.users[who])

    return make


@pytest.mark.clause("5.1.i")
def test_from_the_draft_to_the_file(entered: Enter, complaints: list[str]) -> None:
    officer, head = entered("officer"), entered("head")

    officer.goto("/reports/")
    officer.get_by_role("row").filter(has_text="2026年第一季度").get_by_role("button", name="起草通报").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("2026年第一季度通报")
    expect(officer.locator("#leads .prose")).to_contain_text("共收到监督员反映的线索1件")
    officer.locator("#leads .prose a.figure").first.click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("1 件线索")
    officer.go_back()

    officer.get_by_role("link", name="修改文字 五、要求").click()
    officer.get_by_label("正文").fill("请各部门继续做好工作。{没有}")
    officer.get_by_role("button", name="保存").click()
    expect(officer.locator("#id_text_error")).to_contain_text("没有名为“没有”的数据")
    complaints.clear()  # the browser logs the 422
    officer.get_by_label("正文").fill("本季度收到{收到线索}件线索，请继续做好工作。")
    officer.get_by_role("button", name="看效果").click()
    expect(officer.get_by_text("本季度收到1件线索，请继续做好工作。")).to_be_visible()
    officer.get_by_role("button", name="保存").click()
    expect(officer.locator("#demands .prose")).to_contain_text("本季度收到1件线索")
    officer.get_by_role("button", name="送负责人审定").click()

    bulletin = Bulletin.objects.get()
    head.goto(f"/reports/bulletins/{bulletin.pk}/")
    head.locator("#demands summary").click()
    head.locator("#demands textarea").fill("请写上时间。")
    head.get_by_role("button", name="提出意见").click()
    expect(head.get_by_role("button", name="审定，定稿")).to_have_count(0)

    officer.reload()
    officer.locator("#demands").get_by_role("button", name="已处理").click()
    expect(officer.locator("#demands")).to_contain_text("李敏 已处理")

    head.reload()
    head.get_by_role("button", name="审定，定稿").click()
    head.get_by_role("button", name="定稿", exact=True).click()
    expect(head.get_by_text("内容与定稿时一致")).to_be_visible()
    for name in ("Word 文档", "PDF"):
        with head.expect_download() as taken:
            head.get_by_role("link", name=name).click()
        assert "2026年第一季度通报" in taken.value.suggested_filename


@pytest.mark.clause("5.1.i")
@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 720}, {"width": 1920, "height": 1080}], ids=str)
def test_the_wall_is_turned_by_keyboard_and_every_slide_fits(
    world: World, entered: Enter, viewport: ViewportSize
) -> None:
    made = actions.draft(world.actor("officer"), QUARTER, at=AFTER)
    page = entered("head")
    page.goto(f"/reports/bulletins/{made.pk}/slides/")
    shown, place = page.locator(".slide:visible"), page.locator("[data-slides-place]")
    count = page.locator(".slide").count()

    expect(shown).to_have_count(1)
    for number in range(2, count + 1):
        page.keyboard.press("ArrowRight")
        expect(place).to_have_text(f"{number} / {count}")
        over = shown.evaluate("slide => slide.scrollHeight - slide.clientHeight")
        wide = shown.evaluate("slide => slide.scrollWidth - slide.clientWidth")
        assert over <= 0 and wide <= 0, f"slide {number} is larger than the wall"
        sizes = shown.locator("p:not(.slide-note), td, dd").evaluate_all(
            "all => all.map(each => parseFloat(getComputedStyle(each).fontSize) / innerHeight)"
        )
        assert all(size > 0.028 for size in sizes), "too small for the last row"
    page.keyboard.press("Home")
    expect(place).to_have_text(f"1 / {count}")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_have_text("2026年第一季度通报")


def test_without_scripts_the_slides_stand_below_one_another(
    world: World, new_page: Callable[..., Page], live_server: Any
) -> None:
    made = actions.draft(world.actor("officer"), QUARTER, at=AFTER)
    client = Client()
    client.force_login(world.users["head"])
    page = new_page(java_script_enabled=False)
    cookie = client.cookies["jianyan_session"].value
    page.context.add_cookies([{"name": "jianyan_session", "value": cookie, "url": live_server.url}])
    page.goto(f"/reports/bulletins/{made.pk}/slides/")

    assert page.locator(".slide:visible").count() == page.locator(".slide").count() > 10
