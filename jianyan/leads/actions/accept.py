"""签收 and 退回: the department takes a lead, or says whose it is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.models import Department
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused, Verb
from jianyan.leads.actions.base import digests, heads_of, liaisons_of, officers_of, settle, take, tell_lead, words
from jianyan.leads.models import Dispatch, Lead
from jianyan.prepared import Gap, Prepared

LONGEST = 1000


_SHEETS = Prepared(lambda: Dispatch.objects.filter(lead=Gap("lead")).order_by("-number")[:1])


def _sheet(lead: Lead) -> Dispatch:
    return _SHEETS(lead=lead.pk)[0]


@transaction.atomic
def accept(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None) -> Lead:
    """The department accepts the lead."""
    taken = take(actor, lead_id, Verb.accept, at=at, seen=seen)
    sheet = _sheet(taken.lead)
    sheet.accepted_at, sheet.accepted_by_id = at, actor.user_id
    sheet.save(update_fields=["accepted_at", "accepted_by"])
    settle(taken, data={"dispatch": sheet.pk, "department": sheet.department_id})
    return taken.lead


@transaction.atomic
def accept_silently(actor: Actor, lead_id: int, *, at: datetime) -> Lead:
    """The time to return is over: silence counts as accepted."""
    taken = take(actor, lead_id, Verb.accept_silently, at=at)
    sheet = _sheet(taken.lead)
    sheet.accepted_at = at
    sheet.save(update_fields=["accepted_at"])
    settle(taken, data={"dispatch": sheet.pk, "department": sheet.department_id})
    tell_lead(taken, "lead.accepted_silently", liaisons_of(taken.lead))
    return taken.lead


@transaction.atomic
def return_(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None, reason: str, should_be: int) -> Lead:
    """The department returns the lead with a reason, naming the unit that should have it."""
    taken = take(actor, lead_id, Verb.return_, at=at, seen=seen)
    lead = taken.lead
    reason = words(reason, LONGEST, code="reason")
    unit = Department.objects.filter(zone=lead.zone_id, pk=should_be, active=True).first()
    if unit is None or unit.pk == lead.lead_department_id:
        raise Refused("should_be_required")
    sheet = _sheet(lead)
    sheet.returned_at, sheet.returned_by_id = at, actor.user_id
    sheet.return_reason, sheet.should_be = reason, unit
    sheet.save(update_fields=["returned_at", "returned_by", "return_reason", "should_be"])
    lead.lead_department = None
    settle(
        taken,
        data={
            "dispatch": sheet.pk,
            "department": sheet.department_id,
            "should_be": unit.pk,
            **digests(reason=reason),
        },
    )
    told = officers_of(lead, at)
    if lead.dispatches >= taken.facts.max_dispatches:
        told += heads_of(lead)
    tell_lead(taken, "lead.return", told)
    return lead
