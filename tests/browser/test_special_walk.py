"""A special report from its draft to the leader's phone, and an instruction from there to a task that is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jianyan.core.bulletin import quarter_title
from jianyan.core.periods import before, last_day, quarter_name, quarter_named
from jianyan.core.workdays import TZ
from jianyan.reports.models import Instruction, Special
from jianyan.tasks.models import Task
from tests.browser.conftest import DESK, PHONE
from tests.fixtures import World, build_world

Enter = Callable[..., Page]
Check = Callable[[Page], None]


def last_quarter() -> str:
    """The quarter that ended last."""
    return quarter_name(before(quarter_named(quarter_name(timezone.localdate()))).first)


@pytest.fixture
def world(transactional_db: None) -> World:
    """Leads of the last quarter: a risk, a common one, and one that is overdue. Seen by the server's thread too."""
    made = build_world()
    at = datetime.combine(last_day(quarter_named(last_quarter())) - timedelta(days=20), datetime.min.time(), TZ)
    at += timedelta(hours=10)
    made.supervisor("second")
    made.supervisor("third")
    made.walk(made.lead("social", at, kind="risk", title="冷链断档"), "accepted", at=at)
    made.walk(made.lead("second", at, common=True, title="两个窗口重复要材料"), "closed", at=at)
    made.walk(made.lead("third", at, title="查验时间不统一"), "accepted", at=at)
    return made


@pytest.fixture
def entered(world: World, entered: Callable[..., Page]) -> Enter:
    """Makes a page on which somebody of the world is signed in already."""

    def make(key: str, viewport: Any = DESK) -> Page:
        return entered(world.users[key], viewport=viewport)

    return make


@pytest.mark.clause("5.1.j")
def test_from_the_draft_to_a_task_that_is_done(world: World, entered: Enter, fits: Check) -> None:
    quarter = quarter_title(last_quarter())
    officer = entered("officer")
    officer.goto("/reports/special/")
    officer.get_by_label("季度", exact=True).select_option(label=quarter)
    officer.get_by_role("button", name="起草专报").click()
    expect(officer.get_by_role("heading", name="一、本季概况")).to_be_visible()
    fits(officer)

    officer.get_by_role("link", name="修改六、下步安排").click()
    fits(officer)
    officer.get_by_label("正文").fill("本季共收到{收到线索}件，逐件督办。")
    officer.get_by_role("button", name="保存").click()
    expect(officer.get_by_text("本季共收到3件，逐件督办。")).to_be_visible()
    officer.locator("#coordinate").get_by_role("link", name="加一个事项").click()
    fits(officer)
    officer.get_by_label("事项", exact=True).fill("统一查验时间")
    officer.get_by_label("情况和建议").fill("请管委会协调海关统一查验时间。")
    officer.get_by_role("button", name="保存").click()
    expect(officer.get_by_role("heading", name="统一查验时间")).to_be_visible()
    officer.get_by_role("button", name="送签").click()
    expect(officer.get_by_text("已送负责人签发")).to_be_visible()

    head = entered("head")
    head.goto(officer.url)
    head.get_by_role("button", name="签发", exact=True).click()
    head.get_by_role("dialog").get_by_role("button", name="签发").click()
    expect(head.get_by_text("专报已签发，编好期号")).to_be_visible()
    with head.expect_download() as pdf:
        head.get_by_role("link", name="PDF").click()
    assert pdf.value.suggested_filename.endswith(".pdf")
    with head.expect_download() as word:
        head.get_by_role("link", name="Word 文件").click()
    assert word.value.suggested_filename.endswith(".docx")

    leader = entered("leader", PHONE)
    leader.goto("/overview/")
    expect(leader.get_by_role("heading", name="专报").first).to_be_visible()
    fits(leader)
    leader.get_by_role("link", name="读全文").click()
    matter = leader.locator("section", has=leader.get_by_role("heading", name="统一查验时间")).last
    matter.get_by_text("对这件事批示").click()
    matter.get_by_label("批示").fill("请商务局牵头，月底前办好。")
    matter.get_by_role("button", name="批示").click()
    expect(leader.get_by_text("批示已记下，营商环境办")).to_be_visible()
    fits(leader)

    officer.goto(f"/reports/instructions/{Instruction.objects.get().pk}/")
    fits(officer)
    officer.get_by_label("责任单位或责任人").select_option(label="商务促进局")
    officer.get_by_label("任务", exact=True).fill("拿出统一查验时间的办法")
    officer.get_by_label("完成时限").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    officer.get_by_role("button", name="交办").click()
    expect(officer.get_by_text("已交办。")).to_be_visible()

    liaison = entered("liaison", PHONE)
    liaison.goto("/department/")
    liaison.get_by_role("link", name="拿出统一查验时间的办法").click()
    fits(liaison)
    liaison.get_by_label("完成情况").fill("办法已经印发。")
    liaison.get_by_role("button", name="办结").click()
    expect(liaison.get_by_text("任务已办结。")).to_be_visible()
    assert Task.objects.get().state == "done"

    leader.goto(f"/reports/special/{Special.objects.get().pk}/")
    expect(leader.get_by_text("已落实").first).to_be_visible()
