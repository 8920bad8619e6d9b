"""撤销零报告: until the month closes, a nil return makes way for a real form (5.1.e)."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from jianyan.core.flow import Refused
from jianyan.leads import actions
from jianyan.leads.models import OpinionForm
from jianyan.leads.queries.forms import missing
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.people.models import Appointment, Identity
from jianyan.people.queries import form_figures, told_by
from jianyan.people.queries.roster import Wanted, not_contacted, roster
from jianyan.rules.queries import book, version_on
from tests.fixtures import MONDAY, World, when

MARCH = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    clock = {"at": MONDAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock["at"])
    return clock


def nil(world: World, by: str = "social", at: datetime = MONDAY, level: str = "district") -> OpinionForm:
    identity = world.supervisors[by].identities.get(level=level).pk
    month = at.date().replace(day=1)
    return actions.file_form(world.actor(by), identity, month, [], at=at, key=uuid4(), nil=True)


def undo(world: World, form: OpinionForm, by: str = "social", at: datetime = MONDAY) -> None:
    actions.undo_nil(world.actor(by), form.pk, at=at)


def code_of(world: World, form: OpinionForm, at: datetime = MONDAY) -> str:
    """The code with which taking it back is refused; asserts that the form is left as it was."""
    rows = Entry.objects.count()
    with pytest.raises(Refused) as no:
        undo(world, form, at=at)
    assert OpinionForm.objects.filter(pk=form.pk).exists() and Entry.objects.count() == rows
    return no.value.code


@pytest.mark.clause("5.1.e", "5.2.b")
def test_a_nil_return_is_taken_back_and_a_real_form_filed(world: World) -> None:
    form = nil(world)
    undo(world, form, at=when("2026-03-31 23:59"))

    assert not OpinionForm.objects.exists()
    row = Entry.objects.get(verb="form.undo_nil")
    assert (row.subject, row.place, row.clause, row.role) == (f"form:{form.pk}", 2, "5.1.e", "reporter")
    assert row.dossier == world.supervisors["social"].pk and row.actor == world.users["social"]
    assert row.data == {"month": "2026-03", "level": "district"}
    assert verify(world.zone, at=when("2026-03-31 23:59")).findings == []

    lead = world.lead(at=when("2026-03-31 23:59"))
    assert lead.form is not None and lead.form.late and lead.form.pk != form.pk


def test_whoever_took_it_back_is_missing_again(world: World) -> None:
    social = world.supervisors["social"]
    form = nil(world)
    undo(world, form)
    at = when("2026-03-20 09:00")

    assert social.pk in missing(world.zone.pk, MARCH, at.date()).values_list("supervisor", flat=True)
    officer = world.actor("officer")
    assert social in roster(officer, Wanted(filed="missing"), at)
    assert social not in roster(officer, Wanted(filed="nil"), at)
    rows = Entry.objects.filter(dossier=social.pk)
    terms = list(Appointment.objects.filter(supervisor=social))
    rules = book(version_on(world.zone.pk, MARCH).pk)
    figures = form_figures(told_by(rows).forms, terms, ["district"], MARCH, rules)
    assert (figures.filed, figures.nil, figures.late) == (0, 0, 0)
    nil(world, at=at)
    assert form_figures(told_by(rows).forms, terms, ["district"], MARCH, rules).nil == 1
    assert social in not_contacted(world.zone.pk, at)


def test_twice_is_once(world: World) -> None:
    form = nil(world)
    undo(world, form)
    undo(world, form)

    assert Entry.objects.filter(verb="form.undo_nil").count() == 1


def test_only_ones_own_nil_return_and_only_that_one(world: World, elsewhere: World) -> None:
    second = Identity.objects.create(supervisor=world.supervisors["social"], level="municipal")
    form, other = nil(world), nil(world, level="municipal")
    strangers = [
        world.actor(key) for key in ("internal", "officer", "head", "liaison", "leader", "sysadmin", "auditor")
    ]
    for stranger in [*strangers, elsewhere.actor("social"), elsewhere.actor("officer")]:
        with pytest.raises(OpinionForm.DoesNotExist):
            actions.undo_nil(stranger, form.pk, at=MONDAY)
    undo(world, form)
    assert OpinionForm.objects.get() == other and other.identity == second
    with pytest.raises(OpinionForm.DoesNotExist):  # taken back by somebody else is not there, as it never was
        actions.undo_nil(world.actor("internal"), form.pk, at=MONDAY)


def test_not_a_form_with_leads(world: World) -> None:
    form = world.lead().form
    assert form is not None and code_of(world, form) == "not_nil"


def test_not_after_the_month_nor_out_of_term_nor_before_it_was_filed(world: World) -> None:
    form = nil(world)
    assert code_of(world, form, at=when("2026-04-01 00:00")) == "nil_month_over"
    assert code_of(world, form, at=when("2026-03-09 09:59")) == "time_order"
    Appointment.objects.update(ends_on=date(2026, 3, 9))
    assert code_of(world, form, at=when("2026-03-10 09:00")) == "no_term"


# The pages


def press(client: Client, form: OpinionForm) -> int:
    return client.post(reverse("leads:undo_nil", args=[form.pk])).status_code


@pytest.mark.clause("5.1.e")
def test_the_button_stands_on_my_home_and_says_what_follows(world: World, client: Client, now) -> None:
    client.force_login(world.users["social"])
    form = nil(world)
    url = reverse("leads:undo_nil", args=[form.pk])
    home = client.get("/my/").content.decode()
    assert f'action="{url}"' in home and "请在 3月25日 周三 24:00 前重新提交" in home

    now["at"] = when("2026-03-27 10:00")
    client.force_login(world.users["social"])
    assert "重新提交按逾期记" in client.get("/my/").content.decode()
    assert client.get(url).status_code == 405
    home = client.post(url, follow=True).content.decode()
    assert "零报告已撤销" in home and ">本月无意见</button>" in home and url not in home
    assert press(client, form) == 302  # the same again does nothing


def test_the_page_says_why_not(world: World, client: Client, now) -> None:
    client.force_login(world.users["social"])
    lead = world.lead()
    assert f"/my/form/{lead.form_id}/undo/" not in client.get("/my/").content.decode()
    answer = client.post(reverse("leads:undo_nil", args=[lead.form_id]))
    assert answer.status_code == 409 and "不是零报告，不能撤销" in answer.content.decode()

    form = nil(world, by="internal")
    assert press(client, form) == 404
    client.force_login(world.users["internal"])
    Appointment.objects.update(ends_on=date(2026, 3, 8))
    assert "撤销零报告" not in client.get("/my/").content.decode()
    assert press(client, form) == 422
    now["at"] = when("2026-04-01 08:00")
    client.force_login(world.users["internal"])
    assert press(client, form) == 409


def test_the_dossier_tells_both(world: World, client: Client) -> None:
    undo(world, nil(world))
    client.force_login(world.users["social"])
    dossier = client.get("/my/dossier/").content.decode()
    assert "2026年3月零报告：本月无意见" in dossier and "撤销2026年3月零报告，改为未提交" in dossier
