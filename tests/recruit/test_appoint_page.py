"""The page of appointments: one button, chunk by chunk, then certificates and links."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.people.models import Appointment
from jianyan.recruit import actions
from jianyan.recruit.models import Candidate, Round
from jianyan.recruit.views import appoint as page
from tests.fixtures import MONDAY, World
from tests.recruit.acts import applied, brought_to, opened, qualified

LATER = MONDAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def listed(world: World, count: int, *, step: str = "appoint") -> Round:
    round_ = opened(world, places={"entity": count + 1})
    for number in range(count):
        qualified(world, applied(world, round_, number))
    return brought_to(world, round_, step)


def states(round_: Round) -> list[str]:
    return sorted(round_.candidates.values_list("state", flat=True))


@pytest.fixture
def head(world: World, client: Client) -> Client:
    client.force_login(world.users["head"])
    return client


@pytest.mark.clause("4.1.a")
def test_one_button_appoints_chunk_by_chunk(world: World, head: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "CHUNK", 2)
    round_ = listed(world, 3)
    url = f"/recruit/{round_.pk}/appoint/"
    first = head.post(url, headers={"HX-Request": "true"})
    assert states(round_) == ["appointed", "appointed", "chosen"]
    assert 'hx-trigger="load' in first.content.decode()
    assert '<progress value="2" max="3">' in first.content.decode()
    assert "继续" in head.get(url).content.decode(), "without scripts one goes on by a button"
    last = head.post(url, headers={"HX-Request": "true"})
    assert (last.status_code, last["HX-Redirect"]) == (204, url)
    assert states(round_) == ["appointed"] * 3
    assert head.post(url).status_code == 302
    assert Appointment.objects.filter(supervisor__zone=world.zone, certificate__startswith="东监聘").count() == 3


@pytest.mark.clause("4.1.a")
def test_a_kill_in_the_middle_loses_nothing_and_a_repeat_goes_on(world: World) -> None:
    round_ = listed(world, 3)
    going = actions.appoint_round(world.actor("head"), round_.pk, at=LATER)
    next(going)
    going.close()
    assert states(round_) == ["appointed", "chosen", "chosen"]
    assert [why for _pk, why in actions.appoint_round(world.actor("head"), round_.pk, at=LATER)] == ["", ""]
    numbers = Candidate.objects.filter(round=round_).values_list("appointment__certificate", flat=True)
    assert len(set(numbers)) == 3


def test_whoever_cannot_be_appointed_is_shown_with_the_reason(world: World, head: Client) -> None:
    from uuid import uuid4

    round_ = listed(world, 2, step="publish")
    one = round_.candidates.order_by("sort_key").first()
    during = MONDAY + timedelta(days=13)
    objection = actions.object_to(world.system, one.pk, at=during, text="与事实不符", key=uuid4())
    officer = world.actor("officer")
    actions.settle_objection(officer, objection.pk, at=LATER, outcome="upheld", findings="查证属实")
    actions.finish_notice(officer, round_.pk, at=LATER)
    url = f"/recruit/{round_.pk}/appoint/"
    text = head.get(url).content.decode()
    assert "异议成立，不能聘任。" in text
    assert "聘任这 1 人" in text
    head.post(url)
    assert states(round_) == ["appointed", "chosen"]
    again = head.post(url, headers={"HX-Request": "true"})
    assert again.status_code == 204, "a chunk that appoints nobody does not go on for ever"


def test_who_may_open_and_press(world: World, elsewhere: World, client: Client) -> None:
    round_ = listed(world, 1)
    url = f"/recruit/{round_.pk}/appoint/"
    for key, status in {"officer": 200, "leader": 403, "liaison": 403, "social": 403, "sysadmin": 403}.items():
        client.force_login(world.users[key])
        assert client.get(url).status_code == status, key
    client.force_login(elsewhere.users["head"])
    assert client.get(url).status_code == 404
    client.force_login(world.users["officer"])
    assert client.post(url).status_code == 422
    assert states(round_) == ["chosen"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(
    world: World, head: Client, count: int, django_assert_num_queries
) -> None:
    round_ = listed(world, count)
    list(actions.appoint_round(world.actor("head"), round_.pk, at=LATER))
    head.get(f"/recruit/{round_.pk}/appoint/")
    with django_assert_num_queries(7):
        head.get(f"/recruit/{round_.pk}/appoint/")


def test_links_are_shown_once_and_lead_in(world: World, head: Client, client: Client) -> None:
    round_ = listed(world, 2)
    list(actions.appoint_round(world.actor("head"), round_.pk, at=LATER))
    url = f"/recruit/{round_.pk}/appoint/links/"
    sheet = head.post(url).content.decode()
    found = re.findall(r"<code>(http://testserver/activate/[\w-]+/)</code>", sheet)
    assert len(found) == 2
    assert sheet.count("data:image/png;base64,") == 2
    assert Entry.objects.filter(verb="account.invite").count() == 2
    one = round_.candidates.order_by("pk").first()
    again = re.findall(r"<code>(http://[^<]+)</code>", head.post(url, {"candidate": one.pk}).content.decode())
    assert len(again) == 1
    old = next(link for link in found if head.get(link).status_code == 404)
    assert old not in again, "an earlier link is over with the new one"


def test_nobody_makes_a_link_for_an_account_with_a_password(world: World) -> None:
    from jianyan.people.actions import make_link

    with pytest.raises(Refused, match="active_already"):
        make_link(world.actor("officer"), world.supervisors["social"].pk, at=LATER)


def test_all_certificates_in_one_file_each_with_a_row(world: World, head: Client) -> None:
    round_ = listed(world, 2)
    list(actions.appoint_round(world.actor("head"), round_.pk, at=LATER))
    file = head.post(f"/recruit/{round_.pk}/appoint/certificates/", {"kind": "pdf"})
    assert file.content.startswith(b"%PDF")
    assert Entry.objects.filter(verb="supervisor.certificate").count() == 2
    assert head.post(f"/recruit/{round_.pk}/appoint/certificates/", {"kind": "exe"}).status_code == 404
