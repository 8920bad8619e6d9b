"""履职 in a dossier: this quarter and those that are closed; and the card on a supervisor's home page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from jianyan.accounts.access import Request
from jianyan.core.duties import SETTLED
from jianyan.core.workdays import local_date
from jianyan.duties import words
from jianyan.duties.queries.mine import Running, closings_of, missed_of, next_symposium, running
from jianyan.duties.views.shown import Part, closed_parts, part_of
from jianyan.meetings.models import Invitation
from jianyan.people.models import Supervisor
from jianyan.rules.queries import book_today, rule_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One quarter of a dossier."""

    name: str
    parts: list[Part]
    forms_owed: int
    forms_done: int
    contacts_owed: int
    contacts_done: int
    running: bool = False


FIGURES = ("forms_owed", "forms_done", "contacts_owed", "contacts_done")


def in_dossier(request: Request, supervisor: Supervisor, *, own: bool) -> Mapping[str, Any] | None:
    """The quarters of a dossier; the flag is for the office, which draws its own conclusions."""
    now = timezone.now()
    today = local_date(now)
    this = running(request.zone, now, book=book_today(request.zone, today), pk=supervisor.pk)
    closed = closings_of(supervisor.pk, today)
    if this is None and not closed:
        return None
    lines = [_running(this)] if this and all(each.quarter.key != this.quarter.key for each in closed) else []
    lines += [
        Line(
            name=words.quarter_name(each.quarter.quarter),
            parts=closed_parts(each.duties),
            **{name: getattr(each, name) for name in FIGURES},
        )
        for each in closed
    ]
    missed = missed_of(closed)
    flag = this is not None and not own and missed >= this.rules.flag
    return {"lines": lines, "flagged": missed if flag else 0}


def _running(this: Running) -> Line:
    return Line(
        name=words.quarter_name(this.quarter),
        parts=[part_of(what, one) for what, one in this.parts.items()],
        running=True,
        **{name: getattr(this.row, name) for name in FIGURES},
    )


def own_card(request: Request, ahead: list[Invitation]) -> Mapping[str, Any] | None:
    """本季度履职 on one's home page: what I owe, what I have done, the next symposium of those ``ahead``; None out of
    term."""
    now = timezone.now()
    rules = book_today(request.zone, local_date(now))
    this = running(request.zone, now, book=rules, user=request.actor.person)
    if this is None or not this.parts:
        return None
    waits = any(what == "symposium" and one.standing not in SETTLED for what, one in this.parts.items())
    meeting = next_symposium(this.row.pk, ahead) if waits else None
    key = next(iter(this.rules.duties[this.row.channel]))
    return {
        "parts": [part_of(what, one) for what, one in this.parts.items()],
        "last": this.rules.span.last,
        "next": meeting,
        "next_url": reverse("meetings:meeting", args=[meeting.pk]) if meeting else "",
        "waits": waits,
        "forms_owed": this.row.forms_owed,
        "forms_done": this.row.forms_done,
        "dossier_url": reverse("my_dossier"),
        "rule_url": rule_url(this.rules.number, f"duties.{key}"),
    }
