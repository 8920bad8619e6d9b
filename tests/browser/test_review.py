"""The trial-year review as its readers see it, on a desk and on a phone, with leads and without."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from jianyan.leads import actions
from tests.browser.conftest import DESK, PHONE
from tests.fixtures import World

Enter = Callable[..., Page]
Check = Callable[[Page], None]


@pytest.mark.clause("5.3.a")
@pytest.mark.parametrize("viewport", [DESK, PHONE])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_review_of_a_month(world: World, entered: Enter, fits: Check, viewport: ViewportSize, theme: str) -> None:
    now = timezone.now()
    lead = world.walk(world.lead("social", now), "replied", at=now)
    actions.follow_up(
        world.actor("officer"), lead.pk, at=now, solved=False, satisfaction="unsatisfied", words_="还是两个窗口。"
    )
    world.supervisor("second")
    world.walk(world.lead("second", now, kind="risk"), "closed", at=now)
    page = entered(world.users["leader"], viewport=viewport, color_scheme=theme)
    page.goto("/insight/review/")
    expect(page.get_by_role("heading", name="试行评估", exact=True)).to_be_visible()
    picture = page.get_by_role("img", name="线索状态的流程图")
    expect(picture).to_be_visible()
    expect(picture.get_by_text("重办中")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="待沟通").first
    expect(row).to_contain_text("待转办")
    for fold in page.locator("main details").all():
        fold.locator("summary").click()
    expect(page.get_by_text("供研究的问题")).to_be_visible()
    fits(page)
    page.locator("#back").get_by_role("link", name="1", exact=True).click()
    expect(page.get_by_role("heading", name="1 件线索")).to_be_visible()
    fits(page)


def test_a_zone_without_leads_and_another_period(world: World, entered: Enter, fits: Check) -> None:
    page = entered(world.users["head"])
    page.goto("/insight/review/")
    expect(page.get_by_text("这一期间没有线索")).to_be_visible()
    fits(page)
    page.locator("#period_from").fill("2025-02")
    page.locator("#period_to").fill("2025-01")
    page.get_by_role("button", name="评估这一期间").click()
    expect(page.get_by_text("2025年1月至2025年2月提交的线索")).to_be_visible()
    expect(page.locator("#period_from")).to_have_value("2025-01")
