"""English takes more room than Chinese: at a small desk window no list is pushed out of sight (screens.md)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.fixtures import World

SMALL: ViewportSize = {"width": 1024, "height": 800}
LISTS = (
    "/leads/",
    "/leads/month/",
    "/supervisors/",
    "/forms/",
    "/recruit/",
    "/meetings/",
    "/studies/",
    "/duties/",
    "/tasks/",
    "/groups/",
    "/failures/",
)
HIDDEN = """[...document.querySelectorAll('.table-wrap')].map(each => each.scrollWidth - each.clientWidth)
    .filter(beyond => beyond > 1)"""


@pytest.mark.parametrize("viewport", [SMALL])
def test_the_offices_lists_fit_a_small_window_in_english(
    world: World, live_server, entered: Callable[..., Page], viewport: ViewportSize
) -> None:
    for state in ("received", "dispatched", "replied"):
        world.supervisor(state)
        world.walk(world.lead(state), state)
    page = entered(world.users["officer"])
    page.context.add_cookies([{"name": "jianyan_language", "value": "en", "url": live_server.url}])
    for address in LISTS:
        page.goto(address)
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        assert page.evaluate(HIDDEN) == [], address
