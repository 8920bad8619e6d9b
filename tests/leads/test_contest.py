"""期限异议: a department contests its own clock, the office upholds or rejects it, and the rates follow."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from jianyan.accounts.models import Role
from jianyan.core.flow import State, Verb
from jianyan.leads import actions
from jianyan.leads.models import Attachment, Contest, Lead
from jianyan.leads.queries.page import lead_page, shown_to
from jianyan.leads.queries.rates import Scope, part_of, rates
from tests.files import image
from tests.fixtures import MONDAY, World, when
from tests.leads.acts import bring, check_others, check_stale, clock, do, last_row, refused, told

V = Verb
LATE = when("2026-04-02 09:00")  # two working days after the reply was due


def late(world: World) -> Lead:
    """Answered two days late."""
    lead = bring(world, world.lead(), State.accepted)
    do(world, V.reply, world.actor("liaison"), lead, LATE)
    lead.refresh_from_db()
    return lead


def contested(world: World) -> Lead:
    lead = late(world)
    do(world, V.contest, world.actor("liaison"), lead, LATE, clock=clock(lead, "reply").pk)
    lead.refresh_from_db()
    return lead


@pytest.mark.clause("5.1.h")
def test_a_contest_waits_and_changes_nothing_yet(world: World) -> None:
    lead = contested(world)
    row = Contest.objects.get()
    assert (row.clock, row.wish, row.decided_at) == (clock(lead, "reply"), "exclude", None)
    assert (clock(lead, "reply").on_time, clock(lead, "reply").excluded) == (False, False)
    last = last_row(lead)
    assert (last.verb, last.data["clock"], last.data["wish"]) == ("lead.contest", "reply", "exclude")
    assert last.data["from"] == last.data["to"] == "replied" and "材料" not in str(last.data)
    assert told(world, "officer", "lead.contest") and not told(world, "social", "lead.contest")


@pytest.mark.clause("5.1.h")
def test_upheld_without_a_day_the_clock_counts_in_no_rate(world: World) -> None:
    lead = contested(world)
    unit = world.departments["commerce"].pk
    scope = Scope(world.zone.pk, LATE, department_id=unit)
    before = rates(scope)["reply"]
    do(world, V.uphold_contest, world.actor("officer"), lead, LATE)
    after = rates(scope)["reply"]
    assert (before.num, before.den, before.left_out["excluded"]) == (0, 1, 0)
    assert (after.num, after.den, after.left_out["excluded"]) == (0, 0, 1)
    assert list(part_of(scope, "reply", "excluded")) == [lead]
    row = Contest.objects.get()
    assert (row.upheld, row.decided_by, row.opinion) == (True, world.users["officer"], "材料确实晚到。")
    assert last_row(lead).data["excluded"] is True and told(world, "liaison", "lead.uphold_contest")


def test_upheld_with_a_day_the_clock_is_judged_anew(world: World) -> None:
    lead = contested(world)
    officer = world.actor("officer")
    same = date(2026, 3, 30)
    assert refused(lambda: do(world, V.uphold_contest, officer, lead, LATE, until=same)) == "until_before_due"
    far = date(9999, 12, 31)
    assert refused(lambda: do(world, V.uphold_contest, officer, lead, LATE, until=far)) == "promise_too_far"
    do(world, V.uphold_contest, officer, lead, LATE, until=date(2026, 4, 3))
    reply = clock(lead, "reply")
    assert (reply.due_on, reply.on_time, reply.fixed, reply.excluded) == (date(2026, 4, 3), True, True, False)
    assert last_row(lead).data["due"] == ["2026-03-30", "2026-04-03"] and last_row(lead).data["on_time"] is True
    found = rates(Scope(world.zone.pk, LATE, department_id=world.departments["commerce"].pk))["reply"]
    assert (found.num, found.den) == (1, 1)


def test_upheld_with_a_day_that_is_still_too_early_it_stays_late(world: World) -> None:
    lead = contested(world)
    do(world, V.uphold_contest, world.actor("officer"), lead, LATE, until=date(2026, 4, 1))
    assert clock(lead, "reply").on_time is False


def test_a_running_clock_runs_on_to_the_corrected_day_and_the_reporter_is_told(world: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    reply = clock(lead, "reply")
    do(world, V.contest, world.actor("liaison"), lead, LATE, clock=reply.pk, wish="restart")
    do(world, V.uphold_contest, world.actor("head"), lead, LATE, until=date(2026, 4, 10))
    reply.refresh_from_db()
    assert (reply.due_on, reply.on_time, reply.governs, reply.stopped_at) == (date(2026, 4, 10), None, True, None)
    assert told(world, "social", "lead.extended")
    do(world, V.reply, world.actor("liaison"), lead, when("2026-04-10 23:00"))
    assert clock(lead, "reply").on_time is True


def test_rejected_it_stays_as_it_is_and_may_be_contested_with_better_reasons(world: World) -> None:
    lead = contested(world)
    officer = world.actor("officer")
    assert refused(lambda: do(world, V.reject_contest, officer, lead, LATE, opinion=" ")) == "opinion_required"
    do(world, V.reject_contest, officer, lead, LATE)
    assert Contest.objects.get().upheld is False
    assert clock(lead, "reply").on_time is False and told(world, "liaison", "lead.reject_contest")
    do(world, V.contest, world.actor("liaison"), lead, LATE, clock=clock(lead, "reply").pk, reason="附上收件回执。")


def both(world: World) -> Lead:
    """Both clocks of the department are contested, the one to reply first."""
    lead = bring(world, world.lead(), State.accepted)
    for kind in ("reply", "accept"):
        do(world, V.contest, world.actor("liaison"), lead, clock=clock(lead, kind).pk)
    lead.refresh_from_db()
    return lead


def test_one_open_contest_a_clock(world: World) -> None:
    lead = bring(world, world.lead(), State.accepted)
    liaison, reply = world.actor("liaison"), clock(lead, "reply")
    do(world, V.contest, liaison, lead, clock=reply.pk)
    assert refused(lambda: do(world, V.contest, liaison, lead, clock=reply.pk)) == "bad_clock"
    do(world, V.contest, liaison, lead, clock=clock(lead, "accept").pk)
    assert refused(lambda: do(world, V.contest, liaison, lead)) == "nothing_to_contest"
    row = Contest.objects.order_by("id")[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Contest.objects.create(
            lead=lead, clock=row.clock, department=row.department, at=MONDAY, by=row.by, wish="exclude", reason="又一次"
        )


def test_each_open_contest_is_decided_by_itself(world: World) -> None:
    lead = both(world)
    first, second = Contest.objects.order_by("id")
    officer = world.actor("officer")
    do(world, V.reject_contest, officer, lead, contest=second.pk)
    assert refused(lambda: do(world, V.reject_contest, officer, lead, contest=second.pk)) == "no_contest"
    do(world, V.uphold_contest, officer, lead)
    first.refresh_from_db()
    assert first.upheld is True
    assert refused(lambda: do(world, V.uphold_contest, officer, lead)) == "no_contest"


@pytest.mark.parametrize(("day", "code"), [("2026-04-10 23:59", None), ("2026-04-13 00:00", "nothing_to_contest")])
def test_only_within_the_rules_days_after_it_stopped(world: World, day: str, code: str | None) -> None:
    """Stopped on Thursday 2 April; Monday the 6th is Qingming's day off; five working days are over on the 10th."""
    lead = late(world)
    at = when(day)
    if code is None:
        do(world, V.contest, world.actor("liaison"), lead, at)
    else:
        assert refused(lambda: do(world, V.contest, world.actor("liaison"), lead, at)) == code


