"""The ledger as the auditor reads it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client

from jianyan.leads import actions
from jianyan.ledger import triggers
from jianyan.ledger.actions import record
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, World

PAGE = "/ledger/"


@pytest.fixture
def auditor(client: Client, world: World) -> Client:
    client.force_login(world.users["auditor"])
    return client


def shown(client: Client, **query: object) -> list[tuple[str, str, str]]:
    """(verb, who, subject) of each row on the page."""
    answer = client.get(PAGE, query)
    assert answer.status_code == 200
    return [(row.entry.verb, row.who, row.subject) for row in answer.context["rows"]]


def verbs(client: Client, **query: object) -> list[str]:
    return [verb for verb, _who, _subject in shown(client, **query)]


@pytest.mark.clause("5.2.b")
def test_every_act_is_a_row_in_words(auditor: Client, world: World) -> None:
    lead = world.walk(world.lead(), "closed")
    page = auditor.get(PAGE, {"subject": lead.no}).content.decode()
    for said in (
        f"提出线索 {lead.no}",
        "转办至商务促进局",
        "商务促进局答复：已解决",
        "回访：已解决，满意",
        "李敏",
        "5.1.g",
    ):
        assert said in page
    assert 'href="/rules/v1/"' in page
    assert Entry.objects.filter(subject=lead.subject).last().digest[:12] in page


def test_filters_stand_in_the_address(auditor: Client, world: World) -> None:
    lead = world.walk(world.lead(), "dispatched")
    other = world.lead("internal", at=MONDAY + timedelta(days=1))
    assert verbs(auditor, subject=lead.no) == verbs(auditor, subject=lead.subject)
    assert verbs(auditor, subject=lead.no)[-1] == "lead.file"
    assert {s for _v, _w, s in shown(auditor, verb="lead.file")} == {f"线索 {lead.no}", f"线索 {other.no}"}
    assert set(verbs(auditor, actor="李敏")) == {"lead.call", "lead.dispatch"}
    assert verbs(auditor, since="2026-03-09", until="2026-03-09", verb="lead.file") == ["lead.file"]
    assert verbs(auditor, since="2026-03-11") == ["account.sign_in"]
    assert verbs(auditor, until="2019-12-31") == []
    assert all(who == "系统" for _v, who, _s in shown(auditor, actor="系统"))
    filtered = auditor.get(PAGE, {"actor": "李敏", "verb": "lead.call"}).content.decode()
    assert 'value="李敏"' in filtered and '<option value="lead.call" selected>' in filtered


@pytest.mark.parametrize(
    "query",
    [
        {"verb": "lead.explode"},
        {"since": "yesterday", "until": "2026-02-30"},
        {"since": "0001-01-01", "until": "9999-12-31"},
        {"subject": "lead:999999999999999999999999"},
        {"subject": "user:x@y", "actor": "\0"},
        {"subject": "'; drop table", "after": "x", "before": "9" * 60},
        {"actor": "%", "subject": "%"},
        {"q": "a" * 3000},
    ],
)
def test_odd_addresses_are_no_error(auditor: Client, world: World, query: dict[str, str]) -> None:
    assert auditor.get(PAGE, query).status_code == 200


def test_says_when_nothing_is_found(auditor: Client) -> None:
    assert "没有找到记录" in auditor.get(PAGE, {"actor": "没有此人"}).content.decode()


@pytest.mark.clause("4.1.c")
def test_an_anonymous_reporter_is_not_named_and_not_found_by_name(auditor: Client, world: World) -> None:
    lead = world.walk(world.lead("internal", hidden=True), "dispatched", department="planning")
    planning = world.actor("liaison_b")
    actions.accept(planning, lead.pk, at=MONDAY)
    actions.reply(planning, lead.pk, at=MONDAY, result="solved", process="已经办妥。")
    actions.follow_up(world.actor("internal"), lead.pk, at=MONDAY, solved=True, satisfaction="satisfied")
    name = world.users["internal"].name

    rows = shown(auditor)
    theirs = [(verb, who) for verb, who, subject in rows if lead.no in subject or verb == "form.file"]
    masked = {verb for verb, who in theirs if who == "隐名监督员"}
    assert masked == {"form.file", "lead.file", "lead.follow_up", "lead.close"}
    assert name not in {who for _verb, who in theirs}
    found = verbs(auditor, actor=name) + verbs(auditor, actor=world.users["internal"].username)
    assert not masked & set(found)
    for entry in Entry.objects.filter(data__unnamed=True):
        page = auditor.get(f"{PAGE}{entry.pk}/").content.decode()
        assert name not in page and "隐名监督员" in page


@pytest.mark.clause("4.1.c")
def test_an_open_lead_does_not_give_away_the_anonymous_one_of_the_same_form(auditor: Client, world: World) -> None:
    both = [world.opinion("internal", hidden=True), world.opinion("internal", title="另一件不必隐名的事")]
    identity = world.supervisors["internal"].identities.get(level="district")
    form = actions.file_form(
        world.actor("internal"), identity.pk, MONDAY.date().replace(day=1), both, at=MONDAY, key="7" * 32
    )
    lead = form.leads.get(hidden=False)
    actions.withdraw(world.actor("internal"), lead.pk, at=MONDAY)
    who = {who for verb, who, _subject in shown(auditor) if verb in ("form.file", "lead.file", "lead.withdraw")}
    assert who == {"隐名监督员"}


def test_one_row_says_everything(auditor: Client, world: World) -> None:
    lead = world.walk(world.lead(), "dispatched")
    entry = Entry.objects.get(subject=lead.subject, verb="lead.dispatch")
    page = auditor.get(f"{PAGE}{entry.pk}/").content.decode()
    for said in (
        entry.digest,
        entry.previous,
        "摘要相符",
        "<dt>grade</dt>",
        "转办至商务促进局",
        "还没有封存",
    ):
        assert said in page


def test_a_tampered_row_says_so(auditor: Client, world: World) -> None:
    lead = world.walk(world.lead(), "dispatched")
    entry = Entry.objects.get(subject=lead.subject, verb="lead.call")
    triggers.take_down(connection)
    Entry.objects.filter(pk=entry.pk).update(clause="9.9")
    triggers.put_up(connection)
    assert "摘要不符" in auditor.get(f"{PAGE}{entry.pk}/").content.decode()


def test_another_zones_rows_are_not_there(auditor: Client, world: World, elsewhere: World) -> None:
    lead = elsewhere.lead()
    entry = Entry.objects.get(subject=lead.subject)
    assert auditor.get(f"{PAGE}{entry.pk}/").status_code == 404
    assert verbs(auditor, subject=lead.no) == verbs(auditor, subject=lead.subject) == []
    assert verbs(auditor, actor=elsewhere.users["social"].username) == []


@pytest.mark.parametrize("role", ["officer", "head", "leader", "liaison", "social", "sysadmin", "secadmin"])
def test_the_ledger_is_the_auditors(client: Client, world: World, role: str) -> None:
    client.force_login(world.users[role])
    for path in (PAGE, f"{PAGE}1/", f"{PAGE}seals/"):
        assert client.get(path).status_code == 403
    assert client.post(f"{PAGE}verify/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    auditor: Client, world: World, django_assert_num_queries: object, count: int
) -> None:
    for n in range(count):
        with transaction.atomic():
            row = {"verb": "lead.file", "subject": f"lead:{n}", "data": {"no": f"东监 {n}"}}
            record(actor=world.actor("officer"), at=MONDAY, **row)  # type: ignore[arg-type]
    auditor.get(PAGE)
    with django_assert_num_queries(7):  # type: ignore[operator]
        assert auditor.get(PAGE).status_code == 200


def test_pages_by_cursor_without_counting(auditor: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jianyan.ledger.views.PAGE", 3)
    world.walk(world.lead(), "closed")
    seen: list[int] = []
    query: dict[str, object] = {}
    while True:
        context = auditor.get(PAGE, query).context
        seen += [row.entry.pk for row in context["rows"]]
        if not context["page"].after:
            break
        query = {"after": context["page"].after}
    assert seen == list(Entry.objects.filter(zone=world.zone).order_by("-id").values_list("id", flat=True))
    newer = auditor.get(PAGE, {"before": seen[5]}).context
    assert [row.entry.pk for row in newer["rows"]] == seen[2:5]
