"""Reads about leaves: those that run, are to come, or are over, and what they stand beside."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.leaves import Away, Span
from jianyan.people.models import Cover, Leave

#: How many leaves that are over are listed.
PAST = 20


def leaves_visible_to(actor: Actor) -> QuerySet[Leave]:
    """The zone's leaves with who stands in, for the head who sets them."""
    if not actor.has(RoleName.head):
        return Leave.objects.none()
    return _with_covers(Leave.objects.filter(zone=actor.zone_id))


def _with_covers(leaves: QuerySet[Leave]) -> QuerySet[Leave]:
    covers = Cover.objects.select_related("deputy", "supervisor").order_by("supervisor__name", "pk")
    return leaves.select_related("officer").prefetch_related(Prefetch("covers", covers))


def current(leaves: QuerySet[Leave], at: datetime) -> QuerySet[Leave]:
    """Those that run or are to come, by their beginning."""
    return leaves.filter(over_at__isnull=True, ends_at__gt=at).order_by("starts_at", "pk")


def past(leaves: QuerySet[Leave], at: datetime) -> QuerySet[Leave]:
    """The last ones that are over, the latest first."""
    over = Q(ends_at__lte=at) | Q(over_at__isnull=False)  # or called off before they began
    return leaves.filter(over).order_by("-ends_at", "-pk")[:PAST]


def beside(zone_id: int, span: Span, without: int | None = None) -> list[Away]:
    """The leaves that touch a span, but for one. Two queries."""
    leaves = Leave.objects.filter(zone=zone_id, starts_at__lt=span.end, ends_at__gt=span.start).prefetch_related(
        "covers"
    )
    return [away_of(leave) for leave in leaves if leave.pk != without]


def away_of(leave: Leave) -> Away:
    """A leave as the arithmetic takes it."""
    deputies = frozenset(cover.deputy_id for cover in leave.covers.all())
    return Away(leave.officer_id, deputies, Span(leave.starts_at, leave.ends_at))
