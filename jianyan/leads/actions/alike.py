"""关联 (5.1.f): leads that are alike but not the same are linked, or told apart; and the end of a month's sorting."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from itertools import combinations

from django.db import transaction

from jianyan.accounts.models import Zone
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Hat, Refused
from jianyan.leads.actions.base import lock
from jianyan.leads.actions.sort import merge
from jianyan.leads.models import Lead, Likeness, MonthSorting
from jianyan.leads.queries.month import progress
from jianyan.leads.queries.visible import hats
from jianyan.ledger.actions import record

#: How many leads are linked or merged at one press.
MOST = 8


@transaction.atomic
def link(actor: Actor, leads: Collection[int], *, at: datetime) -> int:
    """Link leads as similar, each with each; returns how many pairs were new. They go their own ways as before.

    Raises:
        Lead.DoesNotExist: one of them is not there for the actor.
        Refused: ``wrong_hat``, ``few_chosen``, ``many_chosen``.
    """
    return sum(_find(actor, *pair, at=at, related=True) for pair in _pairs(actor, leads))


@transaction.atomic
def tell_apart(actor: Actor, one: int, other: int, *, at: datetime) -> bool:
    """Remember that two leads that look alike have nothing to do with each other; whether that is new."""
    (pair,) = _pairs(actor, [one, other])
    return _find(actor, *pair, at=at, related=False)


@transaction.atomic
def unlink(actor: Actor, one: int, other: int, *, at: datetime) -> bool:
    """Take a link away; whether there was one. The two may be proposed again."""
    first, second = next(_pairs(actor, [one, other]))
    gone, _by_model = Likeness.objects.filter(first=first, second=second, related=True).delete()
    if gone:
        _record(actor, first, second, at, "lead.unlink")
    return bool(gone)


def _pairs(actor: Actor, leads: Collection[int]) -> combinations[tuple[Lead, Lead]]:
    """The leads, locked, in pairs with the earlier one first."""
    chosen = sorted(set(leads))
    if len(chosen) < 2:
        raise Refused("few_chosen")
    if len(chosen) > MOST:
        raise Refused("many_chosen", longest=MOST)
    lock(actor, *chosen)
    found = list(Lead.objects.filter(pk__in=chosen).select_related("identity__supervisor").order_by("pk"))
    visible = {pk for pk in chosen if any(lead.pk == pk for lead in found)}
    if visible != set(chosen) or any(lead.zone_id != actor.zone_id for lead in found):
        raise Lead.DoesNotExist
    if not all(hats(actor, lead) & {Hat.officer, Hat.head} for lead in found):
        raise Refused("wrong_hat")
    return combinations(found, 2)


def _find(actor: Actor, first: Lead, second: Lead, *, at: datetime, related: bool) -> bool:
    row, made = Likeness.objects.get_or_create(
        first=first, second=second, defaults={"related": related, "at": at, "by_id": actor.person}
    )
    if not made and row.related == related:
        return False
    if not made:
        row.related, row.at, row.by_id = related, at, actor.person
        row.save(update_fields=["related", "at", "by"])
    _record(actor, first, second, at, "lead.link" if related else "lead.apart")
    return True


def _record(actor: Actor, first: Lead, second: Lead, at: datetime, verb: str) -> None:
    """A row on each of the two, naming the other by its number."""
    for lead, other in ((first, second), (second, first)):
        record(
            actor=actor,
            at=at,
            verb=verb,
            subject=lead.subject,
            dossier=lead.identity.supervisor_id,
            data={"other": other.pk, "no": other.no},
            clause="5.1.f",
            role=Hat.officer if actor.has(Hat.officer) else Hat.head,
        )


@transaction.atomic
def merge_all(actor: Actor, leads: Mapping[int, int | None], *, at: datetime, into: int, reason: str) -> list[Lead]:
    """Merge several leads (with the revisions seen) into one: all of them or none.

    Raises:
        Lead.DoesNotExist; Refused: as for `merge`, ``few_chosen``, ``many_chosen``; ``no`` is the number of the lead
        that could not be merged.
    """
    if not leads or set(leads) == {into}:
        raise Refused("few_chosen")
    if len(leads) > MOST:
        raise Refused("many_chosen", longest=MOST)
    lock(actor, *leads, into)
    merged = []
    for pk in sorted(set(leads) - {into}):
        try:
            merged.append(merge(actor, pk, at=at, seen=leads[pk], into=into, reason=reason))
        except Refused as no:
            no.params["no"] = Lead.objects.values_list("no", flat=True).get(pk=pk)
            raise
    return merged


@transaction.atomic
def finish_month(actor: Actor, month: date, *, at: datetime) -> MonthSorting:
    """Record that all leads of a month are sorted, with the counts; again with nothing new changes nothing.

    Raises:
        Refused: ``wrong_hat``, ``month_empty``, ``month_unsorted`` (with how many are left).
    """
    if not actor.is_office:
        raise Refused("wrong_hat")
    Zone.objects.select_for_update().get(pk=actor.zone_id)
    now = progress(actor.zone_id, month)
    if not now.total:
        raise Refused("month_empty")
    if now.left:
        raise Refused("month_unsorted", left=now.left)
    same = MonthSorting.objects.filter(zone=actor.zone_id, month=month, leads=now.total).first()
    if same:
        return same
    row = MonthSorting.objects.create(
        zone_id=actor.zone_id, month=month, at=at, by_id=actor.person, leads=now.total, counts=now.counts
    )
    record(
        actor=actor,
        at=at,
        verb="month.sorted",
        subject=f"month:{row.pk}",
        data={"month": month.isoformat()[:7], "leads": now.total, **now.counts},
        clause="5.1.f",
        role=Hat.officer if actor.has(Hat.officer) else Hat.head,
    )
    return row
