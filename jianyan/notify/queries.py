"""Reads of what one was told."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, DateTimeField, QuerySet

from jianyan.accounts.queries import Actor, values_of
from jianyan.notify.models import Notice
from jianyan.prepared import Gap, Prepared
from jianyan.ui.keyset import Keyset, keyset


def visible_to(actor: Actor, now: datetime) -> QuerySet[Notice]:
    """The actor's own notices in the zone, newest first; one that is held back is not there before its moment."""
    return Notice.objects.filter(user=actor.user_id, zone=actor.zone_id, at__lte=now).order_by("-id")


_UNREAD = Prepared(
    lambda: (
        Notice.objects.filter(
            user=Gap("user"), zone=Gap("zone"), at__lte=Gap("now", DateTimeField()), read_at__isnull=True
        )
        .values("user")
        .annotate(count=Count("id"))
        .values_list("count", flat=True)
    )
)


def unread_count(actor: Actor, now: datetime) -> int:
    """How many notices the actor has not read."""
    return _UNREAD.first(now=now, **values_of(actor)) or 0


#: Notices on a page.
PAGE = 50


def page_of(actor: Actor, now: datetime, *, everything: bool, after: str | None, before: str | None) -> Keyset[Notice]:
    """One page of the actor's notices, unread ones or all; two queries at most whatever the number."""
    found = visible_to(actor, now)
    return keyset(found if everything else found.filter(read_at__isnull=True), after=after, before=before, size=PAGE)
