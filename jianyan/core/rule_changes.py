"""What differs between two versions of the rules, rule by rule."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from jianyan.core.rule_text import parse, write
from jianyan.core.rulebook import SECTION_TYPES, Item, Rulebook, load


class Sort(StrEnum):
    """What became of a rule."""

    added = "added"
    removed = "removed"
    changed = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A rule that is not as it was. ``fields``: the names of what differs, in the order of the rule; of a rule that is
    new or gone, none."""

    section: str
    key: str
    sort: Sort
    before: Item | None
    after: Item | None
    fields: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """The rule's place: ``clocks.call``."""
        return f"{self.section}.{self.key}"


def changes(before: Rulebook, after: Rulebook) -> list[Change]:
    """Every rule that differs, in the order of the sections; rules that are gone stand at the end of their section."""
    found = []
    for section in SECTION_TYPES:
        was: Mapping[str, Item] = getattr(before, section)
        now: Mapping[str, Item] = getattr(after, section)
        for key, item in now.items():
            if key not in was:
                found.append(Change(section, key, Sort.added, None, item))
            elif fields := _differing(was[key], item):
                found.append(Change(section, key, Sort.changed, was[key], item, fields))
        found += [Change(section, key, Sort.removed, item, None) for key, item in was.items() if key not in now]
    return found


def _differing(before: Item, after: Item) -> tuple[str, ...]:
    return tuple(name for name in after.__struct_fields__ if getattr(before, name) != getattr(after, name))


def edited(text: str, values: Mapping[str, object]) -> str:
    """The text with other values at dotted places (``clocks.call.amount``, ``title``); None takes a value away.

    Raises:
        RulebookError: the text, or what comes out, cannot be used.
        KeyError: a place names no rule of the text.
    """
    load(text)
    raw = deepcopy(parse(text))
    for place, value in values.items():
        *path, name = place.split(".")
        table: dict[str, Any] = raw
        for part in path:
            table = table[part]
        if value is None:
            table.pop(name, None)
        else:
            table[name] = value
    made = write(raw)
    load(made)
    return made


def dated(text: str, number: int, day: date) -> str:
    """The text as the version of that number, in force from that day; raises `RulebookError`."""
    return edited(text, {"number": number, "effective_on": day})
