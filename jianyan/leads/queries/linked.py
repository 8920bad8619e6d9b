"""Leads that the office has linked as similar."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, F, Q

from jianyan.accounts.queries import Actor
from jianyan.leads.models import Lead, Likeness
from jianyan.leads.queries.visible import visible_to


def linked_with(actor: Actor, lead: Lead) -> list[Lead]:
    """The leads linked with one, as far as they are there for the actor."""
    pairs_ = Likeness.objects.filter(Q(first=lead) | Q(second=lead), related=True)
    others = {pk for pair in pairs_.values_list("first", "second") for pk in pair} - {lead.pk}
    return list(visible_to(actor).filter(pk__in=others).order_by("id")) if others else []


def links_of(leads: Collection[int]) -> dict[int, int]:
    """With how many others each lead is linked. Two queries whatever the number of leads."""
    found: dict[int, int] = {}
    for side in ("first", "second"):
        rows = Likeness.objects.filter(related=True, **{f"{side}__in": leads}).values(pk_=F(side))
        for pk, count in rows.annotate(n=Count("id")).values_list("pk_", "n"):
            found[pk] = found.get(pk, 0) + count
    return found
