"""The seconds in which a dispatch can be recalled are counted down, and the button goes with them (5.1.h)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from jianyan.leads.models import Dispatch
from tests.fixtures import World


@pytest.fixture
def page(world: World, new_page: Callable[..., Page], live_server) -> Page:
    """The officer's page of a lead that was dispatched just now, under a clock that the test moves."""
    page = new_page()
    client = Client()
    client.force_login(world.users["officer"])
    session = client.cookies["jianyan_session"].value
    page.context.add_cookies([{"name": "jianyan_session", "value": session, "url": live_server.url}])
    page.clock.install()
    now = timezone.now()
    lead = world.walk(world.lead(at=now), "dispatched", at=now)
    page.goto(f"/leads/{lead.pk}/")
    return page


@pytest.mark.clause("5.1.h")
def test_one_press_recalls(page: Page) -> None:
    page.get_by_role("button", name="撤回转办").click()
    expect(page.get_by_text("转办已撤回，可以重新转办")).to_be_visible()
    assert Dispatch.objects.get().recalled_at


def test_when_the_time_is_over_the_button_is_gone(page: Page, accessible: Callable[[Page], None]) -> None:
    left = page.locator("[data-countdown]")
    expect(left).to_contain_text("还可以撤回")
    accessible(page)
    page.get_by_role("button", name="撤回转办").focus()
    page.clock.run_for(61_000)
    expect(left).to_be_hidden()
    expect(page.get_by_role("button", name="撤回转办")).to_be_hidden()
    expect(page.locator("#told")).to_have_text("撤回的时间已过。")
    expect(page.locator("main :focus")).to_be_visible()  # not gone with the button


def test_the_seconds_are_said_aloud_only_near_the_end(page: Page) -> None:
    left, told = page.locator("[data-countdown]"), page.locator("#told")
    expect(left).to_have_attribute("role", "timer")  # silent by itself
    before = left.inner_text()
    page.clock.run_for(20_000)
    expect(left).not_to_have_text(before)
    expect(told).to_be_empty()
    page.clock.run_for(32_000)
    expect(told).to_contain_text("还可以撤回")
    said = told.inner_text()
    page.clock.run_for(3_000)
    expect(told).to_have_text(said)


def test_where_little_motion_is_wished_for_the_figure_changes_rarely(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    left = page.locator("[data-countdown]")
    page.clock.run_for(1_000)
    for _second in range(25):
        assert int("".join(filter(str.isdigit, left.inner_text()))) % 10 == 0
        page.clock.run_for(1_000)
