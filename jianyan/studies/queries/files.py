"""Which files of reports and findings somebody sees."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.leads.queries.visible import visible_to as leads_visible_to
from jianyan.studies.models import Answer, Participant, Report, StudyFile, Verdict
from jianyan.studies.queries.base import studies_visible_to, verifications_visible_to


def loose_of(actor: Actor) -> QuerySet[StudyFile]:
    """The actor's own files that were not sent yet; nobody else sees them."""
    own = StudyFile.objects.filter(zone=actor.zone_id, uploaded_by=actor.user_id)
    return own.filter(report__isnull=True, finding__isnull=True)


def in_basket(actor: Actor, basket: UUID) -> QuerySet[StudyFile]:
    """What the actor has taken into one page, in order."""
    return loose_of(actor).filter(basket=basket).order_by("pk")


def files_of_report(actor: Actor) -> QuerySet[StudyFile]:
    """Files of the reports that the actor may read: of one's own study, not of one that is merely open to join."""
    reports = Report.objects.filter(study__in=studies_visible_to(actor).values("pk"))
    if not actor.is_office:
        mine = Participant.objects.filter(supervisor__user=actor.user_id, answer=Answer.joined)
        reports = reports.filter(study__in=mine.values("study"))
    return StudyFile.objects.filter(report__in=reports.values("pk"))


def files_of_finding(actor: Actor) -> QuerySet[StudyFile]:
    """Files of findings: for the office, the verifiers, and, once filed, whoever handles the lead and the leaders."""
    found = StudyFile.objects.filter(finding__isnull=False, zone=actor.zone_id)
    own = found.filter(finding__verification__in=verifications_visible_to(actor).values("pk"))
    if actor.is_office or not actor.has(RoleName.liaison, RoleName.leader):
        return own
    leads = leads_visible_to(actor)
    if not actor.has(RoleName.leader):
        leads = leads.exclude(identity__supervisor__user=actor.user_id)
    filed = found.filter(finding__verdict=Verdict.accepted, finding__verification__lead__in=leads.values("pk"))
    return own | filed
