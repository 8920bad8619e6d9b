"""Whose personal data is kept no longer (5.2.a; rulebook ``anonymise_after``)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce

from jianyan.core.flow import FINAL
from jianyan.core.retention import ended_before
from jianyan.ledger.models import Entry
from jianyan.people.models import Appointment, Supervisor


def due_for_anonymising(zone_id: int, day: date, years: int) -> QuerySet[Supervisor]:
    """Those whose last term ended longer ago than the rulebook keeps; adds ``ended`` and ``terms``.

    ``ended`` is the last day of the last term, or the first day after it where it was broken off.
    """
    edge = ended_before(day, years)
    terms = Appointment.objects.filter(supervisor=OuterRef("pk"))
    late = terms.filter(Q(left_on__isnull=True) | Q(left_on__gt=edge), ends_on__gte=edge)
    return (
        Supervisor.objects.filter(Exists(terms), ~Exists(late), zone=zone_id, anonymised_at__isnull=True)
        .annotate(ended=Max(Coalesce("appointments__left_on", "appointments__ends_on")), terms=Count("appointments"))
        .order_by("ended", "pk")
    )


def open_leads(supervisors: Collection[int]) -> dict[int, int]:
    """How many leads of each supervisor have not ended, as their last rows in the ledger say. One query."""
    moves = Entry.objects.filter(dossier__in=supervisors, subject__startswith="lead:", data__has_key="to")
    later = Entry.objects.filter(subject=OuterRef("subject"), place__gt=OuterRef("place"), data__has_key="to")
    last = moves.filter(~Exists(later)).order_by().values_list("dossier", KT("data__to")).annotate(n=Count("id"))
    found: dict[int, int] = {}
    for dossier, state, count in last:
        if state not in FINAL:
            found[dossier] = found.get(dossier, 0) + count
    return found
