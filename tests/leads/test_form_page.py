"""The opinion form as a page: nothing typed is lost, everything wrong is said at its field, nothing is filed twice."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from jianyan.leads import actions
from jianyan.leads.models import Draft, Lead, OpinionForm
from jianyan.people.models import Appointment, Identity
from jianyan.rules.models import RulebookVersion
from tests.fixtures import MONDAY, World, when

GOOD = {
    "kind": "service",
    "field": "government",
    "title": "两个窗口重复要材料",
    "body": "办理变更登记时，两个窗口先后要求提交同一份章程，来回跑了三趟。",
    "follow_up_wanted": "on",
}


class Hand:
    """A supervisor at the form: reads a page, types, presses a button."""

    def __init__(self, world: World, client: Client, key: str = "social", level: str = "district") -> None:
        self.client = client
        self.identity = world.supervisors[key].identities.get(level=level).pk
        self.url = f"{reverse('leads:form')}?identity={self.identity}"
        client.force_login(world.users[key])

    def page(self, url: str = "") -> str:
        answer = self.client.get(url or self.url)
        assert answer.status_code == 200
        self.read(answer.content.decode())
        return self.html

    def read(self, html: str) -> None:
        self.html = html
        names = r'<input type="hidden" name="(page|seen|key|month|identity|at)" value="([^"]*)"'
        self.hidden = dict(re.findall(names, html))

    def press(self, do: str, *leads: dict[str, str], url: str = "", **more: str) -> Any:
        typed = {f"leads-{i}-{name}": value for i, lead in enumerate(leads) for name, value in lead.items()}
        answer = self.client.post(url or self.url, {**self.hidden, **typed, "do": do, **more})
        if answer.status_code == 302 and "identity" in answer["Location"]:
            self.page(answer["Location"].partition("#")[0])
        elif answer.status_code != 302:
            self.read(answer.content.decode())
        return answer

    def looked(self, *leads: dict[str, str]) -> str:
        """Write leads and come to the page of looking over."""
        self.page()
        answer = self.press("look", *leads)
        assert answer.status_code == 302, self.html
        return str(answer["Location"])


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """The pages' clock; a test moves it by setting ``at``."""
    clock = {"at": MONDAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


@pytest.fixture
def hand(world: World, client: Client) -> Hand:
    return Hand(world, client)


def draft() -> list[dict[str, Any]]:
    return Draft.objects.get().data["leads"]


# Writing, looking over, sending


@pytest.mark.clause("5.1.e", "5.1.g")
def test_two_leads_from_the_first_page_to_the_number(hand: Hand) -> None:
    page = hand.page()
    assert "2026年3月监督意见表" in page and "还剩 16 天" in page
    assert "numbers.form_due_day" in page  # the due date leads to its rule
    hand.press("add", GOOD)
    url = hand.press("look", GOOD, {**GOOD, "title": "冷链查验场地不足", "common": "1"})["Location"]
    assert "冷链查验场地不足" in hand.html and "共性：多家企业都遇到" in hand.html
    assert f'href="{hand.url}#id_leads-1-title"' in hand.html
    assert not OpinionForm.objects.exists()

    answer = hand.press("send", url=url)

    form = OpinionForm.objects.get()
    assert answer.status_code == 302 and answer["Location"] == reverse("leads:form_done", args=[form.pk])
    done = hand.client.get(answer["Location"]).content.decode()
    assert "东监 2026-0001" in done and "东监 2026-0002" in done
    assert re.search(
        r"专员李敏将在 <a href=\"[^\"]*#clocks.call\"><strong>2026年3月12日（周四）</strong></a> 前与您电话沟通", done
    )
    assert [lead.common for lead in form.leads.order_by("id")] == [False, True]


def test_what_is_typed_comes_back_at_the_same_place(hand: Hand) -> None:
    hand.page()
    half = {"kind": "trend", "aspect": "shock", "title": " 写到一半", "body": "第一行\n第二行"}
    answer = hand.press("save", GOOD, half, at="lead-2")

    assert answer["Location"].endswith("#lead-2")
    assert "已暂存 10:00" in hand.html
    assert 'value=" 写到一半"' in hand.html and "第一行\n第二行</textarea>" in hand.html
    assert re.search(r'value="shock"[^>]*checked', hand.html)
    home = hand.client.get(reverse("my_home")).content.decode()
    assert f"{reverse('leads:form')}?identity={hand.identity}#lead-2" in home
    assert not re.search(r"leads-0-publishable\"[^>]*checked", hand.html)
    assert re.search(r"leads-0-follow_up_wanted\"[^>]*checked", hand.html)
    assert not re.search(r"leads-1-follow_up_wanted\"[^>]*checked", hand.html)


def test_a_new_lead_is_open_to_a_follow_up_until_it_is_ticked_off(hand: Hand) -> None:
    assert re.search(r"leads-0-follow_up_wanted\"[^>]*checked", hand.page())


def test_a_lead_that_was_taken_out_can_be_put_back(hand: Hand) -> None:
    hand.page()
    hand.press("remove-0", GOOD, {**GOOD, "title": "第二条"})
    assert "已删去“两个窗口重复要材料”" in hand.html
    assert [lead["title"] for lead in draft()] == ["第二条"]

    hand.press("undo", {**GOOD, "title": "第二条改过"})

    assert [lead["title"] for lead in draft()] == ["两个窗口重复要材料", "第二条改过"]
    assert "已删去" not in hand.html
    hand.press("undo", GOOD, GOOD)  # there is nothing more to put back
    assert len(draft()) == 2


def test_leads_with_nothing_in_them_are_left_out(hand: Hand) -> None:
    hand.looked(GOOD, {"follow_up_wanted": "on", "title": " \t"})

    assert len(draft()) == 1


def test_a_form_holds_so_many_leads_and_no_more(hand: Hand) -> None:
    hand.page()
    hand.press("add", *[GOOD] * 20)
    assert "最多 20 条" in hand.html and len(draft()) == 20
    assert 'value="add"' not in hand.html

    url = hand.looked(*[GOOD] * 21)
    answer = hand.press("send", url=url)

    assert answer.status_code == 422 and "一张意见表最多 20 条线索" in hand.html
    assert not OpinionForm.objects.exists()


def test_only_what_was_looked_over_is_sent(hand: Hand, now: dict[str, datetime]) -> None:
    url = hand.looked(GOOD)
    looked = dict(hand.hidden)
    now["at"] += timedelta(minutes=1)
    hand.page()
    hand.press("save", {**GOOD, "title": "在另一个窗口改过"})
    hand.hidden = looked

    answer = hand.press("send", url=url)

    assert answer.status_code == 409 and "请再看一遍" in hand.html and "在另一个窗口改过" in hand.html
    assert not OpinionForm.objects.exists()


def test_two_windows_lose_nothing(hand: Hand, now: dict[str, datetime]) -> None:
    hand.page()
    first = dict(hand.hidden)
    now["at"] += timedelta(minutes=1)
    hand.page()
    hand.press("save", {**GOOD, "title": "第二个窗口写的"})
    hand.hidden = first
    now["at"] += timedelta(minutes=1)

    hand.press("save", {**GOOD, "title": "第一个窗口写的"})

    assert [lead["title"] for lead in draft()] == ["第二个窗口写的", "第一个窗口写的"]
    assert "两边的内容都保留" in hand.html


def test_back_and_on_from_the_same_page_is_not_a_second_window(hand: Hand, now: dict[str, datetime]) -> None:
    hand.page()
    first = dict(hand.hidden)
    hand.press("look", GOOD)
    hand.hidden = first  # the browser's back button shows the page as it was left
    now["at"] += timedelta(minutes=1)

    hand.press("look", {**GOOD, "title": "改过的标题"})

    assert [lead["title"] for lead in draft()] == ["改过的标题"]


# What is wrong is said at its field, and what was typed is kept


LONG = "长" * 100_000


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"title": ""}, "title", "请填写此项"),
        ({"title": LONG}, "title", "太长了"),
        ({"body": LONG}, "body", "太长了"),
        ({"body": "太短"}, "body", "太短了"),
        ({"body": "\x00\x1b\x7f"}, "body", "请填写此项"),
        ({"suggestion": LONG}, "suggestion", "太长了"),
        ({"happened": LONG}, "happened", "太长了"),
        ({"place": LONG}, "place", "太长了"),
        ({"company": LONG}, "company", "太长了"),
        ({"company_code": LONG}, "company_code", "统一社会信用代码不正确"),
        ({"kind": ""}, "kind", "请填写此项"),
        ({"kind": "forged"}, "kind", "没有这个选项"),
        ({"kind": "practice"}, "kind", "您的通道没有这个选项"),
        ({"kind": "trend"}, "aspect", "请填写此项"),
        ({"kind": "trend", "aspect": "forged"}, "aspect", "没有这个选项"),
        ({"field": ""}, "field", "请填写此项"),
        ({"field": "forged"}, "field", "没有这个选项"),
    ],
)
def test_bad_input_is_answered_at_the_field(hand: Hand, changes: dict[str, str], field: str, words: str) -> None:
    hand.page()
    answer = hand.press("look", GOOD, {**GOOD, **changes})

    assert answer.status_code == 422
    error = re.search(rf'id="id_leads-1-{field}_error">.*?</div>', hand.html, re.S)
    assert error and words in error[0]
    assert re.search(rf'<li><a href="#id_leads-1-{field}[_0]*">第 2 条', hand.html)
    assert not re.search(r'id="id_leads-0-\w+_error"', hand.html)
    kept = next(iter(changes.values())).replace("\x00", "")
    assert next(iter(changes)) in draft()[1] and draft()[1][next(iter(changes))] == kept
    if field in ("title", "body", "suggestion"):
        assert kept.replace("\x1b", "\x1b") in hand.html
    assert not OpinionForm.objects.exists()


