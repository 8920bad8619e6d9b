"""Reads about opinion forms."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.opinion import month_of
from jianyan.core.workdays import local_date
from jianyan.leads.models import Lead, OpinionForm
from jianyan.notify.models import Notice
from jianyan.people.models import Identity
from jianyan.people.queries import terms_on, with_contact


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
    term = terms_on(day).filter(supervisor=OuterRef("supervisor"))
    filed = OpinionForm.objects.filter(identity=OuterRef("pk"), month=month)
    return (
        Identity.objects.filter(Exists(term), ~Exists(filed), supervisor__zone=zone_id)
        .select_related("supervisor__unit", "supervisor__officer")
        .order_by("supervisor__name", "id")
    )


def missing_of(actor: Actor, now: datetime, *, mine: bool) -> QuerySet[Identity]:
    """This month's `missing` of the actor's zone, with contact and ``reminded_at``: when the form was last asked for.

    ``mine``: of supervisors whose contact the actor is now, or who have none, so that nobody falls between two chairs.
    """
    today = local_date(now)
    notices = Notice.objects.filter(user=OuterRef("supervisor__user"), zone=actor.zone_id, kind="form.missing")
    own = Q(contact_pk=actor.user_id) | Q(contact_pk__isnull=True) if mine else Q()
    found = with_contact(missing(actor.zone_id, month_of(today), today), now, "supervisor__").filter(own)
    return found.annotate(reminded_at=Subquery(notices.order_by("-id").values("at")[:1]))


#: How an identity's form of a month may stand; ``late`` is one of those that were filed, with leads or nil.
STANDS = ("missing", "filed", "nil", "late")


def stands(month: date) -> dict[str, Q]:
    """Each way in which an identity's form of a month may stand, as a condition on identities."""
    form = OpinionForm.objects.filter(identity=OuterRef("pk"), month=month)
    return {
        "missing": ~Q(Exists(form)),
        "filed": Q(Exists(form.filter(nil=False))),
        "nil": Q(Exists(form.filter(nil=True))),
        "late": Q(Exists(form.filter(late=True))),
    }


def month_of_forms(zone_id: int, month: date, day: date, *, since: datetime, until: datetime) -> QuerySet[Identity]:
    """Everybody's form of a month, by name: identities in term on ``day``, and whoever has filed all the same.

    Adds ``filed_at``, ``nil``, ``late``, ``came_by`` and ``leads`` of the form, and ``reminded_at``: the
    last reminder between ``since`` and ``until``.
    """
    term = terms_on(day).filter(supervisor=OuterRef("supervisor"))
    form = OpinionForm.objects.filter(identity=OuterRef("pk"), month=month)
    leads = Lead.objects.filter(form__identity=OuterRef("pk"), form__month=month).order_by().values("form__identity")
    notices = Notice.objects.filter(user=OuterRef("supervisor__user"), zone=zone_id, kind="form.missing")
    reminded = notices.filter(at__gte=since, at__lt=until).order_by().values("user").annotate(last=Max("at"))
    return (
        Identity.objects.filter(supervisor__zone=zone_id)
        .annotate(
            filed_at=Subquery(form.values("submitted_at")[:1]),
            nil=Subquery(form.values("nil")[:1]),
            late=Subquery(form.values("late")[:1]),
            came_by=Subquery(form.values("channel")[:1]),
            leads=Coalesce(Subquery(leads.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0),
            reminded_at=Subquery(reminded.values("last")),
        )
        .filter(Q(Exists(term)) | Q(Exists(form)))
        .select_related("supervisor__unit", "supervisor__officer")
        .order_by(F("supervisor__name"), "pk")
    )


def stand_counts(forms: QuerySet[Identity], month: date) -> dict[str, int]:
    """How many of a month's forms stand how, and ``all``. One query."""
    counted = {name: Count("pk", filter=condition) for name, condition in stands(month).items()}
    return forms.order_by().aggregate(all=Count("pk"), **counted)
