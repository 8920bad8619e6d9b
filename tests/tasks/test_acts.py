"""Tasks: given, reported on, finished, moved, dropped, sent back; by whom, and what the ledger keeps of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest

from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.tasks import actions
from jianyan.tasks.models import Task
from tests.fixtures import MONDAY, World, when

pytestmark = pytest.mark.django_db


def given(world: World, by: str = "officer", **changes: Any) -> Task:
    """A task of the commerce department that is due on a Friday."""
    known: dict[str, Any] = {
        "at": MONDAY,
        "source": "meeting:7",
        "title": "合并两个窗口的收件",
        "due_on": date(2026, 3, 20),
        "key": uuid4(),
        "department": world.departments["commerce"].pk,
    }
    known |= changes
    if "user" in changes:
        known.pop("department")
    return actions.give(world.actor(by), **known)


def rows(task: Task) -> list[str]:
    return list(Entry.objects.filter(subject=task.subject).order_by("place").values_list("verb", flat=True))


def told(user: str, world: World) -> list[str]:
    return list(Notice.objects.filter(user=world.users[user]).order_by("id").values_list("kind", flat=True))


@pytest.mark.clause("5.1.j")
def test_a_task_has_a_number_an_owner_and_a_date_and_its_liaisons_are_told(world: World) -> None:
    first, second = given(world), given(world, title="第二件")

    assert (first.no, second.no) == ("2026-0001", "2026-0002")
    assert first.owner == "商务促进局"
    assert (first.due_on, first.meant_on) == (date(2026, 3, 20), date(2026, 3, 20))
    assert first.due_at == when("2026-03-21 00:00")
    assert told("liaison", world) == ["task.give", "task.give"]
    assert told("liaison_b", world) == []
    assert rows(first) == ["task.give"]


def test_the_words_of_a_task_stay_out_of_the_ledger(world: World) -> None:
    task = given(world, text="不宜外传的要求")
    actions.finish(world.actor("liaison"), task.pk, at=MONDAY, text="不宜外传的结果")

    kept = str(list(Entry.objects.filter(subject=task.subject).values_list("data", flat=True)))
    assert "不宜外传" not in kept
    assert "合并两个窗口" not in kept


@pytest.mark.clause("5.1.j")
def test_a_date_on_a_day_off_is_kept_and_means_the_next_working_day(world: World) -> None:
    task = given(world, due_on=date(2026, 4, 5))  # 清明节, with the Monday after it off too

    assert task.due_on == date(2026, 4, 5)
    assert task.meant_on == date(2026, 4, 7)
    assert task.due_at == when("2026-04-08 00:00")


def test_given_twice_from_one_page_it_is_given_once(world: World) -> None:
    key = uuid4()

    assert given(world, key=key) == given(world, key=key)
    assert Task.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": "  "}, "words_required"),
        ({"title": "长" * 101}, "too_long"),
        ({"due_on": date(2026, 3, 8)}, None),  # a Sunday: it means the Monday on which it is given
        ({"due_on": date(2026, 3, 6)}, "due_past"),
        ({"due_on": date(2300, 1, 1)}, "due_far"),
        ({"department": None}, "no_owner"),
        ({"department": 10**9}, "no_owner"),
    ],
)
def test_what_is_no_task(world: World, changes: dict[str, Any], code: str | None) -> None:
    if code is None:
        assert given(world, **changes).meant_on == date(2026, 3, 9)
        return
    with pytest.raises(Refused) as no:
        given(world, **changes)
    assert no.value.code == code


def test_only_the_office_gives_and_only_to_units_and_to_the_office(world: World, elsewhere: World) -> None:
    assert given(world, user=world.users["head"].pk).owner == "王建"
    for changes in (
        {"user": world.users["liaison"].pk},
        {"user": elsewhere.users["officer"].pk},
        {"department": elsewhere.departments["commerce"].pk},
    ):
        with pytest.raises(Refused, match="no_owner"):
            given(world, **changes)
    for role in ("leader", "liaison", "social", "auditor"):
        with pytest.raises(Refused, match="wrong_hat"):
            given(world, by=role)


@pytest.mark.clause("5.1.j")
def test_its_owner_reports_and_finishes_and_the_office_hears_of_it(world: World) -> None:
    task = given(world)
    actions.report(world.actor("liaison"), task.pk, at=MONDAY, text="已与海关会商。")
    done = actions.finish(world.actor("liaison"), task.pk, at=when("2026-03-20 23:59"), text="已合并为一个窗口。")

    assert done.state == "done"
    assert done.on_time is True
    assert done.result == "已合并为一个窗口。"
    assert rows(task) == ["task.give", "task.report", "task.finish"]
    assert told("officer", world) == ["task.report", "task.finish"]


def test_done_a_minute_after_its_day_is_late(world: World) -> None:
    task = given(world)

    assert actions.finish(world.actor("liaison"), task.pk, at=when("2026-03-21 00:00"), text="完成。").on_time is False


def test_the_office_may_finish_for_a_unit_and_the_ledger_says_who_did(world: World) -> None:
    task = given(world)
    actions.finish(world.actor("officer"), task.pk, at=MONDAY, text="电话核实已完成。")

    assert Entry.objects.get(subject=task.subject, verb="task.finish").role == "officer"


def test_a_stranger_does_not_find_it(world: World, elsewhere: World) -> None:
    task = given(world)
    for actor in (world.actor("liaison_b"), world.actor("social"), elsewhere.actor("officer"), world.actor("auditor")):
        with pytest.raises(Task.DoesNotExist):
            actions.finish(actor, task.pk, at=MONDAY, text="完成。")


def test_a_leader_reads_and_the_owner_does_not_move_or_drop(world: World) -> None:
    task = given(world)
    for actor, act in (("leader", actions.report), ("leader", actions.drop), ("liaison", actions.drop)):
        with pytest.raises(Refused, match="wrong_hat"):
            act(world.actor(actor), task.pk, at=MONDAY, text="…不办了")
    with pytest.raises(Refused, match="wrong_hat"):
        actions.move(world.actor("liaison"), task.pk, at=MONDAY, text="来不及", due_on=date(2026, 4, 1))


def test_moving_gives_another_date_with_its_reason(world: World) -> None:
    task = given(world)
    Task.objects.filter(pk=task.pk).update(warned_at=MONDAY, urged_at=MONDAY)
    moved = actions.move(world.actor("officer"), task.pk, at=MONDAY, text="等市里批复", due_on=date(2026, 4, 4))

    assert (moved.due_on, moved.meant_on) == (date(2026, 4, 4), date(2026, 4, 7))
    assert (moved.warned_at, moved.urged_at) == (None, None)
    assert Entry.objects.get(subject=task.subject, verb="task.move").data["due"] == ["2026-03-20", "2026-04-07"]
    assert told("liaison", world)[-1] == "task.move"
    with pytest.raises(Refused, match="due_past"):
        actions.move(world.actor("officer"), task.pk, at=MONDAY, text="改", due_on=date(2026, 3, 1))


def test_dropping_and_sending_back(world: World) -> None:
    task, officer = given(world), world.actor("officer")
    actions.drop(officer, task.pk, at=MONDAY, text="事项并入另一项任务")
    with pytest.raises(Refused, match="wrong_state"):
        actions.finish(world.actor("liaison"), task.pk, at=MONDAY, text="完成。")
    back = actions.reopen(officer, task.pk, at=MONDAY, text="另一项不含此事")

    assert (back.state, back.result, back.ended_at) == ("open", "", None)
    assert rows(task) == ["task.give", "task.drop", "task.reopen"]


def test_what_is_overdue_goes_back_with_a_new_date(world: World) -> None:
    task, late = given(world), when("2026-03-25 10:00")
    actions.finish(world.actor("liaison"), task.pk, at=late, text="已办。")
    with pytest.raises(Refused, match="due_past"):
        actions.reopen(world.actor("head"), task.pk, at=late, text="没有办完")

    back = actions.reopen(world.actor("head"), task.pk, at=late, text="没有办完", due_on=date(2026, 3, 31))
    assert back.meant_on == date(2026, 3, 31)


def test_a_page_that_is_old_changes_nothing(world: World) -> None:
    task = given(world)
    actions.report(world.actor("liaison"), task.pk, at=MONDAY, text="进展。", seen=0)
    with pytest.raises(Refused, match="stale"):
        actions.finish(world.actor("officer"), task.pk, at=MONDAY, text="完成。", seen=0)


def test_numbers_begin_anew_with_the_year(world: World) -> None:
    given(world)
    later: datetime = when("2027-01-04 10:00")

    assert given(world, at=later, due_on=date(2027, 2, 1)).no == "2027-0001"
