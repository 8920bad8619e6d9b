"""The list of leads: who sees what, every filter, and a kind answer to every address."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from jianyan.leads import actions
from jianyan.leads.forms.filters import LINKED, LINKED_NAMES
from jianyan.leads.models import Lead
from tests.fixtures import MONDAY, World, when

URL = "/leads/"
NOW = when("2026-03-17 10:00")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Tuesday, eight days after the leads came in."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def ids(client: Client, **query: object) -> set[int]:
    """The leads on the page."""
    response = client.get(f"{URL}?{urlencode(query, doseq=True)}")
    assert response.status_code == 200
    return {row.lead.pk for row in response.context["rows"]}


def as_(client: Client, world: World, key: str) -> Client:
    client.force_login(world.users[key])
    return client


def _file(world: World, key: str, channel: str = "social", at: datetime = MONDAY, **changes: object) -> Lead:
    world.supervisor(key, channel, unit=world.departments["commerce"] if channel == "internal" else None)
    return world.lead(key, at, **changes)


def test_each_role_lists_what_it_may_see(world: World, elsewhere: World, client: Client) -> None:
    own = world.lead("social")
    sent = world.walk(_file(world, "sent"), "dispatched")
    elsewhere.lead("social")

    for key in ("officer", "head", "leader"):
        assert ids(as_(client, world, key)) == {own.pk, sent.pk}
    assert ids(as_(client, world, "social")) == {own.pk}
    assert ids(as_(client, world, "liaison")) == {sent.pk}
    assert ids(as_(client, world, "liaison_b")) == set()
    for key in ("auditor", "sysadmin", "secadmin"):
        assert as_(client, world, key).get(URL).status_code == 403
    client.logout()
    assert client.get(URL).status_code == 302


def test_filters_of_the_form(world: World, client: Client) -> None:
    a = world.walk(world.lead("social", kind="risk", field="industry", title="冷链查验场地不足"), "accepted")
    b = world.lead("internal")
    as_(client, world, "officer")

    found = {
        "q": ({"q": "冷链 场地"}, {a.pk}),
        "number": ({"q": b.no.split()[-1]}, {b.pk}),
        "state": ({"state": "received"}, {b.pk}),
        "open": ({"state": "open"}, {a.pk, b.pk}),
        "red": ({"light": "red"}, {b.pk}),
        "green": ({"light": "green"}, {a.pk}),
        "clock": ({"clock": "reply"}, {a.pk}),
        "department": ({"department": world.departments["commerce"].pk}, {a.pk}),
        "kind": ({"kind": "risk"}, {a.pk}),
        "field": ({"field": "industry"}, {a.pk}),
        "grade": ({"grade": "B"}, {a.pk}),
        "channel": ({"channel": "internal"}, {b.pk}),
        "month": ({"month": "2026-03"}, {a.pk, b.pk}),
        "no month": ({"month": "2026-02"}, set()),
    }
    for name, (query, expected) in found.items():
        assert ids(client, **query) == expected, name


def test_filters_that_links_carry(world: World, client: Client) -> None:
    officer, liaison = world.actor("officer"), world.actor("liaison")
    late = world.lead("social")  # the call was due on Thursday 12 March: three working days ago
    # Returned on Monday, to be dispatched again by Wednesday 11 March: four working days ago.
    back = world.walk(_file(world, "back"), "dispatched")
    actions.return_(liaison, back.pk, at=MONDAY, reason="不属本部门。", should_be=world.departments["planning"].pk)
    again = world.walk(_file(world, "again"), "replied")
    actions.follow_up(officer, again.pk, at=MONDAY, solved=False, satisfaction="unsatisfied", words_="没解决。")
    asked = world.walk(_file(world, "asked"), "accepted")
    until = when("2026-04-10 09:00").date()
    actions.ask_extension(liaison, asked.pk, at=when("2026-03-10 09:00"), until=until, reason="需多部门会商。")
    stuck = _file(world, "stuck")
    Lead.objects.filter(pk=stuck.pk).update(state="returned", dispatches=3)
    as_(client, world, "head")

    assert ids(client, overdue=3) == {late.pk, back.pk, stuck.pk}
    assert ids(client, overdue=3, overdue_to=3) == {late.pk, stuck.pk}
    assert ids(client, overdue=4) == {back.pk}
    assert ids(client, overdue=0, overdue_to=2) == set()
    assert ids(client, owes="office", light="red") == {late.pk, back.pk, stuck.pk}
    assert ids(client, owes=world.departments["commerce"].pk) == {again.pk, asked.pk}
    assert ids(client, returned=1) == {back.pk}
    assert ids(client, returned=2) == set()
    assert ids(client, reopened=1) == {again.pk}
    assert ids(client, extension=1) == {asked.pk}
    assert ids(client, designation=1) == {stuck.pk}
    assert ids(client, result="solved") == {again.pk}
    assert ids(client, satisfaction="unsatisfied") == {again.pk}
    assert ids(client, rate="response", part="num") == {back.pk, again.pk, asked.pk}
    assert ids(client, rate="response", part="rest") == {late.pk, stuck.pk}
    assert len(ids(client, rate="response", part="den", **{"from": "2026-03", "to": "2026-03"})) == 5
    assert ids(client, rate="response", part="den", **{"from": "2026-04"}) == set()
    assert ids(client, rate="returned", part="num", department=world.departments["commerce"].pk) == {back.pk}


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense&light=blue&clock=x&department=abc&kind=x&field=&grade=Z&channel=no&month=2026-13",
        "page=0",
        "page=99999999999999999999",
        "page=x",
        "department=99999999999999999999999",
        "owes=-1&overdue=-3&overdue_to=x&returned=999999999999&reopened=2",
        "overdue=1001&returned=1001",
        "overdue=1000",
        "rate=response",
        "part=num",
        "rate=response&part=declined",
        "rate=x&part=num",
        "from=x&to=2026-99&from=0000-01",
        "q=" + "%00" + "%F0%9F%98%80" * 200,
        "q=%25_%27%22%3Cscript%3E",
        "hidden=1&extension=1&designation=1",
    ],
)
def test_any_address_gets_a_page(world: World, client: Client, query: str) -> None:
    world.lead()

    assert as_(client, world, "head").get(f"{URL}?{query}").status_code == 200


def test_unknown_values_are_passed_over(world: World, client: Client) -> None:
    lead = world.lead()

    assert ids(as_(client, world, "officer"), state="nonsense", kind="x", department="abc", overdue="x") == {lead.pk}


@pytest.mark.clause("4.1.c")
def test_an_anonymous_reporter_is_not_found_by_the_department(world: World, client: Client) -> None:
    lead = _file(world, "anon", "internal", hidden=True)
    sheet = {"department": world.departments["commerce"].pk, "supporting": [world.departments["planning"].pk]}
    actions.log_call(world.actor("officer"), lead.pk, at=MONDAY, verified="属实。")
    actions.dispatch(world.actor("officer"), lead.pk, at=MONDAY, **sheet)
    liaison = as_(client, world, "liaison")

    page = liaison.get(URL)
    text = page.content.decode()
    row = page.context["rows"][0]

    assert row.reporter == "隐名监督员"
    assert (row.kind, row.submitted_at) == ("", None)
    assert world.supervisors["anon"].name not in text
    assert "政策落地实操优化建议" not in text.split("<tbody>")[1]
    for query in ({"kind": "practice"}, {"month": "2026-03"}, {"from": "2026-03"}, {"channel": "internal"}):
        found = ids(liaison, **query)
        assert found == ({lead.pk} if "channel" in query else set()), query  # a liaison has no such filter
    assert ids(liaison, q=world.supervisors["anon"].name) == set()
    assert ids(as_(client, world, "officer"), kind="practice") == {lead.pk}
    assert ids(as_(client, world, "anon"), kind="practice") == {lead.pk}


@pytest.mark.clause("4.1.c")
def test_a_leader_reads_neither_name_nor_the_clock_that_tells_when(world: World, client: Client) -> None:
    lead = world.lead("internal", hidden=True)

    row = as_(client, world, "leader").get(URL).context["rows"][0]

    assert (row.lead.pk, row.reporter, row.kind, row.submitted_at, row.due) == (lead.pk, "隐名监督员", "", None, None)
    assert ids(client, channel="internal") == set()
    assert ids(client, hidden=1) == {lead.pk}


def test_the_list_takes_the_same_queries_for_one_row_and_for_three(
    world: World, client: Client, django_assert_num_queries
) -> None:
    world.walk(world.lead("social"), "dispatched")
    as_(client, world, "head").get(URL)
    expected = (
        9  # session, user with roles, unread; departments, rulebook version, views; how many, the page, its clocks
    )

    with django_assert_num_queries(expected):
        client.get(URL)
    world.walk(_file(world, "two"), "closed")
    _file(world, "three", "internal", hidden=True)
    with django_assert_num_queries(expected):
        assert len(ids(client)) == 3
    with django_assert_num_queries(expected):
        assert len(ids(client, light="red", overdue=1, rate="response", part="rest")) == 1


def test_pages_of_fifty_keep_the_filters(world: World, client: Client) -> None:
    first = world.lead("social")
    for n in range(51):
        first.pk, first.no = None, f"东监 2026-{n + 100:04d}"
        first.save(force_insert=True)
    as_(client, world, "officer")

    assert len(ids(client, state="received")) == 50
    page = client.get(f"{URL}?state=received&page=2")
    assert len(page.context["rows"]) == 2
    assert "state=received" in page.content.decode()


def test_an_htmx_request_gets_the_rows_alone(world: World, client: Client) -> None:
    world.lead()

    part = as_(client, world, "officer").get(URL, headers={"HX-Request": "true"}).content.decode()

    assert "<table" in part and "<html" not in part


def test_a_filter_that_came_with_a_link_is_named_and_can_be_dropped(world: World, client: Client) -> None:
    world.lead()

    page = as_(client, world, "head").get(f"{URL}?rate=response&part=rest&from=2026-03&state=open").content.decode()

    assert "响应率：沟通超时或逾期" in page
    assert "2026年3月起提交" in page
    assert 'name="part" value="rest"' in page


def test_nothing_found_says_what_to_do(world: World, client: Client) -> None:
    page = as_(client, world, "officer").get(f"{URL}?q=没有这样的").content.decode()

    assert "没有符合条件的线索" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?light=purple&state=gone", "没有采用：状态、期限。"),
        ("?owes=me&overdue=soon&overdue_to=late", "没有采用：等谁办理、逾期天数。"),
        ("?rate=luck&part=num", "没有采用：指标。"),
    ],
)
def test_what_is_not_known_is_passed_over_with_a_word(world: World, client: Client, query: str, words: str) -> None:
    body = as_(client, world, "officer").get(URL + query).content.decode()
    assert words in body and "field-error" not in body
    assert "没有采用" not in client.get(URL + "?light=red&utm=x").content.decode()


def test_every_filter_of_a_link_has_a_name() -> None:
    assert set(LINKED_NAMES) == set(LINKED)
