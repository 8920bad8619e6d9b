"""The page that brings in a notice: what it would change, then the change; errors by line, nothing half saved."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from jianyan.leads.models import Clock
from jianyan.ledger.models import Entry
from jianyan.rules.models import CalendarNotice
from tests.fixtures import World, when

URL = "/rules/calendar/import/"
NOW = when("2027-02-03 15:00")
TEXT = "2027-01-01,放假,元旦\n2027-02-05~2027-02-11,放假,春节\n2027-02-14,上班,春节调休"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def head(world: World, client: Client) -> Client:
    client.force_login(world.users["head"])
    return client


def notice(**changes: object) -> dict[str, object]:
    return {"step": "preview", "name": "2027年放假通知", "year": "2027", "text": TEXT, **changes}


def test_who_may_open_it(world: World, client: Client) -> None:
    for key, status in {"head": 200, "sysadmin": 200, "officer": 403, "leader": 403, "social": 403}.items():
        client.force_login(world.users[key])
        assert client.get(URL).status_code == status
        assert client.post(URL, notice(step="confirm")).status_code == (status if status == 403 else 302)
        CalendarNotice.objects.filter(zone=world.zone).delete()
    client.logout()
    assert client.get(URL).status_code == 302


@pytest.mark.clause("5.1.g")
def test_the_preview_shows_what_would_move_and_writes_nothing(world: World, head: Client) -> None:
    lead = world.lead("social", when("2027-02-03 10:00"))

    page = head.post(URL, notice())
    text = page.content.decode()

    preview = page.context["preview"]
    assert [(m.clock.kind, m.clock.due_on, m.end.on) for m, _word in preview.moves] == [
        ("call", date(2027, 2, 8), date(2027, 2, 14)),
        ("dispatch", date(2027, 2, 12), date(2027, 2, 18)),
    ]
    assert (preview.moved, preview.settled) == (2, 2)
    assert lead.no in text
    assert "本来就不上班" in text  # 6 and 7 February are a weekend
    assert "已经过去" in text  # New Year
    assert not CalendarNotice.objects.filter(zone=world.zone).exists()
    assert Clock.objects.get(lead=lead, kind="call").due_on == date(2027, 2, 8)
    assert not Entry.objects.filter(verb__in=("calendar.notice", "clock.move")).exists()


@pytest.mark.clause("5.1.g", "5.1.h")
def test_confirmed_it_is_in_the_calendar_and_the_clocks_have_moved(world: World, head: Client) -> None:
    lead = world.lead("social", when("2027-02-03 10:00"))
    before = head.get("/rules/calendar/?year=2027").content.decode()
    assert "暂定" in before.split("cal-year")[0]

    done = head.post(URL, notice(step="confirm", seen=world.zone.calendar_revision), follow=True)
    text = done.content.decode()

    assert done.redirect_chain == [("/rules/calendar/?year=2027", 302)]
    assert "已载入“2027年放假通知”，重算了 2 个期限" in text
    assert "暂定" not in text.split("<h1")[1].split("cal-year")[0]
    assert Clock.objects.get(lead=lead, kind="call").due_on == date(2027, 2, 14)
    assert Entry.objects.filter(verb="clock.move", subject=lead.subject).count() == 2


def test_going_back_keeps_what_was_typed(world: World, head: Client) -> None:
    text = head.post(URL, notice(step="edit")).content.decode()

    assert "2027年放假通知" in text and "2027-02-14,上班,春节调休" in text and 'value="2027"' in text


def test_errors_are_told_by_line_and_keep_what_was_typed(world: World, head: Client) -> None:
    for step in ("preview", "confirm"):
        page = head.post(
            URL, notice(step=step, text="2027-02-05,放假,春节\n2027-02-30,放假,春节\n2027-02-06,也许,春节")
        )
        text = page.content.decode()

        assert page.status_code == 422
        assert "第 2 行：日期不对" in text and "第 3 行：第二项请写" in text
        assert "2027-02-06,也许,春节" in text
    assert not CalendarNotice.objects.filter(zone=world.zone).exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "请填写"),
        ({"name": "\x00\x07"}, "请"),
        ({"name": "x" * 121}, "最多 120 字"),
        ({"year": "1999"}, "不能小于 2004"),
        ({"year": "两千"}, "请填写整数"),
        ({"year": "9" * 30}, "不能大于 2200"),
        ({"text": ""}, "没有日期"),
        ({"text": "x" * 100_001}, "文字太长"),
    ],
)
def test_bad_input_gets_a_sentence(world: World, head: Client, changes: dict[str, object], said: str) -> None:
    page = head.post(URL, notice(**changes))

    assert page.status_code == 422
    assert said in page.content.decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_from_a_spreadsheet(world: World, head: Client, encoding: str) -> None:
    file = SimpleUploadedFile("days.csv", f"日期,安排,名称\r\n{TEXT}\r\n".replace("-", "/").encode(encoding))

    page = head.post(URL, notice(text="", file=file))

    assert page.status_code == 200
    assert len(page.context["preview"].days) == 9


def test_a_wrong_line_of_a_file_can_be_put_right_on_the_page(world: World, head: Client) -> None:
    file = SimpleUploadedFile("days.csv", "2027-02-05,放假\n".encode())

    page = head.post(URL, notice(text="", file=file))

    assert page.status_code == 422
    assert "第 1 行" in page.content.decode() and "2027-02-05,放假" in page.content.decode()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x01\x02" * 9, b"2027-01-01,x,y\n" * 9_000])
def test_a_file_that_cannot_be_read(world: World, head: Client, content: bytes) -> None:
    page = head.post(URL, notice(text="", file=SimpleUploadedFile("days.xlsx", content)))

    assert page.status_code == 422
    assert "读不出这个文件" in page.content.decode()


def test_somebody_else_was_faster(world: World, head: Client) -> None:
    stale = world.zone.calendar_revision
    head.post(URL, notice(step="confirm", seen=stale, text="2027-03-01,放假,停工", year=""))

    page = head.post(URL, notice(step="confirm", seen=stale))

    assert page.status_code == 409
    assert "工作日历刚刚有人改过" in page.content.decode()
    assert CalendarNotice.objects.filter(zone=world.zone).count() == 1
    assert page.context["revision"] == stale + 1


def test_a_system_administrator_sees_no_lead(world: World, client: Client) -> None:
    lead = world.lead("social", when("2027-02-03 10:00"))
    client.force_login(world.users["sysadmin"])

    page = client.post(URL, notice())

    assert page.context["preview"].moved == 2
    assert lead.no not in page.content.decode()
