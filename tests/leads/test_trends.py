"""Trends: what is counted for many months and departments at once is what the rates say of each."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from jianyan.core.periods import periods
from jianyan.leads.queries.rates import Scope, rates
from jianyan.leads.queries.trends import NOTHING, OF_DEPARTMENTS, OF_PERIODS, by_department, courses
from tests.fixtures import World
from tests.leads.walks import wander


def end_of(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def span(now: datetime) -> tuple[date, date]:
    months = periods("month", now.date(), 12)
    return months[0].first, months[-1].last


@pytest.mark.parametrize("seed", range(3))
def test_each_month_is_what_the_rates_say_of_it(world: World, elsewhere: World, seed: int) -> None:
    elsewhere.walk(elsewhere.lead(), "accepted")
    now = wander(world, seed, leads=12, steps=110)
    found = courses(world.zone.pk, *span(now), now)

    assert found
    for month, course in found.items():
        said = rates(Scope(world.zone.pk, now, month, end_of(month)))
        assert course.received == said["closed"].total
        for key in OF_PERIODS:
            assert (course.tallies[key].num, course.tallies[key].den) == (said[key].num, said[key].den), (month, key)


@pytest.mark.parametrize("seed", range(3))
def test_each_department_is_what_the_rates_say_of_it(world: World, elsewhere: World, seed: int) -> None:
    elsewhere.walk(elsewhere.lead(), "accepted")
    now = wander(world, seed, leads=12, steps=110)
    first, last = span(now)
    found = {unit.pk: unit for unit in by_department(world.zone.pk, first, last, now)}

    for unit in world.departments.values():
        said = rates(Scope(world.zone.pk, now, first, end_of(last), unit.pk))
        for key in OF_DEPARTMENTS:
            tally = found[unit.pk].tallies[key] if unit.pk in found else None
            assert (tally.num, tally.den) == (said[key].num, said[key].den) if tally else said[key].den == 0, key


def test_a_quarter_is_the_sum_of_its_months(world: World) -> None:
    now = wander(world, 3)
    found = courses(world.zone.pk, *span(now), now)

    whole = sum(found.values(), start=NOTHING)
    said = rates(Scope(world.zone.pk, now))
    assert whole.received == said["closed"].total
    assert {key: (t.num, t.den) for key, t in whole.tallies.items()} == {
        key: (said[key].num, said[key].den) for key in OF_PERIODS
    }


def test_it_takes_two_queries_for_periods_and_four_for_departments(world: World, django_assert_num_queries) -> None:
    now = wander(world, 2)
    first, last = span(now)

    with django_assert_num_queries(2):
        courses(world.zone.pk, first, last, now)
    with django_assert_num_queries(4):
        by_department(world.zone.pk, first, last, now)
