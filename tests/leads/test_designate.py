"""指定承办: after three dispatches the office head fixes the department, which may not return the lead."""

import pytest

from jianyan.core.flow import State, Verb
from jianyan.leads.models import Dispatch, Lead
from tests.fixtures import World
from tests.leads.acts import bring, check_others, check_stale, do, last_row, refused, told

D = Verb.designate


@pytest.fixture
def disputed(world: World) -> Lead:
    """A lead that three departments have returned."""
    lead = bring(world, world.lead(), State.returned)
    for _ in range(2):
        do(world, Verb.dispatch, world.actor("officer"), lead)
        do(world, Verb.return_, world.actor("liaison"), lead)
    lead.refresh_from_db()
    assert lead.dispatches == 3
    return lead


@pytest.mark.clause("5.1.h")
def test_after_three_dispatches_the_head_designates_and_nobody_returns_it(world: World, disputed: Lead) -> None:
    assert refused(lambda: do(world, Verb.dispatch, world.actor("officer"), disputed)) == "designation_needed"
    assert told(world, "head", "lead.return")  # the head hears of the third return

    do(world, D, world.actor("head"), disputed)
    disputed.refresh_from_db()

    assert (disputed.state, disputed.designated, disputed.dispatches) == (State.dispatched, True, 4)
    assert Dispatch.objects.filter(lead=disputed).latest("number").designated
    row = last_row(disputed)
    assert (row.verb, row.role) == ("lead.designate", "head")
    liaison = world.actor("liaison")
    assert refused(lambda: do(world, Verb.return_, liaison, disputed)) == "designated_cannot_return"
    do(world, Verb.accept, liaison, disputed)


@pytest.mark.parametrize("state", [State.clarified, State.returned, State.reopened])
def test_not_before_the_third(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    assert refused(lambda: do(world, D, world.actor("head"), lead)) == "designation_too_early"


@pytest.mark.clause("4.1.c")
def test_not_to_the_reporters_own_unit_alone(world: World) -> None:
    lead = bring(world, world.lead("internal"), State.clarified)
    Lead.objects.filter(pk=lead.pk).update(dispatches=3)
    assert refused(lambda: do(world, D, world.actor("head"), lead, supporting=[])) == "own_unit_alone"
    do(world, D, world.actor("head"), lead)


def test_others_and_stale_pages(world: World, elsewhere: World, disputed: Lead) -> None:
    readers = ("officer", "social", "leader", "liaison")  # the department that returned it reads on
    check_others(D, world, elsewhere, disputed, readers=readers)
    check_stale(D, world, "head", disputed)


def test_a_new_round_begins_without_the_old_returns(world: World, disputed: Lead) -> None:
    do(world, D, world.actor("head"), disputed)
    for verb, who in ((Verb.accept, "liaison"), (Verb.reply, "liaison")):
        do(world, verb, world.actor(who), disputed)
    do(world, Verb.follow_up, world.actor("social"), disputed, satisfaction="unsatisfied", words_="没解决")
    disputed.refresh_from_db()
    assert (disputed.state, disputed.dispatches, disputed.designated) == (State.reopened, 0, False)
    do(world, Verb.dispatch, world.actor("officer"), disputed)
    do(world, Verb.return_, world.actor("liaison"), disputed)
