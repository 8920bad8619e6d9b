"""Reads about saved views."""

from __future__ import annotations

from django.db.models import QuerySet

from jianyan.accounts.queries import Actor
from jianyan.leads.models import SavedView


def own(actor: Actor, place: str | None = None) -> QuerySet[SavedView]:
    """The actor's views in this zone, of one page or of all, in the order they were made."""
    views = SavedView.objects.filter(user=actor.user_id, zone=actor.zone_id)
    return views if place is None else views.filter(place=place)
