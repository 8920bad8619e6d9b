"""Which cells of a table by department somebody may not see (4.1.c)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from jianyan.accounts.queries import Actor
from jianyan.core.cells import Cell, withheld
from jianyan.core.workdays import local_date
from jianyan.rules.queries import NoRulebook, book, version_on


def withheld_from(actor: Actor, columns: Iterable[Mapping[int, Cell]], now: datetime) -> frozenset[int]:
    """The departments whose figures only the office may see: too few people, one of them anonymous.

    Each column has a total of its own; whoever is withheld in one is withheld in all. One query, none for the office.
    """
    if actor.is_office:
        return frozenset()
    columns = list(columns)
    try:
        least = book(version_on(actor.zone_id, local_date(now)).pk).number_of("hidden_cell")
    except NoRulebook:
        return frozenset(unit for column in columns for unit in column)
    gone: set[int] = set()
    for column in columns:
        units = list(column)
        gone |= {units[place] for place in withheld([column[unit] for unit in units], least)}
    return frozenset(gone)
