"""The days of the administrators and of the auditor: a new liaison from the account to the first sign-in, a lost
password, a unit; a day of the ledger read, a row opened, the whole of it verified. On a phone and at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jianyan.accounts.acted import subject_of
from jianyan.accounts.models import Department, Role, User
from jianyan.ledger.actions import seal
from jianyan.ledger.models import Entry, Verification
from tests.browser.conftest import DESK, PHONE
from tests.fixtures import World, build_world

Enter = Callable[..., Page]
Check = Callable[[Page], None]

pytestmark = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture
def world(transactional_db: None) -> World:
    """A zone with a lead of two days ago. Seen by the server's thread too."""
    made = build_world()
    made.walk(made.lead(at=timezone.now() - timedelta(days=2)), "dispatched", at=timezone.now() - timedelta(days=1))
    return made


@pytest.fixture
def entered(world: World, entered: Callable[..., Page]) -> Enter:
    """Makes a page on which somebody of the world is signed in already, each in a browser of their own."""

    def make(key: str) -> Page:
        return entered(world.users[key])

    return make


def confirm(page: Page, name: str, yes: str = "") -> None:
    """Press a button that asks back, and say yes."""
    page.get_by_role("button", name=name).click()
    page.get_by_role("dialog").get_by_role("button", name=yes or name).click()


def go(page: Page, name: str) -> None:
    """Open a page by the main menu, which stands below on a phone."""
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name=name).first.click()


def sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()


def first_password(page: Page) -> str:
    """The password that is shown this once."""
    expect(page.get_by_text("这个密码只显示这一次")).to_be_visible()
    return page.locator("#first-password").inner_text()


@pytest.mark.clause("5.1.h")
def test_a_new_liaison_from_the_account_to_the_first_sign_in(
    world: World, entered: Enter, new_page: Enter, fits: Check, complaints: list[str]
) -> None:
    system = entered("sysadmin")
    system.goto("/")
    expect(system.get_by_role("heading", name="账号")).to_be_visible()
    fits(system)
    system.get_by_role("link", name="开设账号").click()
    system.get_by_label("用户名").fill("hanmei")
    system.get_by_label("姓名").fill("韩梅")
    fits(system)
    system.get_by_role("button", name="开设").click()
    password = first_password(system)
    fits(system)
    system.get_by_role("link", name="查看账号").click()
    expect(system.get_by_text("没有角色，不能登录。由安全管理员授予。")).to_be_visible()
    assert system.get_by_role("button", name="授予").count() == 0  # one keeps accounts, the other gives roles

    security = entered("secadmin")
    security.goto("/")
    security.get_by_label("姓名或用户名").fill("hanmei")
    security.get_by_role("button", name="查找").click()
    security.get_by_role("link", name="韩梅").click()
    security.get_by_role("radio", name="联络员").check()
    security.get_by_role("button", name="授予", exact=True).click()
    expect(security.get_by_role("alert")).to_contain_text("部门")  # a liaison speaks for a department
    complaints.clear()  # the browser notes every answer that is a refusal
    fits(security)
    security.get_by_role("combobox", name="部门单位").select_option(label="商务促进局")
    security.get_by_role("button", name="授予", exact=True).click()
    expect(security.get_by_text("已授予角色：部门联络员。")).to_be_visible()
    fits(security)

    person = new_page()
    sign_in(person, "hanmei", password)
    person.get_by_label("现在的密码").fill(password)
    person.get_by_label("新密码", exact=True).fill("Gangkou-2026-x")
    person.get_by_label("再输一次新密码").fill("Gangkou-2026-x")
    fits(person)
    person.get_by_role("button", name="修改密码").click()
    person.goto("/department/")
    expect(person.get_by_role("heading", level=1)).to_contain_text("商务促进局")
    account = User.objects.get(username="hanmei")
    assert Role.objects.get(user=account).department == world.departments["commerce"]
    rows = Entry.objects.filter(subject=subject_of(account.pk, world.zone.pk)).values_list("verb", flat=True)
    assert {"account.create", "role.grant", "account.change_password"} <= set(rows)


