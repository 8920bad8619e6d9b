"""The button 撤销: beside the message of what was just done, for a minute, with or without scripts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jianyan.core.flow import State, Verb
from jianyan.leads.models import Lead
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, World
from tests.leads.acts import bring, called, do, last_row

UNDO = "/leads/undo/"


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The time that pages read; tests move it."""
    clock: dict[str, object] = {"at": MONDAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


def post(client: Client, lead: Lead, verb: str, **typed: object) -> str:
    url = reverse("leads:verb", args=[lead.pk, verb])
    lead.refresh_from_db()
    return client.post(url, {"seen": lead.revision, **typed}, follow=True).content.decode()


def button(body: str) -> list[str]:
    """The rows that the page offers to undo."""
    form = re.search(rf'<form class="message-act"[^>]*action="{UNDO}".*?</form>', body, re.S)
    return re.findall(r'name="entry" value="(\d+)"', form[0]) if form else []


@pytest.mark.clause("5.1.f")
def test_a_note_is_undone_by_the_button_beside_its_message(
    world: World, client: Client, now: dict[str, object]
) -> None:
    lead = called(world, world.lead())
    client.force_login(world.users["officer"])
    body = post(client, lead, "note", reason="趋势信息。")
    rows = button(body)
    assert "已登记备案" in body and 'data-countdown="60"' in body
    assert rows == [str(last_row(lead).pk)]

    now["at"] = MONDAY + timedelta(seconds=59)
    back = f"/leads/{lead.pk}/"
    answer = client.post(UNDO, {"entry": rows, "back": back})
    assert (answer.status_code, answer["Location"]) == (302, back)
    body = client.get(back).content.decode()
    assert f"已撤销：{lead.no} 登记备案。" in body and "撤销刚才的“登记备案”" in body
    assert Lead.objects.get(pk=lead.pk).state == State.clarified and not button(body)


def test_too_late_the_page_says_so(world: World, client: Client, now: dict[str, object]) -> None:
    lead = called(world, world.lead())
    client.force_login(world.users["officer"])
    rows = button(post(client, lead, "note", reason="趋势信息。"))
    now["at"] = MONDAY + timedelta(seconds=61)
    body = client.post(UNDO, {"entry": rows, "back": "/desk/"}, follow=True).content.decode()
    assert "已过可以撤销的时间" in body and Lead.objects.get(pk=lead.pk).state == State.noted


def test_what_has_left_the_office_has_no_button(world: World, client: Client, now: dict[str, object]) -> None:
    lead = called(world, world.lead())
    client.force_login(world.users["officer"])
    body = post(client, lead, "dispatch", department=world.departments["planning"].pk, grade="B")
    assert "已转办至规划建设局" in body and not button(body)


def test_only_the_office_and_only_rows_of_leads_that_are_there(
    world: World, elsewhere: World, client: Client, now: dict[str, object]
) -> None:
    lead = called(world, world.lead())
    do(world, Verb.note, world.actor("officer"), lead)
    row = last_row(lead).pk
    for key in ("social", "liaison", "leader", "auditor"):
        client.force_login(world.users[key])
        assert client.post(UNDO, {"entry": row}).status_code == 403
    client.force_login(elsewhere.users["officer"])
    assert client.post(UNDO, {"entry": row}).status_code == 404
    client.force_login(world.users["officer"])
    assert client.get(UNDO).status_code == 405
    other = Entry.objects.exclude(subject__startswith="lead:").first()
    for odd in ([], ["x"], ["9" * 30], ["²"], [str(other.pk)]):  # type: ignore[union-attr]
        assert client.post(UNDO, {"entry": odd}).status_code == 404
    client.force_login(world.users["head"])
    body = client.post(UNDO, {"entry": row, "back": "https://elsewhere.example/"}, follow=True).content.decode()
    assert "只能撤销自己刚做的一步" in body


def test_a_verdict_on_what_was_good_is_undone(world: World, client: Client, now: dict[str, object]) -> None:
    lead = bring(world, world.lead(), State.replied)
    client.force_login(world.users["officer"])
    rows = button(post(client, lead, "follow-up", solved="yes", satisfaction="satisfied"))
    assert Lead.objects.get(pk=lead.pk).state == State.closed
    client.post(UNDO, {"entry": rows})
    assert Lead.objects.get(pk=lead.pk).state == State.replied
    assert not button(post(client, lead, "follow-up", solved="no", satisfaction="unsatisfied", words_="没有。"))
