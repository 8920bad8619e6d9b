"""An officer sorts a month at the desk and on a phone, with scripts and without (5.1.f)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from jianyan.core.flow import State
from jianyan.leads import actions
from jianyan.leads.models import Lead, Likeness, MonthSorting
from tests.browser.conftest import DESK, PHONE
from tests.fixtures import World, build_world

MATTERS = [
    ("两个窗口重复要同一份章程", "办理变更登记时，两个窗口先后要同一份章程，来回跑了三趟。"),
    ("变更登记要交两次章程", "两个窗口先后要同一份章程，工作人员说两边系统不通。"),
    ("冷链车夜间进不了港", "凌晨两点以后卡口只开一条道，冷藏车排队四个小时。"),
]


@pytest.fixture
def month(transactional_db: None) -> World:
    """Three supervisors' leads of this month, talked over on the phone; two of them are alike."""
    world = build_world()
    for n, (title, text) in enumerate(MATTERS):
        world.supervisor(f"s{n}", name=f"监督员{n}")
        lead = world.lead(f"s{n}", timezone.now(), title=title, body=text)
        actions.log_call(world.actor("officer"), lead.pk, at=timezone.now(), verified="情况属实。")
    return world


@pytest.fixture
def entered(month: World, entered: Callable[..., Page]) -> Callable[..., Page]:
    """Makes a page on which the officer is signed in already."""

    def make(**options: Any) -> Page:
        return entered(month.users["officer"], **options)

    return make


@pytest.mark.clause("5.1.f")
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_month_is_sorted_row_by_row_merged_undone_and_finished(
    month: World, entered: Callable[..., Page], accessible: Callable[[Page], None]
) -> None:
    one, same, other = Lead.objects.order_by("id")
    page = entered()
    page.goto("/leads/month/")
    expect(page.locator("#progress")).to_contain_text("本月 3 件，已整理 0 件")
    accessible(page)

    page.get_by_label(f"{one.no} 的等级").select_option("B")  # the row saves itself
    expect(page.locator("#progress")).to_contain_text("已整理 1 件")
    expect(page.locator(f"#kept-{one.pk}")).to_contain_text("已保存")
    page.get_by_label(f"{other.no} 的类型").select_option(label="政务环境问题")
    page.get_by_label(f"{other.no} 的等级").select_option("C")
    expect(page.locator("#progress")).to_contain_text("已整理 2 件")
    page.locator("#messages").get_by_role("button", name="撤销").click()
    expect(page.locator("#messages")).to_contain_text(f"已撤销：{other.no} 分类定级")
    expect(page.locator("#progress")).to_contain_text("已整理 1 件")

    for lead in (one, same):
        page.get_by_label(f"选择 {lead.no}").check()
    page.get_by_role("button", name="选中的并案").click()
    expect(page.get_by_role("heading", name="并案前看一看")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="并为一条").click()
    expect(page.locator("#messages")).to_contain_text(f"1 条已并入 {one.no}")
    page.locator("#messages").get_by_role("button", name="撤销").click()
    expect(page.locator("#messages")).to_contain_text(f"已撤销：{same.no} 并案")

    page.get_by_role("link", name="看着相似的").click()
    expect(page.locator(".month-pair")).to_have_count(1)
    expect(page.locator(".month-pair")).to_contain_text("两个窗口先后要同一份章程")
    accessible(page)
    page.get_by_role("button", name="关联").click()
    expect(page.locator(".month-pair")).to_have_count(0)
    assert Likeness.objects.get().related

    page.get_by_role("link", name="逐条整理").click()
    for lead, grade in ((same, "A"), (other, "C")):
        page.get_by_label(f"{lead.no} 的等级").select_option(grade)
        expect(page.locator(f"#kept-{lead.pk}")).to_contain_text("已保存")
    page.get_by_role("button", name="本月整理完毕").click()
    expect(page.locator("#progress")).to_contain_text("记录整理完毕，共 3 件")
    assert MonthSorting.objects.get().leads == 3


@pytest.mark.clause("5.1.f")
def test_without_scripts_one_press_saves_the_page_and_can_be_undone(month: World, entered: Callable[..., Page]) -> None:
    one, same, _other = Lead.objects.order_by("id")
    page = entered(java_script_enabled=False)
    page.goto("/leads/month/")
    page.get_by_label(f"{one.no} 的等级").select_option("B")
    page.get_by_label(f"{same.no} 是共性问题").check()
    page.get_by_role("button", name="保存本页").click()
    expect(page.locator("#messages")).to_contain_text("已保存 2 条")
    page.locator("#messages").get_by_role("button", name="撤销").click()
    expect(page.locator("#messages")).to_contain_text("已撤销 2 件")
    assert {(lead.grade, lead.common, lead.state) for lead in Lead.objects.all()} == {("", False, State.clarified)}


def test_a_kind_that_asks_for_more_is_answered_in_the_row(month: World, entered: Callable[..., Page]) -> None:
    one = Lead.objects.order_by("id").first()
    assert one is not None
    page = entered()
    page.goto("/leads/month/")
    page.get_by_label(f"{one.no} 的类型").select_option(label="产业外部环境变化")
    kept = page.locator(f"#kept-{one.pk}")
    expect(kept).to_contain_text("请补充：属于哪种变化")
    kept.get_by_label("属于哪种变化").select_option(label="产业发展趋势")
    expect(kept).to_contain_text("已保存")
    one.refresh_from_db()
    assert one.kind == "trend"


def test_the_keys_of_a_spreadsheet_go_through_the_table(month: World, entered: Callable[..., Page]) -> None:
    one, same, _other = Lead.objects.order_by("id")
    page = entered()
    page.goto("/leads/month/")
    page.locator(f"#grade-{one.pk}").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#grade-{same.pk}")).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(page.locator(f"#grade-{one.pk}")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f"#common-{one.pk}")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f"#field-{one.pk}")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/leads/month/$"))
