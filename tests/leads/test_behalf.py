"""代录: a form that came by another way is entered by the office, and it says so wherever it is read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.core.flow import Refused
from jianyan.leads import actions
from jianyan.leads.actions import Invalid
from jianyan.leads.models import Clock, Draft, Lead, OpinionForm
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.notify.models import Notice
from jianyan.people.models import Identity
from tests.fixtures import World, when

NOW = when("2026-03-20 10:00")
MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def identity(world: World, key: str = "social") -> int:
    return world.supervisors[key].identities.get(level="district").pk


def enter(world: World, *, by: str = "officer", of: str = "social", at: datetime = NOW, **more: Any) -> OpinionForm:
    opinions = more.pop("opinions", [world.opinion(world.supervisors[of].channel)])
    known = {"month": MARCH, "key": uuid4(), "channel": "paper", "received_on": date(2026, 3, 18), **more}
    return actions.file_on_behalf(world.actor(by), identity(world, of), opinions=opinions, at=at, **known)


def code_of(world: World, **more: Any) -> str:
    with pytest.raises(Refused) as no:
        enter(world, **more)
    assert not OpinionForm.objects.exists()
    return no.value.code


@pytest.mark.clause("4.3.a", "5.1.e", "5.1.g")
def test_the_office_enters_a_form_and_the_clocks_run_from_then(world: World) -> None:
    form = enter(world)

    assert (form.entered_by, form.submitted_by) == (world.users["officer"], world.users["social"])
    assert (form.channel, form.received_on, form.submitted_at) == ("paper", date(2026, 3, 18), NOW)
    lead = form.leads.get()
    assert Clock.objects.get(lead=lead, kind="call").started_at == NOW
    assert set(Notice.objects.values_list("user", "kind")) == {(world.users["social"].pk, "form.entered")}


def test_the_ledger_says_who_entered_it_and_from_what(world: World) -> None:
    form = enter(world, of="internal", opinions=[world.opinion("internal", hidden=True)], by="head")

    rows = list(Entry.objects.filter(dossier=form.identity.supervisor_id, verb__in=("form.file", "lead.file")))
    assert [(row.verb, row.role, row.actor) for row in rows] == [
        ("form.file", "head", world.users["head"]),
        ("lead.file", "head", world.users["head"]),
    ]
    for row in rows:
        assert (row.data["entered"], row.data["received"]) == ("paper", "2026-03-18")
        assert "代录（纸质，" in sentence(row.verb, row.data, departments={})


def test_late_is_what_was_received_late_not_what_was_entered_late(world: World) -> None:
    in_time = enter(world, month=FEBRUARY, received_on=date(2026, 2, 24))
    assert not in_time.late and in_time.leads.get().month == MARCH  # the month of submission, as figures count it

    late = enter(world, of="internal", month=FEBRUARY, received_on=date(2026, 3, 2))
    assert late.late


def test_what_cannot_be_entered(world: World) -> None:
    assert code_of(world, received_on=date(2026, 3, 21)) == "received_to_come"
    assert code_of(world, received_on=date(2026, 1, 31)) == "received_too_old"
    assert code_of(world, received_on=date(2026, 2, 27), month=MARCH) == "month_not_received"
    assert code_of(world, month=date(2026, 1, 1)) == "month_not_received"
    assert code_of(world, channel="pigeon") == "bad_channel"
    assert code_of(world, opinions=[]) == "no_leads"
    assert code_of(world, nil=True) == "nil_with_leads"
    world.supervisors["social"].appointments.update(starts_on=date(2026, 3, 19))
    assert code_of(world) == "no_term"
    with pytest.raises(Invalid):
        enter(world, of="internal", opinions=[world.opinion("social")])


def test_only_the_office_and_only_in_its_own_zone(world: World, elsewhere: World) -> None:
    for key in ("social", "liaison", "leader", "sysadmin", "auditor"):
        assert code_of(world, by=key) == "wrong_hat"
    with pytest.raises(Identity.DoesNotExist):
        actions.file_on_behalf(
            elsewhere.actor("officer"),
            identity(world),
            MARCH,
            [world.opinion()],
            at=NOW,
            key=uuid4(),
            channel="paper",
            received_on=date(2026, 3, 18),
        )


def test_the_same_entry_twice_is_one_and_another_is_refused(world: World) -> None:
    key = uuid4()
    form = enter(world, key=key)

    assert enter(world, key=key) == form
    with pytest.raises(Refused, match="already_filed"):
        enter(world)
    assert Lead.objects.count() == 1


def test_a_draft_of_the_supervisor_stays(world: World) -> None:
    actions.save_draft(world.actor("social"), identity(world), MARCH, {"leads": []}, at=NOW, key=uuid4())

    enter(world, nil=True, opinions=[])

    assert Draft.objects.count() == 1


# -------------------------------------------------------------------------------------------------------------- pages


def test_the_lead_says_that_it_was_entered(world: World, client: Client) -> None:
    lead = enter(world).leads.get()
    own = world.lead("internal", NOW)

    for key in ("officer", "social"):
        client.force_login(world.users[key])
        page = client.get(f"/leads/{lead.pk}/").content.decode()
        assert "李敏 代监督员录入；3月18日 周三收到，纸质" in page
        assert "办公室代录（纸质，3月18日 周三收到）" in page
    client.force_login(world.users["officer"])
    assert "代监督员录入" not in client.get(f"/leads/{own.pk}/").content.decode()
    client.force_login(world.users["social"])
    assert "由李敏代您录入" in client.get(f"/my/form/{lead.form_id}/").content.decode()


def test_a_hidden_lead_that_was_entered_tells_the_department_nothing(world: World, client: Client) -> None:
    lead = enter(world, of="internal", opinions=[world.opinion("internal", hidden=True)]).leads.get()
    world.walk(lead, "dispatched", at=NOW, department="planning")
    client.force_login(world.users["liaison_b"])

    page = client.get(f"/leads/{lead.pk}/").content.decode()

    assert "代录" not in page and "监督员internal" not in page


def test_the_list_of_forms_says_so_and_offers_to_enter_what_is_missing(world: World, client: Client) -> None:
    enter(world)
    client.force_login(world.users["officer"])

    page = client.get("/forms/").content.decode()

    assert "代录 · 纸质" in page
    assert f"/forms/enter/{identity(world, 'internal')}/" in page
    assert f"/forms/enter/{identity(world)}/" not in page


def test_a_late_entry_for_the_month_before_is_no_form_of_this_month(world: World, client: Client) -> None:
    enter(world, month=FEBRUARY, received_on=date(2026, 3, 2))
    client.force_login(world.users["officer"])

    page = client.get("/supervisors/")

    assert {form.word for row in page.context["rows"] for form in row.forms} == {"未提交"}


LEAD = {
    "leads-0-kind": "service",
    "leads-0-field": "government",
    "leads-0-title": "两个窗口重复要材料",
    "leads-0-body": "办理变更登记时，两个窗口先后要求提交同一份章程。",
    "leads-0-follow_up_wanted": "on",
}
HOW = {"channel": "phone", "received_on": "2026-03-19", "month": "2026-03-01"}


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    client.force_login(world.users["officer"])
    return client


def press(client: Client, world: World, do: str, status: int, **fields: str) -> str:
    answer = client.post(f"/forms/enter/{identity(world)}/", {"do": do, "key": str(uuid4()), **fields})
    assert answer.status_code == status
    return answer.content.decode()


def test_a_form_is_entered_by_hand(world: World, officer: Client) -> None:
    assert "代监督员social录入意见表" in officer.get(f"/forms/enter/{identity(world)}/").content.decode()
    two = press(officer, world, "add", 200, **HOW, **LEAD)
    assert "第 2 条" in two and "两个窗口重复要材料" in two and 'value="2026-03-19"' in two
    assert "第 2 条" not in press(officer, world, "remove-1", 200, **HOW, **LEAD, **{"leads-1-title": "另一件"})
    assert not OpinionForm.objects.exists()

    press(officer, world, "send", 302, **HOW, **LEAD)

    form = OpinionForm.objects.get()
    assert (form.channel, form.received_on, form.entered_by) == ("phone", date(2026, 3, 19), world.users["officer"])
    assert form.leads.get().title == "两个窗口重复要材料"


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(world: World, officer: Client) -> None:
    page = press(officer, world, "send", 422, **{**HOW, "received_on": "2026-03-25"}, **LEAD)
    assert "收到日期不能晚于今天" in page and "两个窗口重复要材料" in page
    page = press(officer, world, "send", 422, **{**LEAD, "leads-0-title": ""})
    assert "第 1 条 标题" in page and "收到的方式" in page
    assert "零报告不能带线索" in press(officer, world, "nil", 422, **HOW, **LEAD)
    press(officer, world, "send", 422, **HOW)
    assert not OpinionForm.objects.exists()

    press(officer, world, "nil", 302, **HOW)
    assert OpinionForm.objects.get().nil
    assert "这个月的意见表已经提交过了" in press(officer, world, "send", 409, **HOW, **LEAD)


def test_who_may_open_the_page(world: World, elsewhere: World, client: Client) -> None:
    for key, status in {
        "officer": 200,
        "head": 200,
        "social": 403,
        "liaison": 403,
        "leader": 403,
        "auditor": 403,
    }.items():
        client.force_login(world.users[key])
        assert client.get(f"/forms/enter/{identity(world)}/").status_code == status
    client.force_login(elsewhere.users["officer"])
    assert client.get(f"/forms/enter/{identity(world)}/").status_code == 404
    client.logout()
    assert client.get(f"/forms/enter/{identity(world)}/").status_code == 302
