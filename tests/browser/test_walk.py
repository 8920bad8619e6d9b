"""A lead walks through the pages: the supervisor on a phone, the office and the department at their desks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from jianyan.leads.models import Lead
from jianyan.ledger.models import Entry
from tests.browser.conftest import DESK, PHONE
from tests.fixtures import World

Enter = Callable[..., Page]
Check = Callable[[Page], None]


TITLE = "两个窗口重复要同一份章程"


def files(page: Page) -> None:
    """The supervisor writes the month's form."""
    page.goto("/my/")
    page.get_by_role("link", name="填写", exact=True).click()
    block = page.locator("#lead-1")
    block.get_by_text("政务环境问题", exact=True).click()
    block.get_by_label("领域").select_option(label="政务环境")
    block.get_by_label("标题").fill(TITLE)
    block.get_by_label("情况描述").fill("办理变更登记时，两个窗口先后要求提交同一份章程，来回跑了三趟。")
    page.get_by_role("button", name="看一遍再提交").click()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="已提交")).to_be_visible()


def calls_and_dispatches(page: Page, fits: Check, *, scripts: bool) -> None:
    """The officer finds the lead on the desk, calls, and brings it to the department."""
    page.goto("/desk/")
    fits(page) if scripts else None
    page.locator(".queue").get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="记录通话").last.click()  # not that of the queue
    fits(page) if scripts else None
    page.get_by_label("核实情况").fill("情况属实，两个窗口确实分别收件。")
    page.get_by_role("button", name="记录通话").click()
    expect(page.get_by_text("通话已记录。")).to_be_visible()
    page.get_by_role("link", name="转办", exact=True).click()
    page.get_by_role("group", name="主办部门").get_by_text("商务促进局").click()
    page.get_by_role("group", name="等级").get_by_text("C级").click()
    page.get_by_label("办理要求").fill("请核实收件要求并书面答复。")
    fits(page) if scripts else None
    page.get_by_role("button", name="转办").click()
    expect(page.get_by_text("已转办至商务促进局。")).to_be_visible()
    fits(page) if scripts else None


def accepts_and_replies(page: Page, fits: Check, process: str, *, scripts: bool) -> None:
    """The liaison accepts on the home and answers; the result decides what is asked."""
    page.goto("/department/")
    fits(page) if scripts else None
    page.get_by_role("button", name="签收 东监").click()
    expect(page.get_by_text("已签收，请在期限内答复。")).to_be_visible()
    replies(page, fits, process, scripts=scripts)


def replies(page: Page, fits: Check, process: str, *, scripts: bool) -> None:
    page.goto("/department/")
    page.get_by_role("link", name="答复 东监").click()
    expect(page.get_by_role("textbox", name="办理情况")).to_have_count(0)
    page.get_by_role("group", name="办理结果").get_by_text("已解决", exact=True).click()
    if not scripts:
        page.get_by_role("button", name="下一步").click()
    page.get_by_role("textbox", name="办理情况").fill(process)
    fits(page) if scripts else None
    page.get_by_role("button", name="提交答复").click()
    expect(page.get_by_text("答复已送达，等监督员回访。")).to_be_visible()


@pytest.mark.clause("0", "5.1.e", "5.1.g", "5.1.h")
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_lead_walks_from_the_form_to_closed(world: World, entered: Enter, fits: Check, scripts: bool) -> None:
    phone = entered(world.users["social"], viewport=PHONE, java_script_enabled=scripts)
    officer = entered(world.users["officer"], viewport=DESK, java_script_enabled=scripts)
    liaison = entered(world.users["liaison"], viewport=DESK, java_script_enabled=scripts)
    files(phone)
    calls_and_dispatches(officer, fits, scripts=scripts)
    accepts_and_replies(liaison, fits, "已合并为一个综合窗口，章程一次收取。", scripts=scripts)

    phone.goto("/my/")
    phone.locator(".panel-accent").get_by_role("link", name=TITLE).click()  # the first tap
    expect(phone.get_by_text("已合并为一个综合窗口，章程一次收取。")).to_be_visible()
    fits(phone) if scripts else None
    phone.get_by_role("button", name="解决了，满意").click()  # the second
    expect(phone.get_by_text("回访已记录。")).to_be_visible()
    expect(phone.locator(".lead-head .state")).to_have_text("已办结")
    fits(phone) if scripts else None

    officer.goto("/desk/")
    expect(officer.get_by_text("您联系的监督员没有待办的线索")).to_be_visible()
    liaison.goto("/department/")
    if not scripts:  # what was answered comes when it is scrolled to; by a link where nothing can come by itself
        liaison.get_by_role("link", name="看已答复的线索").click()
    expect(liaison.locator("#done")).to_contain_text("已解决，满意")
    lead = Lead.objects.get()
    assert (lead.state, lead.satisfaction, lead.grade) == ("closed", "satisfied", "C")
    assert list(Entry.objects.filter(subject=lead.subject).order_by("place").values_list("verb", flat=True)) == [
        "lead.file",
        "lead.call",
        "lead.dispatch",
        "lead.accept",
        "lead.reply",
        "lead.follow_up",
        "lead.close",
    ]


