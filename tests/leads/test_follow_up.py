"""回访: the reporter says whether it is solved; content closes, a promise stays in view, discontent goes back."""

from datetime import date, timedelta

import pytest

from jianyan.accounts.models import Role
from jianyan.core.flow import State, Verb
from jianyan.leads.models import FollowUp, Lead
from jianyan.ledger.models import Entry
from tests.fixtures import MONDAY, World, when
from tests.leads.acts import bring, check_others, check_stale, clock, do, last_row, promise, refused, told

F, UNREACHED = Verb.follow_up, Verb.follow_up_unreached
BAD = {"solved": False, "satisfaction": "unsatisfied", "words_": "还是要跑两趟。"}


@pytest.mark.clause("5.2.b")
@pytest.mark.parametrize("satisfaction", ["satisfied", "basically"])
def test_a_content_reporter_closes_the_lead(world: World, satisfaction: str) -> None:
    lead = bring(world, world.lead(), State.replied)
    at = when("2026-03-16 23:59")  # five working days
    do(world, F, world.actor("social"), lead, at, satisfaction=satisfaction)
    lead.refresh_from_db()

    assert (lead.state, lead.solved, lead.satisfaction, lead.ended_at) == (State.closed, True, satisfaction, at)
    said = FollowUp.objects.get(lead=lead)
    assert (said.by_reporter, said.reached, said.by) == (True, True, world.users["social"])
    assert clock(lead, "follow_up").on_time is True
    rows = list(Entry.objects.filter(subject=lead.subject).order_by("place"))[-2:]
    assert [(row.verb, row.role) for row in rows] == [("lead.follow_up", "reporter"), ("lead.close", "system")]
    assert not lead.clocks.filter(stopped_at__isnull=True).exists()


def test_the_officer_writes_down_what_the_reporter_said(world: World) -> None:
    lead = bring(world, world.lead(), State.replied)
    do(world, F, world.actor("officer"), lead, when("2026-03-17 00:00"), solved=False, satisfaction="basically")
    lead.refresh_from_db()
    assert (lead.state, lead.solved) == (State.closed, False)  # content with an answer that solved nothing
    assert FollowUp.objects.get(lead=lead).by_reporter is False
    assert clock(lead, "follow_up").on_time is False  # a day late


def test_a_discontent_reporter_sends_it_back_with_the_reason(world: World) -> None:
    lead = bring(world, world.lead(), State.replied)
    at = when("2026-03-11 10:00")
    do(world, F, world.actor("social"), lead, at, **BAD)
    lead.refresh_from_db()

    assert (lead.state, lead.reopened, lead.solved, lead.ended_at) == (State.reopened, 1, False, None)
    assert lead.lead_department == world.departments["commerce"]
    again = clock(lead, "reply")
    assert (again.started_at, again.due_on, again.governs) == (at, date(2026, 4, 1), True)  # grade B anew
    rows = list(Entry.objects.filter(subject=lead.subject).order_by("place"))[-2:]
    assert [row.verb for row in rows] == ["lead.follow_up", "lead.reopen"]
    assert rows[1].data["round"] == 1
    assert told(world, "liaison", "lead.reopen") and told(world, "officer", "lead.reopen")


def test_solved_but_unsatisfied_goes_back_too(world: World) -> None:
    lead = bring(world, world.lead(), State.replied)
    do(world, F, world.actor("social"), lead, solved=True, satisfaction="unsatisfied", words_="态度不好。")
    assert Lead.objects.get(pk=lead.pk).state == State.reopened


def test_round_after_round(world: World) -> None:
    lead = bring(world, world.lead(), State.replied)
    for number in (1, 2, 3):
        do(world, F, world.actor("social"), lead, **BAD)
        lead.refresh_from_db()
        assert lead.reopened == number
        do(world, Verb.reply, world.actor("liaison"), lead)
    do(world, F, world.actor("social"), lead)
    assert Lead.objects.get(pk=lead.pk).state == State.closed


# ------------------------------------------------------------------------------------------------------------ promises


