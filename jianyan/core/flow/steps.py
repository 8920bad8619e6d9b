"""Asking the table: may this act be done now, and what may be offered."""

from __future__ import annotations

from collections.abc import Iterable

from jianyan.core.flow.guards import Facts
from jianyan.core.flow.states import Hat, State, Verb
from jianyan.core.flow.table import TABLE, Row


class Refused(Exception):
    """The flow says no. ``code`` is stable; ``params`` fill the message that the page shows.

    ``wrong_state`` means that somebody may have been faster; ``wrong_hat`` that this actor may never do it.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


_INDEX: dict[tuple[State, Verb], Row] = {(row.source, row.verb): row for row in TABLE}
if len(_INDEX) != len(TABLE):  # two rows for one arrow would make the table ambiguous
    raise RuntimeError("flow table: a state and a verb occur twice")


def row_for(state: State, verb: Verb) -> Row | None:
    """The arrow from ``state`` by ``verb``, or None where the table has none."""
    return _INDEX.get((state, verb))


def step(state: State, verb: Verb, hats: Iterable[Hat], facts: Facts) -> Row:
    """The row that this act takes; raises `Refused` with the reason where there is none.

    Codes: ``wrong_hat`` (nobody with these hats may ever do this verb), ``wrong_state`` (may be done, not now),
    or the code of the row's guard.
    """
    worn = frozenset(hats)
    if not any(row.verb == verb and row.hats & worn for row in TABLE):
        raise Refused("wrong_hat", verb=verb)
    row = row_for(state, verb)
    if row is None:
        raise Refused("wrong_state", verb=verb, state=state)
    if not row.hats & worn:
        raise Refused("wrong_hat", verb=verb)
    if row.guard and (code := row.guard(facts)):
        raise Refused(code, verb=verb, state=state)
    return row


def verbs(state: State, hats: Iterable[Hat], facts: Facts) -> list[Verb]:
    """The verbs that may be offered now, in the table's order."""
    worn = frozenset(hats)
    return [
        row.verb for row in TABLE if row.source == state and row.hats & worn and not (row.guard and row.guard(facts))
    ]
