"""Reads for choosing: the department of a dispatch, and the lead that another is merged into."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from jianyan.accounts.models import Department
from jianyan.accounts.queries import Actor
from jianyan.core.flow import FINAL
from jianyan.core.suggest import Suggestion, Unit, suggest
from jianyan.leads.models import Lead
from jianyan.leads.queries.page import LeadPage
from jianyan.leads.queries.visible import visible_to

#: How many leads are offered to merge into.
OFFERED = 20


def handling(page: LeadPage) -> list[Department]:
    """The departments that the lead may be dispatched to."""
    return [unit for unit in page.departments.values() if unit.handles and unit.active]


def suggested(page: LeadPage) -> list[Suggestion]:
    """The departments that the lead's words point to; who was named on return comes first. No query."""
    returned = [s.dispatch for s in page.sheets if s.dispatch.returned_at]
    named = returned[-1].should_be_id if returned else None
    lead = page.lead
    units = [Unit(unit.pk, (unit.name, unit.short_name), unit.matters) for unit in handling(page)]
    return suggest(units, title=lead.title, body=f"{lead.body}\n{lead.suggestion}", place=lead.place, named=named)


def merge_targets(actor: Actor, lead: Lead, words: str) -> QuerySet[Lead]:
    """Open leads of the zone into which one may be merged: by number or title, or of its own kind without words."""
    wanted = Q(no__icontains=words) | Q(title__icontains=words) if words else Q(kind=lead.kind, field=lead.field)
    others = visible_to(actor).filter(wanted).exclude(pk=lead.pk).exclude(state__in=FINAL)
    return others.select_related("identity__supervisor", "lead_department").order_by("-id")[:OFFERED]
