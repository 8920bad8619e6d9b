"""帮助 in a real browser: from a page to what explains it, on desk and phone, light and dark, and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from jianyan.web.help.chapters import CHAPTERS
from tests.browser.conftest import DESK, PHONE
from tests.fixtures import World

pytestmark = pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chapter_is_accessible_fits_and_its_pictures_are_there(
    world: World, entered: Callable[..., Page], accessible: Callable[[Page], None], theme: str
) -> None:
    page = entered(world.users["officer"], color_scheme=theme)
    for key in CHAPTERS if theme == "light" else ("start",):
        page.goto(CHAPTERS[key].url)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), key
        for picture in page.locator(".handbook-text img").all():
            picture.scroll_into_view_if_needed()
            page.wait_for_function("(it) => it.complete && it.naturalWidth > 0", arg=picture.element_handle())


def test_help_leads_from_a_page_to_its_heading(world: World, entered: Callable[..., Page]) -> None:
    page = entered(world.users["officer"])
    page.goto("/supervisors/")
    page.get_by_role("link", name="帮助", exact=True).click()
    page.wait_for_url(re.compile("/help/officer/#"))
    assert unquote(page.url).endswith("#监督员和每月联系")
    heading = page.get_by_role("heading", name="监督员和每月联系")
    expect(heading).to_be_in_viewport()
    bar, top = page.locator(".topbar").bounding_box(), heading.bounding_box()
    assert bar and top and top["y"] >= bar["y"] + bar["height"], "the heading is not behind the top bar"


def test_on_paper_there_is_the_text_alone(world: World, entered: Callable[..., Page]) -> None:
    page = entered(world.users["officer"])
    page.goto("/help/officer/")
    page.emulate_media(media="print")
    for gone in (".handbook-side", ".topbar-side", ".rail", ".bottombar"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.get_by_role("heading", name="工作台", exact=True)).to_be_visible()