@pytest.mark.clause("4.2.a", "4.2.b")
@pytest.mark.parametrize(
    ("key", "kinds", "asked"),
    [
        ("social", {"trend", "innovation", "constraint", "risk", "advice", "service"}, {"aspect"}),
        ("internal", {"practice", "effect", "common"}, {"policy", "effect", "stage"}),
    ],
)
def test_each_channel_is_offered_its_own_kinds_and_questions(world: World, client: Client, key, kinds, asked) -> None:
    page = Hand(world, client, key).page()

    assert set(re.findall(r'name="leads-0-kind" value="(\w+)"', page)) == kinds
    assert {n for n in ("aspect", "policy", "effect", "stage") if f'name="leads-0-{n}"' in page} == asked
    assert ('name="leads-0-hidden"' in page) == (key == "internal")  # anonymity is the internal ones'
    assert "例：" in page


def test_a_forged_anonymity_is_answered_on_top(hand: Hand) -> None:
    hand.page()
    answer = hand.press("look", {**GOOD, "hidden": "on"})

    assert answer.status_code == 422 and "您的通道没有这个选项" in hand.html


def test_an_internal_lead_may_be_anonymous(world: World, client: Client) -> None:
    hand = Hand(world, client, "internal")
    lead = {**GOOD, "kind": "effect", "policy": "落户办法", "effect": "negative", "hidden": "on"}
    url = hand.looked(lead)
    assert "负面影响" in hand.html and "企业处在哪个阶段" not in hand.html

    hand.press("send", url=url)

    filed = Lead.objects.get()
    assert filed.hidden and filed.effect == "negative"


