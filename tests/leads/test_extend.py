"""延期: asked for in time and with a reason, decided by the office head; the supervisor is told."""

from datetime import date

import pytest

from jianyan.core.flow import State, Verb
from jianyan.core.workdays import Day
from jianyan.leads.actions import recompute
from jianyan.leads.models import Extension, Lead
from jianyan.rules.actions import add_notice
from tests.fixtures import MONDAY, World, when
from tests.leads.acts import bring, check_others, check_stale, clock, do, last_row, refused, told

ASK, GRANT, REFUSE = Verb.ask_extension, Verb.grant_extension, Verb.refuse_extension
DUE = date(2026, 3, 30)  # grade B from Monday the 9th: fifteen working days
UNTIL = date(2026, 4, 10)


@pytest.fixture
def lead(world: World) -> Lead:
    found = bring(world, world.lead(), State.accepted)
    assert clock(found, "reply").due_on == DUE
    return found


@pytest.fixture
def asked(world: World, lead: Lead) -> Extension:
    do(world, ASK, world.actor("liaison"), lead, until=UNTIL)
    lead.refresh_from_db()
    return Extension.objects.get(lead=lead)


# ------------------------------------------------------------------------------------------------------------- asking


@pytest.mark.clause("5.1.h", "5.2.b")
def test_a_department_asks_for_time(world: World, lead: Lead) -> None:
    at = when("2026-03-27 17:00")  # one working day before Monday the 30th
    do(world, ASK, world.actor("liaison"), lead, at, until=UNTIL, reason="需与海关会商。")
    lead.refresh_from_db()

    asked = Extension.objects.get(lead=lead)
    assert (asked.department, asked.by) == (world.departments["commerce"], world.users["liaison"])
    assert (asked.until, asked.reason, asked.granted, asked.decided_at) == (UNTIL, "需与海关会商。", None, None)
    assert lead.state == State.accepted
    assert clock(lead, "reply").due_on == DUE  # asking changes nothing yet
    assert last_row(lead).data["until"] == "2026-04-10"
    assert told(world, "head", "lead.ask_extension") and not told(world, "social", "lead.extended")


def test_on_the_last_day_it_is_too_late_to_ask(world: World, lead: Lead) -> None:
    liaison = world.actor("liaison")
    for at in ("2026-03-30 00:00", "2026-03-30 23:59", "2026-04-01 09:00"):
        assert refused(lambda at=at: do(world, ASK, liaison, lead, when(at), until=UNTIL)) == "extension_too_late"


def test_one_request_at_a_time(world: World, lead: Lead, asked: Extension) -> None:
    assert refused(lambda: do(world, ASK, world.actor("liaison"), lead)) == "extension_open"


@pytest.mark.parametrize("until", [date(2026, 3, 30), date(2026, 3, 1), date(1, 1, 1)])
def test_the_day_must_be_after_the_present_one(world: World, lead: Lead, until: date) -> None:
    assert refused(lambda: do(world, ASK, world.actor("liaison"), lead, until=until)) == "until_before_due"


@pytest.mark.parametrize("until", [date(2026, 4, 29), date(2026, 12, 31), date(9999, 12, 31)])
def test_one_extension_has_an_end(world: World, lead: Lead, until: date) -> None:
    """Twenty working days after 30 March end on 28 April: Qingming takes 6 April."""
    liaison = world.actor("liaison")
    assert refused(lambda: do(world, ASK, liaison, lead, until=until)) == "until_too_far"
    do(world, ASK, liaison, lead, until=date(2026, 4, 28))


def test_a_reason_is_needed_and_has_an_end(world: World, lead: Lead) -> None:
    liaison = world.actor("liaison")
    assert refused(lambda: do(world, ASK, liaison, lead, until=UNTIL, reason="\n")) == "reason_required"
    assert refused(lambda: do(world, ASK, liaison, lead, until=UNTIL, reason="长" * 1001)) == "too_long"


def test_others_and_stale_pages(world: World, elsewhere: World, lead: Lead) -> None:
    world.user("liaison_c", "liaison", world.departments["customs"])
    check_others(ASK, world, elsewhere, lead, readers=("officer", "head", "leader", "social", "liaison_c"))
    check_stale(ASK, world, "liaison", lead)


@pytest.mark.parametrize("state", [State.dispatched, State.replied, State.followed_up, State.closed])
def test_only_while_it_is_being_handled(world: World, state: State) -> None:
    lead = bring(world, world.lead("internal"), state)
    assert refused(lambda: do(world, ASK, world.actor("liaison"), lead, until=UNTIL)) == "wrong_state"


