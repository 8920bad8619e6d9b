"""A supervisor's home: the month's form, what waits, and where each lead is."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jianyan.leads import actions
from jianyan.leads.models import Lead
from jianyan.people.models import Appointment, Identity
from jianyan.rules.models import RulebookVersion
from tests.fixtures import MONDAY, World, when

URL = "/my/"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    clock = {"at": MONDAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


def home(world: World, client: Client, key: str = "social", query: str = "") -> str:
    client.force_login(world.users[key])
    answer = client.get(URL + query)
    assert answer.status_code == 200
    return answer.content.decode()


def earlier(world: World, months: int, **changes: object) -> Lead:
    """A lead of an earlier month: there is one form a month."""
    year, month = divmod(MONDAY.year * 12 + MONDAY.month - 1 - months, 12)
    return world.lead(at=MONDAY.replace(year=year, month=month + 1), **changes)


@pytest.mark.clause("5.1.e")
def test_a_new_supervisor_sees_what_to_do_and_what_will_be_here(world: World, client: Client) -> None:
    page = home(world, client)

    assert "2026年3月意见表" in page and "还剩 16 天" in page and "3月25日 周三 24:00 前" in page
    assert ">填写</a>" in re.sub(r"<svg.*?</svg>", "", page) and 'value="nil"' in page
    assert "没有等您处理的" in page and "还没有线索" in page


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-03-25 23:00", "今天截止"),
        ("2026-03-26 00:00", "已过提交日，本月内仍可补交"),
        ("2026-03-24 09:00", "还剩 1 天"),
    ],
)
def test_the_days_left_are_those_of_the_rulebook(world: World, client: Client, now, at: str, words: str) -> None:
    now["at"] = when(at)
    page = home(world, client)

    assert words in page and "#numbers.form_due_day" in page


@pytest.mark.clause("4.1.b")
def test_a_second_identity_has_a_form_of_its_own(world: World, client: Client) -> None:
    other = Identity.objects.create(supervisor=world.supervisors["social"], level="municipal")
    world.lead()
    page = home(world, client)

    assert "东疆监督员" in page and "市级监督员" in page
    assert "3月9日 周一 10:00 提交，1 条线索：东监 2026-0001" in page
    assert f"/my/form/?identity={other.pk}" in page


def test_a_form_that_was_filed_late_says_so(world: World, client: Client, now) -> None:
    now["at"] = when("2026-03-28 09:00")
    world.lead(at=now["at"])

    assert "逾期提交" in home(world, client)


def test_out_of_term_nothing_is_asked_and_the_leads_stay(world: World, client: Client) -> None:
    world.lead()
    Appointment.objects.update(ends_on=date(2026, 3, 8))
    Identity.objects.create(supervisor=world.supervisors["social"], level="new_area")
    page = home(world, client)

    assert "您现在不在聘期内" in page and 'value="nil"' not in page
    assert "东监 2026-0001" in page


def test_without_a_rulebook_or_an_identity_the_page_says_so(world: World, client: Client) -> None:
    RulebookVersion.objects.update(effective_on=date(2030, 1, 1))
    assert "规则还没有发布" in home(world, client)
    Identity.objects.filter(supervisor=world.supervisors["social"]).delete()
    assert "还没有聘任信息" in home(world, client)


@pytest.mark.clause("5.2.b")
@pytest.mark.parametrize(
    ("state", "done", "where"),
    [
        ("received", 1, "等待专员李敏与您电话沟通"),
        ("clarified", 2, "专员李敏正在与相关部门对接"),
        ("dispatched", 3, "已转至商务促进局，等待签收"),
        ("accepted", 3, "商务促进局正在办理"),
        ("replied", 4, "商务促进局已答复：已解决。请您说说是否解决"),
        ("closed", 4, "已办结，您的评价：满意"),
    ],
)
def test_a_lead_is_followed_like_a_parcel(world: World, client: Client, state: str, done: int, where: str) -> None:
    world.walk(world.lead(), state)
    page = home(world, client)

    assert where in page
    assert page.count("track-step track-done") == done
    assert ("期限：" in page) == (state != "closed")


def test_returned_reopened_noted_withdrawn_merged_and_promised(world: World, client: Client) -> None:
    officer, liaison, me = (world.actor(key) for key in ("officer", "liaison", "social"))
    returned = world.walk(earlier(world, 1), "dispatched")
    planning = world.departments["planning"].pk
    actions.return_(liaison, returned.pk, at=MONDAY, reason="不属本局职责", should_be=planning)
    reopened = world.walk(earlier(world, 2), "closed")
    actions.reopen(me, reopened.pk, at=MONDAY, reason="还是要交两次")
    actions.note(officer, world.walk(earlier(world, 3), "clarified").pk, at=MONDAY, reason="供研判")
    actions.withdraw(me, earlier(world, 4).pk, at=MONDAY)
    actions.merge(
        officer, world.walk(earlier(world, 5), "clarified").pk, at=MONDAY, into=returned.pk, reason="同一问题"
    )
    promised = world.walk(earlier(world, 6), "accepted")
    actions.reply(
        liaison,
        promised.pk,
        at=MONDAY,
        result="planned",
        process="列入改造计划",
        reason="需采购",
        plan="下半年完成",
        promised_on=date(2026, 9, 30),
    )
    actions.follow_up(me, promised.pk, at=MONDAY, solved=False, satisfaction="basically")
    page = home(world, client)

    for words in (
        "上一个部门认为不属其职责，专员李敏正在重新转办",
        "已退回商务促进局重新办理",
        "作为信息登记，供研判",
        "您已撤回",
        "与同一问题合并办理，现在：已退回",
        "商务促进局答复“列入计划”，办成后会再次答复",
        "承诺兑现期限：",
    ):
        assert words in page
    assert page.count("track-halted") == 3


def test_an_answer_waits_for_the_verdict_and_is_never_called_overdue(world: World, client: Client, now) -> None:
    world.walk(world.lead(), "replied")
    waiting = home(world, client).partition("我的线索")[0]
    assert "东监 2026-0001" in waiting and "还剩 5 个工作日" in waiting

    now["at"] = MONDAY + timedelta(days=20)
    page = home(world, client)

    assert "03-09 答复" in page.partition("我的线索")[0]
    assert "已逾期" not in page


def test_who_wants_no_follow_up_is_not_asked(world: World, client: Client) -> None:
    world.walk(world.lead(follow_up_wanted=False), "replied")

    assert "没有等您处理的" in home(world, client)


@pytest.mark.clause("5.3.b")
def test_only_my_own_leads_are_here(world: World, elsewhere: World, client: Client) -> None:
    world.lead("internal", title="别人的线索不在这里")
    elsewhere.lead(title="别处的线索不在这里")
    # Somebody of the office who is a supervisor too sees their own here, not the zone's.
    page = home(world, client)

    assert "不在这里" not in page and "还没有线索" in page


@pytest.mark.parametrize("key", ["officer", "head", "liaison", "leader", "sysadmin", "secadmin", "auditor"])
def test_the_page_is_the_supervisors(world: World, client: Client, key: str) -> None:
    client.force_login(world.users[key])
    assert client.get(URL).status_code == 403
    assert client.get(reverse("my_dossier")).status_code == 403


def test_the_public_is_led_to_sign_in(world: World, client: Client) -> None:
    assert client.get(URL).status_code == 302


def test_older_leads_are_on_the_next_page(world: World, client: Client) -> None:
    for months in range(1, 23):
        earlier(world, months, title=f"第{months}个月之前")

    first, second = home(world, client), home(world, client, query="?page=2")

    assert "第1个月之前" in first and "第21个月之前" not in first and "共 22 条" in first
    assert "第21个月之前" in second
    assert "第21个月之前" in home(world, client, query="?page=999")
    assert "第1个月之前" in home(world, client, query="?page=x")


@pytest.mark.parametrize("leads", [1, 3])
def test_the_page_costs_the_same_for_one_lead_and_three(
    world: World, client: Client, leads: int, django_assert_num_queries
) -> None:
    for months in range(leads):
        world.walk(earlier(world, months), "replied")
    home(world, client)
    # 3 for every page; the rules; who I am, the form, the draft; leads; meetings; announcements; duties; studies.
    with django_assert_num_queries(12):
        client.get(URL)


def test_what_waits_is_there_from_every_page_the_nearest_first(world: World, client: Client) -> None:
    for months in range(21):
        earlier(world, months, title=f"第{months}个月之前")
    oldest, newest = Lead.objects.order_by("month").first(), Lead.objects.order_by("-month").first()
    world.walk(newest, "replied")
    world.walk(oldest, "replied", at=MONDAY + timedelta(days=1))
    for query in ("", "?page=2"):
        waiting = home(world, client, query=query).split("等您处理")[1].split("我的线索")[0]
        assert waiting.index("第0个月之前") < waiting.index("第20个月之前"), query
