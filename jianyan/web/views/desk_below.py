"""Below the fold of the desk: who has not filed this month's form (5.1.e), and who was not contacted (5.1.c)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jianyan.accounts.access import Request, entry
from jianyan.accounts.queries import Actor
from jianyan.core.opinion import form_due, month_of
from jianyan.core.rulebook import Rulebook
from jianyan.core.workdays import local_date
from jianyan.leads.forms.queue import asks_mine
from jianyan.leads.queries.forms import missing_of
from jianyan.people.models import Identity
from jianyan.people.queries.roster import looked_after
from jianyan.rules.queries import NoRulebook, book, version_on
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


@entry("officer", "head")
@require_safe
def desk_below(request: Request) -> HttpResponse:
    """The two lists, which the desk loads when they are scrolled to; a page of their own without scripts."""
    now, actor = timezone.now(), request.actor
    today, rules = local_date(now), rules_of(actor, now)
    mine = asks_mine(request.GET, actor)
    owed = owing(actor, mine, now, rules)
    people = looked_after(actor, now, mine=mine)
    silent = [one for one in people if one.current and not one.spoken]  # type: ignore[attr-defined]
    due = form_due(month_of(today), rules.number_of("form_due_day")) if rules else None
    context = {
        "mine": mine,
        "month": month_of(today),
        "form_due": due,
        "form_late": due is not None and today > due,
        "owing": owed[:NAMED],
        "owing_count": len(owed),
        "to_remind": sum(not one.today for one in owed),
        "silent": silent[:NAMED],
        "silent_count": len(silent),
    }
    return render(request, "web/desk_below.html" if request.htmx else "web/desk_below_page.html", context)  # type: ignore[attr-defined]


def rules_of(actor: Actor, now: datetime) -> Rulebook | None:
    """The rules that hold now, if the zone has any yet."""
    try:
        return book(version_on(actor.zone_id, local_date(now)).pk)
    except NoRulebook:
        return None


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
