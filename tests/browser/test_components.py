"""The components in a real browser: what scripts add, and that nothing is lost without them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.urls("tests.ui.urls")
URL = "/ui/components/"


@pytest.mark.parametrize("viewport", [DESK, PHONE])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_component_is_accessible(
    new_page: Callable[..., Page], accessible: Callable[[Page], None], theme: str
) -> None:
    """Contrast above all, in both themes; and no page is wider than its window."""
    page = new_page(color_scheme=theme)
    page.goto(f"{URL}?checked")
    expect(page.locator(".error-summary")).to_be_focused()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_harm_is_asked_about_first(page: Page) -> None:
    page.goto(URL)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    page.get_by_role("button", name="撤回", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("撤回后这条线索不再办理")
    dialog.get_by_role("button", name="不，返回").click()
    expect(dialog).to_be_hidden()
    assert sent == []
    page.get_by_role("button", name="撤回", exact=True).click()
    dialog.get_by_role("button", name="撤回").click()
    page.wait_for_url(re.compile("checked"))
    assert sent == ["POST"]


def test_a_form_is_sent_once_and_says_so(page: Page) -> None:
    """The answer 204 leaves the browser on the page, as if the server were still at work."""
    page.goto(URL)
    sent: list[str] = []

    def hold(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)

    page.route("**/ui/components/?checked", hold)
    button = page.locator(".action-bar .btn-primary")
    button.click()
    page.get_by_role("dialog").get_by_role("button", name="提交").click()
    expect(button).to_have_text("正在提交…")
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)  # past Playwright's own check that it is enabled
    page.locator("#id_title").press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert sent == ["POST"]


def test_the_counter_follows_the_text(page: Page) -> None:
    page.goto(URL)
    page.locator("#id_title").fill("窗口重复要材料")
    expect(page.locator("#id_title_count")).to_have_text("已输入 7 字，最多 30 字")
    page.locator("#id_title").fill("𠮷" * 32)
    expect(page.locator("#id_title_count")).to_have_text("已超出 2 字，最多 30 字")


def test_the_theme_is_remembered(page: Page) -> None:
    page.goto(URL)
    page.locator(".menu-button").click()
    page.get_by_role("button", name="深色").click()
    page.reload()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.locator(".menu-button").click()
    expect(page.get_by_role("button", name="深色")).to_have_attribute("aria-pressed", "true")


def test_escape_closes_a_menu(page: Page) -> None:
    page.goto(URL)
    page.locator(".menu-button").click()
    expect(page.locator(".menu-panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu-panel")).to_be_hidden()
    expect(page.locator(".menu-button")).to_be_focused()


@pytest.mark.parametrize("viewport", [PHONE])
def test_menus_and_forms_work_without_scripts(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(URL)
    page.locator(".bottombar-more summary").click()
    expect(page.locator(".bottombar-panel")).to_be_visible()
    page.locator(".bottombar-more summary").click()
    page.locator(".action-bar .btn-primary").click()
    page.wait_for_url(re.compile("checked"))
    expect(page.locator(".error-summary")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE])
def test_what_is_pressed_on_a_phone_is_large_enough(page: Page) -> None:
    """44 px or more for everything that stands alone; links inside sentences are exempt (WCAG 2.5.8)."""
    page.goto(URL)
    alone = ".btn, .nav-entry, .bottombar-entry, .choice, .tab, .count, .menu-button, .form-control, .form-select"
    small = page.evaluate(
        """(alone) => [...document.querySelectorAll(alone)]
            .filter((it) => it.offsetParent && it.getBoundingClientRect().height < 43.9)
            .map((it) => it.outerHTML.slice(0, 80))""",
        f"{alone}, .pages-link",
    )
    assert small == []
