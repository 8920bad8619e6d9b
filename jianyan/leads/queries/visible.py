"""What somebody may see of leads, and what they are for one lead."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Hat
from jianyan.leads.models import Dispatch, Lead, Reply


def visible_to(actor: Actor) -> QuerySet[Lead]:
    """The leads that the actor may see; a stranger's are not there at all (404).

    Office and leaders: the zone. A supervisor: their own. A liaison: what their department handles, supports, has
    answered or has returned. Administrators and auditors: none, they have the accounts and the ledger.
    """
    zone = Lead.objects.filter(zone=actor.zone_id)
    if actor.has(RoleName.officer, RoleName.head, RoleName.leader):
        return zone
    mine = Q(pk__in=[])
    if actor.has(RoleName.supervisor):
        mine |= Q(identity__supervisor__user=actor.user_id)
    if actor.has(RoleName.liaison) and actor.department_id:
        mine |= _of_department(actor.department_id)
    return zone.filter(mine)


def _of_department(department_id: int) -> Q:
    sheets = Dispatch.objects.filter(lead=OuterRef("pk"), recalled_at__isnull=True)
    supported = sheets.filter(returned_at__isnull=True, supporting=department_id)
    # Whoever returned a lead has read it, and a colleague's page of it must be able to say what happened.
    returned = sheets.filter(returned_at__isnull=False, department=department_id)
    answered = Reply.objects.filter(lead=OuterRef("pk"), department=department_id)
    return Q(lead_department=department_id) | Q(Exists(supported)) | Q(Exists(returned)) | Q(Exists(answered))


def hats(actor: Actor, lead: Lead) -> frozenset[Hat]:
    """What the actor is for this lead. Asks the database only for a liaison of another than the lead department."""
    if actor.zone_id != lead.zone_id:
        return frozenset()
    worn = {hat for hat in (Hat.officer, Hat.head, Hat.leader) if hat in actor.roles}
    if is_reporter(actor, lead):
        worn.add(Hat.reporter)
    if actor.has(RoleName.liaison) and actor.department_id:
        if lead.lead_department_id == actor.department_id:
            worn.add(Hat.liaison)
        elif Lead.objects.filter(_of_department(actor.department_id), pk=lead.pk).exists():
            worn.add(Hat.supporting)
    if actor.user_id is None:
        worn.add(Hat.system)
    return frozenset(worn)


def is_reporter(actor: Actor, lead: Lead) -> bool:
    """Whether the actor filed this lead."""
    return actor.user_id is not None and lead.identity.supervisor.user_id == actor.user_id


def may_know_reporter(actor: Actor, lead: Lead) -> bool:
    """Whether the actor may learn who raised a lead: for an anonymous one only the office and the reporter (4.1.c).

    A member of the office who also answers for the handling unit may not.
    """
    if is_reporter(actor, lead):
        return True
    if not lead.hidden:
        return actor.has(RoleName.officer, RoleName.head, RoleName.leader, RoleName.liaison)
    return actor.is_office and not actor.has(RoleName.liaison)