def test_a_promise_is_not_a_solution(world: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    promise(world, lead, days=20)  # 29 March, a Sunday
    do(world, F, world.actor("social"), lead, solved=False, satisfaction="satisfied")
    lead.refresh_from_db()

    assert (lead.state, lead.ended_at) == (State.followed_up, None)
    kept = clock(lead, "promise")
    assert (kept.governs, kept.fixed, kept.due_on) == (True, True, date(2026, 3, 29))
    assert kept.department == world.departments["commerce"]
    assert last_row(lead).data["clocks"]["promise"] == {"due": "2026-03-29"}


@pytest.mark.parametrize(("asked", "due"), [("2026-03-27 10:00", "2026-03-30"), ("2026-04-03 10:00", "2026-04-07")])
def test_a_department_is_not_late_with_a_promise_because_the_office_asked_back_late(
    world: World, asked: str, due: str
) -> None:
    """Before the follow-up it cannot answer again: the day after it is the earliest that it can be held to."""
    lead = bring(world, world.lead(), State.accepted)
    promise(world, lead, days=18)  # 27 March
    do(world, F, world.actor("officer"), lead, when(asked))
    assert clock(lead, "promise").due_on.isoformat() == due
    assert clock(lead, "promise").due_at > when(asked)


def test_a_discontent_reporter_does_not_wait_for_the_promise(world: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    promise(world, lead)
    do(world, F, world.actor("social"), lead, **BAD)
    lead.refresh_from_db()
    assert lead.state == State.reopened
    assert not lead.clocks.filter(kind="promise").exists()


# ----------------------------------------------------------------------------------------------------------- unreached


def test_who_could_not_be_reached_is_noted_and_counted(world: World) -> None:
    lead = bring(world, world.lead(), State.replied)
    for _ in range(3):
        do(world, UNREACHED, world.actor("officer"), lead, words_="无人接听")
    lead.refresh_from_db()
    assert lead.state == State.replied and clock(lead, "follow_up").governs
    assert FollowUp.objects.filter(lead=lead, reached=False, satisfaction="").count() == 3
    assert last_row(lead).verb == "lead.follow_up_unreached"
    assert refused(lambda: do(world, UNREACHED, world.actor("officer"), lead, words_="长" * 1001)) == "too_long"


# -------------------------------------------------------------------------------------------------------------- others


@pytest.mark.clause("4.1.c")
def test_the_handling_unit_does_not_judge_itself_but_a_reporter_from_it_does(world: World) -> None:
    lead = world.lead("internal")  # works in commerce
    bring(world, lead, State.clarified)
    office = world.departments["office"]
    do(world, Verb.dispatch, world.actor("officer"), lead, department=office.pk)  # the office handles this one itself
    world.user("liaison_o", "liaison", office)
    do(world, Verb.accept, world.actor("liaison_o"), lead)
    do(world, Verb.reply, world.actor("liaison_o"), lead)
    do(world, F, world.actor("internal"), lead)

    own = bring(world, world.lead("internal", when("2026-04-01 09:00")), State.replied, when("2026-04-01 09:00"))
    do(world, F, world.actor("internal"), own, when("2026-04-01 09:00"))
    assert Lead.objects.get(pk=own.pk).state == State.closed


@pytest.mark.parametrize("verb", [F, UNREACHED])
def test_others_and_stale_pages(world: World, elsewhere: World, verb: Verb) -> None:
    lead = bring(world, world.lead(), State.replied)
    readers = ("leader", "liaison") if verb == F else ("leader", "liaison", "social")
    check_others(verb, world, elsewhere, lead, readers=readers)
    check_stale(verb, world, "officer", lead)


@pytest.mark.parametrize("state", [State.accepted, State.followed_up, State.reopened, State.closed])
def test_only_an_answer_is_followed_up_and_once(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    assert refused(lambda: do(world, F, world.actor("social"), lead)) == "wrong_state"
    assert refused(lambda: do(world, F, world.actor("social"), lead, seen=lead.revision - 1)) == "stale"


def test_forged_and_missing_answers(world: World) -> None:
    lead, social = bring(world, world.lead(), State.replied), world.actor("social")
    for bad in ("", "very", "SATISFIED"):
        assert refused(lambda bad=bad: do(world, F, social, lead, satisfaction=bad)) == "bad_satisfaction"
    assert refused(lambda: do(world, F, social, lead, **{**BAD, "words_": " "})) == "why_required"
    assert refused(lambda: do(world, F, social, lead, words_="长" * 1001)) == "too_long"


# --------------------------------------------------------------------------------------- what the office itself handled


def of_the_office(world: World, to: State, **changes: object) -> Lead:
    """A lead that the office handles itself: its liaison, who is an officer too, has accepted and answered it."""
    office = world.departments["office"]
    lead = bring(world, world.lead(**changes), State.clarified)
    do(world, Verb.dispatch, world.actor("officer"), lead, department=office.pk, supporting=[])
    handler = world.user("handler", "officer", office)
    Role.objects.create(user=handler, zone=world.zone, name="liaison", department=office)
    do(world, Verb.accept, world.actor("handler"), lead)
    if to == State.followed_up:
        day = MONDAY.date() + timedelta(days=20)
        promised = {"result": "solving", "process": "在办。", "plan": "月底。", "promised_on": day}
        do(world, Verb.reply, world.actor("handler"), lead, **promised)
        do(world, F, world.actor("head"), lead, solved=False)
    else:
        do(world, Verb.reply, world.actor("handler"), lead)
    lead.refresh_from_db()
    assert lead.state == to
    return lead


@pytest.mark.clause("4.1.c", "5.1.i")
@pytest.mark.parametrize("who", ["officer", "head"])
def test_what_the_office_handled_is_followed_up_by_another_of_it(world: World, who: str) -> None:
    lead = of_the_office(world, State.replied)
    for verb in (F, UNREACHED):
        assert refused(lambda verb=verb: do(world, verb, world.actor("handler"), lead)) == "handler_follow_up"
    do(world, UNREACHED, world.actor(who), lead)
    do(world, F, world.actor(who), lead)
    assert Lead.objects.get(pk=lead.pk).state == State.closed


@pytest.mark.clause("4.1.c")
def test_what_the_office_handled_can_be_closed_when_its_reporter_does_not_answer(world: World) -> None:
    lead = of_the_office(world, State.replied)
    for _ in range(3):
        do(world, UNREACHED, world.actor("officer"), lead)
    assert refused(lambda: do(world, Verb.close, world.actor("handler"), lead)) == "handler_follow_up"
    do(world, Verb.close, world.actor("head"), lead)


@pytest.mark.clause("4.1.c")
@pytest.mark.parametrize("verb", [Verb.close, Verb.reopen])
def test_a_promise_of_the_office_is_judged_by_another_of_it(world: World, verb: Verb) -> None:
    lead = of_the_office(world, State.followed_up)
    assert refused(lambda: do(world, verb, world.actor("handler"), lead)) == "handler_follow_up"
    do(world, verb, world.actor("officer"), lead)


@pytest.mark.clause("4.1.c")
def test_of_another_department_nobody_judges_who_is_in_it(world: World) -> None:
    """Only the office has two persons for it; an officer on loan to a department stays that department's."""
    lead = bring(world, world.lead(), State.replied)
    world.user("both", "officer", world.departments["commerce"])
    assert refused(lambda: do(world, F, world.actor("both"), lead)) == "handler_follow_up"
