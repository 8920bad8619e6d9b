"""电话沟通: the call about a new lead, answered or not (5.1.g); and the dispatch that follows at once (5.1.h)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Verb
from jianyan.leads.actions.base import consequence, digests, settle, take, words
from jianyan.leads.actions.dispatch import dispatch
from jianyan.leads.models import Call, Lead

LONGEST = 2000


@transaction.atomic
def log_call(
    actor: Actor,
    lead_id: int,
    *,
    at: datetime,
    seen: int | None = None,
    verified: str,
    added: str = "",
    expected: str = "",
) -> Lead:
    """Log an answered call with what was found out; the lead is clarified and the three-day clock stops."""
    taken = take(actor, lead_id, Verb.call, at=at, seen=seen)
    verified = words(verified, LONGEST, code="verified")
    added = words(added, LONGEST, code="added", needed=False)
    expected = words(expected, LONGEST, code="expected", needed=False)
    call = Call.objects.create(
        lead=taken.lead,
        at=at,
        by_id=actor.person,
        answered=True,
        verified=verified,
        added=added,
        expected=expected,
    )
    settle(taken, data={"call": call.pk, **digests(verified=verified, added=added, expected=expected)})
    return taken.lead


@transaction.atomic
def log_unanswered(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None, words_: str = "") -> Lead:
    """Log a call that nobody answered; after the rulebook's number of them the written text is acted on."""
    taken = take(actor, lead_id, Verb.call_unanswered, at=at, seen=seen)
    note = words(words_, LONGEST, code="added", needed=False)
    call = Call.objects.create(lead=taken.lead, at=at, by_id=actor.person, answered=False, added=note)
    tried = taken.facts.unanswered_calls + 1
    settle(taken, data={"call": call.pk, "tried": tried, **digests(added=note)})
    if tried >= taken.facts.attempts_needed:
        settle(consequence(taken, Verb.clarify_unreached, unanswered_calls=tried))
    return taken.lead


@transaction.atomic
def call_and_dispatch(
    actor: Actor,
    lead_id: int,
    *,
    at: datetime,
    seen: int | None = None,
    verified: str,
    added: str = "",
    expected: str = "",
    department: int,
    supporting: Collection[int] = (),
    grade: str = "B",
    demand: str = "",
) -> Lead:
    """Log an answered call and dispatch the lead in one step: both acts, each with its row, or neither.

    Raises:
        Lead.DoesNotExist; Refused: those of `log_call` and of `dispatch`.
    """
    called = log_call(actor, lead_id, at=at, seen=seen, verified=verified, added=added, expected=expected)
    return dispatch(
        actor,
        lead_id,
        at=at,
        seen=called.revision,
        department=department,
        supporting=supporting,
        grade=grade,
        demand=demand,
    )
