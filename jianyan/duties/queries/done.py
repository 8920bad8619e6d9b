"""What was done in a period, as the database counts it: meetings, studies, forms, contacts, excuses."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jianyan.core.duties import DEEDS, Span
from jianyan.core.meeting import MeetingState
from jianyan.core.studies import StudyState
from jianyan.core.workdays import TZ
from jianyan.leads.models import OpinionForm
from jianyan.ledger.models import Entry
from jianyan.meetings.models import Invitation
from jianyan.people.queries.this_month import CONTACTS
from jianyan.studies.models import Answer, Participant

#: Studies whose report is there count from its delivery on; one that was sent back counts again when it comes again.
DELIVERED = (StudyState.delivered, StudyState.accepted)


def start_of(day: date) -> datetime:
    """The first instant of a day."""
    return datetime.combine(day, time(), TZ)


def within(span: Span, name: str) -> dict[str, datetime]:
    """Moments of a period, as a condition on the column ``name``."""
    return {f"{name}__gte": start_of(span.first), f"{name}__lt": start_of(span.last + timedelta(days=1))}


def _meetings(span: Span) -> QuerySet[Invitation]:
    found = Invitation.objects.filter(supervisor__isnull=False, **within(span, "meeting__starts_at"))
    return found.exclude(meeting__state=MeetingState.cancelled)


def attended(span: Span) -> QuerySet[Invitation]:
    """Meetings of a period to which supervisors came."""
    return _meetings(span).filter(attended_at__isnull=False)


def excused(span: Span) -> QuerySet[Invitation]:
    """Meetings of a period from which supervisors stayed away with the office's leave."""
    return _meetings(span).filter(attended_at__isnull=True, answer="excused", excused_ok=True)


def studied(span: Span) -> QuerySet[Participant]:
    """Studies delivered in a period, by who took part."""
    found = Participant.objects.filter(answer=Answer.joined, study__state__in=DELIVERED)
    return found.filter(**within(span, "study__delivered_at"))


def _count(rows: QuerySet[Any], by: str = "supervisor") -> Coalesce:
    counted = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def times_done(what: str, span: Span) -> Any:
    """How often the supervisor at hand has done in a period what a duty asks for."""
    kinds = DEEDS[what]
    meetings = _count(attended(span).filter(meeting__kind__in=kinds - {"study"}))
    return meetings + _count(studied(span)) if "study" in kinds else meetings


def times_excused(what: str, span: Span) -> Any:
    """How many meetings that this duty asks for the supervisor at hand was excused from in a period."""
    return _count(excused(span).filter(meeting__kind__in=DEEDS[what] - {"study"}))


def forms_given(month: Span) -> Coalesce:
    """How many forms of a month the supervisor at hand has filed."""
    return _count(OpinionForm.objects.filter(month=month.first), "identity__supervisor")


def contacted(month: Span) -> Exists:
    """Whether somebody of the office spoke with the supervisor at hand in a month (5.1.c)."""
    return Exists(Entry.objects.filter(CONTACTS, dossier=OuterRef("pk"), **within(month, "at")))
