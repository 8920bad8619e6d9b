"""What is done about duties: people are warned, reminded, and a quarter is closed."""

from jianyan.duties.actions.close import close_quarter
from jianyan.duties.actions.remind import remind
from jianyan.duties.actions.tick import Ticked, tick_duties

__all__ = ["Ticked", "close_quarter", "remind", "tick_duties"]
