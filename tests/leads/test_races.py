"""Two at once: one wins, the other is told; nothing happens twice; no chain forks."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Sum

from jianyan.core.flow import Refused
from jianyan.core.workdays import Day
from jianyan.leads import actions
from jianyan.leads.models import Lead, OpinionForm
from jianyan.ledger.actions import seal, verify
from jianyan.ledger.models import Entry, Seal
from jianyan.rules.actions import add_notice
from tests.fixtures import MONDAY, World, build_world, when

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run acts in threads from one starting line; returns what each returned or raised."""
    line = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        line.wait()
        try:
            results[place] = act()
        except Exception as error:  # the test looks at what came
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(i, act)) for i, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def world() -> World:
    return build_world()


def test_two_dispatches_of_one_page_leave_one(world: World) -> None:
    lead = world.walk(world.lead(), "clarified")
    officer, head = world.actor("officer"), world.actor("head")
    unit = world.departments["commerce"].pk

    def act(actor):
        return lambda: actions.dispatch(actor, lead.pk, at=MONDAY, seen=lead.revision, department=unit)

    results = at_once(act(officer), act(head))

    refused = [r for r in results if isinstance(r, Refused)]
    assert [r.code for r in refused] == ["stale"]
    assert sum(isinstance(r, Lead) for r in results) == 1
    assert Entry.objects.filter(subject=lead.subject, verb="lead.dispatch").count() == 1
    assert verify(world.zone, at=MONDAY).findings == []


def test_a_form_sent_twice_at_once_is_filed_once(world: World) -> None:
    actor = world.actor("social")
    identity = world.supervisors["social"].identities.get().pk
    key, month = uuid4(), MONDAY.date().replace(day=1)

    def send():
        return actions.file_form(actor, identity, month, [world.opinion()], at=MONDAY, key=key)

    first, second = at_once(send, send)

    assert isinstance(first, OpinionForm) and first == second
    assert Lead.objects.count() == 1


def test_many_writers_on_one_subject_do_not_fork_its_chain(world: World) -> None:
    lead = world.lead()
    officer = world.actor("officer")

    def act(kind):
        return lambda: actions.classify(officer, lead.pk, at=MONDAY, kind=kind, field="government", common=False)

    results = at_once(*[act(kind) for kind in ("risk", "advice", "constraint", "service")])

    assert not [r for r in results if isinstance(r, Exception)]
    places = list(Entry.objects.filter(subject=lead.subject).order_by("place").values_list("place", flat=True))
    assert places == [1, 2, 3, 4, 5]
    assert verify(world.zone, at=MONDAY).findings == []


def test_lead_numbers_given_out_at_once_have_no_gap_and_no_repeat(world: World) -> None:
    social, internal = world.actor("social"), world.actor("internal")
    month = MONDAY.date().replace(day=1)

    def send(actor, key):
        supervisor = world.supervisors[key]
        identity = supervisor.identities.get().pk
        opinions = [world.opinion(supervisor.channel)] * 3
        return lambda: actions.file_form(actor, identity, month, opinions, at=MONDAY, key=uuid4())

    results = at_once(send(social, "social"), send(internal, "internal"))

    assert not [r for r in results if isinstance(r, Exception)]
    numbers = sorted(Lead.objects.values_list("no", flat=True))
    assert numbers == [f"东监 2026-{n:04d}" for n in range(1, 7)]


def test_a_department_that_accepts_and_returns_at_once_does_one_of_the_two(world: World) -> None:
    lead = world.walk(world.lead(), "dispatched")
    world.user("colleague", "liaison", world.departments["commerce"])
    one, other = world.actor("liaison"), world.actor("colleague")
    planning = world.departments["planning"].pk

    results = at_once(
        lambda: actions.accept(one, lead.pk, at=MONDAY, seen=lead.revision),
        lambda: actions.return_(
            other, lead.pk, at=MONDAY, seen=lead.revision, reason="不归我们管。", should_be=planning
        ),
    )

    assert [r.code for r in results if isinstance(r, Refused)] == ["stale"]
    lead.refresh_from_db()
    assert lead.state in ("accepted", "returned") and lead.revision == 4
    assert lead.clocks.filter(governs=True).count() == 1
    assert verify(world.zone, at=MONDAY).findings == []


def test_the_clock_and_the_department_do_not_both_accept(world: World) -> None:
    lead = world.walk(world.lead(), "dispatched")
    liaison, late = world.actor("liaison"), when("2026-03-11 00:00")

    results = at_once(
        lambda: actions.accept(liaison, lead.pk, at=late),
        lambda: actions.accept_silently(world.system, lead.pk, at=late),
    )

    assert [r.code for r in results if isinstance(r, Refused)] == ["wrong_state"]
    assert Entry.objects.filter(subject=lead.subject, verb__startswith="lead.accept").count() == 1


def test_two_tabs_that_file_a_month_with_different_pages_file_one(world: World) -> None:
    actor = world.actor("social")
    identity = world.supervisors["social"].identities.get().pk
    month = MONDAY.date().replace(day=1)

    def send(title):
        opinions = [world.opinion(title=title)]
        return lambda: actions.file_form(actor, identity, month, opinions, at=MONDAY, key=uuid4())

    results = at_once(send("第一个页面"), send("第二个页面"), send("第三个页面"))

    assert [r.code for r in results if isinstance(r, Refused)] == ["already_filed"] * 2
    assert OpinionForm.objects.count() == Lead.objects.count() == 1


