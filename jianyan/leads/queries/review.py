"""Drafts of replies: one's own that is being written, and those that wait for a colleague's approval."""

from __future__ import annotations

from django.db.models import F, QuerySet

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor, with_role
from jianyan.leads.models import Lead, ReplyDraft
from jianyan.leads.queries.facts import with_facts


def kept_reply(actor: Actor, lead: Lead) -> ReplyDraft | None:
    """What the actor has typed of a reply to a lead of the own department, None where nothing was kept. One query."""
    if actor.user_id is None or lead.lead_department_id is None or lead.lead_department_id != actor.department_id:
        return None
    own = ReplyDraft.objects.filter(lead=lead, department=actor.department_id, by=actor.user_id)
    return own.filter(submitted_at__isnull=True).select_related("back_by").first()


def waiting_drafts(actor: Actor) -> QuerySet[ReplyDraft]:
    """The drafts of the actor's department that wait for approval, by the due time of their leads."""
    waiting = ReplyDraft.objects.filter(
        submitted_at__isnull=False, department=actor.department_id, lead__lead_department=actor.department_id
    )
    own = waiting.filter(lead__identity__supervisor__user=actor.user_id)
    near = waiting.exclude(pk__in=own.values("pk")).select_related("by")
    return near.filter(lead__clocks__governs=True).order_by(F("lead__clocks__due_at").asc(), "id")


def leads_with_facts(leads: list[int]) -> dict[int, Lead]:
    """Leads with their facts, by id. One query."""
    return {lead.pk: lead for lead in with_facts(Lead.objects.filter(pk__in=leads))}


def own_drafts(actor: Actor, leads: list[int]) -> dict[int, ReplyDraft]:
    """The actor's own drafts for some leads, by lead. One query."""
    rows = ReplyDraft.objects.filter(lead__in=leads, department=actor.department_id, by=actor.user_id)
    return {row.lead_id: row for row in rows}


def reviewers(actor: Actor) -> list[str]:
    """Who else may approve the actor's drafts, by name."""
    people = with_role(actor.zone_id, RoleName.liaison, department_id=actor.department_id)
    return [person.name for person in people if person.pk != actor.user_id]
