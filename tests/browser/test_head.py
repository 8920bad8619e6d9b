"""The head's and the leader's day: what is red, the trends, and an officer's leave; on a phone and at the desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jianyan.people.models import Leave
from tests.browser.conftest import DESK, PHONE
from tests.fixtures import World, build_world

Enter = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.fixture
def world(transactional_db: None) -> World:
    """Leads of last week and of months ago, some closed; two officers. Seen by the server's thread too."""
    made = build_world()
    made.user("second", "officer", made.departments["office"], name="张蕾")
    now = timezone.now()
    for place, days in enumerate((100, 70, 69, 68, 67, 66, 65, 40, 3)):
        at = now - timedelta(days=days)
        made.supervisor(f"s{place}", name=f"监督员{place}")
        made.walk(made.lead(f"s{place}", at), "closed" if place % 2 else "accepted", at=at)
    return made


@pytest.fixture
def entered(world: World, entered: Callable[..., Page]) -> Enter:
    """Makes a page on which somebody of the world is signed in already."""

    def make(key: str, **options: Any) -> Page:
        return entered(world.users[key], **options)

    return make


def drawn(page: Page, figures: int) -> None:
    """Every chart of the page is there, with its key and its table."""
    boxes = page.locator(".chart-box:visible svg")
    expect(boxes).to_have_count(figures)
    for figure in page.locator("[data-chart]").all():
        source = figure.get_attribute("data-source")
        expect(page.locator(f"table#{source}")).to_be_visible()
        expect(figure.locator(".chart-key li")).to_have_count(len((figure.get_attribute("data-series") or "").split()))
        assert figure.locator(".chart-box").get_attribute("aria-label")


@pytest.mark.parametrize("viewport", [PHONE, DESK])
@pytest.mark.parametrize("key", ["head", "leader"])
def test_from_what_is_red_to_the_trends(entered: Enter, fits: Check, key: str) -> None:
    page = entered(key, reduced_motion="reduce")
    page.goto("/overview/")
    drawn(page, 1)
    fits(page)
    height = page.evaluate("document.documentElement.scrollHeight")
    stuck = page.locator(".counts").get_by_role("link", name="卡住")
    count = stuck.locator(".count-figure").inner_text()
    assert int(count) > 0
    stuck.click()
    expect(page.get_by_text(f"{count} 条").first).to_be_visible()
    page.go_back()
    assert page.evaluate("document.documentElement.scrollHeight") == height  # drawing moves nothing

    page.get_by_role("link", name="看一年的趋势").click()
    expect(page.get_by_role("heading", name="趋势")).to_be_visible()
    drawn(page, 4)
    fits(page)
    page.get_by_role("link", name="按季度").click()
    expect(page.get_by_role("heading", name="按提交季度")).to_be_visible()
    drawn(page, 4)


@pytest.mark.parametrize("viewport", [DESK])
def test_charts_follow_the_theme_and_the_window(entered: Enter, fits: Check) -> None:
    page = entered("head", reduced_motion="reduce", color_scheme="light")
    page.goto("/overview/trends/")
    drawn(page, 4)
    first = page.locator(".chart-box svg").first

    page.emulate_media(color_scheme="dark")
    dark = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()")
    expect(page.locator(f'.chart-box svg [fill="{dark}"], .chart-box svg [stroke="{dark}"]').first).to_be_attached()
    fits(page)
    wide = first.evaluate("each => each.getBoundingClientRect().width")
    page.set_viewport_size(PHONE)
    page.wait_for_function(
        "wide => document.querySelector('.chart-box svg').getBoundingClientRect().width < wide", arg=wide
    )
    fits(page)


@pytest.mark.parametrize("viewport", [PHONE])
def test_without_scripts_the_tables_say_it_all(entered: Enter) -> None:
    page = entered("leader", java_script_enabled=False)
    page.goto("/overview/trends/")

    expect(page.locator("table#periods")).to_be_visible()
    expect(page.locator("table#departments")).to_be_visible()
    expect(page.locator(".chart:visible")).to_have_count(0)


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_an_officer_goes_on_leave_and_comes_back(world: World, entered: Enter, fits: Check) -> None:
    page = entered("head")
    today = timezone.localdate()
    page.goto("/supervisors/")
    page.get_by_role("link", name="请假代管").click()
    page.get_by_role("link", name="安排请假").click()
    fits(page)
    page.get_by_label("从哪天开始").fill(today.isoformat())
    page.get_by_label("到哪天为止").fill((today + timedelta(days=3)).isoformat())
    page.get_by_label("由谁代管").select_option(label="张蕾")
    page.get_by_text("部分监督员由别人代管").click()
    fits(page)
    page.get_by_role("button", name="安排").click()
    expect(page.get_by_text("请假期间由同事代管。")).to_be_visible()
    fits(page)

    deputy = entered("second")
    deputy.goto("/desk/")
    assert deputy.locator(".queue-item").count() > 0

    page.get_by_role("link", name="李敏").click()
    page.get_by_role("button", name="现在结束").click()
    page.get_by_role("dialog").get_by_role("button", name="现在结束").click()
    expect(page.get_by_text("请假已结束，监督员由专员本人联系。")).to_be_visible()
    fits(page)
    assert Leave.objects.get().over_at is not None
    deputy.goto("/desk/")
    expect(deputy.locator(".queue-item")).to_have_count(0)
