"""退回: not ours, and whose it is; the office then has two working days to send it on."""

import pytest

from jianyan.core.flow import State, Verb
from jianyan.leads.models import Dispatch, Lead
from jianyan.leads.queries.visible import visible_to
from tests.fixtures import World, when
from tests.leads.acts import bring, check_others, check_stale, clock, do, last_row, refused, told

R = Verb.return_


@pytest.mark.clause("5.1.h", "5.2.b")
def test_a_return_names_who_should_have_it(world: World) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    at = when("2026-03-10 16:00")
    do(world, R, world.actor("liaison"), lead, at, reason="属规划验收事项。")
    lead.refresh_from_db()

    assert (lead.state, lead.lead_department) == (State.returned, None)
    sheet = Dispatch.objects.get(lead=lead)
    assert (sheet.returned_at, sheet.returned_by) == (at, world.users["liaison"])
    assert (sheet.return_reason, sheet.should_be) == ("属规划验收事项。", world.departments["planning"])
    assert clock(lead, "accept").on_time is True
    reply = clock(lead, "reply")
    assert (reply.void, reply.on_time, reply.stopped_at) == (True, None, at)
    again = clock(lead, "redispatch")
    assert (again.governs, again.due_on.isoformat(), again.department) == (True, "2026-03-12", None)
    row = last_row(lead)
    assert (row.verb, row.role) == ("lead.return", "liaison")
    assert row.data["should_be"] == world.departments["planning"].pk
    assert told(world, "officer", "lead.return")


def test_the_department_still_reads_what_it_returned_and_its_helpers_do_not(world: World) -> None:
    world.user("liaison_c", "liaison", world.departments["customs"])
    lead = bring(world, world.lead(), State.dispatched)
    assert lead in visible_to(world.actor("liaison_c"))
    do(world, R, world.actor("liaison"), lead)
    assert lead in visible_to(world.actor("liaison"))
    assert lead not in visible_to(world.actor("liaison_c"))


def test_others_and_stale_pages(world: World, elsewhere: World) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    check_others(R, world, elsewhere, lead, readers=("officer", "head", "leader", "social"))
    check_stale(R, world, "liaison", lead)


@pytest.mark.parametrize("state", [State.accepted, State.replied, State.reopened, State.closed])
def test_what_was_accepted_is_not_returned(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    assert refused(lambda: do(world, R, world.actor("liaison"), lead)) == "wrong_state"


def test_not_twice(world: World) -> None:
    lead = bring(world, world.lead(), State.returned)
    liaison = world.actor("liaison")
    assert refused(lambda: do(world, R, liaison, lead, seen=lead.revision - 1)) == "stale"


def test_whose_it_is_must_be_another_unit_of_the_zone(world: World, elsewhere: World) -> None:
    lead, liaison = bring(world, world.lead(), State.dispatched), world.actor("liaison")
    closed = world.departments["customs"]
    closed.active = False
    closed.save()
    own, theirs = world.departments["commerce"].pk, elsewhere.departments["planning"].pk
    for bad in (0, 10**30, own, theirs, closed.pk):
        assert refused(lambda bad=bad: do(world, R, liaison, lead, should_be=bad)) == "should_be_required"


def test_a_reason_is_needed_and_has_an_end(world: World) -> None:
    lead, liaison = bring(world, world.lead(), State.dispatched), world.actor("liaison")
    assert refused(lambda: do(world, R, liaison, lead, reason=" ")) == "reason_required"
    assert refused(lambda: do(world, R, liaison, lead, reason="长" * 1001)) == "too_long"
    do(world, R, liaison, lead, reason="长" * 1000)


def test_a_late_return_leaves_the_acceptance_late(world: World) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    do(world, R, world.actor("liaison"), lead, when("2026-03-11 00:00"))
    assert clock(lead, "accept").on_time is False
    assert Lead.objects.get(pk=lead.pk).state == State.returned
