"""登记备案: information that needs no department, and taking it up after all."""

import pytest

from jianyan.core.flow import State, Verb
from tests.fixtures import World, when
from tests.leads.acts import bring, called, check_others, check_stale, clock, do, last_row, refused, told

N, RESUME = Verb.note, Verb.resume


@pytest.mark.clause("1.3", "5.2.b")
def test_a_trend_is_kept_for_study(world: World) -> None:
    lead = bring(world, world.lead(kind="trend", aspect="shock"), State.clarified)
    at = when("2026-03-18 23:59")
    do(world, N, world.actor("officer"), lead, at)
    lead.refresh_from_db()

    assert (lead.state, lead.ended_at) == (State.noted, at)
    assert clock(lead, "dispatch").on_time is True
    assert not lead.clocks.filter(stopped_at__isnull=True).exists()
    row = last_row(lead)
    assert (row.verb, row.clause) == ("lead.note", "1.3")
    assert told(world, "social", "lead.noted")


def test_noting_late_is_late(world: World) -> None:
    lead = bring(world, world.lead(), State.clarified)
    do(world, N, world.actor("officer"), lead, when("2026-03-19 00:00"))
    assert (clock(lead, "dispatch").on_time, clock(lead, "dispatch").void) == (False, False)


@pytest.mark.clause("5.1.g")
def test_the_supervisor_is_called_before_it_is_noted(world: World) -> None:
    lead = world.lead(kind="trend", aspect="shock")
    assert refused(lambda: do(world, N, world.actor("officer"), lead)) == "wrong_state"
    for _ in range(3):
        do(world, Verb.call_unanswered, world.actor("officer"), lead)
    do(world, N, world.actor("officer"), lead)


def test_a_noted_lead_is_taken_up_with_a_new_clock(world: World) -> None:
    lead = bring(world, world.lead(), State.noted)
    at = when("2026-03-20 10:00")
    do(world, RESUME, world.actor("head"), lead, at)
    lead.refresh_from_db()

    assert (lead.state, lead.ended_at) == (State.clarified, None)
    again = clock(lead, "dispatch")
    assert (again.started_at, again.due_on.isoformat(), again.governs) == (at, "2026-03-31", True)
    assert last_row(lead).verb == "lead.resume"
    do(world, Verb.dispatch, world.actor("officer"), lead, at)


def test_those_whose_leads_were_merged_into_it_are_told(world: World) -> None:
    world.supervisor("second")
    target = world.lead()
    own = called(world, world.lead("second"))
    do(world, Verb.merge, world.actor("officer"), own, into=target.pk)
    do(world, Verb.call, world.actor("officer"), target)
    do(world, N, world.actor("officer"), target)
    notice = told(world, "second", "lead.noted")
    assert notice and notice.params["no"] == own.no


@pytest.mark.parametrize(("verb", "state"), [(N, State.clarified), (RESUME, State.noted)])
def test_others_and_stale_pages(world: World, elsewhere: World, verb: Verb, state: State) -> None:
    lead = bring(world, world.lead(), state)
    check_others(verb, world, elsewhere, lead, readers=("leader", "social"))
    check_stale(verb, world, "officer", lead)


@pytest.mark.parametrize("state", [State.dispatched, State.returned, State.noted, State.merged])
def test_only_before_a_department_has_it_and_once(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    assert refused(lambda: do(world, N, world.actor("officer"), lead)) == "wrong_state"
    assert refused(lambda: do(world, N, world.actor("officer"), lead, seen=lead.revision - 1)) == "stale"


@pytest.mark.parametrize("state", [State.clarified, State.closed, State.withdrawn])
def test_only_what_was_noted_is_resumed(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    assert refused(lambda: do(world, RESUME, world.actor("officer"), lead)) == "wrong_state"


@pytest.mark.parametrize(("verb", "state"), [(N, State.clarified), (RESUME, State.noted)])
def test_a_reason_is_needed_and_has_an_end(world: World, verb: Verb, state: State) -> None:
    lead, officer = bring(world, world.lead(), state), world.actor("officer")
    assert refused(lambda: do(world, verb, officer, lead, reason=" ")) == "reason_required"
    assert refused(lambda: do(world, verb, officer, lead, reason="长" * 1001)) == "too_long"
