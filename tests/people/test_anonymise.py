"""After the rulebook's years the person goes, the figures stay, and the ledger still verifies (5.2.a)."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.accounts.actions import invite
from jianyan.accounts.models import Invitation, Role, User
from jianyan.core.flow import Refused
from jianyan.core.retention import ended_before, kept_until
from jianyan.files import store
from jianyan.leads.models import Draft, Lead, OpinionForm
from jianyan.ledger.actions import verify
from jianyan.ledger.models import Entry
from jianyan.ledger.words import sentence
from jianyan.people.actions import anonymise, log_contact
from jianyan.people.models import Change, Contact, Dismissal, Supervisor
from jianyan.people.queries import known_as
from jianyan.people.queries.retention import due_for_anonymising, open_leads
from jianyan.recruit.models import CandidateFile, Finding, Objection
from tests.fixtures import MONDAY, World, when
from tests.recruit.acts import applied, checked, opened

NOW = when("2030-03-11 10:00")
URL = "/supervisors/retention/"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def gone(world: World) -> Supervisor:
    """A supervisor whose term ended three years ago yesterday, with a closed lead."""
    world.walk(world.lead(), "closed")
    supervisor = world.supervisors["social"]
    supervisor.appointments.update(ends_on=date(2027, 3, 10))
    return supervisor


def cleared(world: World, supervisor: Supervisor, at: datetime = NOW) -> Supervisor:
    return anonymise(world.actor("head"), supervisor.pk, at=at)


def test_the_years_are_full_years() -> None:
    assert ended_before(date(2026, 10, 1), 3) == date(2023, 10, 1)
    assert ended_before(date(2028, 2, 29), 3) == date(2025, 2, 28)
    assert kept_until(date(2023, 9, 30), 3) == date(2026, 9, 30)
    assert kept_until(date(2024, 2, 29), 3) == date(2027, 3, 1)


@pytest.mark.clause("5.2.a")
def test_the_person_goes_and_the_figures_stay(world: World, gone: Supervisor, client: Client) -> None:
    lead, phone, user = Lead.objects.get(), gone.phone, world.users["social"]
    log_contact(world.actor("officer"), gone.pk, at=NOW, method="phone", text="说到家里的事")
    Change.objects.create(supervisor=gone, field="phone", was="1", now="2", by=world.users["officer"], at=MONDAY)
    Dismissal.objects.create(
        appointment=gone.appointments.get(),
        ground="inactive",
        words="长期没有联系",
        proposed_by=world.users["officer"],
        proposed_at=MONDAY,
        answer_by=date(2026, 3, 20),
        statement="身体原因",
        approved=False,
        decided_at=MONDAY,
    )
    Draft.objects.create(identity=lead.identity, month=date(2027, 4, 1), key=uuid4(), saved_at=MONDAY)
    invite(world.actor("head"), user, at=NOW)
    token = gone.appointments.get().token
    body = lead.body

    cleared(world, gone)

    gone.refresh_from_db()
    user.refresh_from_db()
    label = f"已匿名{gone.pk}"
    assert (gone.name, gone.phone, gone.employer, gone.post, gone.unit) == (label, "", "", "", None)
    assert gone.anonymised_at == NOW and gone.search_key != "" and "social" not in gone.search_key
    assert (gone.channel, gone.category, gone.identities.count(), gone.appointments.count()) == (
        "social",
        "entity",
        1,
        1,
    )
    assert (user.name, user.phone, user.is_active, user.has_usable_password()) == (label, "", False, False)
    assert user.username == f"anonymised-{user.pk}" and not user.roles.exists()
    assert not Invitation.objects.exists() and not Draft.objects.exists()
    assert gone.appointments.get().token != token
    assert Contact.objects.get().text == "" and Contact.objects.get().method == "phone"
    assert (Change.objects.get().field, Change.objects.get().was) == ("phone", "")
    assert (Dismissal.objects.get().words, Dismissal.objects.get().statement) == ("", "")
    lead.refresh_from_db()
    assert lead.body == body and lead.state == "closed" and OpinionForm.objects.count() == 1
    found = known_as(world.zone.pk, name="监督员social", phone=phone, employer="海通供应链")
    assert gone not in found
    client.force_login(world.users["officer"])
    for url in ("/supervisors/?q=监督员social", f"/supervisors/{gone.pk}/", f"/leads/{lead.pk}/"):
        page = client.get(url).content.decode()
        assert phone not in page and "海通供应链" not in page
        assert "监督员social" not in page.replace('value="监督员social"', "").replace("q=监督员social", "")


@pytest.mark.clause("5.2.a", "5.3.b")
def test_the_ledger_keeps_a_tombstone_and_verifies(world: World, gone: Supervisor) -> None:
    names = {gone.name, gone.phone, gone.employer, world.users["social"].username}
    before = list(Entry.objects.order_by("pk").values_list("digest", flat=True))

    cleared(world, gone)

    row = Entry.objects.get(verb="supervisor.anonymise")
    assert (row.dossier, row.data, row.role) == (gone.pk, {"years": 3, "terms": 1, "account": True}, "head")
    assert "留存 3 年期满" in sentence(row.verb, row.data, departments={})
    assert verify(world.zone, at=NOW).findings == []
    assert list(Entry.objects.order_by("pk").values_list("digest", flat=True))[: len(before)] == before
    assert not any(name in str(each.data) for each in Entry.objects.all() for name in names)


@pytest.mark.clause("5.2.a")
def test_the_application_goes_with_its_files(world: World, django_capture_on_commit_callbacks: object) -> None:
    round_ = opened(world)
    candidate = applied(world, round_, name="白颖川", resume="二〇〇五年起在港口工作", born="1985-06")
    checked(world, candidate)
    other = applied(world, round_, 1)
    stored = store.new_name()
    store.put({stored: b"x"}, at=MONDAY)
    store.claim(stored)
    CandidateFile.objects.create(
        round=round_, candidate=candidate, basket=uuid4(), name="白颖川简历.pdf", kind="pdf", size=1, sent="s",
        digest="d", stored=stored, uploaded_at=MONDAY,
    )  # fmt: skip
    Objection.objects.create(
        candidate=candidate, receipt="1", key=uuid4(), text="白颖川有问题", name="某人", at=MONDAY, outcome="dismissed"
    )
    gone = Supervisor.objects.create(
        zone=world.zone,
        user=world.user("white", "supervisor", name="白颖川"),
        name="白颖川",
        phone=candidate.phone,
        channel="social",
        category="entity",
    )
    gone.appointments.create(starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 10))
    candidate.known = gone
    candidate.save(update_fields=["known"])
    token = candidate.token

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        cleared(world, gone)

    candidate.refresh_from_db()
    assert candidate.name == f"已匿名{gone.pk}" and candidate.token != token
    assert not {candidate.resume, candidate.born, candidate.employer, candidate.post, candidate.reason} - {""}
    assert candidate.channel == "social" and candidate.category == "entity" and candidate.phone == f"-{candidate.pk}"
    assert set(Finding.objects.filter(candidate=candidate).values_list("evidence", flat=True)) == {""}
    assert Objection.objects.get().text == "" and Objection.objects.get().outcome == "dismissed"
    assert not CandidateFile.objects.exists() and store.opened(stored) is None
    other.refresh_from_db()
    assert other.employer


def test_an_account_with_another_role_stays_its_person_s(world: World, gone: Supervisor) -> None:
    user = world.users["social"]
    Role.objects.create(user=user, zone=world.zone, name="liaison", department=world.departments["customs"])

    cleared(world, gone)

    user.refresh_from_db()
    assert user.is_active and user.name == "监督员social"
    assert list(user.roles.values_list("name", flat=True)) == ["liaison"]
    gone.refresh_from_db()
    assert gone.name == f"已匿名{gone.pk}"
    assert Entry.objects.get(verb="supervisor.anonymise").data["account"] is False


@pytest.mark.parametrize("ends_on", [date(2027, 3, 11), date(2030, 3, 11), date(2031, 1, 1)])
def test_not_before_the_years_are_over(world: World, gone: Supervisor, ends_on: date) -> None:
    gone.appointments.update(ends_on=ends_on)

    with pytest.raises(Refused, match="kept_longer"):
        cleared(world, gone)
    gone.refresh_from_db()
    assert gone.name == "监督员social"


def test_a_term_that_was_broken_off_ended_then(world: World, gone: Supervisor) -> None:
    gone.appointments.update(ends_on=date(2040, 1, 1), left_on=date(2027, 3, 12), leaving="resigned")
    assert not due_for_anonymising(world.zone.pk, NOW.date(), 3).exists()
    gone.appointments.update(left_on=date(2027, 3, 11))
    assert due_for_anonymising(world.zone.pk, NOW.date(), 3).get() == gone


def test_not_while_a_lead_is_open_nor_twice_nor_by_others(world: World, gone: Supervisor, elsewhere: World) -> None:
    for key in ("officer", "sysadmin", "leader", "auditor", "social"):
        with pytest.raises(Refused, match="wrong_hat"):
            anonymise(world.actor(key), gone.pk, at=NOW)
    with pytest.raises(Supervisor.DoesNotExist):
        anonymise(elsewhere.actor("head"), gone.pk, at=NOW)
    gone.appointments.update(ends_on=date(2040, 1, 1))
    world.lead(at=when("2026-04-09 10:00"))
    gone.appointments.update(ends_on=date(2027, 3, 10))
    assert open_leads([gone.pk]) == {gone.pk: 1}
    with pytest.raises(Refused, match="leads_open"):
        cleared(world, gone)
    world.walk(Lead.objects.latest("pk"), "closed", at=when("2026-04-10 10:00"))
    cleared(world, gone)
    with pytest.raises(Refused, match="anonymised"):
        cleared(world, gone)


@pytest.mark.clause("5.2.a")
def test_the_head_looks_over_confirms_and_it_is_done(world: World, gone: Supervisor, client: Client) -> None:
    client.force_login(world.users["officer"])
    assert client.get(URL).status_code == 403
    client.force_login(world.users["head"])
    page = client.get(URL).content.decode()
    assert "监督员social" in page and "永久清除" in page and "将保留" in page and "监督员internal" not in page
    for typed in ({}, {"supervisors": gone.pk}, {"sure": "on"}, {"supervisors": "999", "sure": "on"}):
        assert client.post(URL, typed).status_code == 422
    assert Supervisor.objects.get(pk=gone.pk).anonymised_at is None

    said = client.post(URL, {"supervisors": gone.pk, "sure": "on"}, follow=True).content.decode()

    assert "已匿名 1 人" in said and "没有到期的档案" in said
    assert User.objects.get(pk=gone.user_id).is_active is False


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(
    world: World, client: Client, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        world.supervisor(f"more{number}").appointments.update(ends_on=date(2027, 3, 10))
    client.force_login(world.users["head"])
    client.get(URL)
    with django_assert_num_queries(7):
        assert client.get(URL).content.decode().count('name="supervisors"') == count
