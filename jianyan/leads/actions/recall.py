"""撤回转办: a first dispatch is taken back within moments, before the department has accepted it (5.1.h)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Verb
from jianyan.leads.actions.base import liaisons_of, path_of, reporter_of, settle, take, tell_lead
from jianyan.leads.models import Dispatch, Lead
from jianyan.notify.actions import lead_to, tell

#: Where those are led who were told of a lead that they no longer find.
ELSEWHERE = "/department/"
TOLD = ("lead.dispatch", "lead.support")


@transaction.atomic
def recall(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None) -> Lead:
    """Take a dispatch back: the lead waits for its dispatch again, whose clock runs on as if nothing had been.

    The sheet is kept as recalled and the grade as chosen; departments and reporter, who were told, are told.

    Raises:
        Lead.DoesNotExist; Refused: ``recall_too_late``, ``recall_first_only``, or by the flow.
    """
    taken = take(actor, lead_id, Verb.recall, at=at, seen=seen)
    lead = taken.lead
    sheet = Dispatch.objects.filter(lead=lead).latest("number")
    sheet.recalled_at, sheet.recalled_by_id = at, actor.user_id
    sheet.save(update_fields=["recalled_at", "recalled_by"])
    units = [sheet.department_id, *sheet.supporting.values_list("pk", flat=True)]
    lead.lead_department, lead.designated = None, False
    lead.dispatches -= 1
    settle(taken, data={"dispatch": sheet.pk, "number": sheet.number, "department": sheet.department_id})
    lead_to(ELSEWHERE, zone_id=lead.zone_id, kinds=TOLD, path=path_of(lead), since=sheet.at)
    tell(
        {user for unit in units for user in liaisons_of(lead, unit)},
        zone_id=lead.zone_id,
        at=at,
        kind="lead.recall",
        path=ELSEWHERE,
        params={"no": lead.no},
        by=actor,
    )
    tell_lead(taken, "lead.recalled", reporter_of(lead))
    return lead
