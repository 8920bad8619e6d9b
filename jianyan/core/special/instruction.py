"""批示: where a leader's instruction stands follows from its tasks, or from the office's word that none is needed."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from jianyan.core.tasks import TaskState


class InstructionState(StrEnum):
    """Where an instruction stands."""

    waiting = "waiting"  # 待分解
    under_way = "under_way"  # 办理中
    done = "done"  # 已落实
    noted = "noted"  # 阅知


def instruction_state(tasks: Collection[TaskState], *, noted: bool) -> InstructionState:
    """Done when none of its tasks is open and one at least is done; waiting while it has none that counts.

    Dropped tasks do not count: an instruction whose tasks were all dropped waits for another, unless it was noted.
    """
    if TaskState.open in tasks:
        return InstructionState.under_way
    if TaskState.done in tasks:
        return InstructionState.done
    return InstructionState.noted if noted else InstructionState.waiting
