"""A what-if through its page: values typed, what turns opened, the draft taken as the other side, on desk and phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from jianyan.leads import actions
from tests.awards.acts import brought_to, counted
from tests.browser.conftest import DESK, PHONE
from tests.fixtures import World, when
from tests.rules.consulting import drafted

NOW = when("2026-03-31 09:00")


@pytest.mark.clause("5.3.a")
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_other_values_beside_the_record(
    world: World,
    entered: Callable[..., Page],
    fits: Callable[[Page], None],
    viewport: ViewportSize,
    theme: str,
    monkeypatch: pytest.MonkeyPatch,
    complaints: list[str],
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    brought_to(world, counted(world), "done")
    lead = world.lead(title="办理变更登记时两个窗口先后要求提交同一份公司章程")
    actions.log_call(world.actor("officer"), lead.pk, at=when("2026-03-12 16:00"), verified="情况属实。")
    drafted(world)
    page = entered(world.users["officer"], color_scheme=theme)
    page.goto("/rules/v1/")
    page.get_by_role("link", name="试算", exact=True).click()
    expect(page.get_by_role("heading", name="没有改动，结果与记录相同")).to_be_visible()
    fits(page)

    page.get_by_label("到（含当日）").fill("2026-03-31")
    page.get_by_label(re.compile("^电话沟通")).fill("2")
    page.get_by_text("评优的比例和排名").click()
    page.get_by_label(re.compile("^优秀比例")).fill("0.7")
    fits(page)
    page.get_by_role("button", name="试算").click()
    page.wait_for_url(re.compile(r"clocks\.call\.amount=2&numbers\.award_ratio\.value=0\.7$"))
    expect(page.get_by_role("link", name=lead.title)).to_be_visible()
    expect(page.get_by_role("cell").get_by_text("超时")).to_be_visible()
    expect(page.get_by_text("新列入", exact=True).first).to_be_visible()
    fits(page)

    page.goto("/insight/what-if/?scores.forms.points=20")
    expect(page.get_by_role("alert").get_by_text("各项分值之和是 95，应为 100")).to_be_visible()
    fits(page)
    complaints.clear()  # the browser names an answer that says what cannot be

    page.goto("/rules/drafts/")
    page.get_by_role("link", name="第 2 版").click()
    page.get_by_role("link", name="试算此草案").click()
    expect(page.get_by_text("从规则第 2 版草案的数值开始")).to_be_visible()
    expect(page.get_by_role("heading", name="换了哪些数")).to_be_visible()
    fits(page)
