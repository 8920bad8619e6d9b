"""A real browser: Debian's Chromium, driven by Playwright. Every test below this folder carries the marker `browser`.

A page fails its test when the browser complained while it was used: a script error, a resource that was not there, or
something the content security policy refused. A test that provokes a complaint clears `complaints` itself.
"""

import os
import shutil
from collections.abc import Callable, Generator
from ctypes.util import find_library
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from jianyan.accounts.models import User
from tests.fixtures import World, build_world

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="package")
def browser() -> Generator[Browser]:
    """Chromium with a profile folder of its own, shared by the tests of this folder; each gets a fresh context."""
    path = shutil.which("chromium")
    if path is None or find_library("atomic") is None:
        pytest.skip("Chromium, or what Playwright needs, is missing (Debian: apt-get install chromium libatomic1)")
    # Playwright's synchronous face keeps an event loop in this thread, which Django takes for asynchronous code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
            yield chromium
            chromium.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def viewport() -> ViewportSize:
    """Size of the window. A test for the phone: `@pytest.mark.parametrize("viewport", [PHONE])`."""
    return DESK


@pytest.fixture
def complaints() -> Generator[list[str]]:
    """What the browser complained about so far; must be empty when the test ends."""
    found: list[str] = []
    yield found
    assert not found, "the browser complained:\n" + "\n".join(found)


@pytest.fixture
def new_page(
    browser: Browser, live_server, viewport: ViewportSize, complaints: list[str]
) -> Generator[Callable[..., Page]]:
    """Makes pages, each signed in to nothing: `new_page()`, `new_page(java_script_enabled=False)`. Relative addresses
    are those of the live server."""
    contexts = []

    def make(**options) -> Page:
        defaults = {"viewport": viewport, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
        context = browser.new_context(base_url=live_server.url, **(defaults | options))
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page in a window of the size `viewport`."""
    return new_page()


@pytest.fixture
def world(transactional_db: None) -> World:
    """A zone with everybody in it, seen by the server's thread too."""
    return build_world()


@pytest.fixture
def entered(new_page: Callable[..., Page], live_server) -> Callable[..., Page]:
    """Makes a page on which a user is signed in already: `entered(user)`; further options are those of the window."""

    def make(user: User, **options) -> Page:
        client = Client()
        client.force_login(user)
        page = new_page(**options)
        cookie = client.cookies["jianyan_session"].value
        page.context.add_cookies([{"name": "jianyan_session", "value": cookie, "url": live_server.url}])
        return page

    return make


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Asserts that axe finds nothing wrong with a page as it stands (WCAG 2.1 A and AA)."""

    def check(page: Page) -> None:
        tags = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
        results = Axe().run(page, options=tags)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check


@pytest.fixture
def fits(accessible: Callable[[Page], None]) -> Callable[[Page], None]:
    """Asserts that a page as it stands is accessible and no wider than its window."""

    def check(page: Page) -> None:
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    return check
