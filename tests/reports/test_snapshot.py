"""The figures of a quarter as of a moment (clause 5.1.i), held against SQL written by hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jianyan.core.figures import Figures, Line, digest, read
from jianyan.core.flow import Refused
from jianyan.leads.actions import write_rated
from jianyan.ledger.models import Entry
from jianyan.reports.actions import take
from jianyan.reports.models import Snapshot
from jianyan.reports.queries.counted import Wanted, behind
from tests.fixtures import World, when
from tests.reports.plain import Plain
from tests.reports.scene import AFTER, QUARTER, file, quarter


def figures(world: World, at: datetime = AFTER, name: str = QUARTER) -> tuple[Snapshot, Figures]:
    taken = take(world.actor("officer"), name, at=at)
    return taken, read(taken.figures)


def numbers(lines: list[Line]) -> dict[str, int | None]:
    return {line.key: line.count for line in lines}


def plain(world: World, at: datetime = AFTER) -> Plain:
    return Plain(world.zone.pk, date(2026, 1, 1), date(2026, 4, 1), at)


def compare(found: Figures, by_hand: Plain) -> None:
    """Every number that is shown is the one that was counted by hand."""
    assert (found.received, found.earlier) == (by_hand.received(), by_hand.earlier())
    assert (found.earlier_closed, found.overdue) == (by_hand.earlier("closed"), by_hand.overdue())
    for lines, counted in (
        (found.kinds, by_hand.by("kind")),
        (found.fields, by_hand.by("field")),
        (found.states, by_hand.by("state")),
        (found.grades, by_hand.by("grade", "AND l.grade <> ''")),
        (found.results, by_hand.by("result", "AND l.result <> ''")),
        (found.channels, by_hand.by_channel()),
    ):
        assert {line.key for line in lines} == set(counted)
        assert all(line.count in (None, counted[line.key]) for line in lines)
    rates = {rate.key: (rate.num, rate.den) for rate in found.rates}
    assert rates == {
        "response": by_hand.timely("call"),
        "dispatch": by_hand.timely("dispatch"),
        "accept": by_hand.timely("accept"),
        "reply": by_hand.timely("reply"),
        "returned": by_hand.returned(),
        "closed": by_hand.closed(),
        "reopened": by_hand.reopened(),
        "explained": by_hand.explained(),
        "solved": by_hand.verdict("f.solved"),
        "satisfied": by_hand.verdict("f.satisfaction IN ('satisfied', 'basically')"),
    }
    assert all(rate.den + sum(rate.left_out.values()) == found.received for rate in found.rates)
    held, closed, waiting = by_hand.held(), by_hand.held("AND l.state = 'closed'"), by_hand.waiting()
    for unit in found.units:
        if not unit.withheld:
            key = str(unit.pk)
            assert (unit.given, unit.closed) == (held.get(key, 0), closed.get(key, 0))
            assert (unit.num, unit.den) == by_hand.timely("reply", unit.pk)
            assert unit.overdue == waiting.get(key, 0)
    forms = by_hand.forms()
    assert sum(line.filed for line in found.forms) == forms.get("filed", 0)
    assert sum(line.nil for line in found.forms) == forms.get("nil", 0)


@pytest.mark.clause("5.1.i")
def test_the_figures_are_those_counted_by_hand(world: World) -> None:
    quarter(world)
    _taken, found = figures(world)

    assert found.received == 10 and found.earlier == 2 and found.earlier_closed == 1
    compare(found, plain(world))


def test_they_are_the_same_once_everything_is_written_down(world: World) -> None:
    quarter(world)
    _taken, before = figures(world)
    write_rated(world.zone)
    _taken, found = figures(world)

    assert found == before


def test_what_is_overdue_and_open_counts_as_missed(world: World) -> None:
    leads = quarter(world)
    taken, found = figures(world)

    assert found.rate("response").den - found.rate("response").num == 1
    late = behind(taken, Wanted(values={}, rate="response", part="rest"))
    assert [row.lead_id for row in late] == [leads["not called"].pk]


@pytest.mark.clause("5.1.i")
def test_behind_each_figure_are_as_many_leads_as_it_says(world: World) -> None:
    quarter(world)
    taken, found = figures(world)

    def count(**wanted: object) -> int:
        return behind(taken, Wanted(**{"values": {}, **wanted})).count()

    assert count() == found.received and count(earlier=True) == found.earlier
    assert count(earlier=True, closed=True) == found.earlier_closed
    assert (count(open=True), count(overdue=True)) == (found.open, found.overdue)
    assert (count(common=True), count(away=True)) == (found.common, found.merged_away)
    tables = {"month": found.months, "kind": found.kinds, "field": found.fields, "grade": found.grades}
    for name, lines in {**tables, "state": found.states, "result": found.results, "channel": found.channels}.items():
        for line in lines:
            if line.count is not None:
                assert count(values={name: line.key}) == line.count
            if line.closed is not None:
                assert count(values={name: line.key}, closed=True) == line.closed
    for rate in found.rates:
        parts = {"num": rate.num, "den": rate.den, "rest": rate.den - rate.num, **rate.left_out}
        assert {part: count(rate=rate.key, part=part) for part in parts} == parts
    for unit in found.units:
        if not unit.withheld:
            parts = {"den": unit.den, "num": unit.num, "overdue": unit.overdue, "": unit.given}
            parts |= {"returned": unit.returned, "reopened": unit.reopened}
            assert {of: count(unit=unit.pk, of=of) for of in parts} == parts


def test_a_figure_stays_when_the_leads_go_on(world: World) -> None:
    leads = quarter(world)
    taken, found = figures(world)
    world.walk(leads["not called"], "closed", AFTER)

    assert behind(taken, Wanted(values={"state": "received"})).count() == 1
    assert digest(Snapshot.objects.get().figures) == taken.digest
    assert found.closed == 2


@pytest.mark.clause("4.1.c")
def test_no_number_tells_of_an_anonymous_reporter_among_a_few(world: World) -> None:
    quarter(world)
    _taken, found = figures(world)

    for lines in (found.channels, found.kinds):
        withheld = [line for line in lines if line.count is None]
        assert {"internal", "practice"} & {line.key for line in withheld} and len(withheld) > 1


def test_a_department_that_is_behind_is_named_with_the_reason_that_it_gave(world: World) -> None:
    quarter(world)
    _taken, found = figures(world)

    commerce = found.laggards[0]
    assert commerce.pk == world.departments["commerce"].pk
    assert commerce.reason == "涉及两个系统改造" and commerce.late > 1


@pytest.mark.clause("5.1.a", "5.1.b", "5.1.c")
def test_duties_are_told_with_what_was_done_and_missed(world: World) -> None:
    file(world, "social", when("2026-03-09 10:00"))
    _taken, found = figures(world)

    told = {duty.key: (duty.owed, duty.done, duty.missed) for duty in found.duties}
    assert told["form"] == (6, 1, 5)
    assert told["social"] == (1, 0, 1) and told["internal"] == (1, 0, 1) and told["contact"][0] == 6


def test_a_quarter_with_nothing_says_so(world: World) -> None:
    _taken, found = figures(world)

    assert found.nothing and found.received == 0 and found.rate("solved").den == 0
    assert found.forms and all(line.missing == line.owed for line in found.forms)


def test_a_quarter_that_is_not_over_is_told_as_far_as_it_has_come(world: World) -> None:
    file(world, "late", AFTER)
    _taken, found = figures(world, name="2026Q2")

    assert not found.over and [line.key for line in found.months] == ["2026-04-01"]
    assert all(line.to_come + line.filed == line.owed for line in found.forms)


def test_a_quarter_to_come_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="not_begun"):
        take(world.actor("officer"), "2026Q3", at=AFTER)


def test_it_stands_in_the_ledger(world: World) -> None:
    taken, found = figures(world)
    row = Entry.objects.get(verb="snapshot.take")

    assert row.data == {"quarter": QUARTER, "leads": found.received, "digest": taken.digest}


def test_it_takes_the_same_number_of_queries_whatever_there_is(world: World) -> None:
    with CaptureQueriesContext(connection) as nothing:
        figures(world)
    quarter(world)
    write_rated(world.zone)
    with CaptureQueriesContext(connection) as something:
        figures(world)

    assert len(something) <= len(nothing) + 3
