"""An appointment year through its pages: from an application on a phone to the certificate that anybody may check."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jianyan.people.models import Appointment
from jianyan.recruit.actions.course import tick_rounds
from jianyan.recruit.models import Candidate, Objection, Round
from tests.browser.conftest import DESK, PHONE
from tests.fixtures import MONDAY, PASSWORD, World, when
from tests.recruit.acts import opened

Enter = Callable[..., Page]
Check = Callable[[Page], None]
#: Moves the clock of the server to a moment.
Clock = Callable[[datetime], None]

NAME, UNIT = "欧阳晓雯", "远洋物流公司"
TERM = date(2026, 5, 1)
#: Nobody is at work on the first days of May.
FIRST_DAY = when("2026-05-06 09:00")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The server's clock; it stands where it was put."""

    def put(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    put(MONDAY)
    return put


def applies(phone: Page, round_: Round, fits: Check) -> str:
    """Somebody reads the notice, agrees, fills in the form and keeps the link; returns it."""
    phone.goto(f"/public/recruit/{round_.token}/")
    fits(phone)
    phone.get_by_role("link", name="我要报名").click()
    for label in ("我已阅读并同意", "我单独同意", "我承诺"):
        phone.get_by_label(label).check()
    phone.get_by_role("button", name="同意并继续").click()
    phone.get_by_label("姓名").fill(NAME)
    phone.get_by_label("手机").fill("13800009999")
    phone.get_by_label("市场主体代表").check()
    phone.get_by_label("所在单位").fill(UNIT)
    phone.get_by_label("职务").fill("副总经理")
    phone.get_by_label("自荐理由").fill("熟悉企业办事流程。")
    fits(phone)
    phone.get_by_role("button", name="下一步：核对").last.click()
    phone.get_by_role("button", name="提交报名").click()
    expect(phone.get_by_role("heading", name="报名已提交")).to_be_visible()
    return phone.get_by_label("查看进展的链接").input_value()


def reviews(page: Page, round_: Round, fits: Check) -> None:
    """The officer looks at every condition and finds the candidate fit."""
    page.goto(f"/recruit/{round_.pk}/candidates/")
    page.get_by_role("link", name=NAME).click()
    fits(page)
    for item in page.locator(".check-item").all():
        item.get_by_text(re.compile("^(符合|没有这种情形)$")).click()
        item.get_by_label("依据").fill("已查验原件。")
    page.get_by_role("button", name="保存审核意见").click()
    page.get_by_role("button", name="审核通过").click()
    expect(page.get_by_text("资格审核通过。")).to_be_visible()


def lists(page: Page, round_: Round, fits: Check) -> None:
    """The officer puts the candidate on the list."""
    page.goto(f"/recruit/{round_.pk}/list/")
    fits(page)
    page.get_by_role("button", name="列入名单").click()
    expect(page.get_by_text("已列入拟聘名单。")).to_be_visible()


def brings_on(page: Page, round_: Round, act: str, *, asked: bool = False, **fields: str) -> None:
    """What the round waits for is done from its page; ``asked`` whether the page makes sure first."""
    page.goto(f"/recruit/{round_.pk}/")
    page.locator(".panel-accent").get_by_role("link", name=act).click()
    for label, value in fields.items():
        page.get_by_label(label).fill(value)
    page.locator(".action-bar").get_by_role("button", name=act).click()
    if asked:
        page.get_by_role("dialog").get_by_role("button", name=act).click()
    expect(page).to_have_url(re.compile(rf"/recruit/{round_.pk}/$"))
    expect(page.locator(".message, .note, [role=status]").first).to_be_visible()


def objects(phone: Page, round_: Round, fits: Check) -> None:
    """Somebody reads the list and says something against a name; unnamed, on a phone."""
    phone.goto(f"/public/recruit/{round_.token}/list/")
    expect(phone.get_by_text(UNIT)).to_be_visible()
    expect(phone.get_by_text("13800009999")).to_have_count(0)
    fits(phone)
    phone.get_by_role("link", name=f"对{NAME}提出异议").click()
    phone.get_by_label("异议内容").fill("此人已不在该公司任职。")
    phone.get_by_role("button", name="提交异议").click()
    expect(phone.get_by_text(Objection.objects.get().receipt)).to_be_visible()


def dismisses(page: Page, round_: Round, fits: Check) -> None:
    """The officer writes down what was found of the objection."""
    page.goto(f"/recruit/{round_.pk}/notice/")
    page.get_by_role("link", name=Objection.objects.get().receipt).click()
    fits(page)
    page.get_by_text("异议不成立", exact=True).click()
    page.get_by_label("核实情况").fill("向单位人事部门核实，本人在职。")
    page.get_by_role("button", name="记录结论").click()
    page.get_by_role("dialog").get_by_role("button", name="记录结论").click()
    expect(page.get_by_text("异议的结论已记录。")).to_be_visible()


def appoints(page: Page, round_: Round, fits: Check) -> None:
    """The head appoints everybody of the list at once."""
    page.goto(f"/recruit/{round_.pk}/")
    page.locator(".panel-accent").get_by_role("link", name="聘任").click()
    fits(page)
    page.get_by_role("button", name="聘任这 1 人").click()
    page.get_by_role("dialog").get_by_role("button", name="聘任").click()
    expect(page.get_by_text("已聘任 1 位监督员。")).to_be_visible()
    fits(page)


def hands_out(page: Page, round_: Round, fits: Check) -> str:
    """The office makes the one-time links; returns the address on the slip."""
    page.goto(f"/recruit/{round_.pk}/appoint/")
    page.get_by_role("button", name="启用链接（1 人）").click()
    page.get_by_role("dialog").get_by_role("button", name="生成").click()
    expect(page.locator(".slip")).to_contain_text(NAME)
    fits(page)
    return page.locator(".slip-url").inner_text()


def enters(phone: Page, link: str, fits: Check) -> None:
    """The new supervisor sets a password by the link, signs the promise and is at home."""
    phone.goto(link)
    expect(phone.get_by_text("欧阳＊＊")).to_be_visible()
    fits(phone)
    phone.get_by_label("新密码", exact=True).fill(PASSWORD)
    phone.get_by_label("再输一次新密码").fill(PASSWORD)
    phone.get_by_role("button", name="设置密码并进入").click()
    expect(phone.get_by_role("heading", name="保密承诺书")).to_be_visible()
    fits(phone)
    # Nothing else is open before it is signed.
    phone.goto("/my/")
    expect(phone.get_by_role("heading", name="保密承诺书")).to_be_visible()
    phone.locator("main").get_by_role("checkbox").first.check()
    phone.get_by_role("button", name="签署").click()
    expect(phone.get_by_text("已签署保密承诺")).to_be_visible()
    expect(phone).to_have_url(re.compile("/my/$"))
    fits(phone)


@pytest.mark.clause("4.0", "4.1.a")
def test_from_an_application_to_the_certificate_that_anybody_checks(
    world: World, clock: Clock, new_page: Enter, entered: Enter, fits: Check, complaints: list[str]
) -> None:
    round_ = opened(world)
    anybody = new_page(viewport=PHONE)
    status = applies(anybody, round_, fits)
    one = Candidate.objects.get()

    officer = entered(world.users["officer"], viewport=DESK)
    reviews(officer, round_, fits)

    clock(datetime.combine(round_.closes_on, MONDAY.timetz()) + timedelta(days=3))  # a Monday again
    officer, head = entered(world.users["officer"]), entered(world.users["head"])
    brings_on(officer, round_, "截止报名")
    lists(officer, round_, fits)
    brings_on(officer, round_, "结束审核", asked=True)
    brings_on(head, round_, "审定名单", asked=True)
    brings_on(officer, round_, "报管委会")
    brings_on(head, round_, "登记批准", **{"批准文件": "管委会会议纪要〔2026〕5号"})
    brings_on(head, round_, "公示名单", asked=True)

    objects(anybody, round_, fits)
    dismisses(officer, round_, fits)
    anybody.goto(status)
    fits(anybody)
    round_.refresh_from_db()
    assert round_.notice_until is not None
    assert tick_rounds(world.zone.pk, at=timezone.now()) == 0
    clock(datetime.combine(round_.notice_until, MONDAY.timetz()) + timedelta(days=1))
    assert tick_rounds(world.zone.pk, at=timezone.now()) == 1  # the notice is over by itself
    anybody.goto(f"/public/recruit/{round_.token}/list/")
    expect(anybody.get_by_text(NAME)).to_have_count(0)

    head = entered(world.users["head"])
    appoints(head, round_, fits)
    one.refresh_from_db()
    term = Appointment.objects.get(pk=one.appointment_id)
    anybody.goto(f"/public/certificate/{term.token}/")
    expect(anybody.get_by_text("聘期还没有开始")).to_be_visible()

    clock(FIRST_DAY)
    officer = entered(world.users["officer"])
    link = hands_out(officer, round_, fits)
    enters(new_page(viewport=PHONE), link, fits)
    term.refresh_from_db()
    assert (term.starts_on, term.promised_at) == (TERM, FIRST_DAY)
    officer.goto(f"/supervisors/certificates/{term.pk}/")
    fits(officer)
    address = officer.get_by_role("link", name="打开核验页").get_attribute("href") or ""
    assert address.endswith(f"/public/certificate/{term.token}/")  # as in the QR code
    anybody.goto(address)
    expect(anybody.get_by_text("这份聘书真实有效。")).to_be_visible()
    expect(anybody.get_by_text(term.certificate)).to_be_visible()
    expect(anybody.locator("main")).to_contain_text("欧阳")
    expect(anybody.locator("main")).not_to_contain_text("晓雯")
    expect(anybody.locator("main")).not_to_contain_text(UNIT)
    fits(anybody)

    assert not complaints
    unknown = {f"/public/certificate/{uuid4()}/": "没有查到这份聘书", link: "这个链接不能用了"}  # good for one time
    for address, said in unknown.items():
        answer = anybody.goto(address)
        assert answer is not None
        assert answer.status == 404
        expect(anybody.get_by_text(said)).to_be_visible()
        fits(anybody)
    assert ["404" in said for said in complaints] == [True, True]
    complaints.clear()
