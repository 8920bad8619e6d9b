"""The day's work without a mouse: everything is reached and seen, and the focus is never lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE
from tests.fixtures import PASSWORD, World

TITLE = "两个窗口重复要同一份章程"

#: What has the focus: whether it is in sight, and not wholly under a bar that sticks to the window.
HELD = """() => {
  const held = document.activeElement;
  if (!held || held === document.body) return null;
  const label = held.labels && held.labels[0];
  const seen = [held, label].filter(Boolean).some((it) => {
    const box = it.getBoundingClientRect();
    const across = Math.min(Math.max(box.left + Math.min(box.width, 40) / 2, 1), innerWidth - 1);
    return [0.1, 0.5, 0.9].some((part) => {
      const top = document.elementFromPoint(across, box.top + box.height * part);
      return top && (it.contains(top) || top.contains(it) || (label && label.contains(top)));
    });
  });
  held.dataset.reached = "";
  return { seen, what: held.outerHTML.slice(0, 90) };
}"""

#: What should have been reached and was not. Of radio buttons with one name, one stands for all.
MISSED = """() => {
  const groups = new Set([...document.querySelectorAll("[type=radio][data-reached]")].map((it) => it.name));
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((it) => it.checkVisibility({ visibilityProperty: true }) && it.getClientRects().length && it.tabIndex >= 0)
    .filter((it) => !("reached" in it.dataset) && !(it.type === "radio" && groups.has(it.name)))
    .map((it) => it.outerHTML.slice(0, 90));
}"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus."""
    for _press in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"not reached with Tab: {wanted}")


def tab_through(page: Page) -> None:
    """From the top of the page to its end: everything is reached, and what has the focus is in sight."""
    unseen = []
    page.evaluate("document.querySelector('.skip-link').focus()")
    page.evaluate(HELD)
    for _press in range(150):
        page.keyboard.press("Tab")
        held = page.evaluate(HELD)
        if held is None:
            break
        if not held["seen"]:
            unseen.append(held["what"])
    else:
        raise AssertionError("no end of it: the focus is caught")
    assert not unseen, "has the focus and is not in sight"
    assert page.evaluate(MISSED) == []


@pytest.mark.clause("5.1.g")
def test_from_signing_in_to_a_call_on_record(world: World, page: Page, complaints: list[str]) -> None:
    world.lead(title=TITLE)
    page.goto("/sign-in/")
    tab_to(page, page.get_by_label("用户名"))
    page.keyboard.type(world.users["officer"].username)
    tab_to(page, page.get_by_label("密码"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    # Past the menus, to the queue, and with Enter into the lead beside it.
    expect(page.get_by_role("heading", name="工作台", level=1)).to_be_attached()
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    tab_to(page, page.locator(".queue").get_by_role("link", name=TITLE))
    page.keyboard.press("Enter")
    expect(page.locator("#lead :is(h1, h2)").first).to_be_focused()
    tab_to(page, page.locator("#lead").get_by_role("link", name="记录通话"))
    page.keyboard.press("Enter")

    # Sent too early: the list of what is wrong has the focus, and leads to the field.
    send = page.get_by_role("button", name="记录通话")
    tab_to(page, send)
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    complaints.clear()  # a console speaks of every 422
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    field = page.get_by_label("核实情况")
    expect(field).to_be_focused()
    page.keyboard.type("情况属实，两个窗口确实分别收件。")
    tab_to(page, send)
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("通话已记录。")


@pytest.mark.parametrize("path", ["/my/", "/my/form/"])
def test_everything_on_the_supervisors_phone_is_reached(world: World, entered: Callable[..., Page], path: str) -> None:
    world.walk(world.lead(title=TITLE), "replied")
    page = entered(world.users["social"], viewport=PHONE)
    page.goto(path)
    page.locator("main").get_by_text("政务环境问题", exact=True).click() if path == "/my/form/" else None
    tab_through(page)


@pytest.mark.parametrize("path", ["/desk/", "/leads/", "/supervisors/"])
def test_everything_on_the_officers_pages_is_reached(world: World, entered: Callable[..., Page], path: str) -> None:
    world.lead(title=TITLE)
    page = entered(world.users["officer"])
    page.goto(path)
    tab_through(page)


def test_a_menu_is_opened_walked_and_closed(world: World, entered: Callable[..., Page]) -> None:
    page = entered(world.users["head"], viewport=PHONE)
    page.goto("/overview/")
    for button, panel in ((".menu-button", ".menu-panel"), (".bottombar-more summary", ".bottombar-panel")):
        tab_to(page, page.locator(button))
        page.keyboard.press("Enter")
        expect(page.locator(panel)).to_be_visible()
        page.keyboard.press("Tab")
        expect(page.locator(f"{panel} :focus")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(page.locator(panel)).to_be_hidden()
        expect(page.locator(button)).to_be_focused()


def test_a_question_gives_the_focus_back(world: World, entered: Callable[..., Page]) -> None:
    lead = world.lead()
    page = entered(world.users["social"], viewport=PHONE)
    page.goto(f"/leads/{lead.pk}/withdraw/")
    button = page.locator("main").get_by_role("button", name="撤回")
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="不，返回")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(button).to_be_focused()


def test_what_replaces_the_pressed_button_takes_the_focus(world: World, entered: Callable[..., Page]) -> None:
    """A list found anew is told, and the field that asked for it keeps the focus."""
    world.lead(title=TITLE)
    page = entered(world.users["officer"])
    page.goto("/leads/")
    field = page.locator("main [role=search] input").first
    tab_to(page, field)
    page.keyboard.type("zzzz")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_have_text("没有符合条件的线索")
    expect(field).to_be_focused()
