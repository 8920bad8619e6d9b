"""Which department a lead may belong to, by its own words: suggestions with reasons, which a person confirms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

#: What separates the keywords of a department's duties.
_BETWEEN = re.compile(r"[\s,，、;；]+")


class Why(StrEnum):
    """Why a department is suggested."""

    named = "named"  # the department that returned the lead named it
    place = "place"  # the lead names it as the place
    matter = "matter"  # a keyword of its duties is in the lead


#: Points of a reason: where somebody named the department, its keywords weigh little.
NAMED, PLACE, IN_TITLE, IN_BODY = 100, 20, 3, 1


@dataclass(frozen=True, slots=True)
class Unit:
    """A department as far as suggesting goes. ``matters`` are its keywords, ``names`` the long and the short one."""

    key: int
    names: tuple[str, ...]
    matters: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, and the word of the lead that says so (the department's own name where it was named)."""

    why: Why
    word: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A department by key, with its reasons, the strongest first."""

    key: int
    points: int
    reasons: tuple[Reason, ...]


def keywords(matters: str) -> list[str]:
    """The keywords of a department's duties. One character alone says too little to be one."""
    return list(dict.fromkeys(word for word in _BETWEEN.split(matters.casefold()) if len(word) > 1))


def suggest(
    units: Iterable[Unit], *, title: str, body: str, place: str = "", named: int | None = None, most: int = 3
) -> list[Suggestion]:
    """The departments that the words of a lead point to, best first; equal ones in the order given.

    ``named`` is the department that a returning one said should have it. Nothing in common with any: an empty list.
    """
    short, long = f"{title}\n{place}\n".casefold(), body.casefold()
    found = [s for unit in units if (s := _weigh(unit, short, long, place.casefold(), named)).points]
    return sorted(found, key=lambda s: -s.points)[:most]


def _weigh(unit: Unit, short: str, long: str, place: str, named: int | None) -> Suggestion:
    points, reasons = 0, []
    if unit.key == named:
        points += NAMED
        reasons.append(Reason(Why.named, unit.names[0]))
    if said := next((name for name in unit.names if name and name.casefold() in place), ""):
        points += PLACE
        reasons.append(Reason(Why.place, said))
    hits = [(IN_TITLE if word in short else IN_BODY, word) for word in keywords(unit.matters) if word in short + long]
    points += sum(weight for weight, _word in hits)
    reasons += [Reason(Why.matter, word) for _weight, word in sorted(hits, key=lambda hit: -hit[0])]
    return Suggestion(unit.key, points, tuple(reasons))
