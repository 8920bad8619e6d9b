"""The way of a lead (线索): one table of states, verbs, hats and the clause or reason of each row.

Buttons, actions, the API and the permission tests read this table and nothing else. A *hat* is what an actor is
for one lead (its reporter, a liaison of its lead department, …); ``jianyan.leads.queries`` works hats out.
"""

from jianyan.core.flow.effects import DEPARTMENTS, EFFECTS, GOVERNING, ClockKind, Effect
from jianyan.core.flow.guards import Facts
from jianyan.core.flow.states import FINAL, NOT_THE_REPORTERS, PROMISES, Hat, Result, State, Verb
from jianyan.core.flow.steps import Refused, row_for, step, verbs
from jianyan.core.flow.table import TABLE, Row
from jianyan.core.flow.undo import NOT_UNDOABLE, UNDO_WITHIN, UNDOABLE, undo_refused, undoable

__all__ = [
    "DEPARTMENTS",
    "EFFECTS",
    "FINAL",
    "GOVERNING",
    "NOT_THE_REPORTERS",
    "NOT_UNDOABLE",
    "PROMISES",
    "TABLE",
    "UNDOABLE",
    "UNDO_WITHIN",
    "ClockKind",
    "Effect",
    "Facts",
    "Hat",
    "Refused",
    "Result",
    "Row",
    "State",
    "Verb",
    "row_for",
    "step",
    "undo_refused",
    "undoable",
    "verbs",
]