def test_an_unsatisfied_supervisor_sends_it_back_to_the_department(
    world: World, entered: Enter, fits: Check, complaints: list[str]
) -> None:
    world.walk(world.lead(title=TITLE), "replied")
    phone, liaison = entered(world.users["social"], viewport=PHONE), entered(world.users["liaison"])
    phone.goto("/my/")
    phone.locator(".panel-accent").get_by_role("link", name=TITLE).click()
    phone.get_by_role("link", name="还有问题，说一说").click()
    phone.get_by_role("group", name="问题解决了吗").get_by_text("没有解决").click()
    phone.get_by_role("group", name="对办理满意吗").get_by_text("不满意").click()
    phone.get_by_role("button", name="提交", exact=True).click()
    expect(phone.locator(".error-summary")).to_contain_text("请说明不满意的原因")
    assert ["422" in complaint for complaint in complaints] == [True]
    complaints.clear()
    fits(phone)
    phone.get_by_label("说明").fill("窗口还是两个，章程照样交两次。")
    phone.get_by_role("button", name="提交", exact=True).click()
    expect(phone.locator(".lead-head .state")).to_have_text("重办中")
    expect(phone.get_by_text("已退回商务促进局重新办理")).to_be_visible()

    liaison.goto("/department/")
    expect(liaison.locator("#answer")).to_contain_text("重办中")
    liaison.get_by_role("link", name="答复 东监").click()
    expect(liaison.get_by_text("窗口还是两个，章程照样交两次。")).to_be_visible()
    replies(liaison, fits, "两个窗口已合并，请再试。", scripts=True)
    phone.reload()
    expect(phone.get_by_text("两个窗口已合并，请再试。")).to_be_visible()
    expect(phone.get_by_role("button", name="解决了，满意")).to_be_visible()


def test_the_desk_is_worked_with_the_keyboard(world: World, entered: Enter, fits: Check) -> None:
    world.lead(title="第一件事")
    world.walk(world.lead("internal", title="第二件事"), "clarified")
    page = entered(world.users["officer"])
    page.goto("/desk/")
    page.keyboard.press("j")
    expect(page.locator("#lead .page-title")).to_have_text("第一件事")
    page.keyboard.press("j")
    expect(page.locator("#lead .page-title")).to_have_text("第二件事")
    expect(page.locator('.queue-item[aria-current="true"]')).to_contain_text("第二件事")
    fits(page)
    page.reload()
    expect(page.locator("#lead .page-title")).to_have_text("第二件事")
    page.go_back()
    expect(page.locator("#lead .page-title")).to_have_text("第一件事")
    page.keyboard.press("k")
    page.keyboard.press("/")
    expect(page.locator("#queue_q")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="记录通话")).to_be_visible()


def test_two_parts_become_three_without_scripts(world: World, entered: Enter) -> None:
    lead = world.lead()
    page = entered(world.users["officer"], java_script_enabled=False)
    page.goto(f"/leads/{lead.pk}/split/")
    page.locator("#id_part-1-title").fill("第二件事")
    page.get_by_role("button", name="再加一条").click()
    expect(page.locator("#id_part-1-title")).to_have_value("第二件事")
    page.locator("#id_part-2-title").fill("第三件事")
    page.locator("#id_part-2-body").fill("第三件事也要写清楚，十个字以上。")
    page.get_by_role("button", name="拆分", exact=True).click()
    expect(page.get_by_text("拆分后的 3 件中 0 件已办完，3 件在办")).to_be_visible()


def test_what_cannot_be_undone_is_asked_first(world: World, entered: Enter) -> None:
    lead = world.lead()
    page = entered(world.users["social"], viewport=PHONE)
    page.goto(f"/leads/{lead.pk}/withdraw/")
    page.get_by_role("button", name="撤回").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("撤回后这条线索不再办理")
    dialog.get_by_role("button", name="不，返回").click()
    lead.refresh_from_db()
    assert lead.state == "received"
    page.get_by_role("button", name="撤回").click()
    dialog.get_by_role("button", name="撤回").click()
    expect(page.locator(".lead-head .state")).to_have_text("已撤回")
