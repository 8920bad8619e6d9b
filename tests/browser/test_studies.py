"""A study from the call to its acceptance, and a verification from the lead to the lead, through their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jianyan.studies.models import Finding, Study, Verification
from tests.browser.conftest import DESK, PHONE
from tests.files import image
from tests.fixtures import World

Enter = Callable[..., Page]
Check = Callable[[Page], None]


def due() -> str:
    return f"{timezone.localdate() + timedelta(days=20):%Y-%m-%d}"


@pytest.mark.slow
@pytest.mark.clause("4.2.c", "5.1.b")
def test_a_study_is_called_joined_delivered_sent_back_and_accepted(
    world: World, entered: Enter, accessible: Check
) -> None:
    officer = entered(world.users["officer"], viewport=DESK)
    officer.goto("/studies/")
    officer.get_by_role("link", name="发起调研").first.click()
    officer.get_by_label("题目").fill("窗口重复交件情况")
    officer.get_by_label("要求").fill("走访三家企业，写明重复的材料。")
    officer.get_by_label("报告期限").fill(due())
    officer.get_by_label("查找监督员").fill("social")
    officer.get_by_role("button", name="查找").click()
    expect(officer.get_by_label("监督员internal")).to_have_count(0)
    officer.get_by_label("监督员social").check()
    accessible(officer)
    officer.locator(".action-bar").get_by_role("button", name="发起调研").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("窗口重复交件情况")

    phone = entered(world.users["social"], viewport=PHONE)
    phone.goto("/my/")
    phone.get_by_role("link", name="窗口重复交件情况").click()
    phone.get_by_role("link", name="参加", exact=True).click()
    phone.get_by_role("button", name="参加", exact=True).click()
    phone.get_by_role("link", name="提交报告").click()
    phone.get_by_label("报告正文").fill("走访了三家企业，章程复印件普遍要交两次，建议统一收件。")
    accessible(phone)
    phone.locator(".action-bar").get_by_role("button", name="提交报告").click()
    expect(phone.get_by_text("报告已提交")).to_be_visible()

    officer.reload()
    officer.get_by_role("link", name="退回修改").click()
    officer.get_by_label("退回理由").fill("请写明是哪三家企业。")
    officer.get_by_role("button", name="退回修改").click()
    phone.reload()
    expect(phone.get_by_text("请写明是哪三家企业。")).to_be_visible()
    phone.get_by_role("link", name="提交报告").click()
    expect(phone.get_by_label("报告正文")).to_have_value("走访了三家企业，章程复印件普遍要交两次，建议统一收件。")
    phone.get_by_label("报告正文").fill("三家企业：甲、乙、丙。章程复印件普遍要交两次，建议统一收件。")
    phone.locator(".action-bar").get_by_role("button", name="提交报告").click()

    officer.reload()
    accessible(officer)
    officer.get_by_role("link", name="验收").click()
    officer.get_by_role("button", name="验收").click()
    expect(officer.get_by_text("已验收").first).to_be_visible()
    assert Study.objects.get().state == "accepted" and Study.objects.get().reports.count() == 2


@pytest.mark.slow
@pytest.mark.clause("4.2.c")
def test_a_lead_is_verified_on_site_with_a_photo_and_the_result_stands_on_it(
    world: World, entered: Enter, accessible: Check, tmp_path: Path
) -> None:
    world.supervisor("second")
    lead = world.walk(world.lead("second", at=timezone.now()), "accepted", at=timezone.now())
    officer = entered(world.users["officer"], viewport=DESK)
    officer.goto(f"/leads/{lead.pk}/")
    officer.get_by_role("link", name="安排核查").click()
    officer.get_by_label("核查要点").fill("看两个窗口各收什么材料。")
    expect(officer.get_by_label("监督员internal")).to_have_count(0)  # of the handling unit
    officer.get_by_label("监督员social").check()
    accessible(officer)
    officer.locator(".action-bar").get_by_role("button", name="安排核查").click()
    expect(officer.get_by_text("核查人已收到通知")).to_be_visible()

    phone = entered(world.users["social"], viewport=PHONE)
    phone.goto("/my/")
    phone.get_by_role("link", name=Verification.objects.get().title).click()
    expect(phone.get_by_text(lead.no)).to_have_count(0)
    phone.get_by_role("link", name="接受任务").click()
    phone.get_by_role("button", name="接受任务").click()
    phone.get_by_role("link", name="填写核查情况").click()
    phone.get_by_label("部分属实").check()
    phone.get_by_label("核查地点").fill("政务服务大厅二楼")
    phone.get_by_label("核查情况").fill("三号窗口仍在收复印件，其他窗口已经不收。")
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(image())
    phone.get_by_label("选择照片或文件").set_input_files(photo)
    expect(phone.locator(".basket .file-name")).to_have_text("现场.jpg")
    expect(phone.get_by_label("核查情况")).to_have_value("三号窗口仍在收复印件，其他窗口已经不收。")
    accessible(phone)
    phone.locator(".action-bar").get_by_role("button", name="填写核查情况").click()
    expect(phone.get_by_text("核查情况已提交")).to_be_visible()
    assert Finding.objects.get().files.count() == 1

    officer.reload()
    officer.get_by_role("link", name="归档").click()
    officer.get_by_role("button", name="归档").click()
    officer.goto(f"/leads/{lead.pk}/#verifications")
    panel = officer.locator("#verifications")
    expect(panel).to_contain_text("部分属实")
    expect(panel).to_contain_text("三号窗口仍在收复印件")
    expect(panel.locator(".file-name")).to_have_text("现场.jpg")
    accessible(officer)
