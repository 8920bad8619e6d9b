"""Every write of tasks, one file per verb."""

from jianyan.tasks.actions.act import drop, finish, move, reopen, report
from jianyan.tasks.actions.give import give
from jianyan.tasks.actions.tick import tick_tasks

__all__ = ["drop", "finish", "give", "move", "reopen", "report", "tick_tasks"]
