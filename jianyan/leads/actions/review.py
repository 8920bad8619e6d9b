"""送审 and 审核: a department lets a second person approve its reply before it goes out (5.1.h)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Hat, Verb
from jianyan.files.attached import described
from jianyan.leads.actions.base import (
    Taken,
    consequence,
    digests,
    liaisons_of,
    settle,
    take,
    tell_lead,
    words,
)
from jianyan.leads.actions.reply import Files, checked, send
from jianyan.leads.actions.reply_draft import give_back
from jianyan.leads.models import Attachment, Lead, ReplyDraft
from jianyan.leads.queries.files import loose_of

LONGEST = 1000


@transaction.atomic
def submit_reply(
    actor: Actor,
    lead_id: int,
    *,
    at: datetime,
    seen: int | None = None,
    basket: UUID | None = None,
    **written: Any,
) -> Lead:
    """Hand a reply to a second person of the department, with the arguments of `reply`; the clock runs on.

    Raises:
        Lead.DoesNotExist; Refused: as `reply` does, ``review_off``, ``draft_waiting``.
    """
    taken = take(actor, lead_id, Verb.submit_reply, at=at, seen=seen)
    answer = checked(at, **written)
    draft, _ = ReplyDraft.objects.update_or_create(
        lead=taken.lead,
        department=taken.unit,
        by_id=actor.person,
        defaults={"data": answer.as_typed(), "basket": basket, "saved_at": at, "submitted_at": at},
    )
    files = _bound(actor, draft)
    texts = {name: answer.texts[name] for name in ("process", "reason", "plan")}
    settle(
        taken,
        data={
            "department": taken.unit.pk,
            "result": answer.result,
            **({"files": files} if files else {}),
            **digests(**texts),
        },
    )
    tell_lead(taken, "lead.submit_reply", liaisons_of(taken.lead))
    return taken.lead


def _bound(actor: Actor, draft: ReplyDraft) -> list[dict[str, Any]]:
    """Bind the files of the draft's basket to it: what is approved is what was looked at."""
    if draft.basket is None:
        return []
    rows = list(loose_of(actor).select_for_update().filter(basket=draft.basket).order_by("pk"))
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).update(draft=draft)
    return [described(row) for row in rows]


def _waiting(taken: Taken) -> ReplyDraft:
    waiting = ReplyDraft.objects.select_for_update().filter(submitted_at__isnull=False)
    return waiting.get(lead=taken.lead, department=taken.unit)


@transaction.atomic
def approve_reply(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None) -> Lead:
    """Approve a colleague's draft: the reply goes out in the same transaction, by its writer.

    Raises:
        Lead.DoesNotExist; Refused: ``no_draft``, ``own_draft``, or as `reply` does where the answer no longer holds
            (a promised day that has passed meanwhile).
    """
    taken = take(actor, lead_id, Verb.approve_reply, at=at, seen=seen)
    draft = _waiting(taken)
    written = dict(draft.data)
    day = written.pop("promised_on")
    answer = checked(at, **written, promised_on=date.fromisoformat(day) if day else None)
    settle(taken, data={"department": taken.unit.pk, "writer": draft.by_id, "result": answer.result})
    goes_out = consequence(taken, Verb.reply, hat=Hat.liaison, approved=True)
    send(goes_out, answer, Files(draft.by_id, draft=draft))
    tell_lead(taken, "lead.approve_reply", [draft.by_id])
    return taken.lead


@transaction.atomic
def send_back_reply(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None, reason: str) -> Lead:
    """Send a colleague's draft back with a reason; its text and files stay with the writer.

    Raises:
        Lead.DoesNotExist; Refused: ``no_draft``, ``own_draft``, ``reason_required``.
    """
    taken = take(actor, lead_id, Verb.send_back_reply, at=at, seen=seen)
    reason = words(reason, LONGEST, code="reason")
    draft = _waiting(taken)
    give_back(taken.lead)
    draft.submitted_at, draft.back_at, draft.back_by_id, draft.back_reason = None, at, actor.person, reason
    draft.save(update_fields=["submitted_at", "back_at", "back_by", "back_reason"])
    settle(taken, data={"department": taken.unit.pk, "writer": draft.by_id, **digests(reason=reason)})
    tell_lead(taken, "lead.send_back_reply", [draft.by_id])
    return taken.lead


@transaction.atomic
def withdraw_reply(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None) -> Lead:
    """Take an own draft back before it was approved, to go on writing.

    Raises:
        Lead.DoesNotExist; Refused: ``no_draft``, ``not_own_draft``.
    """
    taken = take(actor, lead_id, Verb.withdraw_reply, at=at, seen=seen)
    give_back(taken.lead)
    settle(taken, data={"department": taken.unit.pk})
    return taken.lead
