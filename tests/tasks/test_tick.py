"""What time brings to tasks."""

from __future__ import annotations

from datetime import date

import pytest

from jianyan.accounts.models import Zone
from jianyan.core.workdays import Day
from jianyan.ledger.models import Entry
from jianyan.rules.actions import add_notice
from jianyan.tasks import actions
from jianyan.tasks.actions import tick_tasks
from tests.fixtures import World, when
from tests.tasks.test_acts import given, rows, told

pytestmark = pytest.mark.django_db


def test_an_owner_is_warned_two_working_days_before_and_once(world: World) -> None:
    task = given(world)  # due on Friday the 20th

    assert tick_tasks(world.zone, at=when("2026-03-17 09:00")) == 0
    assert tick_tasks(world.zone, at=when("2026-03-18 08:00")) == 0  # nobody is there yet
    assert tick_tasks(world.zone, at=when("2026-03-18 09:00")) == 1
    assert tick_tasks(world.zone, at=when("2026-03-19 09:00")) == 0
    assert told("liaison", world) == ["task.give", "task.warn"]
    assert rows(task) == ["task.give", "task.warn"]


@pytest.mark.clause("5.1.j")
def test_an_overdue_task_is_told_to_its_owner_and_to_who_gave_it_again_and_again(world: World) -> None:
    task = given(world)
    days = ["2026-03-21", "2026-03-23", "2026-03-24", "2026-03-27", "2026-03-30"]

    assert [tick_tasks(world.zone, at=when(f"{day} 09:00")) for day in days] == [0, 1, 0, 0, 1]
    assert told("liaison", world) == ["task.give", "task.urge", "task.urge"]
    assert told("officer", world) == ["task.urge", "task.urge"]
    urged = Entry.objects.filter(subject=task.subject, verb="task.urge").order_by("place")
    assert [data["late"] for data in urged.values_list("data", flat=True)] == [1, 6]


def test_what_has_ended_is_left_alone(world: World) -> None:
    task = given(world)
    actions.finish(world.actor("liaison"), task.pk, at=when("2026-03-16 10:00"), text="完成。")

    assert tick_tasks(world.zone, at=when("2026-03-23 09:00")) == 0


def test_dates_follow_the_calendar(world: World) -> None:
    task = given(world)
    at = when("2026-03-10 09:00")
    add_notice(
        world.actor("head"), world.zone, at=at, name="临时放假", days=[Day(date(2026, 3, 20), False, "台风")], year=None
    )
    tick_tasks(world.zone, at=at)
    tick_tasks(world.zone, at=at)
    task.refresh_from_db()

    assert (task.due_on, task.meant_on) == (date(2026, 3, 20), date(2026, 3, 23))
    assert rows(task) == ["task.give", "task.follow"]


def test_a_zone_without_rules_has_no_tasks(world: World) -> None:
    bare = Zone.objects.create(code="new", name="新区", short_name="新", office_name="新区营商环境办")

    assert tick_tasks(bare, at=when("2026-03-10 09:00")) == 0