def test_reporter_and_officer_follow_up_at_once_and_one_verdict_stands(world: World) -> None:
    lead = world.walk(world.lead(), "replied")
    social, officer = world.actor("social"), world.actor("officer")

    results = at_once(
        lambda: actions.follow_up(social, lead.pk, at=MONDAY, solved=False, satisfaction="unsatisfied", words_="没有"),
        lambda: actions.follow_up(officer, lead.pk, at=MONDAY, solved=True, satisfaction="satisfied"),
    )

    assert [r.code for r in results if isinstance(r, Refused)] == ["wrong_state"]
    assert lead.follow_ups.count() == 1
    lead.refresh_from_db()
    assert lead.state in ("closed", "reopened")


def test_two_leads_merged_into_each_other_at_once_do_not_both_vanish(world: World) -> None:
    one, other = (world.walk(world.lead(key), "clarified") for key in ("social", "internal"))
    officer, head = world.actor("officer"), world.actor("head")

    results = at_once(
        lambda: actions.merge(officer, one.pk, at=MONDAY, into=other.pk, reason="同一问题。"),
        lambda: actions.merge(head, other.pk, at=MONDAY, into=one.pk, reason="同一问题。"),
    )

    assert [r.code for r in results if isinstance(r, Refused)] == ["bad_target"]
    assert sorted(Lead.objects.values_list("state", flat=True)) == ["clarified", "merged"]


def test_a_lead_is_not_merged_into_one_that_is_being_withdrawn(world: World) -> None:
    one, other = (world.walk(world.lead(key), "clarified") for key in ("social", "internal"))
    officer, internal = world.actor("officer"), world.actor("internal")

    results = at_once(
        lambda: actions.merge(officer, one.pk, at=MONDAY, into=other.pk, reason="同一问题。"),
        lambda: actions.withdraw(internal, other.pk, at=MONDAY),
    )

    refused = [r.code for r in results if isinstance(r, Refused)]
    assert refused in (["bad_target"], ["carries_others"])
    assert Lead.objects.filter(state="clarified").count() == 1


def test_an_extension_is_asked_for_once_and_decided_once(world: World) -> None:
    lead = world.walk(world.lead(), "accepted")
    world.user("colleague", "liaison", world.departments["commerce"])
    until = when("2026-04-10 00:00").date()

    def ask(key):
        actor = world.actor(key)
        return lambda: actions.ask_extension(actor, lead.pk, at=MONDAY, until=until, reason="需要会商。")

    def decide(grant):
        head = world.actor("head")
        return lambda: actions.decide_extension(head, lead.pk, at=MONDAY, grant=grant, opinion="意见。")

    asked = at_once(ask("liaison"), ask("colleague"))
    decided = at_once(decide(True), decide(False))

    assert [r.code for r in asked if isinstance(r, Refused)] == ["extension_open"]
    assert [r.code for r in decided if isinstance(r, Refused)] == ["no_extension"]
    assert lead.extensions.count() == 1


def test_a_calendar_that_changes_while_people_work_stops_nobody(world: World) -> None:
    leads = [world.walk(world.lead(), "replied"), world.lead("internal")]
    officer, social = world.actor("officer"), world.actor("social")
    closed = [Day(date(2026, 3, day), working=False, name="停工") for day in (11, 12)]
    add_notice(world.actor("head"), world.zone, name="停工通知", days=closed, year=None, at=MONDAY)

    results = at_once(
        lambda: actions.recompute(world.system, world.zone, at=MONDAY),
        lambda: actions.follow_up(
            social, leads[0].pk, at=MONDAY, solved=False, satisfaction="unsatisfied", words_="没"
        ),
        lambda: actions.log_call(officer, leads[1].pk, at=MONDAY, verified="属实。"),
    )

    assert not [r for r in results if isinstance(r, Exception)]
    for lead in leads:
        assert lead.clocks.filter(governs=True).count() == 1
    assert verify(world.zone, at=MONDAY).findings == []


def test_sealing_while_people_write_leaves_no_row_between_two_seals(world: World) -> None:
    leads = [world.lead(), world.lead("internal")]
    officer = world.actor("officer")

    def work(lead):
        def act():
            for number in range(12):
                actions.log_unanswered(officer, lead.pk, at=MONDAY) if number < 2 else actions.classify(
                    officer, lead.pk, at=MONDAY, kind=lead.kind, field="market", common=False, policy=lead.policy
                )

        return act

    def seals():
        for day in range(8):
            seal(world.zone, MONDAY.date() + timedelta(days=day), at=MONDAY)

    results = at_once(work(leads[0]), work(leads[1]), seals)

    assert not [r for r in results if isinstance(r, Exception)]
    seal(world.zone, MONDAY.date() + timedelta(days=30), at=MONDAY)
    assert verify(world.zone, at=MONDAY).findings == []
    total = Seal.objects.filter(zone=world.zone).aggregate(total=Sum("count"))["total"]
    assert total == Entry.objects.filter(zone=world.zone).count()


def test_an_act_is_undone_once(world: World) -> None:
    lead, officer = world.lead(), world.actor("officer")
    actions.log_call(officer, lead.pk, at=MONDAY, verified="情况属实。")
    row = Entry.objects.get(subject=lead.subject, verb="lead.call").pk

    results = at_once(
        lambda: actions.undo(officer, lead.pk, at=MONDAY, entry=row),
        lambda: actions.undo(officer, lead.pk, at=MONDAY, entry=row),
    )

    assert [r.code for r in results if isinstance(r, Refused)] == ["undo_moved_on"]
    assert Entry.objects.filter(subject=lead.subject, verb="lead.undo").count() == 1
