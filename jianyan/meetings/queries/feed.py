"""The meetings under somebody's private calendar address."""

from __future__ import annotations

from datetime import datetime, timedelta

from jianyan.accounts.queries import actor_of
from jianyan.meetings.models import Feed, Meeting
from jianyan.meetings.queries.base import visible_to

#: How far back a calendar is told of.
BACK = timedelta(days=400)


def feed_of(token: str) -> Feed | None:
    """The feed of an address, while its owner may sign in."""
    found = Feed.objects.filter(token=token, user__is_active=True).select_related("user", "zone")
    return found.first()


def feed_meetings(feed: Feed, at: datetime) -> list[Meeting]:
    """What its owner sees of meetings now, from about a year ago on; nothing for whoever has no role any more."""
    actor = actor_of(feed.user, feed.zone)
    if not actor.roles:
        return []
    return list(visible_to(actor).filter(starts_at__gte=at - BACK).order_by("starts_at", "pk"))
