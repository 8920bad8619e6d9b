"""On a phone: an application of one's own, with scripts and without; at the desk: a list with two who are known."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from jianyan.recruit import actions
from jianyan.recruit.models import Candidate, Round
from tests.browser.conftest import DESK, PHONE
from tests.files import image
from tests.fixtures import World
from tests.recruit.acts import applied, plan
from tests.recruit.test_import import line, sheet


@pytest.fixture
def round_(world: World) -> Round:
    """Open today."""
    today = timezone.localdate()
    dates: dict[str, date] = {
        "opens_on": today,
        "closes_on": today + timedelta(days=10),
        "term_starts": today + timedelta(days=40),
    }
    made = actions.draft_round(world.actor("officer"), plan(**dates), at=timezone.now())
    return actions.open_round(world.actor("head"), made.pk, at=timezone.now())


@pytest.mark.clause("4.1.a")
@pytest.mark.parametrize("viewport", [PHONE])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_somebody_applies_keeps_the_link_and_follows_it(
    round_: Round,
    new_page: Callable[..., Page],
    accessible: Callable[[Page], None],
    complaints: list[str],
    scripts: bool,
) -> None:
    page = new_page(java_script_enabled=scripts)
    look = accessible if scripts else lambda page: None  # axe is a script
    page.goto(f"/public/recruit/{round_.token}/")
    look(page)
    page.get_by_role("link", name="我要报名").click()
    page.get_by_role("button", name="同意并继续").click()
    expect(page.get_by_text("同意个人信息处理说明后才能继续。").first).to_be_visible()
    look(page)
    for label in ("我已阅读并同意", "我单独同意", "我承诺"):
        page.get_by_label(label).check()
    page.get_by_role("button", name="同意并继续").click()
    page.get_by_label("姓名").fill("买买提·吐尔逊")
    page.get_by_label("市场主体代表").check()
    page.get_by_label("所在单位").fill("远洋物流公司")
    page.get_by_label("自荐理由").fill("熟悉企业办事流程。")
    page.get_by_label("选择照片或文件").set_input_files(
        {"name": "证书.jpg", "mimeType": "image/jpeg", "buffer": image()}
    )
    page.get_by_role("button", name="下一步：核对").last.click()
    # The number is missing: what was typed and the file are kept.
    expect(page.get_by_role("link", name=re.compile("手机"))).to_be_visible()
    expect(page.get_by_label("姓名")).to_have_value("买买提·吐尔逊")
    expect(page.get_by_text("证书.jpg")).to_be_visible()
    page.get_by_label("手机").fill("138 0000 9999")
    look(page)
    page.get_by_role("button", name="下一步：核对").last.click()
    expect(page.get_by_role("heading", name="核对后提交")).to_be_visible()
    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_label("自荐理由")).to_have_value("熟悉企业办事流程。")
    page.get_by_role("button", name="下一步：核对").last.click()
    page.get_by_role("button", name="提交报名").click()
    expect(page.get_by_role("heading", name="报名已提交")).to_be_visible()
    look(page)
    link = page.get_by_label("查看进展的链接").input_value()
    made = Candidate.objects.get()
    assert str(made.token) in link
    page.goto(link)
    expect(page.get_by_text("等待资格审核")).to_be_visible()
    expect(page.get_by_text("138****9999")).to_be_visible()
    look(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="撤回报名").click()
    page.get_by_role("button", name="撤回", exact=True).click()
    expect(page.get_by_text("已撤回", exact=True)).to_be_visible()
    # The browser complains about each page that says 422, and about nothing else.
    complaints[:] = [said for said in complaints if "422" not in said]


@pytest.mark.clause("1.2")
@pytest.mark.clause("4.1.b")
@pytest.mark.parametrize("viewport", [DESK])
def test_a_list_with_two_who_are_known(
    world: World,
    round_: Round,
    new_page: Callable[..., Page],
    live_server: Any,
    accessible: Callable[[Page], None],
    complaints: list[str],
) -> None:
    known = world.supervisors["social"]
    before = applied(world, round_, 3, at=timezone.now())
    client = Client()
    client.force_login(world.users["officer"])
    page = new_page()
    cookie = client.cookies["jianyan_session"].value
    page.context.add_cookies([{"name": "jianyan_session", "value": cookie, "url": live_server.url}])
    page.goto(f"/recruit/{round_.pk}/import/")
    rows = [
        line(1, name=known.name, unit=known.employer),
        line(2, name=before.name, phone=before.phone, levels="市级监督员"),
        line(4),
    ]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label("名单文件").set_input_files({"name": "名单.xlsx", "mimeType": kind, "buffer": sheet(*rows)})
    page.get_by_role("button", name="上传并核对").click()
    page.get_by_role("button", name="确认列为候选人").click()
    expect(page.get_by_text("还有可能已有的人没有确认")).to_be_visible()
    accessible(page)
    page.locator("#row-2").get_by_text("同一人").click()
    page.locator("#row-3").get_by_text("同一人").click()
    page.get_by_role("button", name="确认列为候选人").click()
    expect(page.get_by_text("列入 2 人")).to_be_visible()
    assert Candidate.objects.count() == 3
    before.refresh_from_db()
    assert before.levels == ["municipal"]
    complaints[:] = [said for said in complaints if "422" not in said]


@pytest.mark.clause("4.1.a")
@pytest.mark.parametrize("viewport", [PHONE])
def test_somebody_objects_to_a_name_on_the_list(
    world: World, round_: Round, page: Page, accessible: Callable[[Page], None]
) -> None:
    one = applied(world, round_, 3, at=timezone.now())
    Candidate.objects.filter(pk=one.pk).update(state="chosen")
    until = timezone.localdate() + timedelta(days=7)
    Round.objects.filter(pk=round_.pk).update(step="publish", published_at=timezone.now(), notice_until=until)
    page.goto(f"/public/recruit/{round_.token}/list/")
    expect(page.get_by_text(one.name)).to_be_visible()
    accessible(page)
    page.get_by_role("link", name=f"对{one.name}提出异议").click()
    expect(page.get_by_label("对谁有异议")).to_have_value(str(one.pk))
    page.get_by_label("异议内容").fill("与事实不符。")
    accessible(page)
    page.get_by_role("button", name="提交异议").click()
    expect(page.get_by_text("Y2")).to_be_visible()
    accessible(page)
    assert one.objections.get().text == "与事实不符。"
