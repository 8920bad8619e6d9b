"""The form saves itself while it is being typed: nothing is overwritten that nobody has looked at (5.1.e)."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from jianyan.core.flow import Refused
from jianyan.leads import actions
from jianyan.leads.models import Draft, OpinionForm
from jianyan.ledger.models import Entry
from jianyan.people.models import Appointment, Identity
from tests.fixtures import MONDAY, World, when
from tests.leads.test_form_page import GOOD, Hand, draft

URL = reverse("leads:autosave")


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    clock = {"at": MONDAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


class Typing(Hand):
    """A page that saves itself: it knows how far its typing is, and what the server has of it."""

    turn = 0

    def open(self) -> "Typing":
        self.page()
        self.turn = 0
        return self

    def save(self, *leads: dict[str, str], turn: int | None = None, **more: str) -> Any:
        self.turn = self.turn + 1 if turn is None else turn
        typed = {f"leads-{i}-{name}": value for i, lead in enumerate(leads) for name, value in lead.items()}
        fields = {**self.hidden, "turn": str(self.turn), "identity": str(self.identity), **typed, **more}
        answer = self.client.post(URL, fields)
        if answer.status_code == 200:
            self.hidden["seen"] = answer.json()["seen"]
        return answer


@pytest.fixture
def typing(world: World, client: Client) -> Typing:
    return Typing(world, client).open()


def titled(title: str) -> dict[str, str]:
    return {**GOOD, "title": title}


def test_what_is_typed_is_in_the_draft_with_its_place(typing: Typing, now: dict[str, datetime]) -> None:
    answer = typing.save(GOOD, titled("写到一"), at="lead-2")

    assert answer.status_code == 200 and answer.json()["saved"] == "10:00"
    kept = Draft.objects.get()
    assert [lead["title"] for lead in draft()] == [GOOD["title"], "写到一"]
    assert (kept.data["at"], kept.data["turn"], str(kept.key)) == ("lead-2", 1, typing.hidden["key"])
    assert not Entry.objects.filter(verb__startswith="form.").exists()

    now["at"] += timedelta(seconds=3)
    typing.save(GOOD, titled("写到一半"))
    assert draft()[1]["title"] == "写到一半"
    assert "写到一半" in typing.page() and "#lead-" not in typing.client.get("/my/").content.decode()


def test_a_press_after_it_is_no_second_window(typing: Typing, now: dict[str, datetime]) -> None:
    seen = typing.hidden["seen"]
    typing.save(titled("自动存的"))
    now["at"] += timedelta(seconds=3)
    typing.hidden["seen"] = seen  # the page's own field is the one that it was made with

    typing.press("save", titled("再写一点"), turn="2")

    assert [lead["title"] for lead in draft()] == ["再写一点"]
    assert "两边的内容都保留" not in typing.html


def test_what_arrives_late_overwrites_nothing(typing: Typing, now: dict[str, datetime]) -> None:
    late = dict(typing.hidden)
    typing.save(titled("第一次"))
    now["at"] += timedelta(seconds=1)
    typing.press("save", titled("按了暂存"), turn="3")
    now["at"] += timedelta(seconds=1)
    typing.hidden = late

    answer = typing.save(titled("路上耽搁的"), turn=2)

    assert (answer.status_code, answer.json()) == (409, {"why": "moved"})
    assert draft()[0]["title"] == "按了暂存"


def test_an_answer_that_was_lost_does_no_harm(typing: Typing, now: dict[str, datetime]) -> None:
    seen = typing.hidden["seen"]
    typing.save(titled("存了，回答丢了"))
    typing.hidden["seen"] = seen
    for turn in (1, 2):  # the same again, and more of it
        now["at"] += timedelta(seconds=1)
        assert typing.save(titled("接着写"), turn=turn).status_code == 200
        typing.hidden["seen"] = seen
    assert draft()[0]["title"] == "接着写"


def test_two_windows_lose_nothing(world: World, typing: Typing, now: dict[str, datetime]) -> None:
    other = Typing(world, typing.client).open()
    typing.save(titled("第一个窗口"))
    now["at"] += timedelta(seconds=1)

    answer = other.save(titled("第二个窗口"))

    assert (answer.status_code, answer.json()) == (409, {"why": "moved"})
    assert [lead["title"] for lead in draft()] == ["第一个窗口"]
    other.press("save", titled("第二个窗口"), turn="2")  # the press keeps both, and says so
    assert [lead["title"] for lead in draft()] == ["第一个窗口", "第二个窗口"]
    assert "两边的内容都保留" in other.html
    now["at"] += timedelta(seconds=1)
    assert typing.save(titled("第一个窗口接着写")).json() == {"why": "moved"}


def test_a_lead_that_was_taken_out_can_still_be_put_back(typing: Typing, now: dict[str, datetime]) -> None:
    typing.press("remove-0", titled("删去的"), titled("留下的"))
    now["at"] += timedelta(seconds=1)
    typing.save(titled("留下的改了"))
    typing.press("undo", titled("留下的改了"), turn="2")
    assert [lead["title"] for lead in draft()] == ["删去的", "留下的改了"]


def test_after_filing_nothing_is_kept(typing: Typing) -> None:
    late = dict(typing.hidden)
    url = typing.looked(GOOD)
    typing.press("send", url=url)
    assert OpinionForm.objects.exists()
    typing.hidden = late

    assert (typing.save(GOOD, turn=9).json(), Draft.objects.count()) == ({"why": "filed"}, 0)


def test_nor_out_of_term_nor_of_a_page_without_leads(typing: Typing) -> None:
    typing.save(GOOD)
    assert typing.save().json() == {"why": "empty"} and draft()
    Appointment.objects.update(ends_on=date(2026, 3, 8))
    assert typing.save(titled("不在聘期")).json() == {"why": "no_term"}
    assert draft()[0]["title"] == GOOD["title"]


def test_over_the_end_of_the_month_it_goes_on_in_the_new_one(typing: Typing, world: World, now) -> None:
    typing.save(titled("月底写的"))
    now["at"] = when("2026-04-01 00:30")
    typing.client.force_login(world.users["social"])

    answer = typing.save(titled("过了零点接着写"))

    assert answer.status_code == 200
    months = {kept.month.month: kept.data["leads"][0]["title"] for kept in Draft.objects.all()}
    assert months == {3: "月底写的", 4: "过了零点接着写"}
    assert len(set(Draft.objects.values_list("key", flat=True))) == 1


@pytest.mark.parametrize("name", ["page", "seen", "key", "month", "at", "turn"])
@pytest.mark.parametrize("value", ["", "x" * 5000, "２", "-1", "9" * 30, "\x00"])
def test_forged_hidden_fields_do_no_harm(typing: Typing, name: str, value: str) -> None:
    answer = typing.save(GOOD, **{name: value})
    assert answer.status_code == 200 and draft()[0]["title"] == GOOD["title"]


@pytest.mark.parametrize("identity", ["", "x", "0", "999999999", "９", "-1"])
def test_an_identity_that_is_not_there(typing: Typing, identity: str, world: World) -> None:
    Identity.objects.create(supervisor=world.supervisors["social"], level="municipal")
    assert typing.save(GOOD, identity=identity).status_code == 404
    assert not Draft.objects.exists()


def test_strangers_are_turned_away(world: World, elsewhere: World, typing: Typing) -> None:
    for user, status in (
        (world.users["internal"], 404),
        (elsewhere.users["social"], 404),
        (world.users["officer"], 403),
        (world.users["liaison"], 403),
        (world.users["auditor"], 403),
    ):
        typing.client.force_login(user)
        assert typing.save(GOOD).status_code == status
    typing.client.logout()
    answer = typing.save(GOOD)
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("accounts:sign_in"))
    assert typing.client.get(URL).status_code == 302
    typing.client.force_login(world.users["social"])
    assert typing.client.get(URL).status_code == 405
    assert not Draft.objects.exists()


def test_the_page_says_who_saved_last(typing: Typing) -> None:
    assert "data-draft" not in typing.page()
    typing.open().save(GOOD)
    page = typing.hidden["page"]
    assert f'data-draft data-page="{page}" data-turn="1"' in typing.page()


# The action, where two things happen at once


def keep(world: World, key: UUID, seen: datetime | None, title: str, at: datetime = MONDAY) -> Draft:
    identity = world.supervisors["social"].identities.get().pk
    data = {"leads": [{"title": title}]}
    return actions.autosave(world.actor("social"), identity, date(2026, 3, 1), data, at=at, key=key, seen=seen)


def test_under_the_lock_the_draft_must_be_the_one_that_was_seen(world: World) -> None:
    key = uuid4()
    first = keep(world, key, None, "一")
    with pytest.raises(Refused, match="draft_moved"):
        keep(world, key, None, "二")
    with pytest.raises(Refused, match="draft_moved"):
        keep(world, key, MONDAY - timedelta(seconds=1), "二")
    keep(world, key, first.saved_at, "一\0加", at=MONDAY + timedelta(seconds=1))
    assert draft() == [{"title": "一加"}]


def test_a_form_that_was_filed_meanwhile_wins(world: World) -> None:
    world.lead()
    with pytest.raises(Refused, match="already_filed"):
        keep(world, uuid4(), None, "晚了")
    assert not Draft.objects.exists()


def test_nobody_keeps_a_draft_for_somebody_else(world: World, elsewhere: World) -> None:
    identity = world.supervisors["social"].identities.get().pk
    for who in (world.actor("internal"), world.actor("officer"), elsewhere.actor("social")):
        with pytest.raises(Identity.DoesNotExist):
            actions.autosave(who, identity, date(2026, 3, 1), {}, at=MONDAY, key=uuid4(), seen=None)
