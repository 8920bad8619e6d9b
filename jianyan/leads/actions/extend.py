"""延期: a department asks for time, the office head decides."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.clocks import due_on
from jianyan.core.flow import ClockKind, Refused, Verb
from jianyan.core.workdays import local_date
from jianyan.leads.actions.base import (
    Taken,
    digests,
    heads_of,
    liaisons_of,
    reporter_of,
    settle,
    take,
    tell_lead,
    words,
)
from jianyan.leads.models import Clock, Extension, Lead

LONGEST = 1000


@transaction.atomic
def ask_extension(
    actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None, until: date, reason: str
) -> Lead:
    """Ask for time until a day; the rulebook says how early one must ask and how long one may get.

    Raises:
        Refused: ``extension_open``, ``extension_too_late``, ``until_before_due``, ``until_too_far``.
    """
    taken = take(actor, lead_id, Verb.ask_extension, at=at, seen=seen)
    reason = words(reason, LONGEST, code="reason")
    _check_day(taken, until)
    asked = Extension.objects.create(
        lead=taken.lead,
        department=taken.unit,
        at=at,
        by_id=actor.person,
        until=until,
        reason=reason,
    )
    settle(taken, data={"extension": asked.pk, "until": until.isoformat(), **digests(reason=reason)})
    tell_lead(taken, "lead.ask_extension", heads_of(taken.lead))
    return taken.lead


def _check_day(taken: Taken, until: date) -> None:
    due = _reply_clock(taken.lead).due_on
    longest = taken.book.number_of("extension_longest")
    if until <= due or until < local_date(taken.at):
        raise Refused("until_before_due", due=due)
    furthest = taken.calendar.add(due, longest)
    if until > furthest:
        raise Refused("until_too_far", longest=longest, furthest=furthest)


def _reply_clock(lead: Lead) -> Clock:
    return Clock.objects.get(lead=lead, kind=ClockKind.reply, stopped_at__isnull=True)


@transaction.atomic
def decide_extension(
    actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None, grant: bool, opinion: str = ""
) -> Lead:
    """Grant or refuse the open request; granted, the reply clock is due on the day asked for; the reporter is told."""
    verb = Verb.grant_extension if grant else Verb.refuse_extension
    taken = take(actor, lead_id, verb, at=at, seen=seen)
    opinion = words(opinion, LONGEST, code="opinion", needed=not grant)
    asked = Extension.objects.select_for_update().get(lead=taken.lead, decided_at__isnull=True)
    asked.granted, asked.decided_at, asked.decided_by_id, asked.opinion = grant, at, actor.user_id, opinion
    asked.save()
    data: dict[str, object] = {"extension": asked.pk, "until": asked.until.isoformat(), **digests(opinion=opinion)}
    if grant:
        data["due"] = _move(taken, asked.until)
    settle(taken, data=data)
    tell_lead(taken, f"lead.{verb}", liaisons_of(taken.lead))
    if grant:
        tell_lead(taken, "lead.extended", reporter_of(taken.lead), until=asked.until.isoformat())
    return taken.lead


def lapse(lead: Lead, *, at: datetime) -> None:
    """Let an open request for time fall away, neither granted nor refused: what it was asked for is over."""
    Extension.objects.filter(lead=lead, decided_at__isnull=True).update(decided_at=at)


def _move(taken: Taken, until: date) -> list[str]:
    """Let the reply clock be due on a granted day; returns the days before and after."""
    clock = _reply_clock(taken.lead)
    before = clock.due_on
    limit = taken.book.clock("reply", taken.lead.grade).limit
    # A new calendar may have moved the due day beyond the one asked for meanwhile; what is granted never shortens.
    end = due_on(max(until, before), limit, clock.started_at, taken.calendar)
    clock.due_on, clock.due_at, clock.warn_at = end.on, end.at, end.warn_at
    clock.provisional, clock.fixed = end.provisional, True
    clock.save(update_fields=["due_on", "due_at", "warn_at", "provisional", "fixed"])
    return [before.isoformat(), end.on.isoformat()]
