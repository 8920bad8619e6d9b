"""What a table of a bulletin is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Text = str | Promise
CHANNELS: dict[str, Text] = {"social": gettext_lazy("社会监督员"), "internal": gettext_lazy("内部监督员")}
#: What stands for a number that is withheld.
STAR = "＊"


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell: its words, and the filters that open the list behind it; empty where no list is behind.

    ``behind``: what the list is of. That of leads is open to whoever may open leads; those of forms and duties are by
    name, and the office's alone.
    """

    text: str
    query: dict[str, str] = field(default_factory=dict)
    number: bool = True
    behind: Literal["leads", "forms", "duties"] = "leads"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its title, its share of the width, whether numbers stand in it."""

    title: str
    share: float = 1.0
    number: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; ``notes`` stand under it."""

    key: str
    title: str
    headings: tuple[Heading, ...]
    rows: Sequence[tuple[Entry, ...]]
    notes: list[str] = field(default_factory=list)


def first(text: str) -> Entry:
    """The name of a row, or other words."""
    return Entry(text, number=False)


def counted(n: int | None, **query: str) -> Entry:
    """A number of leads with the filters that open them; nothing to open behind none, nor behind one withheld."""
    if n is None:
        return Entry(STAR)
    return Entry(str(n), query if n else {})