def test_only_own_clocks_that_count(world: World) -> None:
    lead = late(world)
    liaison = world.actor("liaison")
    for kind in ("call", "dispatch", "follow_up"):  # the office's own
        other = clock(lead, kind).pk
        assert refused(lambda other=other: do(world, V.contest, liaison, lead, LATE, clock=other)) == "bad_clock"
    reply = clock(lead, "reply").pk
    assert refused(lambda: do(world, V.contest, liaison, lead, LATE, clock=reply, wish="free")) == "bad_wish"
    assert refused(lambda: do(world, V.contest, liaison, lead, LATE, clock=reply, reason="")) == "reason_required"


def test_a_clock_that_falls_away_takes_its_contest_with_it(world: World) -> None:
    lead = bring(world, world.lead(), State.reopened)
    do(world, V.contest, world.actor("liaison"), lead, clock=clock(lead, "reply").pk)
    do(world, V.dispatch, world.actor("officer"), lead, department=world.departments["planning"].pk)
    row = Contest.objects.get()
    assert (row.decided_at, row.upheld, row.decided_by) == (MONDAY, None, None)
    assert refused(lambda: do(world, V.uphold_contest, world.actor("officer"), lead)) == "no_contest"


def test_what_was_late_stays_contested_when_the_lead_moves_on(world: World) -> None:
    lead = bring(world, world.lead(), State.reopened)
    reply = clock(lead, "reply")
    at = LATE + timedelta(days=60)
    do(world, V.contest, world.actor("liaison"), lead, at, clock=reply.pk)
    do(world, V.dispatch, world.actor("officer"), lead, at, department=world.departments["planning"].pk)
    do(world, V.uphold_contest, world.actor("officer"), lead, at)
    reply.refresh_from_db()
    assert (reply.on_time, reply.excluded) == (False, True)


