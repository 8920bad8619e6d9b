"""The office's pages of rounds: the list, the plan, and the acts that bring one on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.accounts.models import User
from jianyan.ledger.models import Entry
from jianyan.recruit import actions
from jianyan.recruit.models import Round
from tests.fixtures import MONDAY, World
from tests.recruit.acts import applied, brought_to, opened, plan, qualified

AFTER = MONDAY + timedelta(days=11)


class Now:
    """The moment at which pages are asked for; tests move it, and everybody signs in again: sessions do not last."""

    def __init__(self) -> None:
        self.at: datetime = MONDAY
        self.signed_in: list[tuple[Client, User]] = []

    def sign_in(self, client: Client, user: User) -> Client:
        client.force_login(user)
        self.signed_in.append((client, user))
        return client

    def move(self, at: datetime) -> None:
        self.at = at
        for client, user in self.signed_in:
            client.force_login(user)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    it = Now()
    monkeypatch.setattr(timezone, "now", lambda: it.at)
    return it


@pytest.fixture
def officer(world: World, client: Client, now: Now) -> Client:
    return now.sign_in(client, world.users["officer"])


@pytest.fixture
def head(world: World, now: Now) -> Client:
    return now.sign_in(Client(), world.users["head"])


FORM = {
    "title": "2026年度选聘",
    "opens_on": "2026-03-09",
    "closes_on": "2026-03-20",
    "term_starts": "2026-05-01",
    "places_entity": "3",
    "places_department": "2",
    "contact": "022-25601200",
    "email": "yshj@example.gov.cn",
    "notice": "现面向社会选聘。",
}


def act(client: Client, round_: Round, verb: str, **fields: object):
    seen = Round.objects.values_list("revision", flat=True).get(pk=round_.pk)
    return client.post(f"/recruit/{round_.pk}/do/{verb}/", {"seen": seen, **fields})


# The list


def test_who_may_open_the_list(world: World, now: Now, client: Client) -> None:
    for key, status in {
        "officer": 200,
        "head": 200,
        "leader": 200,
        "liaison": 200,
        "social": 403,
        "auditor": 403,
    }.items():
        client.force_login(world.users[key])
        assert client.get("/recruit/").status_code == status, key


def test_an_empty_list_says_what_to_do(officer: Client) -> None:
    page = officer.get("/recruit/").content.decode()
    assert "还没有选聘" in page
    assert "/recruit/new/" in page


@pytest.mark.clause("5.3.b")
def test_each_sees_what_is_theirs(world: World, elsewhere: World, now: Now, client: Client) -> None:
    opened(elsewhere, title="别区的选聘")
    actions.draft_round(world.actor("officer"), plan(title="筹备的选聘"), at=MONDAY)
    round_ = opened(world, title="公开的选聘")
    qualified(world, applied(world, round_))
    brought_to(world, round_, "publish")
    third = opened(world, title="在报名的选聘")

    def titles(key: str) -> set[str]:
        client.force_login(world.users[key])
        return {row.round.title for row in client.get("/recruit/").context["rows"]}

    assert titles("officer") == {"筹备的选聘", "公开的选聘", third.title}
    assert titles("leader") == {"公开的选聘"}
    assert titles("liaison") == {"公开的选聘", third.title}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(
    world: World, officer: Client, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        applied(world, opened(world, title=f"第{number}次"), number)
    officer.get("/recruit/")
    with django_assert_num_queries(5):
        page = officer.get("/recruit/")
    row = page.context["rows"][0].round
    assert (row.standing, row.unjudged, row.listed, row.places) == (1, 1, 0, 4)


# The plan


@pytest.mark.clause("4.0")
def test_a_new_round_is_proposed_from_the_rules(officer: Client) -> None:
    page = officer.get("/recruit/new/")
    initial = page.context["form"].initial
    assert initial["opens_on"] == MONDAY.date()
    assert initial["term_starts"] > initial["closes_on"]
    for words in (
        "热心营商环境监督工作",
        "受过党纪、政务处分或刑事处罚的，不予聘任",
        "聘期1年",
        "资格审核",
        "东疆营商环境办",
    ):
        assert words in initial["notice"]
        assert words in page.content.decode()


@pytest.mark.clause("4.3.c")
def test_the_plan_is_saved_and_the_term_ends_by_the_rules(officer: Client) -> None:
    answer = officer.post("/recruit/new/", FORM)
    round_ = Round.objects.get()
    assert answer["Location"] == f"/recruit/{round_.pk}/"
    assert (round_.term_starts, round_.term_ends) == (date(2026, 5, 1), date(2027, 4, 30))
    assert dict(round_.quotas.values_list("category", "places")) == {"entity": 3, "department": 2}
    assert officer.get(f"/recruit/{round_.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"closes_on": "2026-03-01"}, "closes_on", "不能早于报名开始"),
        ({"term_starts": "2026-03-20"}, "term_starts", "报名截止之后"),
        ({"title": ""}, "title", ""),
        ({"places_entity": "", "places_department": ""}, "__all__", "至少为一个类别"),
        ({"places_entity": "-1"}, "places_entity", ""),
        ({"email": "无"}, "email", ""),
        ({"opens_on": "不知道"}, "opens_on", ""),
        ({"notice": "字" * 8001}, "notice", ""),
    ],
)
def test_a_plan_that_does_not_fit_says_where_and_keeps_what_was_typed(
    officer: Client, changes: dict[str, str], field: str, words: str
) -> None:
    page = officer.post("/recruit/new/", FORM | changes)
    assert page.status_code == 422
    assert words in str(page.context["form"].errors[field])
    assert "022-25601200" in page.content.decode()
    assert not Round.objects.exists()


def test_the_notice_is_written_anew_from_what_was_typed(officer: Client) -> None:
    page = officer.post("/recruit/new/", FORM | {"template": "1", "title": ""})
    assert page.status_code == 200, "nothing is checked yet"
    notice = page.context["form"].initial["notice"]
    assert "市场主体代表3名" in notice
    assert "2026年5月1日至2027年4月30日" in notice
    assert not Round.objects.exists()


def test_a_plan_is_changed_until_the_notice_is_out(world: World, officer: Client) -> None:
    round_ = actions.draft_round(world.actor("officer"), plan(), at=MONDAY)
    url = f"/recruit/{round_.pk}/edit/"
    assert officer.get(url).context["form"].initial["places_entity"] == 2
    assert officer.post(url, FORM | {"seen": 0}).status_code == 302
    round_.refresh_from_db()
    assert round_.title == "2026年度选聘"
    assert officer.post(url, FORM | {"seen": 0, "title": "旧页面"}).status_code == 409
    actions.open_round(world.actor("head"), round_.pk, at=MONDAY)
    assert officer.get(url).status_code == 409
    assert "2026年度选聘" in officer.post(url, FORM | {"seen": 2}).content.decode()


# Where it stands


def test_the_page_shows_the_way_of_the_rulebook_and_the_next_act(world: World, officer: Client, head: Client) -> None:
    round_ = actions.draft_round(world.actor("officer"), plan(), at=MONDAY)
    page = officer.get(f"/recruit/{round_.pk}/")
    assert [step.label for step in page.context["way"].steps][:3] == ["发布", "推荐自荐", "资格审核"]
    assert page.context["next"].url == ""
    assert "由负责人办理" in page.context["next"].reason
    assert head.get(f"/recruit/{round_.pk}/").context["next"].url == f"/recruit/{round_.pk}/do/open/"


def test_what_stands_in_the_way_is_said(world: World, officer: Client, now: Now) -> None:
    round_ = opened(world)
    applied(world, round_)
    assert "报名还没有截止" in officer.get(f"/recruit/{round_.pk}/").context["next"].reason
    actions.close_round(world.actor("officer"), round_.pk, at=AFTER)
    now.move(AFTER)
    page = officer.get(f"/recruit/{round_.pk}/")
    assert "还有候选人没有审核结论" in page.context["next"].reason
    assert "还有 1 人没有审核结论" in page.content.decode()


@pytest.mark.clause("4.0")
def test_a_round_goes_its_whole_way_by_the_pages(world: World, officer: Client, head: Client, now: Now) -> None:
    round_ = actions.draft_round(world.actor("officer"), plan(), at=MONDAY)
    assert act(officer, round_, "open").status_code == 403
    assert act(head, round_, "open").status_code == 302
    qualified(world, applied(world, round_))
    now.move(AFTER)
    assert act(officer, round_, "close").status_code == 302
    actions.choose(world.actor("officer"), round_.candidates.get().pk, at=AFTER)
    for client, verb, fields in (
        (officer, "finish-review", {}),
        (head, "decide", {}),
        (officer, "submit", {}),
        (head, "approve", {"document": "管委会会议纪要〔2026〕5号"}),
        (head, "publish", {}),
    ):
        assert client.get(f"/recruit/{round_.pk}/do/{verb}/").status_code == 200, verb
        assert act(client, round_, verb, **fields).status_code == 302, verb
    now.move(AFTER + timedelta(days=12))
    assert act(officer, round_, "finish-notice").status_code == 302
    assert list(actions.appoint_round(world.actor("head"), round_.pk, at=now.at))
    assert act(officer, round_, "finish").status_code == 302
    assert act(officer, round_, "finish").status_code == 302
    round_.refresh_from_db()
    assert round_.step == "done"
    assert officer.get(f"/recruit/{round_.pk}/").context["next"] is None


@pytest.mark.parametrize(
    ("verb", "fields", "field", "words"),
    [
        ("prolong", {"closes_on": "2026-03-10"}, "closes_on", "要晚于原来的"),
        ("prolong", {"closes_on": "2026-06-01"}, "closes_on", "报名截止之后"),
        ("prolong", {"closes_on": ""}, "closes_on", ""),
        ("cancel", {"reason": " "}, "reason", ""),
        ("cancel", {"reason": "字" * 501}, "reason", ""),
    ],
)
def test_a_refusal_stands_at_its_field(
    world: World, head: Client, verb: str, fields: dict[str, str], field: str, words: str
) -> None:
    page = act(head, opened(world), verb, **fields)
    assert page.status_code == 422
    assert words in str(page.context["form"].errors[field])


def test_prolonged_and_called_off(world: World, head: Client) -> None:
    round_ = opened(world)
    assert act(head, round_, "prolong", closes_on="2026-03-27").status_code == 302
    asked = head.get(f"/recruit/{round_.pk}/do/cancel/").content.decode()
    assert "不能恢复" in asked
    assert act(head, round_, "cancel", reason="报名人数不足").status_code == 302
    round_.refresh_from_db()
    assert (round_.closes_on, round_.step) == (date(2026, 3, 27), "cancelled")
    assert "报名人数不足" in head.get(f"/recruit/{round_.pk}/").content.decode()


def test_an_old_page_does_nothing_and_keeps_what_was_typed(world: World, head: Client) -> None:
    round_ = opened(world)
    url = f"/recruit/{round_.pk}/do/cancel/"
    for seen in ({"seen": 0}, {}, {"seen": "x"}):
        page = head.post(url, {"reason": "人数不足", **seen})
        assert page.status_code == 409
        assert "王建 于 10:00 发布选聘公告" in page.content.decode()
        assert "人数不足" in page.content.decode()
    round_.refresh_from_db()
    assert round_.step == "recommend"


def test_what_is_no_act_now_is_refused(world: World, officer: Client, head: Client, elsewhere: World) -> None:
    round_ = opened(world)
    assert head.get(f"/recruit/{round_.pk}/do/publish/").status_code == 409
    assert head.get(f"/recruit/{round_.pk}/do/close/").status_code == 422
    assert officer.get(f"/recruit/{round_.pk}/do/cancel/").status_code == 403
    for forged in ("explode", "appoint", "edit", "finish_notice"):
        assert head.post(f"/recruit/{round_.pk}/do/{forged}/").status_code == 404
    assert head.post(f"/recruit/{opened(elsewhere).pk}/do/cancel/").status_code == 404


def test_no_word_of_the_reason_is_in_the_ledger(world: World, head: Client) -> None:
    round_ = opened(world)
    act(head, round_, "cancel", reason="张三不合适")
    assert "张三" not in str(list(Entry.objects.filter(subject=f"round:{round_.pk}").values_list("data", flat=True)))


# Its parts


def test_the_list_is_made_within_the_places(world: World, officer: Client, now: Now) -> None:
    round_ = opened(world, places={"entity": 1})
    for number in (0, 1):
        qualified(world, applied(world, round_, number))
    actions.close_round(world.actor("officer"), round_.pk, at=AFTER)
    now.move(AFTER)
    url = f"/recruit/{round_.pk}/list/"
    ((_line, rows),) = officer.get(url).context["groups"]
    assert [page.verb for _each, _state, _tone, page in rows] == ["choose", "choose"]
    first = rows[0][0]
    answer = officer.post(f"/recruit/candidates/{first.pk}/do/choose/", {"seen": first.revision, "next": url})
    assert answer["Location"] == url
    page = officer.get(url)
    ((line, rows),) = page.context["groups"]
    assert [page.verb if page else None for _each, _state, _tone, page in rows] == ["unchoose", None]
    assert (page.context["count"], line.left) == (1, 0)


def test_the_notice_tab_lists_names_and_objections(world: World, officer: Client, now: Now) -> None:
    from uuid import uuid4

    round_ = opened(world)
    candidate = qualified(world, applied(world, round_))
    assert "还没有公示" in officer.get(f"/recruit/{round_.pk}/notice/").content.decode()
    brought_to(world, round_, "publish")
    now.move(AFTER + timedelta(days=1))
    objection = actions.object_to(world.system, candidate.pk, at=now.at, text="与事实不符", key=uuid4())
    page = officer.get(f"/recruit/{round_.pk}/notice/").content.decode()
    for words in (candidate.name, candidate.employer, objection.receipt, "待核实", "公示中"):
        assert words in page
    assert candidate.phone not in page


def test_a_leader_reads_the_submitted_list_and_nothing_else(world: World, now: Now, client: Client) -> None:
    round_ = opened(world)
    candidate = qualified(world, applied(world, round_))
    other = applied(world, round_, 1)
    actions.refuse(world.actor("officer"), other.pk, at=MONDAY, reason="材料不全")
    client.force_login(world.users["leader"])
    assert client.get(f"/recruit/{round_.pk}/").status_code == 404
    brought_to(world, round_, "publish")
    page = client.get(f"/recruit/{round_.pk}/")
    text = page.content.decode()
    for words in (candidate.name, candidate.employer, candidate.post, "市场主体代表"):
        assert words in text
    for hidden in (candidate.phone, "138****", other.employer, "材料不全", "/do/"):
        assert hidden not in text
    for url in (
        f"/recruit/{round_.pk}/candidates/",
        f"/recruit/candidates/{candidate.pk}/",
        f"/recruit/{round_.pk}/list/",
    ):
        assert client.get(url).status_code == 403
