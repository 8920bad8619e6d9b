"""转办: to a department within seven working days (5.1.h), never to the reporter's own unit alone (4.1.c)."""

import pytest

from jianyan.core.flow import State, Verb
from jianyan.leads.models import Dispatch
from tests.fixtures import MONDAY, World, when
from tests.leads.acts import (
    bring,
    called,
    check_others,
    check_stale,
    clock,
    do,
    last_row,
    refused,
    told,
)

D = Verb.dispatch


@pytest.mark.clause("5.1.h", "5.2.b")
def test_a_dispatch_hands_the_lead_over_and_stops_the_seven_day_clock(world: World) -> None:
    lead = bring(world, world.lead(), State.clarified)
    at = when("2026-03-18 23:59")  # the seventh working day after Monday the 9th
    commerce, customs = world.departments["commerce"], world.departments["customs"]
    do(world, D, world.actor("officer"), lead, at, grade="C", demand="请核实两个窗口的材料清单。")
    lead.refresh_from_db()

    assert (lead.state, lead.lead_department, lead.grade, lead.dispatches) == (State.dispatched, commerce, "C", 1)
    sheet = Dispatch.objects.get(lead=lead)
    assert (sheet.number, sheet.at, sheet.department, sheet.grade, sheet.designated) == (1, at, commerce, "C", False)
    assert list(sheet.supporting.all()) == [customs]
    assert clock(lead, "dispatch").on_time is True
    accept, reply = clock(lead, "accept"), clock(lead, "reply")
    assert (accept.governs, accept.department, accept.due_on.isoformat()) == (True, commerce, "2026-03-19")
    assert (reply.governs, reply.rule, reply.due_on.isoformat()) == (False, "grades.C", "2026-03-25")
    row = last_row(lead)
    assert (row.verb, row.clause, row.role) == ("lead.dispatch", "5.1.h", "officer")
    assert row.data["department"] == commerce.pk and row.data["supporting"] == [customs.pk]
    assert row.data["clocks"]["accept"] == {"due": "2026-03-19"}


@pytest.mark.clause("5.1.h")
@pytest.mark.parametrize(("grade", "due"), [("A", "2026-04-09"), ("B", "2026-03-30"), ("C", "2026-03-16")])
def test_the_grade_sets_the_day_of_the_reply(world: World, grade: str, due: str) -> None:
    lead = bring(world, world.lead(), State.clarified)
    do(world, D, world.actor("officer"), lead, grade=grade)
    assert clock(lead, "reply").due_on.isoformat() == due


def test_the_day_after_the_seventh_is_late(world: World) -> None:
    lead = bring(world, world.lead(), State.clarified)
    do(world, D, world.actor("head"), lead, when("2026-03-19 00:00"))
    assert clock(lead, "dispatch").on_time is False


def test_departments_and_reporter_are_told_by_number_alone(world: World) -> None:
    lead = bring(world, world.lead("internal", hidden=True), State.clarified)
    world.user("liaison_c", "liaison", world.departments["customs"])
    do(world, D, world.actor("officer"), lead)

    for key, kind in (("liaison", "lead.dispatch"), ("liaison_c", "lead.support"), ("internal", "lead.dispatched")):
        notice = told(world, key, kind)
        assert notice and notice.params["no"] == lead.no
        assert "监督员" not in str(notice.params) and lead.title not in str(notice.params)
    assert told(world, "liaison_b", "lead.dispatch") is None


# ------------------------------------------------------------------------------------------------- own unit (4.1.c)


@pytest.mark.clause("4.1.c")
def test_the_reporters_own_unit_does_not_handle_alone(world: World) -> None:
    lead = bring(world, world.lead("internal"), State.clarified)  # works in commerce
    officer, own = world.actor("officer"), world.departments["commerce"].pk
    planning = world.departments["planning"].pk

    assert refused(lambda: do(world, D, officer, lead, supporting=[])) == "own_unit_alone"
    assert refused(lambda: do(world, D, officer, lead, supporting=[own])) == "own_unit_alone"
    do(world, D, officer, lead, department=own, supporting=[planning])
    lead.refresh_from_db()
    assert lead.lead_department_id == own


