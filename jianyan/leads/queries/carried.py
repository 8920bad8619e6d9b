"""Leads whose matter goes on in another one, because they were merged into it."""

from __future__ import annotations

from jianyan.leads.models import Lead


def carried_by(lead: Lead) -> list[Lead]:
    """The leads that this one, loaded `with_facts`, carries, by id; no query where there are none.

    They were merged into it, directly or by way of another lead, or into a whole that one of these is a part of.
    """
    if not lead.carries_others and lead.split_from_id is None:  # type: ignore[attr-defined]
        return []
    found: dict[int, Lead] = {}
    seen: set[int] = set()
    layer = {lead.pk}
    while layer:
        seen |= layer
        merged = Lead.objects.filter(merged_into__in=layer).select_related("identity__supervisor")
        found |= {other.pk: other for other in merged}
        wholes = Lead.objects.filter(pk__in=layer, split_from__isnull=False).values_list("split_from", flat=True)
        layer = {*found, *(pk for pk in wholes if pk is not None)} - seen
    return [found[pk] for pk in sorted(found)]
