"""并案: the same matter is handled once, and nobody's lead is lost by it (5.1.f)."""

import pytest

from jianyan.core.flow import FINAL, UNDO_WITHIN, State, Verb
from jianyan.leads.models import Lead, Merge
from tests.fixtures import World, when
from tests.leads.acts import bring, called, check_others, check_stale, clock, do, last_row, refused, told

M = Verb.merge


@pytest.fixture
def target(world: World) -> Lead:
    world.supervisor("target")
    return world.lead("target")


@pytest.mark.clause("5.1.f", "5.2.b")
@pytest.mark.parametrize("state", [State.clarified, State.returned])
def test_a_lead_goes_on_in_another(world: World, target: Lead, state: State) -> None:
    lead = bring(world, world.lead(), state)
    at = when("2026-03-10 10:00")
    do(world, M, world.actor("officer"), lead, at, into=target.pk)
    lead.refresh_from_db()

    assert (lead.state, lead.merged_into, lead.ended_at) == (State.merged, target, at)
    made = Merge.objects.get(lead=lead)
    assert (made.into, made.by, made.reason) == (target, world.users["officer"], "同一问题。")
    assert not lead.clocks.filter(stopped_at__isnull=True).exists()
    assert clock(lead, "dispatch").on_time is True
    row = last_row(lead)
    assert (row.verb, row.data["into"], row.data["into_no"]) == ("lead.merge", target.pk, target.no)
    notice = told(world, "social", "lead.merged")
    assert notice and notice.params == {"no": lead.no, "into": target.no}
    assert notice.at == at + UNDO_WITHIN
    target.refresh_from_db()
    assert (target.state, target.revision) == (State.received, 1)


@pytest.mark.clause("5.1.g")
def test_whose_lead_is_merged_is_phoned_about_it_before(world: World, target: Lead) -> None:
    """The three days hold for every lead that was filed, also for one that goes on in another."""
    lead = world.lead()
    late = when("2026-03-13 00:00")
    assert refused(lambda: do(world, M, world.actor("officer"), lead, late, into=target.pk)) == "wrong_state"
    assert clock(lead, "call").governs and clock(lead, "call").stopped_at is None
    do(world, Verb.call, world.actor("officer"), lead, late)
    do(world, M, world.actor("officer"), lead, late, into=target.pk)
    assert (clock(lead, "call").on_time, clock(lead, "call").void) == (False, False)
    assert clock(lead, "dispatch").on_time is True


def test_three_calls_that_nobody_answered_are_enough_for_it(world: World, target: Lead) -> None:
    lead, officer = world.lead(), world.actor("officer")
    for _ in range(3):
        do(world, Verb.call_unanswered, officer, lead)
    do(world, M, officer, lead, into=target.pk)
    assert lead.calls.count() == 3 and clock(lead, "call").on_time is True


@pytest.mark.parametrize("state", sorted(set(State) - FINAL))
def test_into_any_lead_that_is_not_ended(world: World, target: Lead, state: State) -> None:
    bring(world, target, state)
    do(world, M, world.actor("officer"), called(world, world.lead()), into=target.pk)


@pytest.mark.parametrize("state", sorted(FINAL - {State.merged, State.withdrawn}))
def test_not_into_an_ended_one(world: World, target: Lead, state: State) -> None:
    bring(world, target, state)
    lead = called(world, world.lead())
    assert refused(lambda: do(world, M, world.actor("officer"), lead, into=target.pk)) == "bad_target"


def test_not_into_itself_nor_into_what_is_not_there(world: World, elsewhere: World) -> None:
    lead, theirs = called(world, world.lead()), elsewhere.lead()
    for bad in (lead.pk, theirs.pk, 0, -1, 10**30):
        assert refused(lambda bad=bad: do(world, M, world.actor("officer"), lead, into=bad)) == "bad_target"


def test_two_leads_are_not_merged_into_each_other(world: World, target: Lead) -> None:
    lead, officer = called(world, world.lead()), world.actor("officer")
    called(world, target)
    do(world, M, officer, lead, into=target.pk)
    assert refused(lambda: do(world, M, officer, target, into=lead.pk)) == "bad_target"


@pytest.mark.clause("4.1.c")
def test_not_into_a_lead_that_the_reporters_own_unit_handles_alone(world: World, target: Lead) -> None:
    officer, own = world.actor("officer"), called(world, world.lead("internal"))  # works in commerce
    bring(world, target, State.clarified)
    do(world, Verb.dispatch, officer, target, supporting=[])
    assert refused(lambda: do(world, M, officer, own, into=target.pk)) == "own_unit_alone"
    do(world, M, officer, called(world, world.lead("social")), into=target.pk)  # no matter for somebody of another unit


@pytest.mark.clause("4.1.c")
def test_with_another_department_beside_it_the_own_unit_may(world: World, target: Lead) -> None:
    bring(world, target, State.dispatched)
    do(world, M, world.actor("officer"), called(world, world.lead("internal")), into=target.pk)


def test_others_and_stale_pages(world: World, elsewhere: World, target: Lead) -> None:
    lead = called(world, world.lead())
    check_others(M, world, elsewhere, lead, readers=("leader", "social"))
    check_stale(M, world, "officer", lead)


@pytest.mark.parametrize("state", [State.received, State.dispatched, State.accepted, State.replied, State.merged])
def test_not_before_the_call_nor_with_a_department_nor_twice(world: World, target: Lead, state: State) -> None:
    lead = bring(world, world.lead(), state)
    assert refused(lambda: do(world, M, world.actor("officer"), lead, into=target.pk)) == "wrong_state"
    assert (
        refused(lambda: do(world, M, world.actor("officer"), lead, into=target.pk, seen=lead.revision - 1)) == "stale"
    )


def test_a_reason_is_needed_and_has_an_end(world: World, target: Lead) -> None:
    lead, officer = called(world, world.lead()), world.actor("officer")
    assert refused(lambda: do(world, M, officer, lead, into=target.pk, reason="")) == "reason_required"
    assert refused(lambda: do(world, M, officer, lead, into=target.pk, reason="长" * 1001)) == "too_long"