@pytest.mark.clause("4.1.c")
def test_another_department_or_another_units_reporter_is_no_matter(world: World) -> None:
    officer = world.actor("officer")
    theirs = bring(world, world.lead("internal"), State.clarified)
    do(world, D, officer, theirs, department=world.departments["planning"].pk, supporting=[])
    social = bring(world, world.lead("social"), State.clarified)
    do(world, D, officer, social, supporting=[])


@pytest.mark.clause("4.1.c")
def test_the_rule_holds_for_everybody_whose_lead_was_merged_into_it(world: World) -> None:
    officer = world.actor("officer")
    target = world.lead("social")
    do(world, Verb.merge, officer, called(world, world.lead("internal")), into=target.pk)
    bring(world, target, State.clarified)
    assert refused(lambda: do(world, D, officer, target, supporting=[])) == "own_unit_alone"
    do(world, D, officer, target)


# --------------------------------------------------------------------------------------------------------------- others


def test_others_and_stale_pages(world: World, elsewhere: World) -> None:
    lead = bring(world, world.lead(), State.clarified)
    check_others(D, world, elsewhere, lead, readers=("social", "leader"))
    check_stale(D, world, "officer", lead)


def test_not_before_the_call_and_not_twice(world: World) -> None:
    lead, officer = world.lead(), world.actor("officer")
    assert refused(lambda: do(world, D, officer, lead)) == "wrong_state"
    bring(world, lead, State.dispatched)
    assert refused(lambda: do(world, D, officer, lead)) == "wrong_state"
    assert refused(lambda: do(world, D, officer, lead, seen=lead.revision - 1)) == "stale"


def test_only_to_active_handling_departments_of_the_zone(world: World, elsewhere: World) -> None:
    lead, officer = bring(world, world.lead(), State.clarified), world.actor("officer")
    closed, office = world.departments["planning"], world.departments["office"]
    closed.active = office.handles = False
    closed.save()
    office.save()
    good = world.departments["commerce"].pk
    for bad in (0, -1, 10**30, closed.pk, office.pk, elsewhere.departments["commerce"].pk):
        assert refused(lambda bad=bad: do(world, D, officer, lead, department=bad)) == "no_department"
        assert (
            refused(lambda bad=bad: do(world, D, officer, lead, department=good, supporting=[bad])) == "no_department"
        )


@pytest.mark.parametrize("grade", ["", "D", "a", "AB"])
def test_a_grade_is_needed(world: World, grade: str) -> None:
    lead = bring(world, world.lead(), State.clarified)
    assert refused(lambda: do(world, D, world.actor("officer"), lead, grade=grade)) == "bad_grade"


def test_the_demand_has_an_end(world: World) -> None:
    lead, officer = bring(world, world.lead(), State.clarified), world.actor("officer")
    assert refused(lambda: do(world, D, officer, lead, demand="长" * 2001)) == "too_long"
    do(world, D, officer, lead, demand="长" * 2000)


def test_a_returned_lead_goes_to_another_department(world: World) -> None:
    lead = bring(world, world.lead(), State.returned)
    planning = world.departments["planning"]
    do(world, D, world.actor("officer"), lead, MONDAY, department=planning.pk, supporting=[])
    lead.refresh_from_db()
    assert (lead.state, lead.lead_department, lead.dispatches) == (State.dispatched, planning, 2)
    assert [sheet.number for sheet in Dispatch.objects.filter(lead=lead).order_by("id")] == [1, 2]
    assert clock(lead, "redispatch").on_time is True
    assert clock(lead, "reply").department == planning


def test_a_reopened_lead_may_go_to_another_department_and_its_request_for_time_falls_away(world: World) -> None:
    lead = bring(world, world.lead(), State.reopened)
    do(world, Verb.ask_extension, world.actor("liaison"), lead)
    planning = world.departments["planning"]
    do(world, D, world.actor("officer"), lead, department=planning.pk, supporting=[])
    lead.refresh_from_db()

    asked = lead.extensions.get()
    assert (asked.granted, asked.decided_by, asked.decided_at) == (None, None, MONDAY)
    do(world, Verb.accept, world.actor("liaison_b"), lead)
    do(world, Verb.ask_extension, world.actor("liaison_b"), lead)  # nothing of the other department stands in the way
