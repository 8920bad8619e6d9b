"""The names of a list as everybody entitled reads them: name, unit, post, category."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jianyan.core.rulebook import Rulebook
from jianyan.recruit import words
from jianyan.recruit.models import Candidate
from jianyan.rules.words import title_of


@dataclass(frozen=True, slots=True)
class Listed:
    """One name of the list."""

    pk: int
    name: str
    unit: str
    post: str
    category: str


def by_channel(candidates: Iterable[Candidate], rules: Rulebook) -> list[tuple[str, list[Listed]]]:
    """The names of a list under their channels, in the order given."""
    found: dict[str, list[Listed]] = {}
    for each in candidates:
        line = Listed(each.pk, each.name, each.unit_name, each.post, title_of(rules.categories, each.category))
        found.setdefault(str(words.CHANNELS[each.channel]), []).append(line)
    return list(found.items())