def test_nobody_decides_for_their_own_unit(world: World) -> None:
    lead = contested(world)
    for verb in (V.uphold_contest, V.reject_contest):
        Role.objects.filter(user=world.users["head"]).update(department=world.departments["commerce"])
        assert refused(lambda verb=verb: do(world, verb, world.actor("head"), lead, LATE)) == "own_contest"


def test_an_own_lead_is_neither_contested_nor_decided(world: World) -> None:
    lead = contested(world)
    supervisor = world.supervisors["social"]
    for key, verb, code in (("officer", V.uphold_contest, "own_contest"), ("liaison", V.contest, "own_lead")):
        type(supervisor).objects.filter(pk=supervisor.pk).update(user=world.users[key])
        Role.objects.get_or_create(user=world.users[key], zone=world.zone, name="supervisor")
        assert refused(lambda key=key, verb=verb: do(world, verb, world.actor(key), lead, LATE)) == code


@pytest.mark.parametrize("verb", [V.uphold_contest, V.reject_contest])
def test_others_and_stale_pages_of_deciding(world: World, elsewhere: World, verb: Verb) -> None:
    lead = contested(world)
    world.user("liaison_c", "liaison", world.departments["customs"])
    check_others(verb, world, elsewhere, lead, readers=("liaison", "leader", "social", "liaison_c"), at=LATE)
    check_stale(verb, world, "officer", lead, LATE)


def test_others_and_stale_pages_of_contesting(world: World, elsewhere: World) -> None:
    lead = late(world)
    world.user("liaison_c", "liaison", world.departments["customs"])
    readers = ("officer", "head", "leader", "social", "liaison_c")
    check_others(V.contest, world, elsewhere, lead, readers=readers, at=LATE)
    check_stale(V.contest, world, "liaison", lead, LATE)


@pytest.mark.parametrize("state", [State.dispatched, State.returned])
def test_not_before_it_was_accepted(world: World, state: State) -> None:
    lead = bring(world, world.lead(), state)
    code = "wrong_state" if state == State.dispatched else "wrong_hat"
    assert refused(lambda: do(world, V.contest, world.actor("liaison"), lead)) == code


@pytest.mark.clause("4.1.c")
def test_a_contest_with_its_file_stays_between_office_and_department(world: World) -> None:
    world.user("liaison_c", "liaison", world.departments["customs"])
    lead, liaison, basket = late(world), world.actor("liaison"), uuid4()
    file = actions.upload(liaison, basket, image(), "回执.jpg", at=LATE)
    do(world, V.contest, liaison, lead, LATE, clock=clock(lead, "reply").pk, basket=basket)
    assert Attachment.objects.get(pk=file.pk).contest == Contest.objects.get()
    sees = {
        key: lead_page(world.actor(key), shown_to(world.actor(key)).get(pk=lead.pk), LATE)
        for key in ("officer", "leader", "liaison", "social", "liaison_c")
    }
    assert {key for key, page in sees.items() if page.contests} == {"officer", "leader", "liaison"}
    assert {key for key, page in sees.items() if page.files} == {"officer", "leader", "liaison"}
    told_of = {key for key, page in sees.items() if any(row.verb == "lead.contest" for row in page.entries)}
    assert told_of == {"officer", "leader", "liaison"}
