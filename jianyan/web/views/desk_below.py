"""Below the fold of the desk: who has not filed this month's form (5.1.e), and who was not contacted (5.1.c)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jianyan.accounts.queries import Actor
from jianyan.core.opinion import form_due, month_of
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.leads.queries.forms import missing_of
from jianyan.people.models import Identity, Supervisor
from jianyan.rules.words import title_of

#: How many are named on the desk of each kind; the lists have all.
NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """One who has not filed this month's form. ``today``: was reminded today already."""

    identity: Identity
    level: str
    reminded_at: datetime | None
    today: bool


def below(
    actor: Actor, mine: bool, people: Sequence[Supervisor], now: datetime, rules: Rulebook | None
) -> dict[str, object]:
    """What the two lists show, of the officer's own supervisors or of all. One query; ``people`` are loaded."""
    today = local_date(now)
    month = month_of(today)
    owed = owing(actor, mine, now, rules)
    silent = [one for one in people if one.current and not one.spoken]  # type: ignore[attr-defined]
    due = form_due(month, rules.number_of("form_due_day")) if rules else None
    return {
        "month": month,
        "form_due": due,
        "form_late": due is not None and today > due,
        "owing": owed[:NAMED],
        "owing_count": len(owed),
        "to_remind": sum(not one.today for one in owed),
        "silent": silent[:NAMED],
        "silent_count": len(silent),
    }


def owing(actor: Actor, mine: bool, now: datetime, rules: Rulebook | None) -> list[Owing]:
    """Who has not filed this month's form. Without rules nobody owes one. One query."""
    if rules is None:
        return []
    today = local_date(now)
    return [
        Owing(
            identity=one,
            level=title_of(rules.levels, one.level),
            reminded_at=one.reminded_at,  # type: ignore[attr-defined]
            today=one.reminded_at is not None and local_date(one.reminded_at) == today,  # type: ignore[attr-defined]
        )
        for one in missing_of(actor, now, mine=mine)
    ]
