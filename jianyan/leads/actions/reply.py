"""答复: the department says what came of a lead (办理情况反馈表)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import PROMISES, Refused, Result, Verb
from jianyan.core.workdays import Calendar, local_date
from jianyan.leads.actions.base import (
    Taken,
    digests,
    officers_of,
    reporter_of,
    settle,
    take,
    tell_carried,
    tell_lead,
    words,
)
from jianyan.leads.actions.extend import lapse
from jianyan.leads.actions.files import claim
from jianyan.leads.models import Audience, Lead, Reply

LONGEST = 10_000


@transaction.atomic
def reply(
    actor: Actor,
    lead_id: int,
    *,
    at: datetime,
    seen: int | None = None,
    result: str,
    process: str,
    handler: str = "",
    basis_title: str = "",
    basis_no: str = "",
    reason: str = "",
    plan: str = "",
    promised_on: date | None = None,
    basket: UUID | None = None,
) -> Lead:
    """Answer a lead. A promise (正在解决, 列入计划) names its day and plan; 解释说明 names reason and basis.

    ``basket`` holds the files that go with it: whoever reads the reply reads them.

    Raises:
        Refused: ``bad_result``, ``process_required``, ``promise_required``, ``promise_past``, ``promise_too_far``,
        ``reason_required``, ``plan_required``, ``basis_required``.
    """
    taken = take(actor, lead_id, Verb.reply, at=at, seen=seen)
    if result not in list(Result):
        raise Refused("bad_result")
    promise = result in PROMISES
    explained = result == Result.explained
    if promise and promised_on is None:
        raise Refused("promise_required")
    if promise and promised_on and promised_on < local_date(at):
        raise Refused("promise_past")
    if promise and promised_on and promised_on > Calendar.last:
        raise Refused("promise_too_far", furthest=Calendar.last)
    texts = {
        "process": words(process, LONGEST, code="process"),
        "handler": words(handler, 40, code="handler", needed=False),
        "basis_title": words(basis_title, 120, code="basis", needed=explained),
        "basis_no": words(basis_no, 60, code="basis_no", needed=False),
        "reason": words(reason, 2000, code="reason", needed=explained),
        "plan": words(plan, 2000, code="plan", needed=promise),
    }
    return _answer(taken, result, texts, promised_on if promise else None, basket)


def _answer(taken: Taken, result: str, texts: dict[str, str], promised_on: date | None, basket: UUID | None) -> Lead:
    lead, at = taken.lead, taken.at
    answer = Reply.objects.create(
        lead=lead,
        department=taken.unit,
        at=at,
        by_id=taken.actor.person,
        result=result,
        promised_on=promised_on,
        **texts,
    )
    files = claim(taken.actor, basket, lead, audience=Audience.everybody, reply=answer)
    lapse(lead, at=at)
    lead.result, lead.solved, lead.satisfaction = result, None, ""
    settle(
        taken,
        data={
            "reply": answer.pk,
            "result": result,
            "department": lead.lead_department_id,
            "promised_on": promised_on.isoformat() if promised_on else None,
            **({"files": files} if files else {}),
            **digests(process=texts["process"], reason=texts["reason"], plan=texts["plan"]),
        },
    )
    tell_lead(taken, "lead.replied", [*reporter_of(lead), *officers_of(lead)])
    tell_carried(taken, "lead.replied")
    return lead
