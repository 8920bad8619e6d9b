"""A line of the list, a card of one's own, and a quarter of a dossier: the same figures in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jianyan.accounts.models import User
from jianyan.core.duties import Reckoned, Rules
from jianyan.duties import words
from jianyan.duties.models import Closing
from jianyan.duties.queries.people import reckoned
from jianyan.people.models import Supervisor


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One duty of one person: 座谈 0/1, how it stands, and its tone."""

    what: str
    label: str
    done: int
    owed: int
    excused: int
    left: int
    standing: str
    word: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How somebody stands in a quarter; ``flag`` counts the missed quarters of the term, where they are to be seen."""

    supervisor: Supervisor
    officer: User | None
    days: int
    parts: list[Part] = field(default_factory=list)
    forms_owed: int
    forms_done: int
    forms_missed: int
    contacts_owed: int
    contacts_done: int
    contacts_missed: int
    flag: int = 0


def part_of(what: str, one: Reckoned) -> Part:
    return _part(what, one.owed, one.done, one.excused, one.standing.value)


def _part(what: str, owed: int, done: int, excused: int, standing: str) -> Part:
    return Part(
        what=what,
        label=words.asked(what),
        done=done,
        owed=owed,
        excused=excused,
        left=max(0, owed - done - excused),
        standing=standing,
        word=words.standing(standing),
        tone=words.TONES[standing],
    )


def closed_parts(duties: Mapping[str, Any]) -> list[Part]:
    """The duties of a closed quarter as they were written down."""
    return [_part(what, one["owed"], one["done"], one["excused"], one["standing"]) for what, one in duties.items()]


FIGURES = ("days", "forms_owed", "forms_done", "forms_missed", "contacts_owed", "contacts_done", "contacts_missed")


def row_of(found: Supervisor | Closing, rules: Rules | None, today: date, flag: int = 0) -> Row:
    """A line from a supervisor of `queries.people.people`, or from a closing."""
    if isinstance(found, Closing):
        supervisor, parts = found.supervisor, closed_parts(found.duties)
    else:
        assert rules is not None  # without rules nobody is listed
        supervisor = found
        parts = [part_of(what, one) for what, one in reckoned(found, rules, today).items()]
    figures = {name: getattr(found, name) for name in FIGURES}
    return Row(supervisor=supervisor, officer=found.officer, parts=parts, flag=flag, **figures)
