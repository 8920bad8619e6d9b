"""A symposium through its pages: planned at the desk, answered and attended on a phone, its minutes, a task, a lead."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from jianyan.core.attendance import STEP, code_at
from jianyan.leads.models import Lead
from jianyan.meetings.models import Meeting, Minutes
from jianyan.tasks.models import Task
from tests.browser.conftest import DESK, PHONE
from tests.fixtures import World, when

Enter = Callable[..., Page]
Check = Callable[[Page], None]
#: Moves the clock of the server to a moment.
Clock = Callable[[datetime], None]

PLANNED, STARTS, ENDS = when("2026-03-09 10:00"), when("2026-03-16 14:00"), when("2026-03-16 16:00")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The server's clock; it stands where it was put."""

    def put(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    put(PLANNED)
    return put


@pytest.mark.clause("4.3.b", "5.1.a")
def test_from_the_plan_to_a_lead(
    world: World, clock: Clock, entered: Enter, accessible: Check, complaints: list[str]
) -> None:
    supervisor = world.users["social"]
    _plan_and_invite(entered(world.users["officer"], viewport=DESK), world, accessible)
    meeting = Meeting.objects.get()
    phone = entered(supervisor, viewport=PHONE)
    _answer(phone, accessible)

    clock(STARTS)
    desk = entered(world.users["officer"], viewport=DESK)
    phone = entered(supervisor, viewport=PHONE)
    _show_the_code(desk, meeting, accessible)
    _come_in(phone, meeting, accessible, clock, complaints)

    clock(ENDS)
    desk = entered(world.users["officer"], viewport=DESK)
    _write_minutes(desk, meeting, world, accessible)
    _issue(entered(world.users["head"], viewport=DESK), meeting, accessible)
    _write_down(desk, meeting, accessible)

    phone = entered(supervisor, viewport=PHONE)
    phone.goto("/my/")
    expect(phone.get_by_role("link", name="两个窗口要同一份章程")).to_be_visible()
    phone.goto(reverse("meetings:meeting", args=[meeting.pk]))
    expect(phone.get_by_role("link", name="看会议纪要")).to_be_visible()
    accessible(phone)


def _plan_and_invite(page: Page, world: World, accessible: Check) -> None:
    """The officer plans a symposium and invites the social supervisors."""
    page.goto("/meetings/")
    accessible(page)
    page.get_by_role("main").get_by_role("link", name="安排会议").first.click()
    page.get_by_label("名称").fill("一季度社会监督员座谈会")
    page.get_by_label("开始").fill("2026-03-16T14:00")
    page.get_by_label("结束").fill("2026-03-16T16:00")
    page.get_by_label("线下和线上").check()
    page.get_by_label(re.compile("地点")).fill("管委会三楼会议室")
    page.get_by_label(re.compile("议程")).fill("一、通报\n二、发言")
    accessible(page)
    page.get_by_role("button", name="保存，去邀请").click()
    expect(page.get_by_text("会议已安排，请邀请参加的人。")).to_be_visible()
    page.get_by_label("监督员social").check()
    accessible(page)
    page.get_by_role("button", name="邀请勾选的，并发出通知").click()
    expect(page.get_by_text("已邀请 1 位，并发出通知。")).to_be_visible()
    accessible(page)


def _answer(page: Page, accessible: Check) -> None:
    """On the phone: what waits stands on the first page; one choice and one press answer it."""
    page.goto("/my/")
    page.locator("main").get_by_role("link", name="一季度社会监督员座谈会").first.click()
    accessible(page)
    page.get_by_label("到会参加").check()
    page.get_by_role("button", name="答复", exact=True).click()
    expect(page.get_by_text("已答复：参加。")).to_be_visible()
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="会议").click()
    expect(page.get_by_role("heading", name="将要参加的")).to_be_visible()
    accessible(page)


def _show_the_code(page: Page, meeting: Meeting, accessible: Check) -> None:
    """The projector shows a code without being touched again."""
    page.goto(reverse("meetings:code", args=[meeting.pk]))
    expect(page.locator(".code-picture")).to_be_visible()
    expect(page.get_by_text("已签到 0 / 受邀 1")).to_be_visible()
    accessible(page)


def _come_in(page: Page, meeting: Meeting, accessible: Check, clock: Clock, complaints: list[str]) -> None:
    """A photograph that is a minute old is refused; the code of the moment and one press are enough."""
    old = reverse("meetings:scan", args=[meeting.pk, code_at(meeting.secret, meeting.pk, STARTS)])
    clock(STARTS + timedelta(seconds=2 * STEP))
    page.goto(old)
    expect(page.get_by_text("这个签到码已经过时")).to_be_visible()
    complaints.clear()  # the browser says that it was refused
    accessible(page)
    now = timezone.now()
    page.goto(reverse("meetings:scan", args=[meeting.pk, code_at(meeting.secret, meeting.pk, now)]))
    accessible(page)
    page.get_by_role("button", name="我到了").click()
    expect(page.get_by_role("heading", name="已签到")).to_be_visible()
    accessible(page)
    assert meeting.invitations.get().attended_by_way == "code"


def _write_minutes(page: Page, meeting: Meeting, world: World, accessible: Check) -> None:
    """The attendance is filled in; one matter has an owner and a day."""
    page.goto(reverse("meetings:minutes", args=[meeting.pk]))
    expect(page.get_by_label(re.compile("出席"))).to_have_value("监督员social")
    page.get_by_label("主持人").fill("王建")
    page.get_by_label("记录人").fill("李敏")
    page.get_by_label("事项").first.fill("合并变更登记的材料清单")
    page.get_by_label("责任单位或责任人").first.select_option(label="商务促进局")
    page.get_by_label("完成时限").first.fill("2026-03-31")
    accessible(page)
    page.get_by_role("button", name="保存纪要").last.click()
    expect(page.get_by_text("纪要已保存。")).to_be_visible()
    page.get_by_role("button", name="送负责人签发").click()
    expect(page.get_by_text("纪要已送签。")).to_be_visible()


def _issue(page: Page, meeting: Meeting, accessible: Check) -> None:
    """The head issues them; the matter is a task of the unit."""
    page.goto(reverse("meetings:minutes", args=[meeting.pk]))
    page.get_by_role("button", name="签发", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="签发").click()
    expect(page.get_by_text("纪要已签发，议定事项已成为任务")).to_be_visible()
    accessible(page)
    assert Minutes.objects.get().step == "issued"
    assert Task.objects.get().source == meeting.subject


def _write_down(page: Page, meeting: Meeting, accessible: Check) -> None:
    """What the supervisor said becomes a lead with the meeting as its source."""
    page.goto(reverse("meetings:meeting", args=[meeting.pk]))
    accessible(page)
    page.get_by_role("link", name="会上意见转为线索").click()
    page.get_by_role("link", name="监督员social").click()
    page.get_by_label(re.compile("政务环境问题")).check()
    page.get_by_label("领域").select_option(index=1)
    page.get_by_label("标题").fill("两个窗口要同一份章程")
    page.get_by_label("情况描述").fill("会上说，变更登记时两个窗口先后要求提交同一份章程。")
    accessible(page)
    page.get_by_role("button", name="录为线索").click()
    expect(page.get_by_role("link", name="两个窗口要同一份章程")).to_be_visible()
    assert Lead.objects.get().source == meeting.subject
