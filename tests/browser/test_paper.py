"""Pages on paper: no menus or buttons, black on white in either theme, who printed it and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from jianyan.accounts.models import User
from tests.fixtures import World

GONE = ".rail, .bottombar, .topbar-side, .action-bar, main .btn, .lead-verbs, .tabs, .pages"


@pytest.fixture
def on_paper(new_page: Callable[..., Page], live_server: Any) -> Callable[[User, str], Page]:
    """Opens a page as a user with dark screens, as its paper shows it."""

    def make(user: User, path: str) -> Page:
        client = Client()
        client.force_login(user)
        page = new_page(color_scheme="dark")
        cookie = client.cookies["jianyan_session"].value
        page.context.add_cookies([{"name": "jianyan_session", "value": cookie, "url": live_server.url}])
        page.goto(path)
        page.emulate_media(media="print")
        return page

    return make


def test_main_pages_keep_what_is_read_and_lose_what_is_pressed(
    world: World, on_paper: Callable[[User, str], Page]
) -> None:
    lead = world.walk(world.lead(), "replied")
    for key, path in (
        ("officer", "/desk/"),
        ("officer", "/leads/?state=replied"),
        ("officer", f"/leads/{lead.pk}/"),
        ("officer", f"/supervisors/{world.supervisors['social'].pk}/"),
        ("head", "/overview/"),
        ("liaison", "/department/"),
    ):
        page = on_paper(world.users[key], path)
        user = world.users[key]
        assert [each for each in page.locator(GONE).all() if each.is_visible()] == [], path
        expect(page.locator(".print-head")).to_contain_text(f"东疆营商环境办 · {user.name} 打印于")
        look = page.evaluate(
            "(() => { const s = getComputedStyle(document.body); return [s.backgroundColor, s.color] })()"
        )
        assert look[0] == "rgb(255, 255, 255)", path
        assert max(int(part) for part in look[1][4:-1].split(",")) < 80, path
        ink = page.evaluate("getComputedStyle(document.querySelector('main')).color")
        links = page.locator("main table a, main .queue-title").all()
        assert all(link.evaluate("it => getComputedStyle(it).textDecorationLine") == "none" for link in links), path
        assert ink == look[1]


def test_a_list_on_paper_says_what_it_was_narrowed_to(world: World, on_paper: Callable[[User, str], Page]) -> None:
    world.walk(world.lead(), "replied")
    page = on_paper(world.users["officer"], "/leads/?state=replied")
    expect(page.get_by_label("状态")).to_be_visible()
    expect(page.get_by_label("期限", exact=True)).to_be_hidden()
    expect(page.get_by_label("编号或标题")).to_be_hidden()
