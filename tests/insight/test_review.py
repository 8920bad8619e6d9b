"""The trial-year review counts what the records say: from the ledger, in the period, of the zone alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jianyan.accounts.models import Zone
from jianyan.core.review import Tally
from jianyan.insight.forms.review import period_in
from jianyan.insight.queries.loop import loop_of
from jianyan.insight.queries.review import review_of
from jianyan.insight.queries.review_behind import Wanted, behind
from jianyan.insight.queries.review_ends import ENDS
from jianyan.insight.queries.review_scope import LONGEST, Scope, usual_period
from jianyan.leads import actions
from jianyan.leads.models import Lead
from jianyan.ledger.models import Entry
from jianyan.rules.queries import calendar_of
from tests.fixtures import MONDAY, World, when
from tests.leads.walks import wander

MARCH = date(2026, 3, 1)
NEXT_YEAR = when("2027-01-11 09:00")


def scope(world: World, first: date = MARCH, last: date = MARCH, now=NEXT_YEAR) -> Scope:
    world.zone.refresh_from_db()
    return Scope(world.zone, first, last, now)


@pytest.mark.clause("5.3.a")
@pytest.mark.parametrize("seed", range(3))
def test_the_loop_ends_where_the_leads_are(world: World, elsewhere: World, seed: int) -> None:
    elsewhere.walk(elsewhere.lead(), "closed")
    now = wander(world, seed, leads=10, steps=120)
    found = loop_of(scope(world, date(2026, 3, 1), date(2026, 12, 1), now), calendar_of(world.zone))
    leads = Lead.objects.filter(zone=world.zone)
    assert found.cases == leads.count()
    assert sum(found.starts.values()) == found.starts["received"] == leads.count()
    states = list(leads.values_list("state", flat=True))
    assert found.ends == {state: states.count(state) for state in found.ends}
    returned = Entry.objects.filter(zone=world.zone, verb="lead.return").count()
    assert found.activities.get("returned", 0) == returned


def test_what_was_undone_did_not_happen(world: World) -> None:
    lead = world.walk(world.lead(), "clarified")
    row = Entry.objects.filter(subject=lead.subject).latest("pk")
    actions.undo(world.actor("officer"), lead.pk, at=row.at + timedelta(seconds=9), entry=row.pk)
    found = loop_of(scope(world), calendar_of(world.zone))
    assert found.activities == {"received": 1}


def test_a_part_whose_splitting_was_undone_was_never_there(world: World) -> None:
    lead = world.walk(world.lead(), "clarified")
    actions.split(
        world.actor("officer"), lead.pk, at=MONDAY, parts=[world.opinion(title=f"第 {n} 件事") for n in (1, 2)]
    )
    row = Entry.objects.filter(subject=lead.subject, verb="lead.split").get()
    actions.undo(world.actor("officer"), lead.pk, at=row.at + timedelta(seconds=9), entry=row.pk)
    found = loop_of(scope(world), calendar_of(world.zone))
    assert found.activities == {"received": 1, "clarified": 1}


@pytest.mark.clause("5.3.b")
def test_only_the_zone_and_the_period_count(world: World, elsewhere: World) -> None:
    world.walk(world.lead(), "closed")
    world.supervisor("later")
    world.lead("later", when("2026-04-07 10:00"))
    elsewhere.walk(elsewhere.lead(), "closed")
    found = review_of(scope(world))
    assert (found.received, found.reporters, found.net.cases) == (1, 1, 1)
    assert found.rates["closed"] == Tally(1, 1)
    assert review_of(scope(world, MARCH, date(2026, 4, 1))).received == 2
    assert review_of(scope(elsewhere)).received == 1
    assert [line.count for line in found.units] == [1]
    assert behind(scope(world), Wanted(unit=elsewhere.departments["commerce"].pk)).count() == 0


@pytest.mark.clause("5.3.a")
def test_time_is_lost_where_the_limit_passed(world: World) -> None:
    lead = world.walk(world.lead(), "clarified")
    actions.dispatch(world.actor("officer"), lead.pk, at=MONDAY, department=world.departments["commerce"].pk, grade="C")
    actions.accept(world.actor("liaison"), lead.pk, at=MONDAY)
    # Five working days after Monday the 9th is the 16th; the answer came on the 19th.
    actions.reply(
        world.actor("liaison"), lead.pk, at=when("2026-03-19 10:00"), result="solved", process="已合并为一个窗口。"
    )
    found = review_of(scope(world, now=when("2026-03-20 10:00")))
    lost = found.times.steps["reply"]
    assert (lost.late, lost.days, lost.answered) == (1, 3, 8)
    assert found.times.departments[world.departments["commerce"].pk].days == 3
    assert found.times.kinds["service"].days == 3
    assert found.times.whole.late == 1
    assert (found.units[0].in_time, found.steps["reply"]) == (Tally(0, 1), 1)


@pytest.mark.clause("5.3.a")
def test_what_came_back_says_why(world: World) -> None:
    officer, liaison = world.actor("officer"), world.actor("liaison")
    back = world.walk(world.lead(), "dispatched")
    planning = world.departments["planning"]
    actions.return_(liaison, back.pk, at=MONDAY, should_be=planning.pk, reason="审批权限在规划建设局。")
    world.supervisor("second")
    again = world.walk(world.lead("second"), "replied")
    actions.follow_up(officer, again.pk, at=MONDAY, solved=False, satisfaction="unsatisfied", words_="还是两个窗口。")
    found = review_of(scope(world)).back
    assert (found.returned, found.reopened, found.results) == (1, 1, (("solved", 1),))
    assert [(each.unit, each.to, each.count) for each in found.misled] == [("商务促进局", "规划建设局", 1)]
    assert [each.words for each in found.returns] == ["审批权限在规划建设局。"]
    assert [(each.words, each.no) for each in found.reopenings] == [("还是两个窗口。", again.no)]


@pytest.mark.clause("4.1.c")
def test_the_words_of_an_anonymous_reporter_are_not_quoted_and_few_people_are_not_a_row(world: World) -> None:
    officer = world.actor("officer")
    lead = world.walk(world.lead("internal", hidden=True), "dispatched", department="planning")
    actions.accept(world.actor("liaison_b"), lead.pk, at=MONDAY)
    actions.reply(world.actor("liaison_b"), lead.pk, at=MONDAY, result="solved", process="已合并为一个窗口。")
    actions.follow_up(officer, lead.pk, at=MONDAY, solved=False, satisfaction="unsatisfied", words_="还是两个窗口。")
    world.walk(world.lead(), "dispatched")
    found = review_of(scope(world))
    assert found.back.reopened == 1
    assert found.back.reopenings == ()
    assert all(line.withheld for line in (*found.kinds, *found.units))
    assert all(row.leads is None for row in found.activity)


@pytest.mark.clause("1.3")
def test_blind_spots_are_what_nobody_raised_and_nobody_was_sent(world: World) -> None:
    world.supervisor("logistics", industry="航运物流")
    world.supervisor("leasing", industry="融资租赁")
    world.walk(world.lead("leasing", kind="risk", field="market"), "dispatched")
    found = review_of(scope(world)).blind
    assert "风险隐患" not in [each.title for each in found.kinds]
    assert "政务环境问题" in [each.title for each in found.kinds]
    assert "市场环境" not in [each.title for each in found.fields]
    assert [each.title for each in found.units] == ["规划建设局", "驻区海关"]
    assert [(each.title, each.people) for each in found.industries] == [("航运物流", 1)]
    assert (found.unanswered, found.unanswered_late) == (1, 1)


@pytest.mark.parametrize("seed", range(2))
def test_every_figure_has_as_many_leads_behind_it(world: World, seed: int) -> None:
    now = wander(world, seed, leads=12, steps=140)
    here = scope(world, date(2026, 3, 1), date(2026, 12, 1), now)
    found = review_of(here)

    def count(**wanted: object) -> int:
        return behind(here, Wanted(**wanted)).count()  # type: ignore[arg-type]

    assert count() == found.received
    for step, duties in found.steps.items():
        lost = found.times.steps.get(step)
        assert (count(what="duty", step=step), count(what="late", step=step)) == (duties, lost.late if lost else 0)
    assert (count(what="returned"), count(what="reopened")) == (found.back.returned, found.back.reopened)
    assert count(what="late") == found.times.whole.late
    assert [count(what=name) for name in ENDS] == [getattr(found.decisions, name) for name in ENDS]
    assert count(what="unanswered") == found.blind.unanswered
    assert count(what="unanswered_late") == found.blind.unanswered_late
    for line in found.units:
        if not line.withheld:
            unit = int(line.key)
            assert count(unit=unit) == line.count
            assert count(what="late", unit=unit) == line.lost.late
            assert count(what="in_time", step="reply", unit=unit) == line.in_time.num
            assert count(what="duty", step="reply", unit=unit) == line.in_time.den
            assert count(what="reopened", unit=unit) == line.reopened
    for line in found.kinds:
        if not line.withheld:
            assert (count(kind=line.key), count(what="late", kind=line.key)) == (line.count, line.lost.late)
    for row in found.activity:
        assert row.leads is None or count(channel=row.channel) == row.leads


def test_it_takes_as_many_queries_for_three_leads_as_for_one(world: World, django_assert_num_queries) -> None:
    for key in ("one", "two", "three"):
        world.supervisor(key)
    world.walk(world.lead("one"), "closed")
    here = scope(world)
    review_of(here)  # the rulebook is read and kept
    with django_assert_num_queries(35):
        review_of(here)
    world.walk(world.lead("two", kind="risk"), "dispatched")
    world.walk(world.lead("three"), "replied")
    with django_assert_num_queries(35):
        review_of(here)


def test_the_usual_period_is_the_term_that_runs_or_the_one_before_where_it_has_only_begun(world: World) -> None:
    zone: Zone = world.zone
    assert usual_period(zone.pk, date(2026, 6, 9), 12) == (date(2026, 1, 1), date(2026, 6, 1))
    empty = Zone.objects.create(code="ny", name="南区", short_name="南监", office_name="南区营商环境办")
    assert usual_period(empty.pk, date(2026, 6, 9), 12) == (date(2025, 7, 1), date(2026, 6, 1))


USUAL = (date(2025, 11, 1), date(2026, 10, 1))
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ({}, USUAL),
        ({"from": "2026-01", "to": "2026-03"}, (date(2026, 1, 1), date(2026, 3, 1))),
        ({"from": "2026-03", "to": "2026-01"}, (date(2026, 1, 1), date(2026, 3, 1))),
        ({"from": "2026-04"}, (date(2026, 4, 1), date(2026, 10, 1))),
        ({"from": "nonsense", "to": "2026-13"}, USUAL),
        ({"from": "0001-01", "to": "0001-02"}, (date(2000, 1, 1), date(2000, 1, 1))),
        ({"from": "2026-12", "to": "2099-01"}, (date(2026, 11, 1), date(2026, 11, 1))),
    ],
)
def test_a_period_in_the_address_is_put_in_order(query: dict[str, str], asked: tuple[date, date]) -> None:
    assert period_in(query, USUAL, TODAY) == asked


def test_a_period_is_not_endless() -> None:
    first, last = period_in({"from": "0001-01", "to": "2026-10"}, USUAL, TODAY)
    assert (first, last) == (date(2023, 11, 1), date(2026, 10, 1))
    assert LONGEST == 36
