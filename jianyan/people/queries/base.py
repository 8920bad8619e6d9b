"""Reads about supervisors: who they are to whom, and when they are in term."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import DateField, Q, QuerySet

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.people.models import Appointment, Identity, Supervisor
from jianyan.people.queries.acting import with_contact
from jianyan.prepared import Gap, Prepared


def visible_to(actor: Actor) -> QuerySet[Supervisor]:
    """The supervisors whose dossier the actor may see: all of the zone for the office, their own for a supervisor."""
    zone = Supervisor.objects.filter(zone=actor.zone_id)
    if actor.is_office:
        return zone
    if actor.has(RoleName.supervisor):
        return zone.filter(user=actor.user_id)
    return zone.none()


def own_supervisor(actor: Actor, at: datetime) -> Supervisor | None:
    """The supervisor that the actor is, with the contact at that moment; None for everybody else."""
    if not actor.has(RoleName.supervisor):
        return None
    return whole(Supervisor.objects.filter(zone=actor.zone_id, user=actor.user_id), at)


def whole(found: QuerySet[Supervisor], at: datetime) -> Supervisor | None:
    """The one supervisor that is found, with account, unit, officer, contact at that moment and identities; None for
    nobody. One query, two for whoever has no identity."""
    near = ("unit", "officer", "user")
    rows = Identity.objects.filter(supervisor__in=found.values("pk")).select_related(
        *(f"supervisor__{n}" for n in near)
    )
    identities: list[Any] = list(with_contact(rows, at, "supervisor__").order_by("pk"))
    if not identities:
        return with_contact(found, at).select_related(*near).first()
    supervisor: Any = identities[0].supervisor
    supervisor.contact_pk, supervisor.contact_name = identities[0].contact_pk, identities[0].contact_name
    supervisor._prefetched_objects_cache = {"identities": identities}  # what `prefetch_related` would have put there
    return supervisor  # type: ignore[no-any-return]


def own_identities(actor: Actor) -> QuerySet[Identity]:
    """The identities in which the actor files forms."""
    if not actor.has(RoleName.supervisor):
        return Identity.objects.none()
    return Identity.objects.filter(supervisor__user=actor.user_id, supervisor__zone=actor.zone_id)


def terms_on(day: date | Gap) -> QuerySet[Appointment]:
    """The terms that hold on a day: begun, not over, and not broken off."""
    terms = Appointment.objects.filter(starts_on__lte=day, ends_on__gte=day)
    return terms.filter(Q(left_on__isnull=True) | Q(left_on__gt=day))


_TERMS = Prepared(
    lambda: terms_on(Gap("day", DateField())).filter(supervisor=Gap("supervisor")).values_list("pk", flat=True)
)


def in_term(supervisor_id: int, day: date) -> bool:
    """Whether the supervisor is appointed on that day."""
    return bool(_TERMS(supervisor=supervisor_id, day=day))


def appointed(zone_id: int, day: date) -> QuerySet[Supervisor]:
    """The zone's supervisors in term on a day."""
    return Supervisor.objects.filter(zone=zone_id, pk__in=terms_on(day).values("supervisor"))


def known_as(
    zone_id: int, *, name: str, phone: str, unit: int | None = None, employer: str = ""
) -> QuerySet[Supervisor]:
    """The zone's supervisors who may be this person: the same phone, or the same name and unit."""
    same = Q(phone=phone) if phone else Q(pk__in=[])
    if unit is not None:
        same |= Q(name=name, unit=unit)
    elif employer:
        same |= Q(name=name, employer=employer)
    return Supervisor.objects.filter(same, zone=zone_id, anonymised_at__isnull=True)
