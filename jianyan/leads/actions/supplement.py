"""补充材料: words and files added to an open lead by its reporter or the office; what was filed stays as it is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Hat, Refused, Verb
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
from jianyan.leads.actions.locking import lock
from jianyan.leads.models import Audience, Dispatch, Lead, Supplement
from jianyan.leads.queries.files import supplemented

LONGEST = 2000


@transaction.atomic
def supplement(
    actor: Actor,
    lead_id: int,
    *,
    at: datetime,
    seen: int | None = None,
    words_: str = "",
    basket: UUID | None = None,
    audience: str = Audience.department,
) -> Lead:
    """Add words, or the files of a basket, or both. From the same page (``basket``) twice adds once.

    The reporter's own goes to the office and the department; the office says for whom its own is.

    Raises:
        Refused: ``supplement_empty``, ``bad_audience``, ``too_long``.
    """
    lock(actor, lead_id)
    if basket is not None and supplemented(actor, lead_id, basket):
        return Lead.objects.get(pk=lead_id)
    taken = take(actor, lead_id, Verb.supplement, at=at, seen=seen)
    own = taken.hat == Hat.reporter
    if audience not in Audience.values:
        raise Refused("bad_audience")
    made = Supplement.objects.create(
        lead=taken.lead,
        at=at,
        by_id=actor.person,
        by_reporter=own,
        words=words(words_, LONGEST, code="words_", needed=False),
        audience=Audience.department if own else audience,
        key=basket or uuid4(),
    )
    files = claim(actor, basket, taken.lead, audience=made.audience, supplement=made)
    if not made.words and not files:
        raise Refused("supplement_empty")
    settle(
        taken,
        data={"supplement": made.pk, "audience": made.audience, "files": files, **digests(words=made.words)},
    )
    tell_lead(taken, "lead.supplement", _told(taken, made))
    return taken.lead


def _told(taken: Taken, made: Supplement) -> list[int]:
    lead = taken.lead
    told = officers_of(lead, taken.at) if made.by_reporter else []
    if made.audience == Audience.everybody:
        told += reporter_of(lead)
    if made.audience != Audience.office and lead.lead_department_id:
        told += liaisons_of(lead)
        sheet = Dispatch.objects.filter(lead=lead, returned_at__isnull=True).order_by("number").last()
        for helper in sheet.supporting.values_list("pk", flat=True) if sheet else ():
            told += liaisons_of(lead, helper)
    return told
