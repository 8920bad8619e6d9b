"""Questions under an announcement, and answers: who asked is known to the office alone (5.1.d)."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.people.actions import answer, ask, take_back
from jianyan.people.models import Announcement, Question
from tests.fixtures import MONDAY, World
from tests.people.groups import announced


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


def asked(world: World, by: str = "internal", text: str = "能线上参加吗？") -> Question:
    return ask(world.actor(by), announced(world).pk, at=MONDAY, key=uuid4(), text=text)


@pytest.mark.clause("5.1.d", "4.1.c")
def test_the_office_knows_who_asked_other_members_do_not(world: World, client: Client) -> None:
    question = asked(world)
    url = f"/groups/{question.announcement_id}/"

    client.force_login(world.users["officer"])
    page = client.get(url).content.decode()
    assert "能线上参加吗？" in page and "监督员internal" in page
    client.force_login(world.users["social"])
    page = client.get(url).content.decode()
    assert "能线上参加吗？" in page and "群成员" in page and "监督员internal" not in page
    client.force_login(world.users["internal"])
    assert "<strong>我</strong>" in client.get(url).content.decode()
    row = Entry.objects.get(verb="group.ask")
    assert row.data["unnamed"] is True and row.dossier is None and "线上" not in str(row.data)
    client.force_login(world.users["auditor"])
    page = client.get("/ledger/?verb=group.ask").content.decode()
    assert "在群公告下提问" in page and "监督员internal" not in page


@pytest.mark.clause("5.1.d")
def test_an_answer_is_told_to_whoever_asked_and_read_by_all(world: World, client: Client) -> None:
    question = asked(world, by="social")
    assert Notice.objects.get(kind="group.asked").user == world.users["officer"]

    client.force_login(world.users["head"])
    url = f"/groups/questions/{question.pk}/answer/"
    assert "能线上参加吗？" in client.get(url).content.decode()
    assert client.post(url, {"text": " "}).status_code == 422
    assert client.post(url, {"text": "可以，会前发链接。"}).status_code == 302
    assert client.post(url, {"text": "又答一次"}).status_code == 409

    assert Notice.objects.get(kind="group.answered").user == world.users["social"]
    client.force_login(world.users["internal"])
    assert "可以，会前发链接。" in client.get(f"/groups/{question.announcement_id}/").content.decode()
    row = Entry.objects.get(verb="group.answer")
    assert (row.role, row.clause) == ("head", "5.1.d") and "链接" not in str(row.data)


def test_a_member_asks_on_the_page_and_the_same_page_asks_once(world: World, client: Client) -> None:
    made = announced(world)
    client.force_login(world.users["social"])
    key = str(uuid4())

    for _ in range(2):
        assert client.post(f"/groups/{made.pk}/ask/", {"text": "带什么材料？", "key": key}).status_code == 302
    assert Question.objects.count() == 1
    for text in ("", "长" * 501):
        answer_ = client.post(f"/groups/{made.pk}/ask/", {"text": text, "key": str(uuid4())})
        assert answer_.status_code == 422 and "field-error" in answer_.content.decode()
    assert Question.objects.count() == 1


def test_who_may_not_ask_or_answer(world: World, elsewhere: World, client: Client) -> None:
    made = announced(world, groups=["external"])
    question = ask(world.actor("social"), made.pk, at=MONDAY, key=uuid4(), text="问")

    with pytest.raises(Announcement.DoesNotExist):
        ask(world.actor("internal"), made.pk, at=MONDAY, key=uuid4(), text="问")
    with pytest.raises(Announcement.DoesNotExist):
        ask(elsewhere.actor("social"), made.pk, at=MONDAY, key=uuid4(), text="问")
    with pytest.raises(Refused, match="wrong_hat"):
        ask(world.actor("officer"), made.pk, at=MONDAY, key=uuid4(), text="问")
    with pytest.raises(Refused, match="wrong_hat"):
        answer(world.actor("social"), question.pk, at=MONDAY, text="答")
    with pytest.raises(Question.DoesNotExist):
        answer(elsewhere.actor("officer"), question.pk, at=MONDAY, text="答")
    client.force_login(elsewhere.users["officer"])
    assert client.get(f"/groups/questions/{question.pk}/answer/").status_code == 404


def test_nothing_is_asked_under_what_was_taken_back(world: World, client: Client) -> None:
    made = announced(world)
    take_back(world.actor("officer"), made.pk, at=MONDAY, why="有误")

    with pytest.raises(Refused, match="taken_back"):
        ask(world.actor("social"), made.pk, at=MONDAY, key=uuid4(), text="问")
    client.force_login(world.users["social"])
    assert client.post(f"/groups/{made.pk}/ask/", {"text": "问", "key": str(uuid4())}).status_code == 409


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_question_and_three(
    world: World, client: Client, count: int, django_assert_num_queries
) -> None:
    made = announced(world)
    for _ in range(count):
        question = ask(world.actor("social"), made.pk, at=MONDAY, key=uuid4(), text="问")
        answer(world.actor("officer"), question.pk, at=MONDAY, text="答")
    for user, queries in (("officer", 7), ("social", 11)):
        client.force_login(world.users[user])
        client.get(f"/groups/{made.pk}/")
        with django_assert_num_queries(queries):
            client.get(f"/groups/{made.pk}/")
