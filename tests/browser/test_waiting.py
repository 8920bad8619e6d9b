"""What takes longer than 300 ms says so where one looks, keeps its place, and is said aloud."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE
from tests.files import image
from tests.fixtures import World

TITLE = "两个窗口重复要同一份章程"


@pytest.fixture
def officer(world: World, entered: Callable[..., Page]) -> Page:
    """The officer's window; there is one lead, 待沟通."""
    world.lead(title=TITLE)
    return entered(world.users["officer"])


def held(page: Page, address: str) -> list[Route]:
    """The requests to an address wait until the test lets them go on."""
    waiting: list[Route] = []
    page.route(re.compile(address), lambda route: waiting.append(route))
    return waiting


def unanswered(page: Page, address: str) -> list[str]:
    """The methods of requests to an address, answered so that the browser stays on its page as if none came."""
    sent: list[str] = []

    def hold(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)

    page.route(re.compile(address), hold)
    return sent


def test_a_part_that_takes_its_time(officer: Page) -> None:
    officer.goto("/desk/")
    waiting = held(officer, r"/desk/\?.*lead=")
    officer.locator(".queue-title").click()
    expect(officer.locator("#lead")).to_have_attribute("aria-busy", "true")
    expect(officer.locator(".loading-bar")).to_be_visible()
    expect(officer.locator("#told")).to_have_text("正在载入…")
    waiting[0].continue_()
    expect(officer.locator("#lead .page-title")).to_have_text(TITLE)
    expect(officer.locator(".loading-bar")).to_be_hidden()
    expect(officer.locator("#lead")).not_to_have_attribute("aria-busy", "true")


def test_a_part_that_does_not_come(officer: Page, complaints: list[str]) -> None:
    officer.goto("/desk/")
    officer.route(re.compile(r"/desk/\?.*lead="), lambda route: route.abort("connectionreset"))
    officer.locator(".queue-title").click()
    expect(officer.locator("#messages")).to_contain_text("没有载入")
    expect(officer.locator(".loading-bar")).to_be_hidden()
    complaints.clear()


def test_a_form_on_its_way_keeps_its_place_and_can_be_used_again(officer: Page, world: World) -> None:
    officer.goto("/desk/")
    officer.locator(".queue-title").click()
    officer.get_by_role("group", name="现在可以做的").get_by_role("link", name="记录通话").click()
    field = officer.get_by_label("核实情况")
    field.fill("情况属实，两个窗口确实分别收件。")
    button = officer.locator("main .action-bar .btn-primary")
    width = button.evaluate("it => it.offsetWidth")
    sent = unanswered(officer, r"/call/$")
    button.click()
    form = officer.locator("form:has(.action-bar)")
    expect(form).to_have_attribute("aria-busy", "true")
    expect(button).to_have_text("正在提交…")
    expect(officer.locator("#told")).to_have_text("正在提交…")
    assert button.evaluate("it => it.offsetWidth") >= width
    button.click(force=True)
    assert sent == ["POST"]

    # As the browser does when one goes back to a page that it had kept.
    officer.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(button).to_have_text("记录通话")
    expect(form).not_to_have_attribute("aria-busy", "true")
    expect(field).to_have_value("情况属实，两个窗口确实分别收件。")
    officer.unroute(re.compile(r"/call/$"))
    button.click()
    expect(officer.locator("#messages")).to_contain_text("通话已记录。")


def test_a_file_that_is_being_made(officer: Page) -> None:
    officer.goto("/leads/export/")
    officer.get_by_role("group", name="导出原因").get_by_role("radio").first.check()
    button = officer.locator("main .action-bar .btn-primary")
    unanswered(officer, r"/leads/export/$")
    button.click()
    expect(button).to_have_text("正在生成文件…")
    expect(officer.locator(".file-making")).to_be_visible()

    # The file comes: with it a cookie that names this very press.
    ticket = officer.locator("[name=ticket]").input_value()
    officer.context.add_cookies([{"name": "jianyan_file", "value": ticket, "url": officer.url}])
    expect(button).to_contain_text("导出 Excel 文件")
    expect(officer.locator("#told")).to_have_text("文件已生成，正在下载。")
    expect(officer.locator(".file-making")).to_be_hidden()
    officer.unroute(re.compile(r"/leads/export/$"))
    with officer.expect_download() as download:
        button.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    expect(officer.locator("form[data-download]")).not_to_have_attribute("aria-busy", "true")


def test_how_far_an_upload_is(world: World, entered: Callable[..., Page]) -> None:
    page = entered(world.users["social"], viewport=PHONE)
    page.goto("/my/form/")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 60_000}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    picture = image("PNG", (400, 300)) + b"\0" * 150_000
    inputs = page.locator("#lead-1 input[type=file]:not([capture])")
    inputs.set_input_files({"name": "窗口.png", "mimeType": "image/png", "buffer": picture})
    line = page.locator("#lead-1 [data-uploading]")
    expect(line).to_be_visible()
    expect(line).to_have_text(re.compile(r"正在上传 \d+%"))
    expect(page.locator("#lead-1 .file")).to_contain_text("窗口.png")
    expect(page.locator("#lead-1 [data-uploading]")).to_be_hidden()
