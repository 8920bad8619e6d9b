"""The pages of a term: what is offered to whom, and what comes of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.people.actions import propose_dismissal
from jianyan.people.models import Dismissal
from jianyan.people.queries import in_term
from tests.fixtures import MONDAY, World

TODAY = MONDAY.date()


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


@pytest.fixture(autouse=True)
def _one_year(world: World) -> None:
    for key in ("social", "internal"):
        terms = world.supervisors[key].appointments
        terms.update(starts_on=date(2025, 10, 1), ends_on=date(2026, 9, 30), certificate=f"东监聘〔2025〕{key}号")


def as_(client: Client, world: World, key: str) -> Client:
    client.force_login(world.users[key])
    return client


@pytest.mark.clause("4.3.c")
def test_the_dossier_shows_the_terms_and_offers_what_may_be_done(world: World, client: Client) -> None:
    pk = world.supervisors["social"].pk
    head = as_(client, world, "head").get(f"/supervisors/{pk}/").content.decode()
    for words in ("东监聘〔2025〕social号", "在聘", f"/supervisors/{pk}/renew/", f"/supervisors/{pk}/dismissal/"):
        assert words in head
    officer = as_(client, world, "officer").get(f"/supervisors/{pk}/").content.decode()
    assert f"/supervisors/{pk}/renew/" not in officer
    own = as_(client, world, "social").get("/my/dossier/").content.decode()
    assert "/supervisors/resign/" in own
    assert "renew" not in own and f"/supervisors/{pk}/edit/" not in own


def test_the_head_renews_once(world: World, client: Client) -> None:
    pk = world.supervisors["social"].pk
    url = f"/supervisors/{pk}/renew/"
    page = as_(client, world, "head").get(url).content.decode()
    assert "2026-10-01" in page
    assert client.post(url, {"starts_on": "2026-09-01"}).status_code == 422
    assert client.post(url, {"starts_on": "2026-10-01"}).status_code == 302
    again = client.post(url, {"starts_on": "2027-10-01"})
    assert again.status_code == 422 and "已连任 2 届" in again.content.decode()
    refused = client.get(url, follow=True)  # an address that was kept
    assert refused.redirect_chain == [(f"/supervisors/{pk}/", 302)] and "已连任 2 届" in refused.content.decode()
    assert url not in refused.content.decode()
    assert as_(client, world, "officer").get(url).status_code == 403


@pytest.mark.clause("4.3.c")
def test_a_supervisor_resigns_and_is_out(world: World, client: Client) -> None:
    as_(client, world, "social")
    assert client.get("/supervisors/resign/").status_code == 200
    assert client.post("/supervisors/resign/", {"reason": ""}).status_code == 302
    assert client.get("/my/")["Location"].startswith("/sign-in/")
    assert not in_term(world.supervisors["social"].pk, TODAY)
    as_(client, world, "officer")
    term = world.supervisors["social"].appointments.get()
    page = client.get(f"/supervisors/{term.supervisor_id}/").content.decode()
    assert "已离任" in page and f"/supervisors/certificates/{term.pk}/back/" in page
    assert client.post(f"/supervisors/certificates/{term.pk}/back/", {"on": "2026-03-09"}).status_code == 302


@pytest.mark.clause("4.3.c")
def test_a_dismissal_from_proposal_to_decision(world: World, client: Client) -> None:
    pk = world.supervisors["social"].pk
    as_(client, world, "officer")
    assert "2026-03-16" in client.get(f"/supervisors/{pk}/dismissal/").content.decode(), "five working days"
    data = {"ground": "inactive", "text": "连续缺报。", "answer_by": "2026-03-16"}
    assert client.post(f"/supervisors/{pk}/dismissal/", data).status_code == 302
    one = Dismissal.objects.get()
    url = f"/supervisors/dismissals/{one.pk}/"
    assert as_(client, world, "internal").get(url).status_code == 404
    own = as_(client, world, "social").get(url).content.decode()
    assert "连续缺报" in own and "李敏" not in own
    assert "<form" not in as_(client, world, "head").get(url).content.decode().split("提出解聘")[1].split("</main>")[0]
    as_(client, world, "social")
    assert client.post(url, {"text": "因病住院。"}).status_code == 302
    as_(client, world, "head")
    assert "因病住院" in client.get(url).content.decode()
    assert client.post(url, {"approved": "yes", "reason": "情况属实。"}).status_code == 302
    assert not in_term(pk, TODAY)


def test_the_office_changes_what_is_known(world: World, client: Client) -> None:
    pk = world.supervisors["social"].pk
    as_(client, world, "officer")
    data = {"phone": "139 0000 0009", "category": "expert", "employer": "海通供应链", "post": "", "industry": ""}
    assert client.post(f"/supervisors/{pk}/edit/", data).status_code == 302
    page = client.get(f"/supervisors/{pk}/").content.decode()
    assert "资料变更 2 次" in page
    assert "13900000009" not in page and "139****0009" in page
    wrong = client.post(f"/supervisors/{pk}/edit/", {**data, "phone": "12"})
    assert wrong.status_code == 422 and "11 位手机号" in wrong.content.decode()


def test_missed_forms_raise_a_flag_and_nothing_else(world: World, client: Client) -> None:
    pk = world.supervisors["social"].pk
    page = as_(client, world, "officer").get(f"/supervisors/{pk}/").content.decode()
    assert "本聘期已有 5 次没有交意见表" in page
    assert in_term(pk, TODAY)
    assert "没有交意见表" not in as_(client, world, "social").get("/my/dossier/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_more_terms_cost_no_more_queries(world: World, client: Client, rows: int, django_assert_num_queries) -> None:
    supervisor = world.supervisors["social"]
    for number in range(1, rows):
        year = 2025 - number
        supervisor.appointments.create(starts_on=date(year, 10, 1), ends_on=date(year + 1, 9, 30))
    propose_dismissal(
        world.actor("officer"), supervisor.pk, at=MONDAY, ground="gain", text="…", answer_by=TODAY + timedelta(days=9)
    )
    as_(client, world, "officer").get(f"/supervisors/{supervisor.pk}/")
    with django_assert_num_queries(12):
        client.get(f"/supervisors/{supervisor.pk}/")
