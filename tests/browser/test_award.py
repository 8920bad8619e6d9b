"""An award through its pages: reviewed, objected to by somebody, decided, on public notice, given."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jianyan.awards.models import Run, Standing
from jianyan.awards.queries import differences
from tests.awards.acts import AFTER, HEARD, NOTICED, standing, year
from tests.browser.conftest import DESK, PHONE
from tests.fixtures import World

Enter = Callable[..., Page]
Check = Callable[[Page], None]
Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The server's clock; it stands where it was put."""

    def put(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    put(AFTER)
    return put


def counts(page: Page, fits: Check) -> Run:
    """The officer chooses the term that is over."""
    page.goto("/awards/")
    page.get_by_role("link", name="开始评优").first.click()
    fits(page)
    page.get_by_text(re.compile("^2025-03-01 至")).click()
    page.get_by_role("button", name="计分").click()
    expect(page.get_by_text("已按台账计分，请评审。")).to_be_visible()
    fits(page)
    return Run.objects.get()


def reviews(page: Page, each: Standing, fits: Check) -> None:
    """The officer opens the rows behind a point, and gives points with a reason."""
    page.get_by_role("link", name=each.supervisor.name).click()
    page.get_by_text("1 条记录").first.click()
    expect(page.get_by_role("link", name=re.compile("东监 2025-")).first).to_be_visible()
    fits(page)
    page.get_by_role("link", name="加减分").click()
    page.get_by_label("加减分").fill("1.5")
    page.get_by_label("理由").fill("牵头完成专题调研。")
    fits(page)
    page.get_by_role("button", name="加减分").click()
    expect(page.get_by_text("加减分已记录，名次已更新。")).to_be_visible()
    expect(page.get_by_text("+1.50 分")).to_be_visible()


def brings_on(page: Page, run: Run, act: str, *, asked: bool = False, **fields: str) -> None:
    """What the award waits for is done from its page; ``asked`` whether the page makes sure first."""
    page.goto(f"/awards/{run.pk}/")
    page.locator(".panel-accent").get_by_role("link", name=act).click()
    for label, value in fields.items():
        page.get_by_label(label).fill(value)
    page.locator(".action-bar").get_by_role("button", name=act).click()
    if asked:
        page.get_by_role("dialog").get_by_role("button", name=act).click()
    expect(page).to_have_url(re.compile(rf"/awards/{run.pk}/$"))


def objects(phone: Page, fits: Check) -> None:
    """Somebody looks at the own points on a phone and says what is missing."""
    phone.goto("/my/dossier/")
    phone.get_by_role("link", name="评优得分").click()
    expect(phone.get_by_text("请核对得分和每一分的来源。")).to_be_visible()
    fits(phone)
    phone.get_by_label("异议内容").fill("六月的座谈没有计分。")
    phone.get_by_role("button", name="提交异议").click()
    expect(phone.get_by_text("正在核实")).to_be_visible()
    fits(phone)


def settles(page: Page, run: Run, said: str, fits: Check) -> None:
    """The officer writes down what was found of the open objection."""
    page.goto(f"/awards/{run.pk}/objections/")
    fits(page)
    page.locator("tr", has_text="待核实").get_by_role("link").click()
    page.get_by_text("异议不成立", exact=True).click()
    page.get_by_label("核实情况").fill(said)
    fits(page)
    page.get_by_role("button", name="记录结论").click()
    expect(page.get_by_text("异议的结论已记录。")).to_be_visible()


@pytest.mark.clause("4.3.c", "5.2.c")
def test_from_the_review_to_the_certificate_that_anybody_checks(
    world: World, clock: Clock, new_page: Enter, entered: Enter, fits: Check
) -> None:
    year(world)
    officer = entered(world.users["officer"], viewport=DESK)
    run = counts(officer, fits)
    reviews(officer, standing(world, run, "乙"), fits)
    brings_on(officer, run, "请本人核对")

    someone = entered(world.users["丙"], viewport=PHONE)
    objects(someone, fits)
    settles(officer, run, "签到表没有此人，已电话说明。", fits)
    someone.reload()
    expect(someone.get_by_text("签到表没有此人")).to_be_visible()

    clock(HEARD)
    officer, head = entered(world.users["officer"]), entered(world.users["head"])
    brings_on(head, run, "审定名单", asked=True)
    brings_on(head, run, "登记批准", **{"批准文件": "管委会会议纪要〔2026〕3号"})
    brings_on(head, run, "公示名单", asked=True)
    fits(head)

    anybody = new_page(viewport=PHONE)
    anybody.goto(f"/public/award/{run.token}/")
    fits(anybody)
    anybody.get_by_role("link", name="对某甲提出异议").click()
    fits(anybody)
    anybody.get_by_label("异议内容").fill("所填事迹请再核实。")
    anybody.get_by_role("button", name="提交异议").click()
    expect(anybody.get_by_text("P2026-0002")).to_be_visible()
    settles(officer, run, "已核实，属实。", fits)

    clock(NOTICED)
    head = entered(world.users["head"])
    brings_on(head, run, "授予称号", asked=True)
    assert differences(Run.objects.get(pk=run.pk)) == []

    winner = entered(world.users["甲"], viewport=PHONE)
    winner.goto("/awards/mine/")
    expect(winner.get_by_text("您被授予“优秀监督员”称号。")).to_be_visible()
    winner.get_by_role("link", name="荣誉证书").click()
    fits(winner)
    address = winner.get_by_role("link", name="扫码打开的核验页").get_attribute("href") or ""
    anybody.goto(address)
    expect(anybody.get_by_text("这份荣誉证书是真实的。")).to_be_visible()
    expect(anybody.locator("main")).not_to_contain_text("某甲")
    fits(anybody)
