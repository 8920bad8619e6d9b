"""回访: whether the reporter says that it is solved, and what follows (closed, kept in view, or handled again)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import PROMISES, ClockKind, Hat, Refused, Verb
from jianyan.core.workdays import local_date
from jianyan.leads.actions.base import (
    Taken,
    consequence,
    digests,
    liaisons_of,
    officers_of,
    reporter_of,
    settle,
    take,
    tell_lead,
    words,
)
from jianyan.leads.models import FollowUp, Lead, Reply
from jianyan.leads.queries.facts import GOOD
from jianyan.prepared import Gap, Prepared

SATISFACTION = ("satisfied", "basically", "unsatisfied")
LONGEST = 1000


_REPLIES = Prepared(lambda: Reply.objects.filter(lead=Gap("lead")).order_by("-id")[:1])


def _last_reply(lead: Lead) -> Reply:
    return _REPLIES(lead=lead.pk)[0]


@transaction.atomic
def follow_up(
    actor: Actor,
    lead_id: int,
    *,
    at: datetime,
    seen: int | None = None,
    solved: bool,
    satisfaction: str,
    words_: str = "",
) -> Lead:
    """Record the reporter's verdict, by the reporter or by the officer who asked.

    Content: the lead is closed, or, when the answer was a promise, kept in view until the promised day.
    Not content: it goes back to the department at once, with the reason.

    Raises:
        Refused: ``bad_satisfaction``, ``why_required`` for an unsatisfied answer without words.
    """
    taken = take(actor, lead_id, Verb.follow_up, at=at, seen=seen)
    lead = taken.lead
    if satisfaction not in SATISFACTION:
        raise Refused("bad_satisfaction")
    good = satisfaction in GOOD
    said = words(words_, LONGEST, code="why", needed=not good)
    last = _last_reply(lead)
    record_ = FollowUp.objects.create(
        lead=lead,
        reply=last,
        at=at,
        by_id=actor.person,
        by_reporter=taken.hat == Hat.reporter,
        reached=True,
        solved=solved,
        satisfaction=satisfaction,
        words=said,
    )
    lead.solved, lead.satisfaction = solved, satisfaction
    promised = _promised_day(taken, last) if good and lead.result in PROMISES else None
    settle(
        taken,
        data={
            "follow_up": record_.pk,
            "solved": solved,
            "satisfaction": satisfaction,
            "result": lead.result,
            "department": lead.lead_department_id,
            **digests(words=said),
        },
        due={ClockKind.promise: promised} if promised else None,
    )
    if not good:
        _send_back(consequence(taken, Verb.reopen, follow_up_good=False), record_.pk, said)
    elif not promised:
        settle(consequence(taken, Verb.close, follow_up_good=True))
    return lead


def _promised_day(taken: Taken, last: Reply) -> date | None:
    """The day by which a promise is due: the one named, or the next working day when the follow-up came after it.

    Until it is asked back a department cannot answer again; the office's delay must not make it late.
    """
    if last.promised_on is None:
        return None
    return max(last.promised_on, taken.calendar.add(local_date(taken.at), 1))


@transaction.atomic
def follow_up_unreached(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None, words_: str = "") -> Lead:
    """Log a follow-up that did not reach the reporter."""
    taken = take(actor, lead_id, Verb.follow_up_unreached, at=at, seen=seen)
    said = words(words_, LONGEST, code="why", needed=False)
    record_ = FollowUp.objects.create(
        lead=taken.lead,
        reply=_last_reply(taken.lead),
        at=at,
        by_id=actor.person,
        by_reporter=False,
        reached=False,
        words=said,
    )
    settle(taken, data={"follow_up": record_.pk, **digests(words=said)})
    return taken.lead


@transaction.atomic
def close(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None, reason: str) -> Lead:
    """Close a lead whose reporter cannot or does not wish to be asked, or whose promise has been kept."""
    taken = take(actor, lead_id, Verb.close, at=at, seen=seen)
    reason = words(reason, LONGEST, code="reason")
    settle(taken, data={"by_office": True, **digests(reason=reason)})
    tell_lead(taken, "lead.closed", reporter_of(taken.lead))
    return taken.lead


@transaction.atomic
def reopen(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None, reason: str) -> Lead:
    """The reporter says after all that it is not solved: back to the department."""
    taken = take(actor, lead_id, Verb.reopen, at=at, seen=seen)
    reason = words(reason, LONGEST, code="reason")
    last = _last_reply(taken.lead)
    record_ = FollowUp.objects.create(
        lead=taken.lead,
        reply=last,
        at=at,
        by_id=actor.person,
        by_reporter=taken.hat == Hat.reporter,
        reached=True,
        solved=False,
        satisfaction="unsatisfied",
        words=reason,
    )
    _send_back(taken, record_.pk, reason)
    return taken.lead


def _send_back(taken: Taken, follow_up_id: int, said: str) -> None:
    """Handle again: the department hears why, and has the grade's time anew."""
    lead = taken.lead
    lead.reopened += 1
    # A new round: earlier returns no longer count towards a designation.
    lead.dispatches, lead.designated = 0, False
    lead.solved, lead.satisfaction = False, "unsatisfied"
    settle(
        taken,
        data={
            "follow_up": follow_up_id,
            "round": lead.reopened,
            "result": lead.result,
            "department": lead.lead_department_id,
            **digests(words=said),
        },
    )
    tell_lead(taken, "lead.reopen", [*liaisons_of(lead), *officers_of(lead, taken.at)])
