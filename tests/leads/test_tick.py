"""The clock: silence is acceptance, departments are reminded and urged, forms are asked for, the day is sealed."""

from __future__ import annotations

import importlib
import logging
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError

from jianyan.accounts.queries import Actor
from jianyan.leads import actions
from jianyan.leads.actions import tick
from jianyan.leads.models import Lead, Nudge
from jianyan.ledger.models import Entry, Seal
from jianyan.notify.models import Notice
from jianyan.rules.models import RulebookVersion
from tests.fixtures import World, build_world, when
from tests.leads.test_races import at_once


def urged(lead: Lead) -> list[str]:
    """The days on which a lead's department was urged."""
    return [str(nudge.at.date()) for nudge in Nudge.objects.filter(lead=lead, urging=True).order_by("at")]


@pytest.mark.clause("5.1.h")
def test_silence_counts_as_acceptance_when_the_day_is_over(world: World) -> None:
    lead = world.walk(world.lead(), "dispatched")

    # dispatched on Monday the 9th: Tuesday is the one working day to return it in
    assert tick(world.zone, at=when("2026-03-10 23:59")).silent == 0
    assert tick(world.zone, at=when("2026-03-11 00:00")).silent == 1

    lead.refresh_from_db()
    assert lead.state == "accepted"
    row = Entry.objects.get(subject=lead.subject, verb="lead.accept_silently")
    assert row.actor is None and row.role == "system"


def test_a_second_tick_does_nothing_more(world: World) -> None:
    world.walk(world.lead(), "dispatched")
    at = when("2026-04-10 09:00")
    tick(world.zone, at=at)
    rows, notices = Entry.objects.count(), Notice.objects.count()

    again = tick(world.zone, at=at + timedelta(minutes=1))

    assert (again.silent, again.reminded, again.urged, again.asked, again.failed) == (0, 0, 0, 0, 0)
    assert (Entry.objects.count(), Notice.objects.count()) == (rows, notices)


def test_one_reminder_when_the_light_turns_yellow(world: World) -> None:
    lead = world.walk(world.lead(), "accepted")
    # B: 15 working days after the 9th is Monday the 30th; yellow from two working days before, Thursday the 26th

    assert tick(world.zone, at=when("2026-03-25 09:00")).reminded == 0
    assert tick(world.zone, at=when("2026-03-26 09:00")).reminded == 1
    assert tick(world.zone, at=when("2026-03-27 09:00")).reminded == 0
    assert Notice.objects.filter(user=world.users["liaison"], kind="lead.remind", params__no=lead.no).count() == 1


def test_departments_are_not_reminded_at_night_or_on_days_off(world: World) -> None:
    world.walk(world.lead(), "accepted")

    for moment in ("2026-03-26 00:00", "2026-03-26 08:29", "2026-03-26 18:00", "2026-03-28 10:00"):
        assert tick(world.zone, at=when(moment)).reminded == 0
    assert tick(world.zone, at=when("2026-03-26 08:30")).reminded == 1


@pytest.mark.clause("5.1.h")
def test_urged_the_working_day_after_due_and_again_every_five(world: World) -> None:
    lead = world.walk(world.lead(), "accepted")

    for day in range(25, 60):  # from the 26th of March; due on the 30th
        tick(world.zone, at=when("2026-03-01 09:00") + timedelta(days=day))

    # Qingming: Monday 6 April is off, so the fifth working day after Tuesday 31 March is Wednesday 8 April
    assert urged(lead) == ["2026-03-31", "2026-04-08", "2026-04-15", "2026-04-22", "2026-04-29"]
    copies = Notice.objects.filter(kind="lead.urge_copy", params__no=lead.no, user=world.users["head"]).count()
    assert copies == 4  # from the second on the leader gets a copy


