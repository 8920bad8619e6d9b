"""What higher floors show in a dossier and on the list of supervisors.

They are registered when the apps are ready, so that imports point down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from jianyan.accounts.access import Request
from jianyan.people.models import Supervisor

#: What a panel reads of somebody as ``beside``; None where there is nothing to show. ``own``: to the person itself.
Shown = Callable[..., Mapping[str, Any] | None]

_KNOWN: dict[str, Shown] = {}


def register(template: str, shown: Shown) -> None:
    """Show a panel in every dossier; the same template once. ``shown(request, supervisor, own=…)`` is asked for it."""
    _KNOWN[template] = shown


def panels(request: Request, supervisor: Supervisor, *, own: bool) -> list[tuple[str, Mapping[str, Any]]]:
    """(template, what it reads) of the panels of a dossier."""
    there = [(template, shown(request, supervisor, own=own)) for template, shown in _KNOWN.items()]
    return [(template, found) for template, found in there if found is not None]


#: How many quarters of the term that holds each supervisor has missed; asked with the first days of those terms.
Missed = Callable[[Mapping[int, date]], Mapping[int, int]]

_MISSED: dict[str, Missed] = {}


def register_missed(name: str, count: Missed) -> None:
    """Count quarters missed on the list of supervisors; the same name once."""
    _MISSED[name] = count


def missed_quarters(since: Mapping[int, date]) -> dict[int, int]:
    """Supervisor → quarters missed, of those who missed any; one query for each that counts."""
    found: dict[int, int] = {}
    for count in _MISSED.values():
        for pk, n in count(since).items():
            found[pk] = found.get(pk, 0) + n
    return found
