"""Reads about saved views."""

from __future__ import annotations

from django.db.models import QuerySet

from jianyan.accounts.queries import Actor, values_of
from jianyan.leads.models import SavedView
from jianyan.prepared import Gap, Prepared


def own(actor: Actor, place: str | None = None) -> QuerySet[SavedView]:
    """The actor's views in this zone, of one page or of all, in the order they were made."""
    views = SavedView.objects.filter(user=actor.user_id, zone=actor.zone_id)
    return views if place is None else views.filter(place=place)


def own_here(actor: Actor, place: str) -> list[SavedView]:
    """The actor's views of one page, as `own`, compiled once. One query."""
    return _HERE(place=place, **values_of(actor))


_HERE = Prepared(lambda: SavedView.objects.filter(user=Gap("user"), zone=Gap("zone"), place=Gap("place")))
