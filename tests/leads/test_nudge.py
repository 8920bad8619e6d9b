"""催办 before due, 督办 after: by hand or by the clock, counted apart."""

import pytest

from jianyan.core.flow import State, Verb
from jianyan.leads.models import Nudge
from tests.fixtures import World, when
from tests.leads.acts import bring, check_others, check_stale, do, last_row, refused, told

REMIND, URGE = Verb.remind, Verb.urge
LATE = when("2026-04-01 09:00")  # two working days after 30 March, the end of grade B


@pytest.mark.clause("5.1.h", "5.2.b")
def test_a_reminder_before_due(world: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    at = when("2026-03-30 23:59")
    do(world, REMIND, world.actor("officer"), lead, at, demand="请按期答复。")
    lead.refresh_from_db()

    assert (lead.state, lead.revision) == (State.accepted, 5)
    sheet = Nudge.objects.get(lead=lead)
    assert (sheet.urging, sheet.number, sheet.late, sheet.copied) == (False, 1, 0, False)
    assert (sheet.department, sheet.by, sheet.demand) == (
        world.departments["commerce"],
        world.users["officer"],
        "请按期答复。",
    )
    assert last_row(lead).verb == "lead.remind"
    assert told(world, "liaison", "lead.remind")


@pytest.mark.clause("5.1.h")
def test_urging_after_due_counts_the_working_days_and_from_the_second_on_goes_higher(world: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    do(world, URGE, world.actor("officer"), lead, LATE)
    do(world, URGE, world.system, lead, when("2026-04-08 09:00"))  # five working days on, past Qingming

    first, second = Nudge.objects.filter(lead=lead).order_by("id")
    assert (first.urging, first.number, first.late, first.copied) == (True, 1, 2, False)
    assert (second.number, second.late, second.copied, second.by) == (2, 6, True, None)
    row = last_row(lead)
    assert (row.role, row.actor, row.data["late"], row.data["copied"]) == ("system", None, 6, True)
    assert told(world, "head", "lead.urge_copy")


def test_reminders_and_urgings_are_counted_apart(world: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    do(world, REMIND, world.system, lead)
    do(world, REMIND, world.actor("head"), lead)
    do(world, URGE, world.actor("head"), lead, LATE)
    assert list(Nudge.objects.filter(lead=lead).order_by("id").values_list("urging", "number")) == [
        (False, 1),
        (False, 2),
        (True, 1),
    ]


def test_each_has_its_time(world: World) -> None:
    lead, officer = bring(world, world.lead(), State.accepted), world.actor("officer")
    assert refused(lambda: do(world, URGE, officer, lead, when("2026-03-30 23:59"))) == "not_overdue"
    assert refused(lambda: do(world, REMIND, officer, lead, when("2026-03-31 00:00"))) == "already_overdue"


@pytest.mark.clause("5.1.h")
def test_a_promise_that_was_not_kept_is_urged_too(world: World) -> None:
    lead = bring(world, world.lead(), State.followed_up)  # promised for 29 March, a Sunday: kept as promised
    do(world, REMIND, world.actor("officer"), lead, when("2026-03-29 12:00"))
    do(world, URGE, world.actor("officer"), lead, when("2026-03-30 00:00"))
    assert told(world, "liaison", "lead.urge")


@pytest.mark.parametrize("verb", [REMIND, URGE])
def test_others_and_stale_pages(world: World, elsewhere: World, verb: Verb) -> None:
    lead = bring(world, world.lead(), State.accepted)
    at = LATE if verb == URGE else when("2026-03-10 09:00")
    check_others(verb, world, elsewhere, lead, readers=("leader", "social", "liaison"), at=at)
    check_stale(verb, world, "officer", lead, at)


@pytest.mark.parametrize("state", [State.received, State.clarified, State.returned, State.replied, State.closed])
def test_only_while_a_department_owes_something(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    for verb in (REMIND, URGE):
        assert refused(lambda verb=verb: do(world, verb, world.actor("officer"), lead, LATE)) == "wrong_state"


def test_the_demand_has_an_end(world: World) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    assert refused(lambda: do(world, REMIND, world.actor("officer"), lead, demand="长" * 1001)) == "too_long"
    do(world, REMIND, world.actor("officer"), lead, demand="长" * 1000)
