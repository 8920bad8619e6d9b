"""Logging a contact in one step: every contact is a row of the ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.people.actions import log_contact
from jianyan.people.models import Contact, Supervisor
from tests.fixtures import MONDAY, World, when

NOW = when("2026-03-20 10:00")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def url(world: World, key: str = "social") -> str:
    return f"/supervisors/{world.supervisors[key].pk}/contact/"


def sent(**changes: object) -> dict[str, object]:
    return {"method": "phone", "text": "谈了座谈会安排。", "happened": "2026-03-20T09:30", **changes}


@pytest.mark.clause("4.3.a", "5.1.c")
def test_a_contact_is_logged_and_in_the_ledger(world: World, client: Client) -> None:
    client.force_login(world.users["officer"])

    done = client.post(url(world), sent(next="/supervisors/?contacted=no"))

    assert done.status_code == 302 and done.headers["Location"] == "/supervisors/?contacted=no"
    contact = Contact.objects.get()
    assert (contact.at, contact.method, contact.by.name) == (when("2026-03-20 09:30"), "phone", "李敏")
    row = Entry.objects.get(verb="supervisor.contact")
    assert (row.dossier, row.clause, row.role, row.at) == (contact.supervisor_id, "5.1.c", "officer", contact.at)
    assert row.data["text"] == text_digest("谈了座谈会安排。") and "座谈" not in str(row.data)
    assert verify(world.zone, at=NOW).findings == []
    assert "谈了座谈会安排。" in client.get(url(world)).content.decode()


def test_the_same_contact_sent_twice_is_logged_once(world: World, client: Client) -> None:
    client.force_login(world.users["officer"])

    for _ in range(2):
        assert client.post(url(world), sent()).status_code == 302

    assert Contact.objects.count() == 1
    assert Entry.objects.filter(verb="supervisor.contact").count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"method": "telepathy"}, "这个选项已不可用"),
        ({"method": ""}, "请选择"),
        ({"text": ""}, "请填写"),
        ({"text": "字" * 2001}, "最多 2000 字"),
        ({"text": "字" * 100_000}, "最多 2000 字"),
        ({"text": "\x07\x07"}, "请填写联系内容"),
        ({"happened": "2026-03-20T10:01"}, "不能晚于现在"),
        ({"happened": "2026-02-01T10:00"}, "只能补记 31 天以内"),
        ({"happened": "someday"}, "请填写日期和时间"),
        ({"happened": ""}, "请填写"),
    ],
)
def test_bad_input_keeps_what_was_typed(world: World, client: Client, changes: dict[str, object], said: str) -> None:
    client.force_login(world.users["officer"])

    page = client.post(url(world), sent(**changes))
    text = page.content.decode()

    assert page.status_code == 422
    assert said in text
    assert "text" in changes or "谈了座谈会安排。" in text
    assert not Contact.objects.exists()


def test_strangers_and_other_roles(world: World, elsewhere: World, client: Client) -> None:
    client.force_login(world.users["officer"])
    assert client.post(url(elsewhere), sent()).status_code == 404
    for key in ("social", "leader", "liaison", "auditor"):
        client.force_login(world.users[key])
        assert client.post(url(world), sent()).status_code == 403
    client.logout()
    assert client.post(url(world), sent()).status_code == 302
    assert not Contact.objects.exists()


def test_the_action_refuses_what_the_page_would(world: World, elsewhere: World) -> None:
    pk = world.supervisors["social"].pk
    officer = world.actor("officer")

    def log(actor=officer, **changes):
        return log_contact(actor, pk, at=MONDAY, **{"method": "phone", "text": "问候。", **changes})

    for code, changes in {
        "wrong_hat": {"actor": world.actor("social")},
        "bad_method": {"method": "x"},
        "text_required": {"text": " "},
        "too_long": {"text": "字" * 2001},
        "contact_to_come": {"happened": MONDAY + timedelta(minutes=1)},
        "contact_too_old": {"happened": MONDAY - timedelta(days=32)},
    }.items():
        with pytest.raises(Refused, match=code):
            log(**changes)
    with pytest.raises(Supervisor.DoesNotExist):
        log(actor=elsewhere.actor("officer"))
    assert log().at == MONDAY
    assert Entry.objects.filter(verb="supervisor.contact").count() == 1


def test_an_address_of_another_site_is_not_gone_back_to(world: World, client: Client) -> None:
    client.force_login(world.users["officer"])

    done = client.post(url(world), sent(next="https://example.com/"))

    assert done.headers["Location"] == "/supervisors/"
