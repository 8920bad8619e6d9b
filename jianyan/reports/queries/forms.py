"""Opinion forms of a quarter by month and channel: filed, nil, missing, or not due yet (5.1.e)."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q

from jianyan.core.figures import Forms
from jianyan.core.opinion import form_due
from jianyan.core.workdays import local_date
from jianyan.leads.models import OpinionForm
from jianyan.people.models import Identity
from jianyan.people.queries import terms_on


def forms_of(zone_id: int, months: list[date], due_day: int, at: datetime) -> list[Forms]:
    """The forms that identities in term on the due day owed, and those that others filed all the same.

    One query for each month that has begun by then.
    """
    today = local_date(at)
    return [line for month in months if month <= today for line in _month(zone_id, month, form_due(month, due_day), at)]


def _month(zone_id: int, month: date, due: date, at: datetime) -> list[Forms]:
    today = local_date(at)
    term = terms_on(min(due, today)).filter(supervisor=OuterRef("supervisor"))
    form = OpinionForm.objects.filter(identity=OuterRef("pk"), month=month, submitted_at__lte=at)
    rows = (
        Identity.objects.filter(Q(Exists(term)) | Q(Exists(form)), supervisor__zone=zone_id)
        .order_by("supervisor__channel")
        .values("supervisor__channel")
        .annotate(
            owed=Count("pk"),
            filed=Count("pk", filter=Q(Exists(form.filter(nil=False)))),
            nil=Count("pk", filter=Q(Exists(form.filter(nil=True)))),
            late=Count("pk", filter=Q(Exists(form.filter(late=True)))),
        )
        .values_list("supervisor__channel", "owed", "filed", "nil", "late")
    )
    found = []
    for channel, owed, filed, nil, late in rows:
        rest = owed - filed - nil
        missing, to_come = (rest, 0) if today > due else (0, rest)
        found.append(Forms(month, channel, owed, filed, nil, late, missing, to_come))
    return found
