"""Which promise of confidentiality is still to be signed."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.people.models import Appointment
from jianyan.people.queries.base import terms_on


def unsigned(actor: Actor, day: date) -> QuerySet[Appointment]:
    """The term for which the actor has to sign now: the one that holds; one to come while none holds. One query."""
    if not actor.has(RoleName.supervisor):
        return Appointment.objects.none()
    own = Appointment.objects.filter(supervisor__user=actor.user_id, supervisor__zone=actor.zone_id)
    holds = Q(starts_on__lte=day, ends_on__gte=day)
    another = terms_on(day).filter(supervisor=OuterRef("supervisor"))
    coming = Q(starts_on__gt=day) & ~Exists(another)
    stays = Q(left_on__isnull=True) | Q(left_on__gt=day)
    return own.filter(holds | coming, stays, promised_at__isnull=True).order_by("starts_on")
