"""签收: the department takes the lead within a working day; silence is taken for acceptance."""

import pytest

from jianyan.core.flow import State, Verb
from jianyan.leads import actions
from jianyan.leads.models import Dispatch
from tests.fixtures import World, when
from tests.leads.acts import bring, check_others, check_stale, clock, do, last_row, refused, told

A = Verb.accept


@pytest.mark.clause("5.1.h", "5.2.b")
def test_the_department_accepts(world: World) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    at = when("2026-03-10 23:59")
    do(world, A, world.actor("liaison"), lead, at)
    lead.refresh_from_db()

    assert lead.state == State.accepted
    sheet = Dispatch.objects.get(lead=lead)
    assert (sheet.accepted_at, sheet.accepted_by) == (at, world.users["liaison"])
    assert clock(lead, "accept").on_time is True and clock(lead, "reply").governs
    row = last_row(lead)
    assert (row.verb, row.clause, row.role) == ("lead.accept", "5.1.h", "liaison")
    assert row.data["department"] == world.departments["commerce"].pk


def test_a_colleague_of_the_same_department_may_accept(world: World) -> None:
    world.user("colleague", "liaison", world.departments["commerce"])
    lead = bring(world, world.lead(), State.dispatched)
    do(world, A, world.actor("colleague"), lead)


@pytest.mark.clause("4.1.c")
def test_nobody_accepts_a_lead_of_their_own(world: World) -> None:
    lead = world.lead("internal")
    world.user("both", "liaison", world.departments["commerce"])
    supervisor = world.supervisors["internal"]
    supervisor.user = world.users["both"]
    supervisor.save()
    bring(world, lead, State.dispatched)
    assert refused(lambda: do(world, A, world.actor("both"), lead)) == "own_lead"
    do(world, A, world.actor("liaison"), lead)


def test_others_and_stale_pages(world: World, elsewhere: World) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    world.user("liaison_c", "liaison", world.departments["customs"])  # supports it
    check_others(A, world, elsewhere, lead, readers=("officer", "head", "leader", "social", "liaison_c"))
    check_stale(A, world, "liaison", lead)


def test_not_twice(world: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    liaison = world.actor("liaison")
    assert refused(lambda: do(world, A, liaison, lead)) == "wrong_state"
    assert refused(lambda: do(world, A, liaison, lead, seen=lead.revision - 1)) == "stale"


def test_a_colleagues_page_of_a_returned_lead_says_that_it_has_changed(world: World) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    page = lead.revision
    do(world, Verb.return_, world.actor("liaison"), lead)
    assert refused(lambda: do(world, A, world.actor("liaison"), lead, seen=page)) == "stale"
    assert refused(lambda: do(world, A, world.actor("liaison"), lead)) == "wrong_hat"


# -------------------------------------------------------------------------------------------------------------- silence


@pytest.mark.clause("5.1.h")
def test_silence_is_acceptance_and_late(world: World) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    assert refused(lambda: actions.accept_silently(world.system, lead.pk, at=when("2026-03-10 23:59"))) == "not_overdue"
    at = when("2026-03-11 00:00")
    actions.accept_silently(world.system, lead.pk, at=at)
    lead.refresh_from_db()

    assert lead.state == State.accepted
    sheet = Dispatch.objects.get(lead=lead)
    assert (sheet.accepted_at, sheet.accepted_by) == (at, None)
    assert clock(lead, "accept").on_time is False
    row = last_row(lead)
    assert (row.verb, row.actor, row.role) == ("lead.accept_silently", None, "system")
    assert told(world, "liaison", "lead.accepted_silently")


def test_only_the_clock_itself_takes_silence_for_acceptance(world: World) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    late = when("2026-03-11 00:00")
    for key in ("officer", "head", "liaison"):
        act = lambda key=key: actions.accept_silently(world.actor(key), lead.pk, at=late)  # noqa: E731
        assert refused(act) == "wrong_hat"


def test_the_clock_of_another_zone_has_no_say(world: World, elsewhere: World) -> None:
    lead = bring(world, world.lead(), State.dispatched)
    late = when("2026-03-11 00:00")
    assert refused(lambda: actions.accept_silently(elsewhere.system, lead.pk, at=late)) == "wrong_hat"


def test_a_lead_that_was_sent_again_meanwhile_is_not_taken_for_accepted(world: World) -> None:
    """The clock looked, then the department returned it and the office sent it elsewhere: a new day to accept."""
    lead = bring(world, world.lead(), State.dispatched)
    late = when("2026-03-11 00:00")
    do(world, Verb.return_, world.actor("liaison"), lead, late)
    do(world, Verb.dispatch, world.actor("officer"), lead, late)
    assert refused(lambda: actions.accept_silently(world.system, lead.pk, at=late)) == "not_overdue"