def test_nothing_typed_is_answered_at_the_fields(hand: Hand) -> None:
    hand.page()
    answer = hand.press("look", {})

    assert answer.status_code == 422 and 'id="id_leads-0-title_error"' in hand.html


@pytest.mark.parametrize("do", ["", "forged", "remove-999", "remove-99999", "dispatch"])
def test_a_forged_button_keeps_the_text(hand: Hand, do: str) -> None:
    hand.page()
    answer = hand.press(do, GOOD)

    assert answer.status_code == 302 and len(draft()) == 1
    assert not OpinionForm.objects.exists()


@pytest.mark.parametrize("name", ["page", "seen", "key", "month", "at", "identity"])
@pytest.mark.parametrize("value", ["", "x" * 5000, "２０２６", "\x00"])
def test_forged_hidden_fields_do_no_harm(hand: Hand, name: str, value: str) -> None:
    hand.page()
    answer = hand.press("save", GOOD, **{name: value})

    assert answer.status_code == 302
    assert [lead["title"] for lead in draft()] == [GOOD["title"]]


def test_a_page_without_leads_does_not_empty_the_draft(hand: Hand) -> None:
    hand.looked(GOOD)
    hand.press("save")

    assert len(draft()) == 1


def test_a_draft_of_another_shape_is_read_without_trust(hand: Hand, world: World) -> None:
    for data in ({}, [], {"leads": "x"}, {"leads": [7, {"title": 3, "hidden": "yes", "gone": 1}], "removed": [1]}):
        actions.save_draft(
            world.actor("social"), hand.identity, MONDAY.date().replace(day=1), data, at=MONDAY, key=uuid4()
        )
        assert 'id="lead-1"' in hand.page()


# The month and the term


