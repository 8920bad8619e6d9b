"""期限异议: a department contests a clock of its own, the office upholds or rejects it with a reason (5.1.h)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core import clocks
from jianyan.core.clocks import due_on
from jianyan.core.flow import ClockKind, Refused, Verb
from jianyan.core.workdays import Calendar, CalendarError
from jianyan.leads.actions.base import (
    Taken,
    digests,
    liaisons_of,
    officers_of,
    reporter_of,
    settle,
    take,
    tell_lead,
    words,
)
from jianyan.leads.actions.files import claim
from jianyan.leads.models import Audience, Clock, Contest, Lead, Wish
from jianyan.leads.queries.contest import contestable, open_contests

LONGEST = 1000


@transaction.atomic
def contest(
    actor: Actor,
    lead_id: int,
    *,
    at: datetime,
    seen: int | None = None,
    clock: int,
    wish: str,
    reason: str,
    basket: UUID | None = None,
) -> Lead:
    """Contest a clock of the lead department with a reason; the clock runs on until the office decides.

    Raises:
        Lead.DoesNotExist; Refused: ``nothing_to_contest``, ``bad_clock``, ``bad_wish``, ``reason_required``.
    """
    taken = take(actor, lead_id, Verb.contest, at=at, seen=seen)
    found = next((one for one in contestable(taken.lead, at) if one.pk == clock), None)
    if found is None:
        raise Refused("bad_clock")
    if wish not in list(Wish):
        raise Refused("bad_wish")
    reason = words(reason, LONGEST, code="reason")
    row = Contest.objects.create(
        lead=taken.lead, clock=found, department=taken.unit, at=at, by_id=actor.person, wish=wish, reason=reason
    )
    files = claim(actor, basket, taken.lead, audience=Audience.office, contest=row)
    settle(
        taken,
        data={
            "contest": row.pk,
            "clock": found.kind,
            "department": taken.unit.pk,
            "wish": wish,
            **({"files": files} if files else {}),
            **digests(reason=reason),
        },
    )
    tell_lead(taken, "lead.contest", officers_of(taken.lead, at))
    return taken.lead


@transaction.atomic
def uphold_contest(
    actor: Actor,
    lead_id: int,
    *,
    at: datetime,
    seen: int | None = None,
    contest: int | None = None,
    until: date | None = None,
    opinion: str,
) -> Lead:
    """Uphold a contest: the clock is due on another, later day, or, without ``until``, counts in no rate any more.

    ``contest`` is the one meant, by default the oldest that waits.

    Raises:
        Lead.DoesNotExist; Refused: ``no_contest``, ``own_contest``, ``opinion_required``, ``until_before_due``,
            ``promise_too_far``.
    """
    taken = take(actor, lead_id, Verb.uphold_contest, at=at, seen=seen)
    row = _meant(taken, contest)
    opinion = words(opinion, LONGEST, code="opinion")
    clock = Clock.objects.select_for_update().get(pk=row.clock_id)
    if until is None:
        clock.excluded = True
        clock.save(update_fields=["excluded"])
    else:
        row.due_before = clock.due_on
        _correct(taken, clock, until)
        row.due_after = clock.due_on
    _decided(taken, row, clock, upheld=True, opinion=opinion)
    if until is not None and clock.kind == ClockKind.reply and clock.stopped_at is None:
        tell_lead(taken, "lead.extended", reporter_of(taken.lead), until=clock.due_on.isoformat())
    return taken.lead


@transaction.atomic
def reject_contest(
    actor: Actor,
    lead_id: int,
    *,
    at: datetime,
    seen: int | None = None,
    contest: int | None = None,
    opinion: str,
) -> Lead:
    """Reject a contest with a reason; the clock stays as it is.

    Raises:
        Lead.DoesNotExist; Refused: ``no_contest``, ``own_contest``, ``opinion_required``.
    """
    taken = take(actor, lead_id, Verb.reject_contest, at=at, seen=seen)
    row = _meant(taken, contest)
    opinion = words(opinion, LONGEST, code="opinion")
    _decided(taken, row, row.clock, upheld=False, opinion=opinion)
    return taken.lead


def _meant(taken: Taken, contest: int | None) -> Contest:
    waiting = open_contests(taken.lead)
    row = next((one for one in waiting if contest in (None, one.pk)), None)
    if row is None:
        raise Refused("no_contest")
    if row.department_id == taken.actor.department_id or row.by_id == taken.actor.user_id:
        raise Refused("own_contest")
    return row


def _correct(taken: Taken, clock: Clock, until: date) -> None:
    """Let a clock be due on a later day; one that has stopped is judged anew."""
    if until <= clock.due_on:
        raise Refused("until_before_due", due=clock.due_on)
    limit = taken.book.clock(clock.kind, clock.rule.removeprefix("grades.") if _graded(clock) else None).limit
    try:
        end = due_on(until, limit, clock.started_at, taken.calendar)
    except CalendarError as far:
        raise Refused("promise_too_far", furthest=Calendar.last) from far
    clock.due_on, clock.due_at, clock.warn_at = end.on, end.at, end.warn_at
    clock.provisional, clock.fixed = end.provisional, True
    if clock.stopped_at is not None:
        clock.on_time = clocks.on_time(clock.due_at, clock.stopped_at)
    clock.save(update_fields=["due_on", "due_at", "warn_at", "provisional", "fixed", "on_time"])


def _graded(clock: Clock) -> bool:
    return clock.rule.startswith("grades.")


def _decided(taken: Taken, row: Contest, clock: Clock, *, upheld: bool, opinion: str) -> None:
    row.upheld, row.opinion = upheld, opinion
    row.decided_at, row.decided_by_id = taken.at, taken.actor.person
    row.save()
    moved = [row.due_before.isoformat(), row.due_after.isoformat()] if row.due_before and row.due_after else None
    settle(
        taken,
        data={
            "contest": row.pk,
            "clock": clock.kind,
            "department": row.department_id,
            **({"due": moved} if moved else {}),
            **({"excluded": True} if upheld and not moved else {}),
            **({"on_time": clock.on_time} if moved and clock.stopped_at else {}),
            **digests(opinion=opinion),
        },
    )
    tell_lead(taken, f"lead.{taken.row.verb}", [row.by_id, *liaisons_of(taken.lead, row.department_id)])
