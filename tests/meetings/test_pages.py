"""The office's pages of meetings: the list, the plan, those invited, the roll, the minutes, what was said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jianyan.leads.models import Lead
from jianyan.meetings import actions
from jianyan.meetings.models import Meeting, Minutes
from jianyan.people.models import Contact
from tests.files import image
from tests.fixtures import World
from tests.meetings.acts import ENDS, PLANNED, STARTS, held, invited, planned

pytestmark = pytest.mark.clause("4.3.b")


@pytest.fixture
def officer(client: Client, world: World) -> Client:
    client.force_login(world.users["officer"])
    return client


def at(moment: datetime) -> Any:
    """The clock of the pages stands at a moment."""
    return patch.object(timezone, "now", lambda: moment)


def plan(**changes: str) -> dict[str, str]:
    first = {
        "kind": "symposium",
        "mode": "both",
        "title": "一季度座谈会",
        "starts_at": "2026-03-09T14:00",
        "ends_at": "2026-03-09T16:00",
        "place": "三楼会议室",
        "link": "",
        "agenda": "",
        "key": str(uuid4()),
    }
    return {**first, **changes}


class TestTheList:
    def test_a_quarter_with_its_counts(self, officer: Client, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social", "internal")
        actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer="excused", excuse="出差")

        page = officer.get(reverse("meetings:list"), {"quarter": "2026Q1"}).content.decode()

        assert "一季度营商环境座谈会" in page and "1 待决定" in page

    @pytest.mark.parametrize("asked", ["", "2026Q9", "x", "2026Q1&kind=nothing"])
    def test_what_it_does_not_know_it_passes_over(self, officer: Client, asked: str) -> None:
        assert officer.get(f"{reverse('meetings:list')}?quarter={asked}").status_code == 200

    def test_an_empty_quarter_says_what_to_do(self, officer: Client) -> None:
        assert "这个季度还没有会议" in officer.get(reverse("meetings:list")).content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(
        self, officer: Client, world: World, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(count):
            invited(world, planned(world), "social", "internal")
        officer.get(reverse("meetings:list"))

        with django_assert_num_queries(4):
            officer.get(reverse("meetings:list"), {"quarter": "2026Q1"})

    @pytest.mark.parametrize(("key", "status"), [("social", 403), ("liaison", 403), ("leader", 403), ("head", 200)])
    def test_who_opens_it(self, client: Client, world: World, key: str, status: int) -> None:
        client.force_login(world.users[key])

        assert client.get(reverse("meetings:list")).status_code == status


class TestThePlan:
    def test_planned_and_on_to_the_invitations(self, officer: Client, world: World) -> None:
        with at(PLANNED):
            answer = officer.post(reverse("meetings:new"), plan())

        meeting = Meeting.objects.get()
        assert answer.headers["Location"] == reverse("meetings:invite", args=[meeting.pk])
        assert meeting.starts_at == STARTS

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"starts_at": "2026-03-01T09:00"}, "开始时间已经过去"),
            ({"ends_at": "2026-03-09T13:00"}, "结束时间要晚于开始时间"),
            ({"title": "会" * 300}, "80"),
            ({"place": ""}, "请填写此项"),
            ({"link": "ftp://x"}, "http://"),
            ({"starts_at": "明天"}, "明天"),
        ],
    )
    def test_what_cannot_be_is_said_at_the_field_and_kept(
        self, officer: Client, changes: dict[str, str], said: str
    ) -> None:
        with at(PLANNED):
            answer = officer.post(reverse("meetings:new"), plan(**changes))

        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert not Meeting.objects.exists()

    def test_the_second_of_two_who_edit_is_told_and_keeps_what_was_typed(self, officer: Client, world: World) -> None:
        meeting = planned(world)
        with at(PLANNED):
            officer.post(reverse("meetings:edit", args=[meeting.pk]), {**plan(place="二楼"), "seen": 1})
            answer = officer.post(reverse("meetings:edit", args=[meeting.pk]), {**plan(place="一楼"), "seen": 1})

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "李敏" in page and "一楼" in page
        meeting.refresh_from_db()
        assert meeting.place == "二楼"

    def test_called_off_with_a_reason(self, officer: Client, world: World) -> None:
        meeting = planned(world)
        with at(PLANNED):
            officer.post(reverse("meetings:cancel", args=[meeting.pk]), {"seen": 1, "reason": "台风"})

        meeting.refresh_from_db()
        assert meeting.state == "cancelled"
        assert "台风" in officer.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()

    def test_a_visit_that_is_over_is_entered(self, officer: Client, world: World) -> None:
        sent = {
            "title": "走访海通供应链",
            "starts_at": "2026-03-09T14:00",
            "ends_at": "2026-03-09T16:00",
            "place": "海通仓库",
            "party": "李敏",
            "host": "海通供应链",
            "situation": "看了仓库。",
            "key": str(uuid4()),
        }
        with at(ENDS):
            officer.post(reverse("meetings:visit_new"), sent)

        meeting = Meeting.objects.get()
        assert (meeting.kind, meeting.state, meeting.visit.host) == ("visit", "held", "海通供应链")


class TestThePeople:
    def test_invited_by_filter_and_by_tick(self, officer: Client, world: World) -> None:
        meeting = planned(world)
        url = reverse("meetings:invite", args=[meeting.pk])
        with at(PLANNED):
            officer.post(f"{url}?channel=social", {"do": "all"})
            assert set(meeting.invitations.values_list("supervisor__channel", flat=True)) == {"social"}
            sent = {
                "do": "ticked",
                "supervisor": [world.supervisors["internal"].pk],
                "department": [world.departments["commerce"].pk],
                "user": [world.users["leader"].pk],
            }
            officer.post(url, sent)

        assert meeting.invitations.count() == 4

    @pytest.mark.parametrize("asked", ["group=external", "officer=1", "q=海通", "category=entity", "officer=x"])
    def test_filters(self, officer: Client, world: World, asked: str) -> None:
        meeting = planned(world)
        with at(PLANNED):
            assert officer.get(f"{reverse('meetings:invite', args=[meeting.pk])}?{asked}").status_code == 200

    def test_nobody_ticked_is_said(self, officer: Client, world: World) -> None:
        meeting = planned(world)
        with at(PLANNED):
            answer = officer.post(reverse("meetings:invite", args=[meeting.pk]), {"do": "ticked"})

        assert answer.status_code == 422
        assert "请至少选择一位" in answer.content.decode()

    def test_an_excuse_is_decided_in_the_row(self, officer: Client, world: World) -> None:
        meeting = planned(world)
        (row,) = invited(world, meeting, "social")
        actions.answer(world.actor("social"), meeting.pk, at=PLANNED, answer="excused", excuse="在外出差")
        with at(PLANNED):
            page = officer.get(reverse("meetings:people", args=[meeting.pk]), {"show": "excused"}).content.decode()
            assert "在外出差" in page and "待决定" in page
            officer.post(reverse("meetings:person_act", args=[meeting.pk, row.pk, "accept"]))

        row.refresh_from_db()
        assert row.excused_ok is True

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries(
        self, officer: Client, world: World, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        meeting = planned(world)
        keys = [f"more{n}" for n in range(count)]
        for key in keys:
            world.supervisor(key)
        invited(world, meeting, *keys)
        officer.get(reverse("meetings:people", args=[meeting.pk]))

        with django_assert_num_queries(8):
            officer.get(reverse("meetings:people", args=[meeting.pk]))

    def test_the_roll_is_ticked_and_a_mistake_taken_back(self, officer: Client, world: World) -> None:
        meeting = planned(world)
        (row,) = invited(world, meeting, "social")
        with at(STARTS):
            sent = {"present": row.pk, "guest": world.supervisors["internal"].pk, "grounds": ""}
            officer.post(reverse("meetings:roll", args=[meeting.pk]), sent)
            assert meeting.invitations.filter(attended_at__isnull=False).count() == 2
            officer.post(reverse("meetings:person_act", args=[meeting.pk, row.pk, "strike"]))

        row.refresh_from_db()
        assert row.attended_at is None

    def test_afterwards_it_asks_for_grounds_at_the_field(self, officer: Client, world: World) -> None:
        meeting = planned(world)
        (row,) = invited(world, meeting, "social")
        with at(ENDS):
            answer = officer.post(reverse("meetings:roll", args=[meeting.pk]), {"present": row.pk, "grounds": ""})
            assert answer.status_code == 422
            assert "补登依据" in answer.content.decode()
            officer.post(reverse("meetings:roll", args=[meeting.pk]), {"present": row.pk, "grounds": "纸质签到表"})
            page = officer.get(reverse("meetings:roll", args=[meeting.pk])).content.decode()

        assert "李敏 于" in page and "纸质签到表" in page

    @pytest.mark.clause("5.1.c")
    def test_contacts_are_counted_only_when_ticked(self, officer: Client, world: World) -> None:
        meeting = held(world, "social")
        with at(ENDS):
            assert officer.post(reverse("meetings:contacts", args=[meeting.pk])).status_code == 422
            assert not Contact.objects.exists()
            officer.post(reverse("meetings:contacts", args=[meeting.pk]), {"spoken": "on"})

        assert Contact.objects.count() == 1


class TestMinutes:
    def test_they_begin_with_the_attendance(self, officer: Client, world: World) -> None:
        meeting = planned(world)
        invited(world, meeting, "social", "internal")
        first = meeting.invitations.get(supervisor=world.supervisors["social"])
        second = meeting.invitations.get(supervisor=world.supervisors["internal"])
        actions.answer(world.actor("internal"), meeting.pk, at=PLANNED, answer="excused", excuse="出差")
        actions.decide_excuse(world.actor("officer"), meeting.pk, second.pk, at=PLANNED, ok=True)
        actions.call_roll(world.actor("officer"), meeting.pk, at=STARTS, present=[first.pk])
        with at(ENDS):
            page = officer.get(reverse("meetings:minutes", args=[meeting.pk])).content.decode()

        assert "监督员social" in page and "监督员internal（请假：出差）" in page

    def test_written_with_matters_sent_and_issued(self, officer: Client, world: World) -> None:
        meeting, url = held(world, "social"), ""
        url = reverse("meetings:minutes", args=[meeting.pk])
        commerce = world.departments["commerce"].pk
        sent = {
            "seen": 0,
            "chair": "王建",
            "recorder": "李敏",
            "discussion": "一、通报。",
            "agreed-0-text": "合并材料清单",
            "agreed-0-owner": f"d{commerce}",
            "agreed-0-due_on": "2026-03-20",
            "agreed-1-text": "",
        }
        with at(ENDS):
            assert officer.post(url, {**sent, "do": "add"}).content.decode().count("agreed-2-text") > 0
            assert officer.post(url, {**sent, "agreed-0-due_on": ""}).status_code == 422
            officer.post(url, sent)
            row = Minutes.objects.get()
            officer.post(reverse("meetings:minutes_act", args=[meeting.pk, "submit"]), {"seen": row.revision})
            client = Client()
            client.force_login(world.users["head"])
            client.post(reverse("meetings:minutes_act", args=[meeting.pk, "issue"]), {"seen": row.revision})

            read = Client()
            read.force_login(world.users["social"])
            page = read.get(url).content.decode()
        assert "合并材料清单" in page and "王建" in page
        assert row.agreed.get().task is not None

    def test_the_second_of_two_is_told(self, officer: Client, world: World) -> None:
        meeting = held(world)
        url = reverse("meetings:minutes", args=[meeting.pk])
        sent = {"seen": 0, "chair": "王建", "recorder": "李敏", "discussion": "一、通报。"}
        with at(ENDS):
            officer.post(url, sent)
            answer = officer.post(url, {**sent, "chair": "周同"})

        assert answer.status_code == 409
        assert "周同" in answer.content.decode() and "李敏 于" in answer.content.decode()

    def test_a_draft_is_not_there_for_those_invited(self, client: Client, world: World) -> None:
        meeting = held(world, "social")
        client.force_login(world.users["social"])

        assert client.get(reverse("meetings:minutes", args=[meeting.pk])).status_code == 404


class TestWhatWasSaid:
    def test_one_step_from_the_meeting_to_a_lead(self, officer: Client, world: World) -> None:
        meeting = held(world, "social")
        url = reverse("meetings:said", args=[meeting.pk])
        identity = world.supervisors["social"].identities.get().pk
        with at(ENDS):
            assert f"?who={identity}" in officer.get(url).content.decode()
            sent = {
                "key": str(uuid4()),
                "leads-0-kind": "service",
                "leads-0-field": "government",
                "leads-0-title": "两个窗口重复要材料",
                "leads-0-body": "会上说，变更登记时两个窗口先后要同一份章程。",
                "leads-0-follow_up_wanted": "on",
            }
            assert officer.post(f"{url}?who={identity}", {**sent, "leads-0-title": ""}).status_code == 422
            officer.post(f"{url}?who={identity}", sent)
            page = officer.get(reverse("meetings:meeting", args=[meeting.pk])).content.decode()
            lead = Lead.objects.get()
            shown = officer.get(reverse("leads:lead", args=[lead.pk])).content.decode()

        assert lead.no in page
        assert "会上发言" in shown and reverse("meetings:meeting", args=[meeting.pk]) in shown

    def test_the_reporter_reads_it_among_the_own_leads(self, client: Client, world: World) -> None:
        meeting = held(world, "social")
        identity = world.supervisors["social"].identities.get().pk
        actions.speak(world.actor("officer"), meeting.pk, identity, world.opinion(), at=ENDS, key=uuid4())
        client.force_login(world.users["social"])

        assert "两个窗口重复要同一份材料" in client.get(reverse("my_home")).content.decode()

    @pytest.mark.clause("4.1.c")
    def test_a_department_does_not_read_where_an_anonymous_one_was_said(self, client: Client, world: World) -> None:
        meeting = held(world, "internal")
        identity = world.supervisors["internal"].identities.get().pk
        hidden = world.opinion("internal", hidden=True)
        lead = actions.speak(world.actor("officer"), meeting.pk, identity, hidden, at=ENDS, key=uuid4())
        world.walk(lead, "dispatched", at=ENDS, department="planning")
        client.force_login(world.users["liaison_b"])

        page = client.get(reverse("leads:lead", args=[lead.pk])).content.decode()
        assert "会上发言" not in page and "/meetings/" not in page.partition("<main")[2].partition("</main")[0]


class TestFilesAndPapers:
    def test_a_photo_is_kept_shared_and_taken_out(self, officer: Client, world: World) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        meeting = held(world, "social")
        sent = SimpleUploadedFile("现场.jpg", image(), "image/jpeg")
        officer.post(reverse("meetings:attach", args=[meeting.pk]), {"file": sent})
        row = meeting.files.get()
        url = reverse("meetings:file", args=[meeting.pk, row.token])
        guest = Client()
        guest.force_login(world.users["social"])
        assert (officer.get(url).status_code, guest.get(url).status_code) == (200, 404)
        meeting.files.update(shared=True)
        assert guest.get(url).status_code == 200

        officer.post(reverse("meetings:detach", args=[meeting.pk, row.token]))
        assert not meeting.files.exists()

    def test_fifty_megabytes_are_refused_in_words(self, officer: Client, world: World) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        meeting = held(world)
        sent = SimpleUploadedFile("大图.jpg", b"\xff\xd8\xff" + b"0" * 50_000_000, "image/jpeg")
        answer = officer.post(reverse("meetings:attach", args=[meeting.pk]), {"file": sent}, follow=True)

        assert "文件太大" in answer.content.decode()
        assert not meeting.files.exists()

    @pytest.mark.parametrize(("paper", "kind"), [("sheet", "pdf"), ("sheet", "docx")])
    def test_the_sign_in_sheet(self, officer: Client, world: World, paper: str, kind: str) -> None:
        meeting = held(world, "social", "internal")

        answer = officer.get(reverse("meetings:paper", args=[meeting.pk, paper, kind]))

        assert b"".join(answer.streaming_content)[:4] == (b"%PDF" if kind == "pdf" else b"PK\x03\x04")

    def test_those_invited_take_issued_minutes_and_nothing_else(self, client: Client, world: World) -> None:
        meeting = held(world, "social")
        client.force_login(world.users["social"])

        for paper in ("sheet", "minutes", "visit", "nothing"):
            assert client.get(reverse("meetings:paper", args=[meeting.pk, paper, "pdf"])).status_code == 404


@pytest.mark.parametrize("name", ["meeting", "people", "invite", "roll", "code", "minutes", "said", "edit", "cancel"])
def test_another_zone_finds_nothing(client: Client, world: World, elsewhere: World, name: str) -> None:
    meeting = planned(
        world, starts_at=timezone.now() + timedelta(days=9), ends_at=timezone.now() + timedelta(days=9, hours=1)
    )
    client.force_login(elsewhere.users["officer"])

    assert client.get(reverse(f"meetings:{name}", args=[meeting.pk])).status_code == 404
