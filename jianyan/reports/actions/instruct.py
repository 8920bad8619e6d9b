"""批示: a leader's words on a special report, and what the office makes of them: tasks, or word that none is needed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.models import RoleName, Zone
from jianyan.accounts.queries import Actor, ids_with_role, system_actor, with_role
from jianyan.core.chain import text_digest
from jianyan.core.flow import Refused
from jianyan.core.special import InstructionState, SpecialState
from jianyan.ledger.actions import record
from jianyan.notify.actions import tell
from jianyan.reports.actions.special_base import CLAUSE, acting_role, words
from jianyan.reports.models import Instruction, Special, SpecialItem
from jianyan.reports.queries.special import instructions_visible_to, specials_visible_to, state_of, tasks_of
from jianyan.tasks.actions import give
from jianyan.tasks.models import Task

TEXT, NOTED = 1000, 500


@transaction.atomic
def instruct(
    actor: Actor,
    special_id: int,
    *,
    at: datetime,
    text: str,
    key: UUID,
    item: int | None = None,
    due_on: date | None = None,
    leader: int | None = None,
) -> Instruction:
    """Write an instruction on a signed report or on one item of it; the office is told.

    A leader writes for themselves; the office enters for ``leader`` what was written on paper. ``due_on`` is kept as
    written. From the same page (``key``) twice instructs once.

    Raises:
        Special.DoesNotExist; Refused: ``wrong_hat``, ``not_signed``, ``no_item``, ``no_leader``, ``due_far``,
        ``text_required``, ``too_long``.
    """
    special = Special.objects.select_for_update(of=("self",)).get(
        pk__in=specials_visible_to(actor).filter(pk=special_id).values("pk")
    )
    by = _leader(actor, leader)
    if special.state != SpecialState.signed:
        raise Refused("not_signed")
    if item is not None and not SpecialItem.objects.filter(special=special, pk=item).exists():
        raise Refused("no_item")
    text = words(text, TEXT, field="text")
    if due_on is not None:
        _check_day(due_on)
    if before := Instruction.objects.filter(zone=actor.zone_id, key=key).first():
        return before
    made = Instruction.objects.create(
        zone_id=actor.zone_id,
        special=special,
        item_id=item,
        by_id=by,
        entered_by_id=None if by == actor.user_id else actor.person,
        at=at,
        text=text,
        due_on=due_on,
        key=key,
    )
    entered = {"entered_for": by} if made.entered_by_id else {}
    data = {"special": special.pk, "item": item, "text": text_digest(text), **entered}
    _note(made, actor, at, "write", {**data, **({"due": due_on.isoformat()} if due_on else {})})
    _tell(made, "instruction.written", _office(made.zone_id), at=at, by=actor)
    return made


def _leader(actor: Actor, leader: int | None) -> int:
    if actor.has(RoleName.leader):
        return actor.person
    if not actor.is_office:
        raise Refused("wrong_hat")
    if leader is None or leader not in ids_with_role(actor.zone_id, RoleName.leader):
        raise Refused("no_leader")
    return leader


def _check_day(day: date) -> None:
    # The day itself is kept, whether it is a working day or not; it only must be one that a calendar reaches.
    if not date(2004, 1, 1) <= day <= date(2199, 12, 31):
        raise Refused("due_far")


@transaction.atomic
def assign(
    actor: Actor,
    instruction_id: int,
    *,
    at: datetime,
    title: str,
    due_on: date,
    key: UUID,
    text: str = "",
    department: int | None = None,
    user: int | None = None,
) -> Task:
    """分解: make a task of an instruction, with its owner and date.

    Raises:
        Instruction.DoesNotExist; Refused: as `tasks.actions.give`.
    """
    row = _lock(actor, instruction_id)
    made = give(
        actor,
        at=at,
        source=row.subject,
        title=title,
        text=text,
        due_on=due_on,
        key=key,
        department=department,
        user=user,
    )
    if row.ended_at is not None:
        row.ended_at = None
        row.save(update_fields=["ended_at"])
    _note(row, actor, at, "assign", {"task": made.pk, "no": made.no})
    return made


@transaction.atomic
def note_instruction(actor: Actor, instruction_id: int, *, at: datetime, text: str) -> Instruction:
    """阅知: no task comes of an instruction; the office says why, and the leader is told.

    Raises:
        Instruction.DoesNotExist; Refused: ``wrong_hat``, ``has_tasks``, ``noted_already``, ``text_required``,
        ``too_long``.
    """
    if not actor.is_office:
        raise Refused("wrong_hat")
    row = _lock(actor, instruction_id)
    if row.noted_at is not None:
        raise Refused("noted_already")
    if tasks_of(row.zone_id, [row])[row.pk]:
        raise Refused("has_tasks")
    row.noted, row.noted_at, row.noted_by_id = words(text, NOTED, field="noted"), at, actor.person
    row.save(update_fields=["noted", "noted_at", "noted_by"])
    _note(row, actor, at, "note", {"text": text_digest(row.noted)})
    _tell(row, "instruction.noted", [row.by_id], at=at, by=actor)
    return row


def tick_instructions(zone: Zone, *, at: datetime) -> int:
    """Tell leaders whose instructions have been carried out; repeating does nothing more. Returns how many."""
    told = 0
    rows = list(Instruction.objects.filter(zone=zone, noted_at__isnull=True).order_by("pk"))
    tasks = tasks_of(zone.pk, rows)
    for row in rows:
        done = state_of(row, tasks[row.pk]) is InstructionState.done
        if done != (row.ended_at is not None):
            told += _end(zone, row.pk, at, done=done)
    return told


@transaction.atomic
def _end(zone: Zone, instruction_id: int, at: datetime, *, done: bool) -> int:
    row = Instruction.objects.select_for_update().get(pk=instruction_id)
    if done == (row.ended_at is not None):
        return 0
    row.ended_at = at if done else None
    row.save(update_fields=["ended_at"])
    if not done:  # a task was sent back: it goes on
        _note(row, system_actor(zone), at, "again", {})
        return 0
    _note(row, system_actor(zone), at, "done", {})
    _tell(row, "instruction.done", [row.by_id], at=at)
    return 1


def _lock(actor: Actor, instruction_id: int) -> Instruction:
    visible = instructions_visible_to(actor).filter(pk=instruction_id)
    return Instruction.objects.select_for_update().get(pk__in=visible.values("pk"))


def _office(zone_id: int) -> list[int]:
    return [user.pk for user in with_role(zone_id, RoleName.officer, RoleName.head)]


def _note(row: Instruction, actor: Actor, at: datetime, verb: str, data: Mapping[str, object]) -> None:
    record(
        actor=actor,
        at=at,
        verb=f"instruction.{verb}",
        subject=row.subject,
        data=data,
        clause=CLAUSE,
        role=acting_role(actor),
    )


def _tell(row: Instruction, kind: str, users: list[int], *, at: datetime, by: Actor | None = None) -> None:
    tell(users, zone_id=row.zone_id, at=at, kind=kind, path=f"/reports/instructions/{row.pk}/", by=by)
