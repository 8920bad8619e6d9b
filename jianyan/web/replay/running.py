"""Passing messages through the actions: filed and replied at their own times, called and dispatched in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID, uuid5

from django.db import transaction

from jianyan.core.opinion import Opinion
from jianyan.core.workdays import TZ, Calendar, local_date
from jianyan.leads import actions
from jianyan.leads.models import OpinionForm
from jianyan.rules.queries import calendar_of
from jianyan.web.replay.people import Stage, writer
from jianyan.web.replay.reading import Message

NAMESPACE = UUID("5a4f0c1e-6d0b-5b7e-9c55-3b6b1f0f7c11")

#: Messages that are committed together. Each is whole in its own; together they cost one sync of the disk.
BATCH = 25


@dataclass(frozen=True, slots=True)
class Steps:
    """When the office and the department act on a message."""

    called: datetime
    dispatched: datetime
    accepted: datetime


def steps(message: Message, calendar: Calendar) -> Steps:
    """Called on the next working morning, dispatched a working day later, accepted the same afternoon.

    If the reply came sooner than that, the three are spread evenly between filing and reply.
    """
    first = calendar.add(local_date(message.filed), 1)
    second = calendar.add(first, 1)
    called, dispatched = (datetime.combine(day, time(9, 30), TZ) for day in (first, second))
    accepted = datetime.combine(second, time(14), TZ)
    if accepted < message.replied:
        return Steps(called, dispatched, accepted)
    quarter = (message.replied - message.filed) / 4
    return Steps(*(message.filed + quarter * n for n in (1, 2, 3)))


def key_of(stage: Stage, message: Message) -> UUID:
    """The form's key: the same message of the same zone has the same one in every run."""
    return uuid5(NAMESPACE, f"{stage.zone.code}/{message.id}")


def known(stage: Stage) -> set[UUID]:
    """The keys of all forms that are in the zone."""
    return set(OpinionForm.objects.filter(zone=stage.zone).values_list("key", flat=True))


def run(stage: Stage, messages: Sequence[Message], grade: str, step: Callable[[int], object]) -> int:
    """File and handle what is not there yet; returns how many messages are new. Killed half-way, run it again."""
    there = known(stage)
    fresh = [message for message in messages if key_of(stage, message) not in there]
    step(len(messages) - len(fresh))
    for start in range(0, len(fresh), BATCH):
        batch = fresh[start : start + BATCH]
        with transaction.atomic():
            for message in batch:
                _pass_through(stage, message, grade)
        step(len(batch))
    return len(fresh)


def _pass_through(stage: Stage, message: Message, grade: str) -> None:
    """One message, from its form to its reply."""
    key, at = key_of(stage, message), steps(message, calendar_of(stage.zone))
    actor, identity = writer(stage, message.author, message.filed, key)
    opinion = Opinion(kind="service", field="government", title=message.title, body=message.body)
    month = local_date(message.filed).replace(day=1)
    form = actions.file_form(actor, identity, month, [opinion], at=message.filed, key=key)
    lead = form.leads.get().pk
    actions.log_call(stage.officer, lead, at=at.called, verified="情况以来信所述为准。")
    actions.dispatch(
        stage.officer, lead, at=at.dispatched, department=stage.department.pk, grade=grade, demand="请按期答复。"
    )
    actions.accept(stage.liaison, lead, at=at.accepted)
    actions.reply(stage.liaison, lead, at=message.replied, result="solved", process=message.reply)
