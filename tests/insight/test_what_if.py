"""What if, on records that acts have made: it agrees with them, with other rules as they would have been, and writes
nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db.models import Q

from jianyan.awards import actions as award_actions
from jianyan.awards.models import Standing
from jianyan.core.clocks import Limit
from jianyan.core.flow import Verb
from jianyan.core.rule_changes import edited
from jianyan.core.rulebook import Rulebook, load
from jianyan.core.what_if import Ends, Replayed, Span, other_limits, replay, replay_forms, replayable
from jianyan.core.workdays import TZ
from jianyan.insight.queries import what_if
from jianyan.insight.queries.what_if_award import Awarded, awarded, touched
from jianyan.leads import actions
from jianyan.leads.models import Clock, OpinionForm
from jianyan.rules.actions import packaged_rulebook, store_rulebook
from jianyan.rules.queries import book, calendar_of, version_on
from tests.awards.acts import AFTER, ENDS, STARTS, brought_to, counted, person, year
from tests.fixtures import MONDAY, World, when
from tests.leads.acts import do
from tests.leads.walks import wander

SPAN = Span(date(2026, 1, 1), date(2026, 12, 31))


def rules(world: World) -> Rulebook:
    return book(version_on(world.zone.pk, MONDAY.date()).pk)


def other(**values: object) -> Rulebook:
    return load(edited(packaged_rulebook(), {key.replace("__", "."): value for key, value in values.items()}))


def run_again(world: World, limits: dict[str, Limit], now: datetime, *, whole: bool = True) -> Replayed:
    scope = what_if.Scope(world.zone.pk, SPAN, whole)
    return replay(what_if.ran(scope, limits), Ends(limits, calendar_of(world.zone)), what_if.around(scope, limits, now))


def all_limits(book: Rulebook) -> dict[str, Limit]:
    """Every limit, so that every clock is run again."""
    found = {}
    for rule in replayable(book):
        section, _dot, key = rule.partition(".")
        found[rule] = getattr(book, section)[key].limit
    return found


def late_by_record(world: World, now: datetime, **wanted: object) -> int:
    overdue = Q(on_time=False) | Q(stopped_at__isnull=True, due_at__lte=now)
    clocks = Clock.objects.filter(overdue, zone=world.zone, void=False, excluded=False, **wanted)
    return clocks.exclude(kind="promise").count()


@pytest.mark.clause("5.3.a")
@pytest.mark.parametrize("seed", range(2))
def test_with_the_values_of_today_the_replay_is_the_record(world: World, seed: int) -> None:
    now = wander(world, seed, leads=6, steps=70)
    before = list(Clock.objects.order_by("pk").values_list())
    found = run_again(world, all_limits(rules(world)), now)
    assert found.turned == []
    tallies = found.by_rule()
    assert sum(each.before for each in tallies.values()) == late_by_record(world, now)
    clocks = Clock.objects.filter(zone=world.zone).exclude(kind="promise")
    assert sum(each.count for each in tallies.values()) == clocks.filter(excluded=False).count()
    assert list(Clock.objects.order_by("pk").values_list()) == before


@pytest.mark.clause("5.3.a")
@pytest.mark.parametrize("seed", range(2))
def test_other_values_come_out_as_if_they_had_been_the_rules(world: World, elsewhere: World, seed: int) -> None:
    """The same acts by the same people in another zone, whose rules have those values from the start."""
    values = {"clocks.call.amount": 1, "clocks.dispatch.amount": 2, "clocks.follow_up.amount": 2}
    text = edited(packaged_rulebook(), {**values, "number": 2})
    store_rulebook(elsewhere.system, text, at=when("2026-01-05 09:00"), effective_on=date(2026, 1, 6))
    now = max(wander(world, seed, leads=5, steps=50), wander(elsewhere, seed, leads=5, steps=50))
    limits = other_limits(rules(world), rules(elsewhere))
    assert set(limits) == {"clocks.call", "clocks.dispatch", "clocks.follow_up"}
    found = run_again(world, limits, now).by_rule()
    for rule in limits:
        assert found[rule].before == late_by_record(world, now, rule=rule)
        assert found[rule].after == late_by_record(elsewhere, now, rule=rule)


@pytest.mark.clause("5.1.g", "5.3.a")
def test_each_clock_that_turns_is_named_with_who_answers_for_it(world: World) -> None:
    lead, soon = world.lead(), world.lead("internal")
    for each, at in ((lead, "2026-03-12 16:00"), (soon, "2026-03-10 09:00")):
        actions.log_call(world.actor("officer"), each.pk, at=when(at), verified="情况属实。")
    found = run_again(world, other_limits(rules(world), other(clocks__call__amount=2)), when("2026-03-13 09:00"))
    (turned,) = found.turned
    assert (turned.pk, turned.late) == (lead.clocks.get(kind="call").pk, True)
    assert turned.owner == world.users["officer"].pk
    tally = found.by_rule()["clocks.call"]
    assert (tally.count, tally.before, tally.after, tally.days) == (2, 0, 1, 1)


def test_a_granted_extension_holds_whatever_the_grade_says(world: World) -> None:
    lead = world.lead()
    world.walk(lead, "accepted")
    liaison, until = world.actor("liaison"), date(2026, 4, 10)
    actions.ask_extension(liaison, lead.pk, at=MONDAY, until=until, reason="要实地核查。")
    actions.decide_extension(world.actor("head"), lead.pk, at=MONDAY, grant=True)
    actions.reply(liaison, lead.pk, at=when("2026-04-10 17:00"), result="solved", process="已办好。")
    found = run_again(world, other_limits(rules(world), other(grades__B__amount=5)), when("2026-04-11 09:00"))
    assert (found.turned, found.by_rule()["grades.B"].count) == ([], 1)


def test_silence_is_no_acceptance_under_a_longer_limit_either(world: World) -> None:
    lead = world.lead()
    world.walk(lead, "dispatched")
    at = when("2026-03-11 00:05")
    actions.accept_silently(world.system, lead.pk, at=at)
    limits = other_limits(rules(world), other(clocks__accept__amount=3))
    found = run_again(world, limits, at)
    assert found.turned == [] and found.by_rule()["clocks.accept"].after == 1


def test_what_goes_on_at_the_parts_of_a_lead_counts_there(world: World) -> None:
    lead = world.lead()
    do(world, Verb.split_, world.actor("officer"), lead, when("2026-03-12 20:00"))
    found = run_again(world, other_limits(rules(world), other(clocks__call__amount=1)), when("2026-03-12 21:00"))
    parts = set(Clock.objects.filter(lead__split_from=lead, kind="call").values_list("pk", flat=True))
    assert {each.pk for each in found.turned} == parts and len(parts) == 2


@pytest.mark.clause("4.1.c")
def test_anonymous_leads_do_not_count_for_whoever_may_not_know_who_raised_them(world: World) -> None:
    world.lead()
    world.lead("internal", hidden=True)
    limits, now = other_limits(rules(world), other(clocks__call__amount=1)), when("2026-03-13 09:00")
    assert run_again(world, limits, now).by_rule()["clocks.call"].count == 2
    assert run_again(world, limits, now, whole=False).by_rule()["clocks.call"].count == 1
    assert what_if.size_of(what_if.Scope(world.zone.pk, SPAN, whole=False)) == (1, 0)


def test_other_zones_and_other_days_are_not_counted(world: World, elsewhere: World) -> None:
    world.lead()
    elsewhere.lead()
    limits = all_limits(rules(world))
    assert run_again(world, limits, MONDAY).by_rule()["clocks.call"].count == 1
    before = what_if.Scope(world.zone.pk, Span(date(2026, 3, 1), date(2026, 3, 8)), whole=True)
    assert list(what_if.ran(before, limits)) == [] and what_if.size_of(before) == (0, 0)


@pytest.mark.clause("5.1.e", "5.3.a")
def test_forms_are_late_by_the_day_on_which_they_were_given(world: World) -> None:
    world.lead(at=when("2026-03-21 23:59"))
    world.lead("internal", at=when("2026-03-20 23:59"))
    scope = what_if.Scope(world.zone.pk, SPAN, whole=True)
    assert replay_forms(what_if.given(scope), 25).turned == []
    (turned,) = replay_forms(what_if.given(scope), 20).turned
    assert turned.pk == OpinionForm.objects.get(identity__supervisor=world.supervisors["social"]).pk
    assert (turned.owner, turned.late) == (world.supervisors["social"].pk, True)


# ------------------------------------------------------------------------------------------------------------ award

TERM = Span(STARTS, ENDS)


def found_award(world: World, after: Rulebook) -> Awarded:
    found = awarded(world.zone.pk, TERM, rules(world), after, AFTER.date())
    assert found is not None
    return found


@pytest.mark.clause("4.3.c", "5.3.a")
@pytest.mark.parametrize("step", ["review", "done"])
def test_a_counted_award_comes_out_as_it_stands(world: World, step: str) -> None:
    run = counted(world)
    each = Standing.objects.filter(run=run, channel="social").order_by("place")[1]
    award_actions.adjust(
        world.actor("officer"), each.pk, at=AFTER, points=150, reason="牵头完成专题调研。", key=uuid4()
    )
    run = brought_to(world, run, step)
    found = found_award(world, rules(world))
    assert found.run == run and not any(rival.turned for rival in found.rivals)
    stands = {each.supervisor_id: each for each in Standing.objects.filter(run=run)}
    for rival in found.rivals:
        was = stands[rival.person]
        assert rival.before == rival.after
        assert (rival.after.total, rival.after.rank, rival.after.listed) == (was.total, was.rank, was.listed)


@pytest.mark.clause("4.3.c")
def test_another_share_names_others_and_another_weighting_scores_anew(world: World) -> None:
    counted(world)
    more = found_award(world, other(numbers__award_ratio__value=0.7))
    assert more.after > more.before and all(each.after.listed for each in more.rivals if each.turned)
    shifted = {"scores.forms.points": 40, "scores.quality.points": 20, "merits.form.points": 40}
    weighted = found_award(world, load(edited(packaged_rulebook(), shifted)))
    assert any(each.before.total != each.after.total for each in weighted.rivals)


@pytest.mark.clause("5.1.e", "5.2.c")
def test_another_due_day_makes_other_forms_on_time_for_the_award(world: World) -> None:
    run = counted(world)
    found = found_award(world, other(numbers__form_due_day__value=9))  # the forms of that year came on the 10th
    form = {each.person: each for each in found.rivals}[world.supervisors["甲"].pk]
    assert form.before.total - form.after.total == 2500 == run.standings.get(supervisor=form.person).points_of("forms")
    assert found_award(world, other(numbers__form_due_day__value=10)).before == found.before


def test_without_an_award_both_sides_are_counted_now(world: World) -> None:
    year(world)
    same = found_award(world, rules(world))
    assert same.run is None and same.term.ends == ENDS and not any(each.turned for each in same.rivals)
    run = award_actions.count(world.actor("officer"), at=AFTER, starts=STARTS, ends=ENDS, title="评优")
    totals = dict(Standing.objects.filter(run=run).values_list("supervisor", "total"))
    assert {each.person: each.after.total for each in same.rivals} == totals


def test_where_everybody_is_the_same_the_earlier_appointed_go_first_and_it_says_so(world: World) -> None:
    for key in ("甲", "乙", "丙"):
        person(world, key)
    run = award_actions.count(world.actor("officer"), at=AFTER, starts=STARTS, ends=ENDS, title="评优")
    assert run.standings.filter(proposed=True).count() == 0  # nobody has a point
    for key in ("甲", "乙", "丙"):
        world.lead(key, at=when("2025-06-10 10:00"))
    found = awarded(world.zone.pk, Span(STARTS, STARTS + timedelta(days=30)), rules(world), rules(world), AFTER.date())
    assert found is not None and found.run is None and found.tied == ("social",)


def test_an_empty_zone_has_no_award_and_a_usual_span(world: World) -> None:
    today = date(2026, 3, 9)
    assert what_if.usual_span(world.zone.pk, today) == Span(date(2025, 3, 9), today)
    world.supervisors.clear()
    assert awarded(world.zone.pk, Span(date(2004, 1, 1), date(2004, 2, 1)), other(), other(), today) is None
    person(world, "甲")
    assert what_if.usual_span(world.zone.pk, today) == TERM


def test_only_rules_of_the_award_touch_it(world: World) -> None:
    before = rules(world)
    assert not touched(before, other(clocks__call__amount=2))
    assert touched(before, other(numbers__award_ratio__value=0.3))
    assert touched(before, other(numbers__form_due_day__value=20))


def test_seconds_are_those_of_the_moment(world: World) -> None:
    lead = world.lead(at=datetime(2026, 3, 9, 23, 59, 59, 999_999, tzinfo=TZ))
    (call,) = what_if.ran(what_if.Scope(world.zone.pk, SPAN, whole=True), ["clocks.call"])
    assert call[4] == int(lead.submitted_at.timestamp()) and call[5] is None
