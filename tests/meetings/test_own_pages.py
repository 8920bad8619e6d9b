"""What those invited see: their meetings, the answer, the code, signing in, the calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from jianyan.core.attendance import STEP, code_at
from jianyan.ledger.models import Entry
from jianyan.meetings import actions
from jianyan.meetings.models import Feed, Meeting
from tests.fixtures import PASSWORD, World
from tests.meetings.acts import ENDS, PLANNED, STARTS, held, invited, plan_of, planned

pytestmark = pytest.mark.clause("5.1.a")


@pytest.fixture
def social(client: Client, world: World) -> Client:
    client.force_login(world.users["social"])
    return client


def at(moment: datetime) -> Any:
    return patch.object(timezone, "now", lambda: moment)


class TestMine:
    def test_what_waits_what_comes_and_what_was(self, social: Client, world: World) -> None:
        held(world, "social", title="开过的座谈", at=PLANNED)
        later = {"starts_at": STARTS + timedelta(days=3), "ends_at": ENDS + timedelta(days=3)}
        for title in ("等答复的座谈", "要去的座谈"):
            meeting = planned(world, title=title, **later)
            invited(world, meeting, "social")
        actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer="coming")
        with at(ENDS):
            page = social.get(reverse("my_meetings")).content.decode()

        places = [page.index(word) for word in ("等您答复", "等答复的座谈", "将要参加的", "要去的座谈", "开过的座谈")]
        assert places == sorted(places)
        assert "已到会" in page

    def test_empty_it_says_what_will_come(self, social: Client) -> None:
        assert "没有将要参加的会议" in social.get(reverse("my_meetings")).content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(
        self, social: Client, world: World, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(count):
            invited(world, planned(world), "social")
            held(world, "social")
        with at(PLANNED):
            social.get(reverse("my_meetings"))
            with django_assert_num_queries(8):
                social.get(reverse("my_meetings"))

    def test_the_answer_is_given_on_the_meetings_page(self, social: Client, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")
        url = reverse("meetings:answer", args=[meeting.pk])
        with at(PLANNED):
            assert "请答复" in social.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
            empty = social.post(url, {"answer": "excused", "excuse": ""})
            assert (empty.status_code, "请假请写明事由" in empty.content.decode()) == (422, True)
            social.post(url, {"answer": "excused", "excuse": "出差"})

        assert meeting.invitations.get().answer == "excused"

    def test_a_stranger_finds_no_meeting(self, client: Client, world: World) -> None:
        meeting = planned(world)
        client.force_login(world.users["internal"])

        assert client.get(reverse("meetings:meeting", args=[meeting.pk])).status_code == 404


class TestTheCode:
    def code_url(self, meeting: Meeting, moment: datetime) -> str:
        return reverse("meetings:scan", args=[meeting.pk, code_at(meeting.secret, meeting.pk, moment)])

    def test_the_projector_shows_a_code_that_changes(self, client: Client, world: World) -> None:
        meeting = planned(world)
        client.force_login(world.users["officer"])
        seen = []
        for seconds in (0, 1, STEP):
            with at(STARTS + timedelta(seconds=seconds)):
                seen.append(
                    client.get(reverse("meetings:code", args=[meeting.pk]), headers={"HX-Request": "true"}).content
                )

        assert b"<svg" in seen[0] and seen[0] == seen[1] != seen[2]

    def test_before_the_doors_open_there_is_none(self, client: Client, world: World) -> None:
        meeting = planned(world)
        client.force_login(world.users["officer"])
        with at(PLANNED):
            assert b"code-picture" not in client.get(reverse("meetings:code", args=[meeting.pk])).content

    def test_a_scan_and_one_press(self, social: Client, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")
        with at(STARTS):
            answer = social.get(self.code_url(meeting, STARTS))
            assert answer.headers["Location"] == reverse("meetings:sign_in", args=[meeting.pk])
            assert "我到了" in social.get(answer.headers["Location"]).content.decode()
            assert meeting.invitations.get().attended_at is None
            assert "已签到" in social.post(answer.headers["Location"], follow=True).content.decode()

        assert meeting.invitations.get().attended_by_way == "code"

    def test_who_is_not_signed_in_signs_in_first_on_the_device_that_scanned(self, client: Client, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")
        with at(STARTS):
            door = client.get(self.code_url(meeting, STARTS)).headers["Location"]
            led = client.get(door).headers["Location"]
        with at(STARTS + timedelta(minutes=3)):
            client.post(led, {"username": world.users["social"].username, "password": PASSWORD})
            assert "已签到" in client.post(door, follow=True).content.decode()

        assert meeting.invitations.get().attended_at == STARTS

    def test_a_photograph_sent_home_does_not_work(self, social: Client, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")
        photographed = self.code_url(meeting, STARTS)
        with at(STARTS + timedelta(seconds=2 * STEP)):
            answer = social.get(photographed)
            assert (answer.status_code, "已经过时" in answer.content.decode()) == (422, True)
            refused = social.post(reverse("meetings:sign_in", args=[meeting.pk]))

        assert refused.status_code == 422
        assert meeting.invitations.get().attended_at is None

    def test_a_code_of_another_meeting_does_not_work(self, social: Client, world: World) -> None:
        meeting, other = planned(world), planned(world)
        code = code_at(other.secret, other.pk, STARTS)
        with at(STARTS):
            answer = social.get(reverse("meetings:scan", args=[meeting.pk, code]))

        assert (answer.status_code, "不是这次会议的签到码" in answer.content.decode()) == (422, True)

    def test_what_was_scanned_holds_for_five_minutes_and_for_that_meeting(self, social: Client, world: World) -> None:
        meeting, other = planned(world), planned(world)
        with at(STARTS):
            social.get(self.code_url(meeting, STARTS))
            assert social.post(reverse("meetings:sign_in", args=[other.pk])).status_code == 422
        with at(STARTS + timedelta(minutes=5)):
            assert social.post(reverse("meetings:sign_in", args=[meeting.pk])).status_code == 422

        assert not meeting.invitations.exists()

    def test_the_secret_is_on_no_page(self, client: Client, world: World) -> None:
        meeting = planned(world)
        client.force_login(world.users["officer"])
        with at(STARTS):
            for name in ("meeting", "code", "roll"):
                assert meeting.secret not in client.get(reverse(f"meetings:{name}", args=[meeting.pk])).content.decode()


class TestOnline:
    def test_one_press_while_it_lasts(self, social: Client, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")
        actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer="online")
        with at(STARTS):
            assert "线上签到" in social.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
            social.post(reverse("meetings:online", args=[meeting.pk]))
        assert meeting.invitations.get().attended_by_way == "online"

    def test_not_for_whoever_said_coming(self, social: Client, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")
        actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer="coming")
        with at(STARTS):
            assert "线上签到" not in social.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
            assert social.post(reverse("meetings:online", args=[meeting.pk])).status_code == 422


class TestTheCalendar:
    def event(self, data: bytes) -> Any:
        (event,) = Calendar.from_ical(data).walk("VEVENT")
        return event

    def test_one_meeting_as_a_file(self, social: Client, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")

        event = self.event(social.get(reverse("meetings:ics", args=[meeting.pk])).content)

        assert (event["dtstart"].dt, event["dtend"].dt) == (STARTS, ENDS)
        assert (str(event["summary"]), str(event["location"])) == (meeting.title, meeting.place)
        assert (str(event["uid"]), int(event["sequence"]), str(event["status"])) == (
            f"{meeting.uid}@jianyan",
            0,
            "CONFIRMED",
        )

    def test_the_feed_follows_changes_and_cancellation(self, social: Client, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social")
        social.post(reverse("meetings:feed"), {"do": "make"})
        address = reverse("meetings:feed_file", args=[Feed.objects.get().token])
        moved = plan_of(starts_at=STARTS + timedelta(days=1), ends_at=ENDS + timedelta(days=1))
        with at(PLANNED):
            actions.edit_meeting(world.actor("officer"), meeting.pk, moved, at=PLANNED)
            event = self.event(Client().get(address).content)
            assert (event["dtstart"].dt, int(event["sequence"])) == (moved.starts_at, 1)
            actions.cancel_meeting(world.actor("officer"), meeting.pk, at=PLANNED, reason="台风")
            assert str(self.event(Client().get(address).content)["status"]) == "CANCELLED"

    def test_it_shows_what_its_owner_sees_and_ends_with_the_address(self, social: Client, world: World) -> None:
        planned(world, title="别人的会")
        social.post(reverse("meetings:feed"), {"do": "make"})
        first = reverse("meetings:feed_file", args=[Feed.objects.get().token])
        with at(PLANNED):
            assert "别人的会" not in Client().get(first).content.decode()
        social.post(reverse("meetings:feed"), {"do": "make"})
        second = reverse("meetings:feed_file", args=[Feed.objects.get().token])
        assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)

        social.post(reverse("meetings:feed"), {"do": "drop"})
        assert Client().get(second).status_code == 404
        verbs = Entry.objects.filter(verb__startswith="meeting.feed").order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == ["meeting.feed", "meeting.feed", "meeting.feed_off"]

    def test_a_guessed_address_is_not_there(self, client: Client, world: World) -> None:
        assert client.get(reverse("meetings:feed_file", args=["x" * 43])).status_code == 404

    def test_who_may_not_sign_in_any_more_has_no_feed(self, social: Client, world: World) -> None:
        social.post(reverse("meetings:feed"), {"do": "make"})
        world.users["social"].is_active = False
        world.users["social"].save()

        assert Client().get(reverse("meetings:feed_file", args=[Feed.objects.get().token])).status_code == 404


@pytest.mark.clause("5.2.b")
def test_the_dossier_has_it_at_once(social: Client, world: World) -> None:
    held(world, "social")

    page = social.get(reverse("my_dossier"), {"kind": "meetings"}).content.decode()

    assert "受邀参加座谈" in page and "参加座谈，专员点名" in page
