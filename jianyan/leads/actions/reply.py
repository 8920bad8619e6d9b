"""答复: the department says what came of a lead (办理情况反馈表)."""

from __future__ import annotations

from dataclasses import dataclass
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
    settle,
    take,
    tell_answered,
    tell_carried,
    tell_lead,
    words,
)
from jianyan.leads.actions.extend import lapse
from jianyan.leads.actions.files import claim, claim_draft
from jianyan.leads.actions.reply_draft import give_back
from jianyan.leads.models import Audience, Lead, Reply, ReplyDraft

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
    answer = checked(
        at,
        result=result,
        process=process,
        handler=handler,
        basis_title=basis_title,
        basis_no=basis_no,
        reason=reason,
        plan=plan,
        promised_on=promised_on,
    )
    files = Files(actor.person, basket)
    send(taken, answer, files)
    return taken.lead


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply that holds together: its texts cleaned, a day only where it promises something."""

    result: str
    promised_on: date | None
    texts: dict[str, str]

    def as_typed(self) -> dict[str, str]:
        """The answer as the fields of a form, to be read again by `checked`."""
        day = self.promised_on.isoformat() if self.promised_on else ""
        return {**self.texts, "result": self.result, "promised_on": day}


@dataclass(frozen=True, slots=True)
class Files:
    """What goes with a reply: the ``basket`` of whoever wrote it, or what was handed in with the draft."""

    writer: int
    basket: UUID | None = None
    draft: ReplyDraft | None = None


def checked(
    at: datetime,
    *,
    result: str,
    process: str,
    handler: str = "",
    basis_title: str = "",
    basis_no: str = "",
    reason: str = "",
    plan: str = "",
    promised_on: date | None = None,
) -> Answer:
    """Whether a reply may go out like this at a moment; raises `Refused` as `reply` does."""
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
    return Answer(result, promised_on if promise else None, texts)


def send(taken: Taken, answer: Answer, given: Files) -> Reply:
    """Let a reply go out: with the writer's draft, if there is one, it is done."""
    lead, at, texts = taken.lead, taken.at, answer.texts
    approved = given.draft is not None
    row = Reply.objects.create(
        lead=lead,
        department=taken.unit,
        at=at,
        by_id=given.writer,
        approved_by_id=taken.actor.person if approved else None,
        result=answer.result,
        promised_on=answer.promised_on,
        **texts,
    )
    if given.draft is not None:
        files = claim_draft(given.draft, lead, audience=Audience.everybody, reply=row)
    else:
        files = claim(taken.actor, given.basket, lead, audience=Audience.everybody, reply=row)
        give_back(lead)
    ReplyDraft.objects.filter(lead=lead, department=taken.unit, by=given.writer).delete()
    lapse(lead, at=at)
    lead.result, lead.solved, lead.satisfaction = answer.result, None, ""
    settle(
        taken,
        data={
            "reply": row.pk,
            "result": answer.result,
            "department": lead.lead_department_id,
            "promised_on": answer.promised_on.isoformat() if answer.promised_on else None,
            **({"writer": given.writer} if approved else {}),
            **({"files": files} if files else {}),
            **digests(process=texts["process"], reason=texts["reason"], plan=texts["plan"]),
        },
    )
    tell_lead(taken, "lead.replied", officers_of(lead, at))
    tell_answered(taken)
    tell_carried(taken, "lead.replied")
    return row
