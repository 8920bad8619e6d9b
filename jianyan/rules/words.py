"""The rulebook's own words in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping

from jianyan.core.rulebook import (
    Basis,
    Choice,
    Clock,
    Item,
    Kind,
    Merit,
    Number,
    Ranking,
    Rulebook,
    Score,
    Step,
    words_of,
)
from jianyan.ui.formats import in_english

Titled = Basis | Choice | Clock | Kind | Merit | Number | Ranking | Rulebook | Score | Step


def title(item: Titled) -> str:
    """The title of a rule."""
    return item.title_en if in_english() else item.title


def title_of(items: Mapping[str, Titled], key: str) -> str:
    """The title of the rule under a key; the key itself where this version has none (a lead keeps its own version)."""
    return title(items[key]) if key in items else key


def titles(items: Mapping[str, Titled]) -> list[tuple[str, str]]:
    """(key, title) of each rule, as the choices of a form."""
    return [(key, title(item)) for key, item in items.items()]


def hint(kind: Kind) -> str:
    """The example that stands under a kind of lead."""
    return kind.hint_en if in_english() else kind.hint


def words(item: Item) -> str:
    """The words of a rule with its own values filled in."""
    return words_of(item, "en" if in_english() else "zh")
