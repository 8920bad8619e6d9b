"""撤回: the reporter takes a lead back before it is dispatched."""

import pytest

from jianyan.core.flow import State, Verb
from tests.fixtures import World, when
from tests.leads.acts import bring, called, check_others, check_stale, clock, do, last_row, refused, told

W = Verb.withdraw


@pytest.mark.clause("5.2.b")
@pytest.mark.parametrize("state", [State.received, State.clarified])
def test_the_reporter_takes_it_back(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    do(world, W, world.actor("social"), lead, reason="已自行解决。")
    lead.refresh_from_db()

    assert lead.state == State.withdrawn and lead.ended_at
    assert not lead.clocks.filter(stopped_at__isnull=True).exists()
    assert (clock(lead, "dispatch").void, clock(lead, "dispatch").on_time) == (True, None)
    row = last_row(lead)
    assert (row.verb, row.role, row.clause) == ("lead.withdraw", "reporter", "5.1.e")
    assert told(world, "officer", "lead.withdrawn")


@pytest.mark.clause("5.1.g")
def test_a_call_that_was_overdue_stays_overdue(world: World) -> None:
    lead = world.lead()
    do(world, W, world.actor("social"), lead, when("2026-03-13 00:00"))
    assert (clock(lead, "call").void, clock(lead, "call").on_time) == (False, False)
    assert (clock(lead, "dispatch").void, clock(lead, "dispatch").on_time) == (True, None)


def test_not_when_other_peoples_leads_went_into_it(world: World) -> None:
    world.supervisor("second")
    lead, officer, social = world.lead(), world.actor("officer"), world.actor("social")
    do(world, Verb.merge, officer, called(world, world.lead("second")), into=lead.pk)
    assert refused(lambda: do(world, W, social, lead)) == "carries_others"
    for part in do(world, Verb.split_, officer, lead):  # type: ignore[attr-defined]
        assert refused(lambda part=part: do(world, W, social, part)) == "carries_others"


def test_a_reason_is_welcome_not_needed_and_has_an_end(world: World) -> None:
    lead, social = world.lead(), world.actor("social")
    assert refused(lambda: do(world, W, social, lead, reason="长" * 1001)) == "too_long"
    do(world, W, social, lead)


def test_others_and_stale_pages(world: World, elsewhere: World) -> None:
    lead = world.lead()
    check_others(W, world, elsewhere, lead, readers=("officer", "head", "leader"))
    do(world, Verb.call_unanswered, world.actor("officer"), lead)
    lead.refresh_from_db()
    check_stale(W, world, "social", lead)


@pytest.mark.parametrize("state", [State.dispatched, State.returned, State.replied, State.closed, State.withdrawn])
def test_only_before_the_dispatch_and_once(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    assert refused(lambda: do(world, W, world.actor("social"), lead)) == "wrong_state"
    assert refused(lambda: do(world, W, world.actor("social"), lead, seen=lead.revision - 1)) == "stale"
