"""Reads of what one was told."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from jianyan.accounts.queries import Actor, values_of
from jianyan.notify.models import Notice
from jianyan.prepared import Gap, Prepared
from jianyan.ui.keyset import Keyset, keyset


def visible_to(actor: Actor) -> QuerySet[Notice]:
    """The actor's own notices in the zone, newest first."""
    return Notice.objects.filter(user=actor.user_id, zone=actor.zone_id).order_by("-id")


_UNREAD = Prepared(
    lambda: (
        Notice.objects.filter(user=Gap("user"), zone=Gap("zone"), read_at__isnull=True)
        .values("user")
        .annotate(count=Count("id"))
        .values_list("count", flat=True)
    )
)


def unread_count(actor: Actor) -> int:
    """How many notices the actor has not read."""
    return _UNREAD.first(**values_of(actor)) or 0


#: Notices on a page.
PAGE = 50


def page_of(actor: Actor, *, everything: bool, after: str | None, before: str | None) -> Keyset[Notice]:
    """One page of the actor's notices, unread ones or all; two queries at most whatever the number."""
    found = visible_to(actor)
    return keyset(found if everything else found.filter(read_at__isnull=True), after=after, before=before, size=PAGE)
