"""What is written on leads says of whole months what counting everything done with them says, at any moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from jianyan.core.cells import Cell
from jianyan.leads import actions
from jianyan.leads.models import Clock, Lead
from jianyan.leads.queries import overview, rated
from jianyan.leads.queries.rates import Rate, Scope, parts, rates_by_month
from tests.fixtures import MONDAY, World, when
from tests.leads.walks import wander

SPRING = (date(2026, 2, 1), date(2026, 6, 30))


def spring(world: World, now: datetime) -> Scope:
    return Scope(world.zone.pk, now, *SPRING)


def slow_answers(scope: Scope) -> dict[int, tuple[Rate, Cell]]:
    """Each department's answers on time, clock by clock."""
    counted: dict[int, dict[int, bool]] = {}
    clocks = Clock.objects.filter(lead__in=scope.leads(), kind="reply", void=False, excluded=False)
    for clock in clocks:
        if clock.stopped_at or clock.due_at <= scope.now:
            leads = counted.setdefault(clock.department_id or 0, {})
            leads[clock.lead_id] = leads.get(clock.lead_id, True) and bool(clock.stopped_at and clock.on_time)
    return {
        unit: (
            Rate("reply", sum(leads.values()), len(leads), {}),
            Cell(
                Lead.objects.filter(pk__in=leads).values("identity__supervisor").distinct().count(),
                Lead.objects.filter(pk__in=leads, hidden=True).exists(),
            ),
        )
        for unit, leads in counted.items()
    }


def agrees(scope: Scope) -> None:
    found = rated.months(scope)
    assert found.rates == rates_by_month(scope)
    answers = overview.answers(found, scope, people=True)
    assert {unit: (each.rate, each.cell) for unit, each in answers.items() if each.rate.den} == slow_answers(scope)


@pytest.mark.parametrize("seed", range(3))
def test_months_are_what_counting_everything_finds(world: World, elsewhere: World, seed: int) -> None:
    wander(elsewhere, seed + 50, leads=2, steps=6)
    now = wander(world, seed)
    moments = [now, now - timedelta(days=4), now + timedelta(days=40)]
    for moment in moments:  # nothing is written down yet
        agrees(spring(world, moment))
    assert actions.write_rated(world.zone) == Lead.objects.filter(zone=world.zone).count()
    assert actions.write_rated(world.zone) == 0
    for moment in moments:
        agrees(spring(world, moment))
    # Some move on: of each it is known whether what is written still holds.
    officer = world.actor("officer")
    for lead in Lead.objects.filter(zone=world.zone, state="received")[:1]:
        actions.log_call(officer, lead.pk, at=now, verified="属实。")
        assert Lead.objects.filter(zone=world.zone).exclude(rated.HOLDS).get() == lead
    for moment in moments:
        agrees(spring(world, moment))


def test_every_act_makes_what_is_written_old(world: World) -> None:
    for state in ("clarified", "dispatched", "accepted", "replied", "closed"):
        lead = world.lead("social", when("2026-03-09 10:00")) if state == "clarified" else Lead.objects.get()
        actions.write_rated(world.zone)
        if state == "clarified":
            world.walk(lead, "clarified")
        else:
            {
                "dispatched": lambda pk: actions.dispatch(
                    world.actor("officer"), pk, at=MONDAY, department=world.departments["commerce"].pk, grade="B"
                ),
                "accepted": lambda pk: actions.accept(world.actor("liaison"), pk, at=MONDAY),
                "replied": lambda pk: actions.reply(
                    world.actor("liaison"), pk, at=MONDAY, result="solved", process="已办。"
                ),
                "closed": lambda pk: actions.follow_up(
                    world.actor("officer"), pk, at=MONDAY, solved=True, satisfaction="satisfied"
                ),
            }[state](lead.pk)
        assert Lead.objects.exclude(rated.HOLDS).exists()
        agrees(spring(world, MONDAY))


def test_what_was_worked_out_before_an_act_is_not_written_after_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = world.lead()
    codes = rated.codes

    def slowly(pks: list[int], zone_id: int) -> dict[int, tuple[date, str]]:
        found = codes(pks, zone_id)
        world.walk(lead, "clarified")
        return found

    monkeypatch.setattr("jianyan.leads.actions.rate.codes", slowly)
    assert actions.write_rated(world.zone) == 0
    assert not Lead.objects.filter(rated.HOLDS).exists()


def test_the_number_of_queries_does_not_grow(world: World, django_assert_num_queries: Any) -> None:
    for day in ("09", "10", "11"):
        key = f"social{day}"
        world.supervisor(key)
        world.lead(key, when(f"2026-03-{day} 10:00"))
    with django_assert_num_queries(3):
        rated.months(spring(world, MONDAY))
    actions.write_rated(world.zone)
    with django_assert_num_queries(2):
        rated.months(spring(world, when("2026-05-01 10:00")))


def test_only_whole_months_of_a_zone(world: World) -> None:
    for scope in (
        Scope(world.zone.pk, MONDAY),
        Scope(world.zone.pk, MONDAY, date(2026, 3, 2), date(2026, 3, 31)),
        Scope(world.zone.pk, MONDAY, *SPRING, department_id=world.departments["commerce"].pk),
    ):
        with pytest.raises(ValueError, match="whole months"):
            rated.months(scope)


def test_a_code_is_read_as_it_was_written() -> None:
    for code in ("-ynynynyyyyn", "hnrdxvyieuwc 3+ 17-"):
        assert str(rated.Standing.read(code)) == code


def test_months_are_counted_from_an_index(world: World) -> None:
    """Without this the overview grows with every lead ever filed."""
    leads = Lead.objects.filter(rated.HOLDS, zone=world.zone, month__gte=SPRING[0], month__lte=SPRING[1])
    asked = leads.order_by().values_list("month", "rated")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "lead_rated" in asked.explain()


def test_every_rate_has_its_parts_written() -> None:
    scope = Scope(0, rated.NEVER)
    for key in rated.RATES:
        assert set(parts(scope, key)) <= set(rated._LETTERS)