def test_a_lost_password_a_lost_phone_and_a_role_that_ends(
    world: World, entered: Enter, new_page: Enter, fits: Check
) -> None:
    liaison = entered("liaison")
    liaison.goto("/department/")
    address = f"/manage/accounts/{world.users['liaison'].pk}/"

    security = entered("secadmin")
    security.goto(address)
    confirm(security, "退出其所有登录", "全部退出")
    expect(security.get_by_text("在所有设备上的登录都已退出")).to_be_visible()
    fits(security)
    liaison.reload()
    expect(liaison.get_by_role("button", name="登录")).to_be_visible()

    system = entered("sysadmin")
    system.goto(address)
    fits(system)
    confirm(system, "重置密码")
    sign_in(liaison, world.users["liaison"].username, first_password(system))
    expect(liaison.get_by_label("现在的密码")).to_be_visible()

    security.goto(address)
    confirm(security, "收回")
    expect(security.get_by_text("角色已收回，从下一次操作起生效。")).to_be_visible()
    system.goto(address)
    confirm(system, "停用")
    expect(system.get_by_role("button", name="启用")).to_be_visible()
    user = User.objects.get(pk=world.users["liaison"].pk)
    assert not user.is_active and not user.roles.exists()


def test_a_new_unit_and_the_telephone_of_the_office(world: World, entered: Enter, fits: Check) -> None:
    page = entered("sysadmin")
    page.goto("/")
    go(page, "部门单位")
    fits(page)
    page.get_by_role("link", name="新增单位").first.click()
    page.get_by_label("名称", exact=True).fill("市场监督管理局")
    page.get_by_label("代码").fill("market")
    page.get_by_role("radio", name="内设部门").check()
    page.get_by_label("职责关键词").fill("食品 登记 检查")
    fits(page)
    page.get_by_role("button", name="新增").click()
    expect(page.get_by_text("已新增市场监督管理局。")).to_be_visible()
    assert Department.objects.get(code="market").handles

    page.goto("/")
    go(page, "功能区")
    page.get_by_label("办公电话").fill("022-12345678")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存。")).to_be_visible()
    fits(page)
    world.zone.refresh_from_db()
    assert world.zone.office_phone == "022-12345678"


@pytest.mark.clause("5.2.b")
def test_the_auditor_reads_a_day_opens_a_row_and_has_the_whole_verified(
    world: World, entered: Enter, fits: Check
) -> None:
    seal(world.zone, timezone.localdate() - timedelta(days=1), at=timezone.now())
    page = entered("auditor")
    page.goto("/")
    expect(page.get_by_role("heading", name="台账")).to_be_visible()
    fits(page)
    page.get_by_label("操作人").fill("李敏")
    page.get_by_label("动作").select_option(label="转办")
    page.get_by_role("button", name="查找").click()
    row = page.get_by_role("row").filter(has_text="转办").filter(has_text="李敏")
    expect(row).to_have_count(1)
    row.get_by_role("link").first.click()
    expect(page.get_by_text(Entry.objects.get(verb="lead.dispatch").digest[:12])).to_be_visible()
    fits(page)
    body = page.locator("main").inner_text()
    assert "重复要" not in body, "the words of a lead are not the auditor's"

    page.goto("/")
    go(page, "封存与核验")
    fits(page)
    page.get_by_role("button", name="现在核验").click()
    expect(page.get_by_text("完好").first).to_be_visible()
    expect(page.get_by_text(re.compile(rf"核验 {Entry.objects.count() - 1:,} 行、1 份封存"))).to_be_visible()
    fits(page)
    assert Verification.objects.get().findings == []
    # What belongs to others is not there, whatever the address.
    for address in ("/desk/", "/supervisors/", "/manage/accounts/"):
        assert page.request.get(address).status == 403
