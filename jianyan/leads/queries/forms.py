"""Reads about opinion forms."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.leads.models import OpinionForm
from jianyan.people.models import Appointment, Identity


def forms_visible_to(actor: Actor) -> QuerySet[OpinionForm]:
    """The forms that the actor may see: the zone's for the office, a supervisor's own."""
    forms = OpinionForm.objects.filter(zone=actor.zone_id)
    if actor.is_office:
        return forms
    if actor.has(RoleName.supervisor):
        return forms.filter(identity__supervisor__user=actor.user_id)
    return forms.none()


def missing(zone_id: int, month: date, day: date) -> QuerySet[Identity]:
    """Identities in term on ``day`` that have not filed the month's form; each owes its own."""
    term = Appointment.objects.filter(supervisor=OuterRef("supervisor"), starts_on__lte=day, ends_on__gte=day)
    filed = OpinionForm.objects.filter(identity=OuterRef("pk"), month=month)
    return (
        Identity.objects.filter(Exists(term), ~Exists(filed), supervisor__zone=zone_id)
        .select_related("supervisor__unit", "supervisor__officer")
        .order_by("supervisor__name", "id")
    )
