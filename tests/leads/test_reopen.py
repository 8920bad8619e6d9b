"""重办: the reporter says after all that it is not solved, within twenty working days of closing."""

import pytest

from jianyan.core.flow import State, Verb
from jianyan.leads.models import FollowUp
from tests.fixtures import World, when
from tests.leads.acts import bring, check_others, check_stale, clock, do, last_row, refused, told

R = Verb.reopen


@pytest.mark.clause("5.2.b")
def test_a_closed_lead_is_handled_again(world: World) -> None:
    lead = bring(world, world.lead(), State.closed)
    at = when("2026-04-07 23:59")  # the twentieth working day after Monday the 9th, past Qingming
    do(world, R, world.actor("social"), lead, at)
    lead.refresh_from_db()

    assert (lead.state, lead.reopened, lead.ended_at) == (State.reopened, 1, None)
    assert (lead.solved, lead.satisfaction) == (False, "unsatisfied")
    assert lead.lead_department == world.departments["commerce"]
    said = FollowUp.objects.filter(lead=lead).latest("id")
    assert (said.by_reporter, said.solved, said.words) == (True, False, "窗口又分开了。")
    again = clock(lead, "reply")
    assert (again.started_at, again.governs, again.due_on.isoformat()) == (at, True, "2026-04-28")
    row = last_row(lead)
    assert (row.verb, row.role, row.data["round"]) == ("lead.reopen", "reporter", 1)
    assert told(world, "liaison", "lead.reopen")


def test_after_twenty_working_days_it_is_a_new_matter(world: World) -> None:
    lead = bring(world, world.lead(), State.closed)
    late = when("2026-04-08 00:00")
    for key in ("social", "officer"):
        assert refused(lambda key=key: do(world, R, world.actor(key), lead, late)) == "reopen_too_late"


def test_the_days_count_from_the_last_closing(world: World) -> None:
    lead = bring(world, world.lead(), State.closed)
    at = when("2026-03-20 10:00")
    do(world, R, world.actor("social"), lead, at)
    do(world, Verb.reply, world.actor("liaison"), lead, at)
    do(world, Verb.follow_up, world.actor("social"), lead, at)
    do(world, R, world.actor("social"), lead, when("2026-04-17 10:00"))
    lead.refresh_from_db()
    assert (lead.state, lead.reopened) == (State.reopened, 2)


def test_a_promise_that_the_reporter_no_longer_believes_in_counts_as_neither_kept_nor_broken(world: World) -> None:
    lead = bring(world, world.lead(), State.followed_up)  # promised for 29 March
    do(world, R, world.actor("social"), lead, when("2026-03-20 10:00"))
    gone = clock(lead, "promise")
    assert (gone.void, gone.on_time) == (True, None)


def test_a_promise_that_was_broken_by_then_stays_broken(world: World) -> None:
    lead = bring(world, world.lead(), State.followed_up)
    do(world, R, world.actor("social"), lead, when("2026-03-30 00:00"))
    assert (clock(lead, "promise").void, clock(lead, "promise").on_time) == (False, False)


def test_the_office_may_reopen_for_the_reporter(world: World) -> None:
    lead = bring(world, world.lead(), State.closed)
    do(world, R, world.actor("officer"), lead)
    assert FollowUp.objects.filter(lead=lead).latest("id").by_reporter is False


@pytest.mark.parametrize("state", [State.closed, State.followed_up])
def test_others_and_stale_pages(world: World, elsewhere: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    check_others(R, world, elsewhere, lead, readers=("leader", "liaison"))
    check_stale(R, world, "social", lead)


@pytest.mark.parametrize("state", [State.received, State.accepted, State.replied, State.reopened, State.noted])
def test_only_what_was_followed_up_or_closed(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    assert refused(lambda: do(world, R, world.actor("social"), lead)) == "wrong_state"


def test_the_clock_itself_reopens_nothing(world: World) -> None:
    lead = bring(world, world.lead(), State.closed)
    assert refused(lambda: do(world, R, world.system, lead)) == "wrong_hat"


def test_a_reason_is_needed_and_has_an_end(world: World) -> None:
    lead, social = bring(world, world.lead(), State.closed), world.actor("social")
    assert refused(lambda: do(world, R, social, lead, reason="")) == "reason_required"
    assert refused(lambda: do(world, R, social, lead, reason="长" * 1001)) == "too_long"
