"""撤回转办: a first dispatch is taken back within moments; the seven days run on as if nothing had been (5.1.h)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jianyan.core.flow import State, Verb
from jianyan.core.rulebook import load
from jianyan.leads.models import Clock, Dispatch
from jianyan.leads.queries.mine import my_leads
from jianyan.leads.queries.queue import supported_by_department
from jianyan.leads.queries.rates import Scope, rates
from jianyan.leads.queries.visible import visible_to
from jianyan.ledger.actions import verify
from jianyan.notify.models import Notice
from jianyan.rules.actions import packaged_rulebook
from tests.fixtures import MONDAY, World, when
from tests.leads.acts import bring, check_others, check_stale, clock, do, last_row, refused, told

R = Verb.recall
SOON = MONDAY + timedelta(seconds=60)


def seconds(count: int) -> timedelta:
    return timedelta(seconds=count)


@pytest.mark.clause("5.1.h", "5.2.b")
def test_the_lead_waits_for_its_dispatch_again_and_the_seven_days_run_on(world: World) -> None:
    lead = world.lead(at=when("2026-03-05 09:00"))
    bring(world, lead, State.clarified, when("2026-03-06 09:00"))
    due = clock(lead, "dispatch").due_on
    do(world, Verb.dispatch, world.actor("officer"), lead)
    do(world, R, world.actor("officer"), lead, SOON)
    lead.refresh_from_db()

    assert (lead.state, lead.lead_department, lead.dispatches, lead.designated) == (State.clarified, None, 0, False)
    running = clock(lead, "dispatch")
    assert (running.started_at, running.due_on) == (when("2026-03-05 09:00"), due)
    assert (running.stopped_at, running.on_time, running.governs, running.void) == (None, None, True, False)
    assert Clock.objects.filter(lead=lead, kind="dispatch").count() == 1
    assert [(clock(lead, kind).void, clock(lead, kind).on_time) for kind in ("accept", "reply")] == [(True, None)] * 2
    sheet = Dispatch.objects.get(lead=lead)
    assert (sheet.recalled_at, sheet.recalled_by) == (SOON, world.users["officer"])
    row = last_row(lead)
    assert (row.verb, row.clause, row.role) == ("lead.recall", "5.1.h", "officer")
    assert row.data["department"] == world.departments["commerce"].pk and row.data["dispatch"] == sheet.pk
    assert row.data["clocks"]["dispatch"] == {"due": due.isoformat()}
    assert verify(world.zone, at=SOON).findings == []


@pytest.mark.clause("5.1.h")
def test_sent_on_too_late_it_is_late_whatever_was_recalled(world: World) -> None:
    """Filed on Monday the 9th, due on the 18th."""
    lead = bring(world, world.lead(), State.clarified)
    officer, at = world.actor("officer"), when("2026-03-18 23:59")
    do(world, Verb.dispatch, officer, lead, at)
    do(world, R, officer, lead, at + seconds(59))
    do(world, Verb.dispatch, officer, lead, when("2026-03-19 08:30"))
    assert clock(lead, "dispatch").on_time is False
    assert Dispatch.objects.filter(lead=lead, recalled_at__isnull=True).get().number == 2


def test_a_recall_counts_as_no_dispatch(world: World) -> None:
    lead, officer = bring(world, world.lead(), State.clarified), world.actor("officer")
    for _ in range(4):  # more often than a lead may be dispatched
        do(world, Verb.dispatch, officer, lead)
        do(world, R, officer, lead)
    do(world, Verb.dispatch, officer, lead)
    lead.refresh_from_db()
    assert lead.dispatches == 1
    do(world, Verb.accept, world.actor("liaison"), lead)


@pytest.mark.clause("5.1.h")
def test_the_department_sees_it_no_more_and_is_told(world: World) -> None:
    world.user("liaison_c", "liaison", world.departments["customs"])
    lead = bring(world, world.lead("internal", hidden=True), State.dispatched)
    liaison, helper = world.actor("liaison"), world.actor("liaison_c")
    assert visible_to(liaison).exists() and supported_by_department(helper).exists()
    do(world, R, world.actor("officer"), lead, SOON)

    assert not visible_to(liaison).exists() and not visible_to(helper).exists()
    assert not supported_by_department(helper).exists()
    for key in ("liaison", "liaison_c"):
        notice = told(world, key, "lead.recall")
        assert notice and (notice.params, notice.path) == ({"no": lead.no}, "/department/")
    # What they were told before leads to a page that is there.
    assert not Notice.objects.filter(user__in=[world.users["liaison"], world.users["liaison_c"]], path__contains="lead")
    assert told(world, "internal", "lead.recalled")
    assert not told(world, "officer", "lead.recall")


def test_it_counts_in_no_rate(world: World) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    do(world, R, world.actor("officer"), lead, SOON)
    month = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}
    office = rates(Scope(world.zone.pk, SOON, **month))
    assert office["dispatch"].left_out["not_due"] == 1 and office["returned"].den == 0
    theirs = rates(Scope(world.zone.pk, SOON, **month, department_id=world.departments["commerce"].pk))
    assert {rate.total for rate in theirs.values()} == {0}
    track = my_leads(world.actor("social"), MONDAY).get()
    assert track.dispatched_at is None  # type: ignore[attr-defined]


# --------------------------------------------------------------------------------------------------------------- not


@pytest.mark.parametrize(("after", "code"), [(0, ""), (60, ""), (61, "recall_too_late"), (86400, "recall_too_late")])
def test_within_the_rulebooks_seconds(world: World, after: int, code: str) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    at = MONDAY + seconds(after)
    if code:
        assert refused(lambda: do(world, R, world.actor("officer"), lead, at)) == code
    else:
        do(world, R, world.actor("head"), lead, at)


def test_the_seconds_are_the_rulebooks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    number = load(packaged_rulebook()).numbers["recall_within"]
    assert (number.value, number.unit, number.clause) == (60, "second", "5.1.h")
    other = load(packaged_rulebook().replace('value = 60\nunit = "second"', 'value = 0\nunit = "second"'))
    monkeypatch.setattr("jianyan.leads.queries.facts.book", lambda pk: other)
    assert refused(lambda: do(world, R, world.actor("officer"), lead, MONDAY + seconds(1))) == "recall_too_late"


def test_not_when_it_was_accepted_or_sent_a_second_time(world: World) -> None:
    officer = world.actor("officer")
    accepted = bring(world, world.lead(), State.accepted)
    assert refused(lambda: do(world, R, officer, accepted, SOON)) == "wrong_state"
    again = bring(world, world.lead("internal"), State.returned)
    do(world, Verb.dispatch, officer, again, department=world.departments["planning"].pk)
    assert refused(lambda: do(world, R, officer, again, SOON)) == "recall_first_only"


def test_others_stale_pages_and_a_second_press(world: World, elsewhere: World) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    check_others(R, world, elsewhere, lead, readers=("social", "leader", "liaison"))
    check_stale(R, world, "officer", lead)
    do(world, R, world.actor("officer"), lead, SOON)
    assert refused(lambda: do(world, R, world.actor("officer"), lead, SOON)) == "wrong_state"
    lead.refresh_from_db()
    assert refused(lambda: do(world, R, world.actor("officer"), lead, SOON, seen=lead.revision - 1)) == "stale"


def test_not_before_the_dispatch_itself(world: World) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    assert refused(lambda: do(world, R, world.actor("officer"), lead, MONDAY - seconds(1))) == "time_order"


# ------------------------------------------------------------------------------------------------------------ the page


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    at = {"at": MONDAY}
    monkeypatch.setattr("django.utils.timezone.now", lambda: at["at"])
    return at


@pytest.mark.clause("5.1.h")
def test_the_page_offers_it_while_it_lasts(world: World, client: Client, now: dict[str, object]) -> None:
    lead = bring(world, world.lead(), State.clarified)
    client.force_login(world.users["officer"])
    url, page = reverse("leads:verb", args=[lead.pk, "recall"]), reverse("leads:lead", args=[lead.pk])
    sent = {"seen": lead.revision, "department": world.departments["commerce"].pk, "grade": "B"}
    answer = client.post(reverse("leads:verb", args=[lead.pk, "dispatch"]), sent, follow=True).content.decode()
    assert "已转办至商务促进局。60 秒内可以撤回。" in answer
    assert f'action="{url}"' in answer and 'data-countdown="60"' in answer and "还可以撤回 60 秒" in answer

    now["at"] = MONDAY + seconds(45)
    assert 'data-countdown="15"' in client.get(page).content.decode()
    lead.refresh_from_db()
    answer = client.post(url, {"seen": lead.revision}, follow=True).content.decode()
    assert "转办已撤回，可以重新转办" in answer and "待转办" in answer and "撤回对商务促进局的转办" in answer
    assert url not in answer


def test_too_late_the_page_says_so(world: World, client: Client, now: dict[str, object]) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    now["at"] = MONDAY + seconds(61)
    client.force_login(world.users["officer"])
    url = reverse("leads:verb", args=[lead.pk, "recall"])
    assert url not in client.get(reverse("leads:lead", args=[lead.pk])).content.decode()
    answer = client.post(url, {"seen": lead.revision})
    assert answer.status_code == 422 and "已过可以撤回的时间" in answer.content.decode()
    client.force_login(world.users["liaison"])
    assert client.post(url, {"seen": lead.revision}).status_code == 403


def test_the_department_was_faster(world: World, client: Client, now: dict[str, object]) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    seen = lead.revision
    do(world, Verb.accept, world.actor("liaison"), lead)
    client.force_login(world.users["officer"])
    answer = client.post(reverse("leads:verb", args=[lead.pk, "recall"]), {"seen": seen})
    assert answer.status_code == 409 and "商务促进局签收" in answer.content.decode()