@pytest.mark.parametrize("month", ["2026-04", "2026-02", "2999-01", "9999-99", "x", "0000-00"])
def test_another_month_is_refused_with_everything_kept(hand: Hand, month: str) -> None:
    url = hand.looked(GOOD)
    answer = hand.press("send", url=url, month=month)

    assert answer.status_code == 422 and "只能填写当月的意见表" in hand.html
    assert GOOD["title"] in hand.html and not OpinionForm.objects.exists()


def test_a_page_left_open_over_the_end_of_the_month_goes_on_in_the_new_one(
    hand: Hand, now: dict[str, datetime], world: World
) -> None:
    hand.page()
    hand.press("save", GOOD)
    now["at"] = when("2026-04-01 08:00")
    hand.client.force_login(world.users["social"])

    hand.press("save", {**GOOD, "title": "月底写完的"})

    assert "已存为2026年4月的草稿" in hand.html and "月底写完的" in hand.html
    url = hand.looked({**GOOD, "title": "月底写完的"})
    hand.press("send", url=url)
    assert OpinionForm.objects.get().month.month == 4


def test_a_draft_of_last_month_is_offered_and_never_after_a_later_form(
    hand: Hand, now: dict[str, datetime], world: World
) -> None:
    hand.page()
    hand.press("save", GOOD)
    now["at"] = when("2026-04-02 09:00")
    hand.client.force_login(world.users["social"])
    assert GOOD["title"] in hand.page() and "这是2026年3月没有提交的草稿" in hand.html
    hand.press("nil", sure="1")

    now["at"] = when("2026-05-02 09:00")
    hand.client.force_login(world.users["social"])
    assert GOOD["title"] not in hand.page()


@pytest.mark.parametrize("do", ["save", "look", "send", "nil"])
def test_without_a_term_the_page_says_so_and_shows_what_was_typed(hand: Hand, do: str) -> None:
    hand.page()
    Appointment.objects.update(ends_on=MONDAY.date() - timedelta(days=1))
    answer = hand.press(do, GOOD)

    assert answer.status_code == 422 and "不在聘期内" in hand.html and GOOD["body"] in hand.html
    assert "2026年3月8日" in hand.page()
    assert not OpinionForm.objects.exists()


def test_without_a_rulebook_the_page_says_so(hand: Hand) -> None:
    hand.page()
    RulebookVersion.objects.update(effective_on="2030-01-01")

    assert "规则还没有发布" in hand.page()
    assert hand.press("look", GOOD).status_code == 422 and GOOD["body"] in hand.html


def test_without_an_identity_the_page_says_so(world: World, client: Client) -> None:
    hand = Hand(world, client)
    Identity.objects.filter(pk=hand.identity).delete()

    assert "没有找到您的聘任信息" in client.get(reverse("leads:form")).content.decode()


# Once


def test_the_same_page_sent_twice_is_filed_once(hand: Hand) -> None:
    url = hand.looked(GOOD)
    looked = dict(hand.hidden)
    first = hand.press("send", url=url)["Location"]
    hand.hidden = looked

    assert hand.press("send", url=url)["Location"] == first
    assert Lead.objects.count() == 1


def test_a_filed_form_is_shown_and_not_filed_again(hand: Hand) -> None:
    hand.page()
    opened = dict(hand.hidden)
    url = hand.looked(GOOD)
    hand.press("send", url=url)
    assert "已于 3月9日 周一 10:00 提交" in hand.page()
    hand.hidden = opened

    answer = hand.press("look", {**GOOD, "body": "在另一台电脑上写的，还没有来得及提交的内容。"})

    assert answer.status_code == 409 and "在另一台电脑上写的" in hand.html
    assert hand.press("send", key=str(uuid4())).status_code == 409
    assert Lead.objects.count() == 1


# The nil return


@pytest.mark.clause("5.1.e")
def test_a_nil_return_is_one_post(hand: Hand) -> None:
    hand.page(reverse("my_home"))
    answer = hand.press("nil")

    form = OpinionForm.objects.get()
    assert form.nil and answer["Location"] == reverse("leads:form_done", args=[form.pk])
    assert hand.press("nil")["Location"] == answer["Location"]  # pressed twice
    assert "已报本月无意见" in hand.client.get(answer["Location"]).content.decode()


