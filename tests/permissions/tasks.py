"""The tasks that addresses name: one a unit of each relation."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from jianyan.tasks.actions import give
from jianyan.tasks.models import Task
from tests.fixtures import MONDAY, World

SPACE = UUID("6f1d9a54-3f0b-4c6e-9a7e-0d8f2b1c5a11")


def task_of(world: World, department: str) -> Task:
    """The unit's task; made when it is first asked for."""
    return give(
        world.actor("officer"),
        at=MONDAY,
        source="instruction:1",
        title="会同海关压缩查验时间",
        due_on=date(2026, 3, 20),
        key=uuid5(SPACE, department),
        department=world.departments[department].pk,
    )
