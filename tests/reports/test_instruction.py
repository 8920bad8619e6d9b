"""An instruction (批示) becomes tasks with owners and dates, and is followed to its end (clause 5.1.j)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from jianyan.core.flow import Refused
from jianyan.ledger.models import Entry
from jianyan.notify.models import Notice
from jianyan.reports import actions
from jianyan.reports.models import Instruction, Special
from jianyan.reports.queries.special import state_of, tasks_of
from jianyan.tasks.actions import drop, finish, reopen
from jianyan.tasks.models import Task
from tests.fixtures import World, when
from tests.reports.scene import AFTER
from tests.reports.special_scene import drafted, instructed, signed

pytestmark = pytest.mark.django_db


def assigned(world: World, row: Instruction, **changes: Any) -> Task:
    known = {
        "at": AFTER,
        "title": "拿出办法",
        "due_on": date(2026, 4, 30),
        "key": uuid4(),
        "department": world.departments["commerce"].pk,
    }
    return actions.assign(world.actor("officer"), row.pk, **{**known, **changes})


def state(row: Instruction) -> str:
    row.refresh_from_db()
    return state_of(row, tasks_of(row.zone_id, [row])[row.pk])


def verbs(row: Instruction) -> list[str]:
    return list(Entry.objects.filter(subject=row.subject).order_by("place").values_list("verb", flat=True))


@pytest.mark.clause("5.1.j")
def test_from_a_leaders_words_to_a_task_that_is_done(world: World) -> None:
    row = instructed(world)
    assert state(row) == "waiting"
    assert Notice.objects.filter(kind="instruction.written").count() == 2
    task = assigned(world, row)
    assert (state(row), task.source) == ("under_way", row.subject)
    assert actions.tick_instructions(world.zone, at=AFTER) == 0
    finish(world.actor("liaison"), task.pk, at=AFTER, text="办法已印发。")
    assert state(row) == "done"
    assert actions.tick_instructions(world.zone, at=AFTER) == 1
    assert actions.tick_instructions(world.zone, at=AFTER) == 0
    assert Notice.objects.filter(user=world.users["leader"], kind="instruction.done").count() == 1
    assert verbs(row) == ["instruction.write", "instruction.assign", "instruction.done"]


def test_a_task_sent_back_opens_the_instruction_again(world: World) -> None:
    row = instructed(world)
    task = assigned(world, row)
    finish(world.actor("liaison"), task.pk, at=AFTER, text="办法已印发。")
    actions.tick_instructions(world.zone, at=AFTER)
    reopen(world.actor("head"), task.pk, at=AFTER, text="没有印发")
    actions.tick_instructions(world.zone, at=AFTER)

    assert state(row) == "under_way"
    assert row.ended_at is None
    assert verbs(row)[-1] == "instruction.again"


def test_the_words_of_an_instruction_stay_out_of_the_ledger(world: World) -> None:
    row = instructed(world)

    assert "商务局牵头" not in str(list(Entry.objects.filter(subject=row.subject).values_list("data", flat=True)))


@pytest.mark.clause("5.1.j")
def test_a_date_on_a_day_off_is_kept(world: World) -> None:
    report = signed(world)
    row = actions.instruct(
        world.actor("leader"), report.pk, at=AFTER, text="五一前办好。", key=uuid4(), due_on=date(2026, 5, 2)
    )
    task = assigned(world, row, due_on=row.due_on)

    assert row.due_on == date(2026, 5, 2)
    assert (task.due_on, task.meant_on) == (date(2026, 5, 2), date(2026, 5, 6))
    with pytest.raises(Refused, match="due_far"):
        actions.instruct(world.actor("leader"), report.pk, at=AFTER, text="办。", key=uuid4(), due_on=date(9999, 1, 1))


def test_from_one_page_it_is_written_once(world: World) -> None:
    report, key = signed(world), uuid4()
    first = actions.instruct(world.actor("leader"), report.pk, at=AFTER, text="办。", key=key)

    assert actions.instruct(world.actor("leader"), report.pk, at=AFTER, text="办。", key=key) == first


def test_the_office_enters_what_a_leader_wrote_on_paper(world: World) -> None:
    report = signed(world)
    entered = {"at": AFTER, "text": "请抓紧。"}
    with pytest.raises(Refused, match="no_leader"):
        actions.instruct(world.actor("officer"), report.pk, key=uuid4(), **entered)
    with pytest.raises(Refused, match="no_leader"):
        actions.instruct(world.actor("officer"), report.pk, key=uuid4(), leader=world.users["liaison"].pk, **entered)
    row = actions.instruct(world.actor("officer"), report.pk, key=uuid4(), leader=world.users["leader"].pk, **entered)

    assert (row.by, row.entered_by) == (world.users["leader"], world.users["officer"])


def test_only_on_a_signed_report_and_its_own_matters(world: World, elsewhere: World) -> None:
    report = drafted(world)
    with pytest.raises(Special.DoesNotExist):
        actions.instruct(world.actor("leader"), report.pk, at=AFTER, text="办。", key=uuid4())
    signed(world)
    with pytest.raises(Refused, match="no_item"):
        actions.instruct(world.actor("leader"), report.pk, at=AFTER, text="办。", key=uuid4(), item=10**9)
    with pytest.raises(Refused, match="text_required"):
        actions.instruct(world.actor("leader"), report.pk, at=AFTER, text=" \x00 ", key=uuid4())
    for actor in (world.actor("liaison"), elsewhere.actor("leader")):
        with pytest.raises(Special.DoesNotExist):
            actions.instruct(actor, report.pk, at=AFTER, text="办。", key=uuid4())


def test_the_office_may_say_that_no_task_is_needed(world: World) -> None:
    row = instructed(world)
    with pytest.raises(Refused, match="wrong_hat"):
        actions.note_instruction(world.actor("leader"), row.pk, at=AFTER, text="阅")
    actions.note_instruction(world.actor("officer"), row.pk, at=AFTER, text="仅为阅示，已传达。")
    with pytest.raises(Refused, match="noted_already"):
        actions.note_instruction(world.actor("officer"), row.pk, at=AFTER, text="又一次")

    assert state(row) == "noted"
    assert Notice.objects.filter(user=world.users["leader"], kind="instruction.noted").exists()


def test_with_tasks_it_is_not_only_noted_and_dropped_tasks_leave_it_waiting(world: World) -> None:
    row = instructed(world)
    task = assigned(world, row)
    with pytest.raises(Refused, match="has_tasks"):
        actions.note_instruction(world.actor("officer"), row.pk, at=AFTER, text="阅")
    drop(world.actor("officer"), task.pk, at=AFTER, text="另行安排")

    assert state(row) == "waiting"


def test_strangers_assign_nothing(world: World, elsewhere: World) -> None:
    row = instructed(world)
    with pytest.raises(Instruction.DoesNotExist):
        actions.assign(
            elsewhere.actor("officer"),
            row.pk,
            at=AFTER,
            title="办",
            due_on=when("2026-04-30 00:00").date(),
            key=uuid4(),
        )
    with pytest.raises(Refused, match="wrong_hat"):
        actions.assign(
            world.actor("leader"),
            row.pk,
            at=AFTER,
            title="办",
            due_on=when("2026-04-30 00:00").date(),
            key=uuid4(),
            department=world.departments["commerce"].pk,
        )
