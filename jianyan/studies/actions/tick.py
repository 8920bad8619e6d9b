"""What time brings to studies and verifications: whoever takes part is reminded before the last day, once."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.core.workdays import TZ, local_date
from jianyan.rules.queries import calendar_of
from jianyan.studies.actions.base import tell_people, warn_days
from jianyan.studies.actions.files import expire_files
from jianyan.studies.models import Answer, Study, Verification
from jianyan.studies.queries.base import OPEN

OPENS = time(8, 30)


def tick_studies(zone: Zone, *, at: datetime) -> int:
    """Remind of what falls due, and clear away files that were never sent; returns how many were reminded."""
    expire_files(zone.pk, at=at)
    today, calendar = local_date(at), calendar_of(zone)
    days = warn_days(zone.pk, at)
    if days is None or at.astimezone(TZ).time() < OPENS or not calendar.is_working(today):
        return 0
    until = calendar.add(today, days) if days else today
    due = {"zone": zone, "due_on__range": (today, until), "reminded_at__isnull": True}
    studies = Study.objects.filter(**due, state__in=OPEN).values_list("pk", flat=True)
    verifications = Verification.objects.filter(**due, state__in=("assigned", "taken")).values_list("pk", flat=True)
    told = sum(_remind_study(pk, at) for pk in list(studies))
    return told + sum(_remind_verification(pk, at) for pk in list(verifications))


@transaction.atomic
def _remind_study(pk: int, at: datetime) -> int:
    study = Study.objects.select_for_update().filter(pk=pk, state__in=OPEN, reminded_at__isnull=True).first()
    if study is None:  # somebody was faster
        return 0
    study.reminded_at = at
    study.save(update_fields=["reminded_at"])
    rows = study.participants.filter(answer=Answer.joined).select_related("supervisor")
    tell_people([row.supervisor for row in rows], study, "study.due", at=at, by=None)
    return 1


@transaction.atomic
def _remind_verification(pk: int, at: datetime) -> int:
    waiting = Verification.objects.select_for_update().filter(pk=pk, state__in=("assigned", "taken"))
    made = waiting.filter(reminded_at__isnull=True).first()
    if made is None:  # somebody was faster
        return 0
    made.reminded_at = at
    made.save(update_fields=["reminded_at"])
    rows = made.verifiers.exclude(answer=Answer.declined).select_related("supervisor")
    tell_people([row.supervisor for row in rows], made, "verification.due", at=at, by=None)
    return 1
