"""A photo straight from the phone, over a line that drops (5.1.e): the file stays chosen, nothing is kept twice."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from jianyan.leads.models import Attachment, Draft, Lead
from tests.browser.conftest import PHONE
from tests.browser.test_autosave import BODY, page, says, world, write
from tests.leads.test_attachments import store

__all__ = ["page", "store", "world"]

pytestmark = [pytest.mark.parametrize("viewport", [PHONE]), pytest.mark.usefixtures("store")]


def noise(side: int) -> bytes:
    """A photo that cannot be made small."""
    written = BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(written, "JPEG", quality=90)
    return written.getvalue()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "窗口.jpg"
    path.write_bytes(noise(900))
    return path


def choose(page: Page, photo: Path) -> None:
    page.locator("#lead-1 input[type=file]").last.set_input_files(str(photo))


def given(page: Page) -> Any:
    return page.locator("#lead-1 .files .file")


def failed(page: Page) -> Any:
    return page.locator("#lead-1 [data-upload-failed]")


@pytest.mark.clause("5.1.e")
def test_the_line_drops_in_the_middle_of_an_upload(
    page: Page, photo: Path, complaints: list[str], accessible: Callable[[Page], None]
) -> None:
    write(page)
    says(page, "已自动保存")
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 40_000}
    line.send("Network.emulateNetworkConditions", slow)
    with page.expect_request("**/my/form/**"):
        choose(page, photo)
    line.send("Network.emulateNetworkConditions", {**slow, "offline": True})

    expect(failed(page)).to_be_visible()
    accessible(page)
    expect(page.locator("#lead-1").get_by_label("情况描述")).to_have_value(BODY)
    assert not Attachment.objects.exists()
    complaints.clear()  # the browser notes each request that found no network

    line.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    page.locator("#lead-1").get_by_role("button", name="上传").click()
    expect(given(page)).to_have_count(1)
    complaints.clear()
    assert Attachment.objects.count() == 1
    assert Draft.objects.get().data["leads"][0]["body"] == BODY


def test_the_answer_is_lost_and_the_file_sent_again_is_one(page: Page, photo: Path, complaints: list[str]) -> None:
    write(page)
    says(page, "已自动保存")

    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    late = {"offline": False, "latency": 60_000, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", late)
    choose(page, photo)
    while not Attachment.objects.exists():  # it has arrived; the answer is on its way for a minute
        page.wait_for_timeout(50)
    line.send("Network.emulateNetworkConditions", {**late, "offline": True})
    expect(failed(page)).to_be_visible()
    line.send("Network.emulateNetworkConditions", {**late, "latency": 0})

    page.locator("#lead-1").get_by_role("button", name="上传").click()
    expect(given(page)).to_have_count(1)
    page.get_by_role("button", name="看一遍再提交").click()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已提交")).to_be_visible()
    complaints.clear()
    assert [row.name for row in Lead.objects.get().attachments.all()] == ["窗口.jpg"]