def test_a_nil_return_over_a_draft_asks_first(hand: Hand) -> None:
    hand.page()
    hand.press("save", GOOD)
    answer = hand.press("nil")

    assert "step=nil" in answer["Location"] and "草稿会删去" in hand.html
    assert not OpinionForm.objects.exists()
    assert hand.press("nil", sure="1").status_code == 302
    assert OpinionForm.objects.get().nil and not Draft.objects.exists()


# Identities, strangers, the way in


@pytest.mark.clause("4.1.b")
def test_who_holds_two_identities_chooses_one_and_files_for_it(world: World, client: Client) -> None:
    other = Identity.objects.create(supervisor=world.supervisors["social"], level="new_area")
    hand = Hand(world, client, level="new_area")
    chooser = client.get(reverse("leads:form")).content.decode()
    assert "东疆监督员" in chooser and f'href="/my/form/?identity={other.pk}"' in chooser

    url = hand.looked(GOOD)
    assert "新区监督员" in hand.html
    hand.press("send", url=url)

    assert Lead.objects.get().identity == other
    chooser = client.get(reverse("leads:form")).content.decode()
    assert "已于 3月9日 周一 10:00 提交" in chooser and "还没有填写" in chooser


@pytest.mark.clause("5.3.b")
def test_another_s_form_is_not_there(world: World, elsewhere: World, client: Client) -> None:
    hand = Hand(world, client)
    for stranger in (world.supervisors["internal"], elsewhere.supervisors["social"]):
        pk = stranger.identities.get().pk
        assert client.get(f"/my/form/?identity={pk}").status_code == 404
        assert client.post(f"/my/form/?identity={pk}", {"do": "nil", "identity": pk}).status_code == 404
        # The address counts, not what a page claims.
        hand.page()
        hand.press("save", GOOD, identity=str(pk))
        assert Draft.objects.get().identity_id == hand.identity
    for forged in ("0", "-1", "x", "9" * 30, "１"):
        assert client.get("/my/form/", {"identity": forged}).status_code == 404


def test_a_filed_form_is_its_supervisor_s_own(world: World, elsewhere: World, client: Client) -> None:
    form = world.lead().form
    assert form
    url = reverse("leads:form_done", args=[form.pk])
    for user, status in (
        (world.users["social"], 200),
        (world.users["internal"], 404),
        (elsewhere.users["social"], 404),
        (world.users["officer"], 403),
        (world.users["liaison"], 403),
    ):
        client.force_login(user)
        assert client.get(url).status_code == status
    assert client.get(reverse("leads:form")).status_code == 403


@pytest.mark.clause("5.1.e")
@pytest.mark.parametrize("end", ["idle", "signed out"])
def test_a_text_sent_after_the_session_ended_is_there_again_after_signing_in(
    world: World, client: Client, now: dict[str, datetime], end: str
) -> None:
    hand = Hand(world, client)
    hand.page()
    if end == "idle":
        now["at"] += timedelta(minutes=40)
    else:
        client.logout()
    answer = client.post(hand.url, {**hand.hidden, "leads-0-title": "写了半小时的标题", "do": "look", "at": "lead-1"})
    assert answer.status_code == 302 and not Draft.objects.exists()

    client.force_login(world.users["social"])
    answer = client.get(hand.url)

    assert answer["Location"] == f"{hand.url}#lead-1"
    assert "写了半小时的标题" in hand.page() and "登录前填写的内容已经恢复" in hand.html


def test_what_waits_for_its_writer_is_shown_to_nobody_else(world: World, client: Client) -> None:
    hand = Hand(world, client)
    hand.page()
    client.logout()
    client.post(hand.url, {**hand.hidden, "leads-0-title": "别人不该看到", "do": "save"})

    other = Hand(world, client, "internal")

    assert "别人不该看到" not in other.page()
    client.force_login(world.users["social"])
    assert "别人不该看到" not in hand.page()  # dropped when somebody else came


@pytest.mark.parametrize("leads", [1, 3])
def test_the_page_costs_the_same_for_one_lead_and_three(hand: Hand, leads: int, django_assert_num_queries) -> None:
    hand.page()
    hand.press("save", *[GOOD] * leads)
    hand.page()
    with django_assert_num_queries(7):
        hand.client.get(hand.url)


@pytest.mark.parametrize("leads", [1, 3])
def test_the_confirmation_costs_the_same(hand: Hand, leads: int, django_assert_num_queries) -> None:
    url = hand.looked(*[GOOD] * leads)
    done = hand.press("send", url=url)["Location"]
    hand.client.get(done)
    with django_assert_num_queries(6):
        hand.client.get(done)
