"""A draft rule through its pages: drafted, asked about (units, then the public), adopted, in force on its day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jianyan.rules.models import Consultation
from jianyan.rules.queries import book, version_on
from tests.browser.conftest import PHONE
from tests.fixtures import MONDAY, World, when

Enter = Callable[..., Page]
Check = Callable[[Page], None]
Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The server's clock; it stands where it was put."""

    def put(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    put(MONDAY)
    return put


@pytest.fixture
def entered(world: World, entered: Callable[..., Page]) -> Enter:
    """Makes a page on which a user is signed in, as the clock stands."""

    def make(key: str, **options: Any) -> Page:
        return entered(world.users[key], **options)

    return make


@pytest.mark.clause("3")
@pytest.mark.clause("4.0")
def test_from_a_draft_to_the_version_in_force(
    world: World, clock: Clock, entered: Enter, new_page: Enter, fits: Check, complaints: list[str]
) -> None:
    drafts(entered("officer"), fits)
    asks(entered("head"), "系统内单位", "2026-03-20", fits)
    unit_says(entered("liaison", viewport=PHONE), fits)
    clock(when("2026-03-23 09:00"))
    answers(entered("officer"), "采纳", fits)
    clock(when("2026-03-24 09:00"))
    asks(entered("head"), "社会公众", "2026-04-10", fits)
    link = public_says(new_page(viewport=PHONE, java_script_enabled=False))
    clock(when("2026-04-13 09:00"))
    answers(entered("officer"), "不采纳", fits)
    public_reads(new_page(viewport=PHONE), link, fits)
    adopts(entered("head"), fits)

    assert version_on(world.zone.pk, date(2026, 4, 30)).number == 1
    assert version_on(world.zone.pk, date(2026, 5, 1)).number == 2
    after = world.lead("social", when("2026-05-06 09:00"))
    assert book(after.rules_id).clocks["call"].amount == 4
    complaints[:] = [said for said in complaints if "422" not in said]


def drafts(page: Page, fits: Check) -> None:
    """The officer drafts a version in which there is more time for the call; weights that do not add up are refused."""
    page.goto("/rules/")
    page.get_by_role("navigation", name="规则").get_by_role("link", name="修订").click()
    page.get_by_role("link", name="起草新版").first.click()
    page.get_by_label("修订说明").fill("试行一年，电话沟通的时间太紧。")
    fits(page)
    page.get_by_role("button", name="开始起草").click()
    fits(page)
    page.get_by_role("main").get_by_role("link", name="评优", exact=True).click()
    page.get_by_label("按时提交 分值").fill("20")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("各项分值之和是 95").first).to_be_visible()
    page.get_by_label("按时提交 分值").fill("25")
    page.get_by_role("main").get_by_role("link", name="时限", exact=True).click()
    page.get_by_label("电话沟通 时限").fill("5")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("专员在意见表提交后 5 个工作日内")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="返回草案").click()
    expect(page.get_by_text("专员在意见表提交后 5 个工作日内")).to_be_visible()
    fits(page)


def asks(page: Page, audience: str, until: str, fits: Check) -> None:
    """The head asks: the units, or the public."""
    page.goto("/rules/drafts/")
    page.get_by_role("link", name="第 2 版").click()
    page.get_by_role("link", name="征求意见", exact=True).last.click()
    page.get_by_label(audience).check()
    page.get_by_label("截止日期").fill(until)
    fits(page)
    page.get_by_role("button", name="开始征求意见").click()
    expect(page.get_by_text("还没有收到意见。")).to_be_visible()
    fits(page)


def unit_says(page: Page, fits: Check) -> None:
    """A liaison finds the notice on a phone and comments on the rule that changes."""
    page.goto("/notices/")
    page.get_by_role("link", name="规则第 2 版草案征求意见").click()
    fits(page)
    page.get_by_role("link", name="对这一条提意见").click()
    expect(page.get_by_label("对哪一条")).to_have_value("clocks.call")
    page.get_by_label("意见", exact=True).fill("五天太长，建议四天。")
    fits(page)
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_text("五天太长，建议四天。")).to_be_visible()


def answers(page: Page, outcome: str, fits: Check) -> None:
    """The officer answers the one comment, changes the draft where it is adopted, and concludes the round."""
    page.goto("/rules/consultations/")
    page.get_by_role("row").nth(1).get_by_role("link").click()
    page.get_by_role("link", name=re.compile(r"处理\s*第 1 条")).click()
    page.get_by_label(outcome, exact=True).check()
    if outcome != "采纳":
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_text("请填写。").first).to_be_visible()
        page.get_by_label("理由").fill("三天已证明不够。")
    fits(page)
    page.get_by_role("button", name="保存").click()
    fits(page)
    page.get_by_role("button", name="结束征求意见").click()
    expect(page.get_by_text("征求意见已结束。")).to_be_visible()
    if outcome == "采纳":
        page.get_by_role("link", name=re.compile(r"时限\s*改 1")).click()
        page.get_by_label("电话沟通 时限").fill("4")
        page.get_by_role("button", name="保存").click()
        page.get_by_role("link", name="返回草案").click()
        expect(page.get_by_text("与第 1 轮征求意见稿相比")).to_be_visible()
    fits(page)


def public_says(page: Page) -> str:
    """Somebody without an account and without scripts reads and comments; returns the link to what becomes of it."""
    page.goto(f"/public/rules/{Consultation.objects.get(place=2).token}/")
    expect(page.get_by_text("专员在意见表提交后 4 个工作日内").first).to_be_visible()
    page.get_by_role("link", name="对这一条提意见").click()
    page.get_by_label("意见", exact=True).fill("三天够了。")
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_role("heading", name="意见已收到")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    return page.get_by_label("查看意见的链接").input_value()


def public_reads(page: Page, link: str, fits: Check) -> None:
    """What became of the comment, and of all of them."""
    page.goto(link)
    expect(page.get_by_text("三天已证明不够。")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="征求意见的草案").click()
    expect(page.get_by_text("共收到 1 条意见。")).to_be_visible()
    fits(page)


def adopts(page: Page, fits: Check) -> None:
    """The head adopts the draft for a day to come; a day that has been is refused."""
    page.goto("/rules/drafts/")
    page.get_by_role("link", name="第 2 版").click()
    page.get_by_role("link", name="审定施行").click()
    page.get_by_label("施行日期").fill("2026-04-13")
    page.get_by_role("button", name="审定").click()
    page.get_by_role("dialog").get_by_role("button", name="审定").click()
    expect(page.get_by_text("施行日期须晚于今天").first).to_be_visible()
    page.get_by_label("施行日期").fill("2026-05-01")
    fits(page)
    page.get_by_role("button", name="审定").click()
    page.get_by_role("dialog").get_by_role("button", name="审定").click()
    expect(page.get_by_role("heading", name="营商环境监督员工作规则")).to_be_visible()
    expect(page.get_by_text("第 2 版，自 2026年5月1日").first).to_be_visible()
    page.get_by_role("link", name="与第 1 版比较").click()
    expect(page.get_by_text("专员在意见表提交后 4 个工作日内")).to_be_visible()
    fits(page)