def test_urged_by_hand_today_is_not_urged_again_by_the_clock(world: World) -> None:
    lead = world.walk(world.lead(), "accepted")
    actions.nudge(world.actor("officer"), lead.pk, at=when("2026-03-31 08:00"), urging=True, demand="请今日答复。")

    tick(world.zone, at=when("2026-03-31 09:00"))

    assert urged(lead) == ["2026-03-31"]


def test_after_a_reopening_the_department_is_reminded_anew(world: World) -> None:
    lead = world.walk(world.lead(), "accepted")
    tick(world.zone, at=when("2026-03-26 09:00"))
    actions.reply(world.actor("liaison"), lead.pk, at=when("2026-03-27 10:00"), result="solved", process="已办。")
    actions.follow_up(
        world.actor("social"),
        lead.pk,
        at=when("2026-03-27 20:00"),
        solved=False,
        satisfaction="unsatisfied",
        words_="没有变化。",
    )

    # 15 working days from the 27th, with Monday 6 April off: Monday 20 April
    assert tick(world.zone, at=when("2026-04-15 09:00")).reminded == 0
    assert tick(world.zone, at=when("2026-04-16 09:00")).reminded == 1


@pytest.mark.clause("5.1.e")
def test_whoever_has_not_filed_is_asked_before_the_due_day_and_on_it(world: World) -> None:
    world.lead("social", at=when("2026-03-12 20:00"))

    asked = {day: tick(world.zone, at=when(f"2026-03-{day} 09:00")).asked for day in range(18, 28)}

    # due on Wednesday the 25th: three working days before is Friday the 20th
    assert {day for day, count in asked.items() if count} == {20, 25}
    told = Notice.objects.filter(kind="form.missing").values_list("user", flat=True)
    assert set(told) == {world.users["internal"].pk}


def test_a_zone_without_rules_asks_nobody(world: World) -> None:
    RulebookVersion.objects.filter(zone=world.zone).update(effective_on="2030-01-01")

    assert tick(world.zone, at=when("2026-03-25 09:00")).asked == 0


def test_the_day_before_is_sealed_once(world: World) -> None:
    world.lead()

    tick(world.zone, at=when("2026-03-10 00:01"))
    tick(world.zone, at=when("2026-03-10 08:30"))

    assert [str(seal.day) for seal in Seal.objects.filter(zone=world.zone)] == ["2026-03-09"]


def test_a_lead_in_trouble_does_not_hold_up_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first = world.walk(world.lead("social"), "dispatched")
    second = world.walk(world.lead("internal"), "dispatched", department="planning")
    module = importlib.import_module("jianyan.leads.actions.tick")
    accept = module.accept_silently

    def broken(actor: Actor, lead_id: int, *, at: datetime) -> Lead:
        if lead_id == first.pk:
            raise ValueError("a lead that cannot be acted on")
        return accept(actor, lead_id, at=at)

    monkeypatch.setattr(module, "accept_silently", broken)
    with caplog.at_level(logging.ERROR, logger="jianyan.leads"):
        done = tick(world.zone, at=when("2026-03-11 09:00"))

    assert (done.silent, done.failed) == (1, 1)
    assert f"lead {first.pk}" in caplog.text
    second.refresh_from_db()
    assert second.state == "accepted"


def test_a_database_that_is_away_is_not_taken_for_a_lead_in_trouble(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.walk(world.lead(), "dispatched")
    module = importlib.import_module("jianyan.leads.actions.tick")

    def away(actor: Actor, lead_id: int, *, at: datetime) -> Lead:
        raise OperationalError("database is locked")

    monkeypatch.setattr(module, "accept_silently", away)
    with pytest.raises(OperationalError):
        tick(world.zone, at=when("2026-03-11 09:00"))


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_urge_once() -> None:
    world = build_world()
    lead = world.walk(world.lead(), "accepted")
    at = when("2026-03-31 09:00")

    at_once(lambda: tick(world.zone, at=at), lambda: tick(world.zone, at=at))

    assert urged(lead) == ["2026-03-31"]
    assert Entry.objects.filter(subject=lead.subject, verb="lead.urge").count() == 1
