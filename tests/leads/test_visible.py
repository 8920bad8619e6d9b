"""Who sees which leads, what they are for one, and who may know an anonymous reporter."""

from __future__ import annotations

import pytest

from jianyan.accounts.models import Role
from jianyan.accounts.queries import Actor, actor_of
from jianyan.core.flow import Hat, State, Verb
from jianyan.leads.models import Lead
from jianyan.leads.queries.visible import hats, is_reporter, may_know_reporter, visible_to
from jianyan.notify.models import Notice
from tests.fixtures import World
from tests.leads.acts import bring, do


def sees(actor: Actor, lead: Lead) -> bool:
    return visible_to(actor).filter(pk=lead.pk).exists()


@pytest.fixture
def helpers(world: World) -> World:
    """The zone with a liaison of customs, which supports commerce."""
    world.user("liaison_c", "liaison", world.departments["customs"])
    return world


#: Who sees a lead of "social" that goes to commerce with the help of customs: until the dispatch, from then on.
BEFORE = {"officer", "head", "leader", "social"}
WITH_DEPARTMENT = BEFORE | {"liaison", "liaison_c"}
EVERYBODY = (
    "officer",
    "head",
    "leader",
    "liaison",
    "liaison_b",
    "liaison_c",
    "social",
    "internal",
    "sysadmin",
    "secadmin",
    "auditor",
)


@pytest.mark.parametrize("state", State)
def test_who_sees_a_lead_in_each_state(helpers: World, state: State) -> None:
    lead = bring(helpers, helpers.lead(), state)
    seen_by = {key for key in EVERYBODY if sees(helpers.actor(key), lead)}
    if state in (State.received, State.clarified, State.noted, State.merged, State.split_, State.withdrawn):
        assert seen_by == BEFORE
    elif state == State.returned:
        assert seen_by == BEFORE | {"liaison"}  # not the helpers: it is no longer with them
    else:
        assert seen_by == WITH_DEPARTMENT


