"""Who is a supervisor's contact at a moment: the officer, or during a leave whoever stands in (4.3.a).

This is asked in one way only: the desk, the notices and every page that names the contact build on `acting`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import BigIntegerField, CharField, DateTimeField, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jianyan.accounts.models import RoleName
from jianyan.people.models import Cover, Leave, Supervisor
from jianyan.prepared import Gap, Prepared

M = TypeVar("M", bound=Model)


def running(at: datetime) -> Q:
    """Leaves that run at a moment; of one officer there is at most one."""
    return Q(starts_at__lte=at, ends_at__gt=at)


def acting(at: datetime, to: str = "", column: str = "") -> Coalesce:
    """The contact of a supervisor at a moment, as an expression: the account's id, or a ``column`` of it.

    ``to``: the way from the rows that are asked for to the supervisor, e.g. ``identity__supervisor__``. Whoever was
    named to stand in and is no officer any more does not; then it is the one for all others, then the officer.
    """
    covers = Cover.objects.filter(
        Q(supervisor__isnull=True) | Q(supervisor=OuterRef(f"{to}pk")),
        leave__in=Leave.objects.filter(running(at)),
        leave__officer=OuterRef(f"{to}officer"),
        leave__zone=OuterRef(f"{to}zone"),
        deputy__is_active=True,
        deputy__roles__name=RoleName.officer,
        deputy__roles__zone=F("leave__zone"),
    ).order_by(F("supervisor").asc(nulls_last=True))
    wanted = f"__{column}" if column else ""
    found = Subquery(covers.values(f"deputy{wanted}")[:1])
    kind = CharField() if column else BigIntegerField()
    return Coalesce(found, F(f"{to}officer{wanted}"), output_field=kind)


def with_contact(rows: QuerySet[M], at: datetime, to: str = "") -> QuerySet[M]:
    """Add ``contact_pk`` and ``contact_name``, None where a supervisor has no officer."""
    return rows.annotate(contact_pk=acting(at, to), contact_name=acting(at, to, "name"))  # type: ignore[return-value]


def charges(zone_id: int, user_id: int | None, at: datetime) -> QuerySet[Supervisor]:
    """The supervisors whose contact somebody is at a moment, and those who have none."""
    found = Supervisor.objects.filter(zone=zone_id).annotate(contact_pk=acting(at))
    return found.filter(Q(contact_pk=user_id) | Q(contact_pk__isnull=True))


def deputies_of(zone_id: int, officer_id: int, at: datetime) -> list[int]:
    """Who stands in for an officer at a moment, for anybody. One query."""
    leaves = Leave.objects.filter(running(at), zone=zone_id, officer=officer_id)
    return sorted(set(Cover.objects.filter(leave__in=leaves).values_list("deputy", flat=True)))


def contact_of(supervisor_id: int, at: datetime) -> int | None:
    """The account of a supervisor's contact at a moment. One query."""
    return _CONTACT.first(supervisor=supervisor_id, at=at)


def _contact() -> QuerySet[Supervisor, int | None]:
    at: Any = Gap("at", DateTimeField())
    found = Supervisor.objects.filter(pk=Gap("supervisor")).annotate(contact_pk=acting(at))
    return found.values_list("contact_pk", flat=True)


_CONTACT = Prepared(_contact)