# ----------------------------------------------------------------------------------------------------------- deciding


@pytest.mark.clause("5.1.h", "5.2.b")
def test_granted_the_reply_is_due_on_the_day_asked_for_and_the_reporter_is_told(
    world: World, lead: Lead, asked: Extension
) -> None:
    do(world, GRANT, world.actor("head"), lead, opinion="同意。")
    asked.refresh_from_db()

    assert (asked.granted, asked.decided_by, asked.opinion) == (True, world.users["head"], "同意。")
    moved = clock(lead, "reply")
    assert (moved.due_on, moved.fixed, moved.governs, moved.stopped_at) == (UNTIL, True, True, None)
    assert (moved.due_at, moved.warn_at) == (when("2026-04-11 00:00"), when("2026-04-08 00:00"))
    row = last_row(lead)
    assert (row.verb, row.role, row.data["due"]) == ("lead.grant_extension", "head", ["2026-03-30", "2026-04-10"])
    notice = told(world, "social", "lead.extended")
    assert notice and notice.params["until"] == "2026-04-10"


def test_an_answer_by_the_granted_day_is_on_time(world: World, lead: Lead, asked: Extension) -> None:
    do(world, GRANT, world.actor("head"), lead)
    do(world, Verb.reply, world.actor("liaison"), lead, when("2026-04-10 23:59"))
    assert clock(lead, "reply").on_time is True


def test_refused_the_day_stays_and_the_reason_is_given(world: World, lead: Lead, asked: Extension) -> None:
    head = world.actor("head")
    assert refused(lambda: do(world, REFUSE, head, lead, opinion=" ")) == "opinion_required"
    do(world, REFUSE, head, lead, opinion="时间足够。")
    asked.refresh_from_db()
    assert (asked.granted, asked.decided_by) == (False, world.users["head"])
    assert (clock(lead, "reply").due_on, clock(lead, "reply").fixed) == (DUE, False)
    assert told(world, "liaison", "lead.refuse_extension") and not told(world, "social", "lead.extended")


def test_after_a_decision_one_may_ask_again(world: World, lead: Lead, asked: Extension) -> None:
    head, liaison = world.actor("head"), world.actor("liaison")
    do(world, REFUSE, head, lead)
    do(world, ASK, liaison, lead, until=UNTIL)
    do(world, GRANT, head, lead)
    assert refused(lambda: do(world, ASK, liaison, lead, until=UNTIL)) == "until_before_due"
    do(world, ASK, liaison, lead, until=date(2026, 4, 20))


@pytest.mark.parametrize("verb", [GRANT, REFUSE])
def test_the_head_alone_decides_and_once(
    world: World, elsewhere: World, lead: Lead, asked: Extension, verb: Verb
) -> None:
    check_others(verb, world, elsewhere, lead, readers=("officer", "leader", "social", "liaison"))
    check_stale(verb, world, "head", lead)
    do(world, verb, world.actor("head"), lead)
    assert refused(lambda: do(world, verb, world.actor("head"), lead)) == "no_extension"
    assert refused(lambda: do(world, verb, world.actor("head"), lead, seen=lead.revision)) == "stale"


def test_an_opinion_has_an_end(world: World, lead: Lead, asked: Extension) -> None:
    assert refused(lambda: do(world, GRANT, world.actor("head"), lead, opinion="长" * 1001)) == "too_long"


def test_an_answer_makes_the_request_fall_away(world: World, lead: Lead, asked: Extension) -> None:
    do(world, Verb.reply, world.actor("liaison"), lead)
    asked.refresh_from_db()
    assert (asked.granted, asked.decided_by, asked.decided_at) == (None, None, MONDAY)
    assert refused(lambda: do(world, GRANT, world.actor("head"), lead)) == "wrong_state"


def test_a_granted_day_does_not_shorten_what_a_new_calendar_gave(world: World, lead: Lead, asked: Extension) -> None:
    """A typhoon closes the zone for two weeks after the department asked for one."""
    closed = [Day(date(2026, 3, d), working=False, name="停工") for d in range(16, 31)]
    add_notice(world.actor("sysadmin"), world.zone, name="停工通知", days=closed, year=None, at=MONDAY)
    recompute(world.system, world.zone, at=MONDAY)
    later = clock(lead, "reply").due_on
    assert later > UNTIL
    do(world, GRANT, world.actor("head"), lead)
    assert clock(lead, "reply").due_on == later
