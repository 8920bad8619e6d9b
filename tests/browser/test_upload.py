"""A photo straight from the phone, over a line that drops (5.1.e): the file stays chosen, nothing is kept twice."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from jianyan.leads.models import Attachment, Draft, Lead
from tests.browser.conftest import PHONE
from tests.browser.test_autosave import BODY, page, says, write
from tests.leads.test_attachments import store

__all__ = ["page", "store"]

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
def test_a_photo_over_a_line_that_drops_is_sent_again_and_is_one(
    page: Page, photo: Path, complaints: list[str], accessible: Callable[[Page], None]
) -> None:
    write(page)
    says(page, "已自动保存")
    page.route(re.compile(r"/my/form/(\?.*)?$"), lambda route: route.abort("connectionreset"), times=1)
    choose(page, photo)

    expect(failed(page)).to_be_visible()
    accessible(page)
    expect(page.locator("#lead-1").get_by_label("情况描述")).to_have_value(BODY)
    assert not Attachment.objects.exists()
    complaints.clear()  # the browser notes each request that found no network

    page.locator("#lead-1").get_by_role("button", name="上传").click()
    expect(given(page)).to_have_count(1)
    complaints.clear()
    assert Attachment.objects.count() == 1
    assert Draft.objects.get().data["leads"][0]["body"] == BODY
    page.get_by_role("button", name="看一遍再提交").click()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已提交")).to_be_visible()
    assert [row.name for row in Lead.objects.get().attachments.all()] == ["窗口.jpg"]
