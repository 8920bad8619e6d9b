"""办结 by the office: not without asking the reporter, unless they did not wish it or could not be reached."""

import pytest

from jianyan.core.flow import State, Verb
from tests.fixtures import World, when
from tests.leads.acts import bring, check_others, check_stale, clock, do, last_row, refused, told

C = Verb.close


@pytest.mark.clause("5.2.b")
def test_at_the_reporters_wish_it_is_closed_without_asking(world: World) -> None:
    lead = bring(world, world.lead(follow_up_wanted=False), State.replied)
    at = when("2026-03-12 10:00")
    do(world, C, world.actor("officer"), lead, at)
    lead.refresh_from_db()

    assert (lead.state, lead.ended_at, lead.solved) == (State.closed, at, None)
    assert clock(lead, "follow_up").on_time is True
    assert (last_row(lead).verb, last_row(lead).data["by_office"]) == ("lead.close", True)
    assert told(world, "social", "lead.closed")


def test_a_reporter_who_wishes_to_be_asked_is_asked(world: World) -> None:
    lead, officer = bring(world, world.lead(), State.replied), world.actor("officer")
    assert refused(lambda: do(world, C, officer, lead)) == "follow_up_needed"
    for _ in range(2):
        do(world, Verb.follow_up_unreached, officer, lead)
        assert refused(lambda: do(world, C, officer, lead)) == "follow_up_needed"
    do(world, Verb.follow_up_unreached, officer, lead)
    do(world, C, officer, lead)


def test_attempts_count_for_the_present_answer_only(world: World) -> None:
    lead, officer = bring(world, world.lead(), State.replied), world.actor("officer")
    for _ in range(3):
        do(world, Verb.follow_up_unreached, officer, lead)
    do(world, Verb.follow_up, world.actor("social"), lead, satisfaction="unsatisfied", words_="没解决")
    do(world, Verb.reply, world.actor("liaison"), lead)
    assert refused(lambda: do(world, C, officer, lead)) == "follow_up_needed"


def test_closing_late_does_not_make_the_late_follow_up_vanish(world: World) -> None:
    lead = bring(world, world.lead(follow_up_wanted=False), State.replied)
    do(world, C, world.actor("officer"), lead, when("2026-03-17 00:00"))
    assert (clock(lead, "follow_up").on_time, clock(lead, "follow_up").void) == (False, False)


@pytest.mark.parametrize(("at", "on_time"), [("2026-03-29 23:59", True), ("2026-03-30 00:00", False)])
def test_the_office_may_close_a_kept_promise_which_was_on_time_or_not(world: World, at: str, on_time: bool) -> None:
    lead = bring(world, world.lead(), State.followed_up)  # promised for 29 March
    do(world, C, world.actor("head"), lead, when(at))
    assert (clock(lead, "promise").on_time, clock(lead, "promise").void) == (on_time, False)
    assert not lead.clocks.filter(stopped_at__isnull=True).exists()


def test_others_and_stale_pages(world: World, elsewhere: World) -> None:
    lead = bring(world, world.lead(follow_up_wanted=False), State.replied)
    check_others(C, world, elsewhere, lead, readers=("leader", "social", "liaison"))
    check_stale(C, world, "officer", lead)


@pytest.mark.parametrize("state", [State.received, State.clarified, State.dispatched, State.accepted, State.reopened])
def test_nothing_is_closed_before_it_is_answered(world: World, state: State) -> None:
    lead = bring(world, world.lead(follow_up_wanted=False), state)
    assert refused(lambda: do(world, C, world.actor("head"), lead)) == "wrong_state"


def test_not_twice(world: World) -> None:
    lead = bring(world, world.lead(), State.closed)
    assert refused(lambda: do(world, C, world.actor("officer"), lead, seen=lead.revision - 1)) == "stale"


def test_a_reason_is_needed_and_has_an_end(world: World) -> None:
    lead = bring(world, world.lead(follow_up_wanted=False), State.replied)
    officer = world.actor("officer")
    assert refused(lambda: do(world, C, officer, lead, reason="\t")) == "reason_required"
    assert refused(lambda: do(world, C, officer, lead, reason="长" * 1001)) == "too_long"