@pytest.mark.clause("5.3.b")
def test_nobody_of_another_zone_sees_anything(world: World, elsewhere: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    for key in elsewhere.users:
        assert not sees(elsewhere.actor(key), lead)
        assert hats(elsewhere.actor(key), lead) == frozenset()
    assert not sees(elsewhere.system, lead) and hats(elsewhere.system, lead) == frozenset()


def test_somebody_with_roles_in_two_zones_sees_each_in_its_own(world: World, elsewhere: World) -> None:
    here, there = world.lead(), elsewhere.lead()
    Role.objects.create(user=world.users["officer"], zone=elsewhere.zone, name="officer")
    in_other = actor_of(world.users["officer"], elsewhere.zone)
    assert sees(world.actor("officer"), here) and not sees(world.actor("officer"), there)
    assert sees(in_other, there) and not sees(in_other, here)


def test_a_role_taken_back_takes_the_leads_with_it(world: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    Role.objects.filter(user__in=[world.users["liaison"], world.users["social"]]).delete()
    assert not sees(world.actor("liaison"), lead) and not sees(world.actor("social"), lead)


def test_a_department_sees_what_it_handled_answered_or_returned_and_nothing_else(world: World) -> None:
    lead = bring(world, world.lead(), State.reopened)
    planning = world.departments["planning"].pk
    do(world, Verb.dispatch, world.actor("officer"), lead, department=planning, supporting=[])
    assert sees(world.actor("liaison"), lead)  # it answered once
    assert sees(world.actor("liaison_b"), lead)
    world.user("liaison_c", "liaison", world.departments["customs"])
    other = bring(world, world.lead("internal"), State.returned)
    assert sees(world.actor("liaison"), other)
    assert not sees(world.actor("liaison_b"), other)


def test_of_a_merged_lead_each_reporter_sees_their_own(world: World) -> None:
    lead = bring(world, world.lead(), State.merged)
    target = lead.merged_into
    assert target and sees(world.actor("social"), lead) and not sees(world.actor("social"), target)
    assert sees(world.actor("carrier"), target) and not sees(world.actor("carrier"), lead)
    bring(world, target, State.dispatched)
    assert sees(world.actor("liaison"), target) and not sees(world.actor("liaison"), lead)


def test_of_a_split_lead_the_department_sees_its_part(world: World) -> None:
    lead = world.lead()
    one, two = do(world, Verb.split_, world.actor("officer"), lead)  # type: ignore[misc]
    bring(world, one, State.dispatched)
    assert sees(world.actor("liaison"), one)
    assert not sees(world.actor("liaison"), two) and not sees(world.actor("liaison"), lead)
    assert all(sees(world.actor("social"), each) for each in (one, two, lead))


# ---------------------------------------------------------------------------------------------------------------- hats


def test_what_each_is_for_a_lead_that_a_department_handles(helpers: World) -> None:
    lead = bring(helpers, helpers.lead(), State.accepted)
    worn = {key: hats(helpers.actor(key), lead) for key in EVERYBODY}
    assert {key: {str(h) for h in found} for key, found in worn.items() if found} == {
        "officer": {"officer"},
        "head": {"head"},
        "leader": {"leader"},
        "liaison": {"liaison"},
        "liaison_c": {"supporting"},
        "social": {"reporter"},
    }
    assert hats(helpers.system, lead) == {Hat.system}


def test_after_a_return_the_department_reads_and_does_nothing(world: World) -> None:
    lead = bring(world, world.lead(), State.returned)
    assert hats(world.actor("liaison"), lead) == {Hat.supporting}


def test_one_person_may_wear_several_hats(world: World) -> None:
    lead = bring(world, world.lead("internal"), State.dispatched)
    Role.objects.create(
        user=world.users["internal"], zone=world.zone, name="liaison", department=world.departments["commerce"]
    )
    both = world.actor("internal")
    assert hats(both, lead) == {Hat.reporter, Hat.liaison}
    assert is_reporter(both, lead)


def test_hats_of_the_lead_department_cost_no_query(world: World, django_assert_num_queries) -> None:
    lead = bring(world, world.lead(), State.accepted)
    lead = Lead.objects.select_related("identity__supervisor").get(pk=lead.pk)
    actors = [world.actor(key) for key in ("officer", "leader", "liaison", "social")]
    with django_assert_num_queries(0):
        for actor in actors:
            hats(actor, lead)


# ------------------------------------------------------------------------------------------------------------ anonymous


@pytest.mark.clause("4.1.c")
@pytest.mark.parametrize("state", [State.received, State.accepted, State.closed])
def test_an_anonymous_reporter_is_known_to_the_office_alone(helpers: World, state: State) -> None:
    lead = bring(helpers, helpers.lead("internal", hidden=True), state)
    assert {key for key in EVERYBODY if may_know_reporter(helpers.actor(key), lead)} == {
        "officer",
        "head",
        "internal",
    }


def test_who_did_not_ask_for_it_is_known_to_those_who_work_on_the_lead(helpers: World) -> None:
    lead = bring(helpers, helpers.lead("internal"), State.accepted)
    assert {key for key in EVERYBODY if may_know_reporter(helpers.actor(key), lead)} == {
        "officer",
        "head",
        "leader",
        "liaison",
        "liaison_b",  # not that they see this lead
        "liaison_c",
        "internal",
    }


@pytest.mark.clause("4.1.c")
def test_who_answers_for_a_department_as_well_is_not_told_even_as_an_officer(world: World) -> None:
    lead = world.lead("internal", hidden=True)
    Role.objects.create(
        user=world.users["officer"], zone=world.zone, name="liaison", department=world.departments["commerce"]
    )
    assert not may_know_reporter(world.actor("officer"), lead)
    assert may_know_reporter(world.actor("head"), lead)


@pytest.mark.clause("4.1.c")
def test_no_notice_names_an_anonymous_reporter(world: World) -> None:
    supervisor = world.supervisors["internal"]
    bring(world, world.lead("internal", hidden=True), State.closed)
    for notice in Notice.objects.exclude(user=supervisor.user):
        assert supervisor.name not in str(notice.params) + notice.path
