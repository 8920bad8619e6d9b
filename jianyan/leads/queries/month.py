"""梳理 (5.1.f): the leads of a month in one table, how far their sorting is, and which of them look alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from jianyan.accounts.queries import Actor
from jianyan.core.alike import Alike, Text, pairs
from jianyan.core.flow import State
from jianyan.leads.models import Lead, Likeness, MonthSorting
from jianyan.leads.queries.list import known_to
from jianyan.leads.queries.visible import visible_to

#: A lead counts as sorted once it has a grade, or was merged, split or noted.
SORTED = ~Q(grade="") | Q(state__in=(State.merged, State.split_, State.noted))
#: What was taken back needs no sorting.
COUNTED = ~Q(state=State.withdrawn)
#: How many of a month's leads are compared at most, the newest first.
COMPARED = 2000
#: States in which a lead has gone on elsewhere: it is not proposed any more.
GONE = (State.merged, State.split_, State.withdrawn)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the table is narrowed to. ``sorted``: yes, no, or empty for all."""

    month: date
    kind: str = ""
    department: int | None = None
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the sorting of a month is: 本月 43 件，已整理 31 件."""

    total: int
    done: int
    counts: dict[str, int]

    @property
    def left(self) -> int:
        return self.total - self.done


def of_month(actor: Actor, wanted: Wanted) -> QuerySet[Lead]:
    """The leads of a month under the filters, in the order of their numbers, with what a row shows.

    Month and kind tell who may have raised an anonymous lead: who may not know that does not find it here (4.1.c).
    """
    leads = _near(actor).filter(COUNTED, month=wanted.month)
    if wanted.kind:
        leads = leads.filter(kind=wanted.kind)
    if wanted.department:
        leads = leads.filter(lead_department=wanted.department)
    if wanted.sorted:
        leads = leads.filter(SORTED if wanted.sorted == "yes" else ~SORTED)
    return leads


def by_ids(actor: Actor, ids: Iterable[int]) -> list[Lead]:
    """Leads as rows of the table show them, as far as they are there for the actor, by number."""
    return list(_near(actor).filter(pk__in=list(ids)))


def _near(actor: Actor) -> QuerySet[Lead]:
    leads = visible_to(actor).filter(known_to(actor))
    return leads.select_related("identity__supervisor__unit", "lead_department", "merged_into", "zone").order_by("id")


def progress(zone_id: int, month: date) -> Progress:
    """How far the sorting of a zone's month is, with what became of the leads. Two queries."""
    leads = Lead.objects.filter(COUNTED, zone=zone_id, month=month)
    found = leads.aggregate(
        total=Count("id"),
        done=Count("id", filter=SORTED),
        merged=Count("id", filter=Q(state=State.merged)),
        split=Count("id", filter=Q(state=State.split_)),
        noted=Count("id", filter=Q(state=State.noted)),
        graded=Count("id", filter=~Q(grade="")),
    )
    linked = Likeness.objects.filter(related=True, first__zone=zone_id, first__month=month).count()
    counts = {name: found[name] for name in ("graded", "merged", "split", "noted")}
    return Progress(total=found["total"], done=found["done"], counts={**counts, "linked": linked})


def last_sorting(zone_id: int, month: date) -> MonthSorting | None:
    """The last time that somebody found the month sorted."""
    return MonthSorting.objects.filter(zone=zone_id, month=month).select_related("by").order_by("-id").first()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two leads that look alike, and why."""

    first: Lead
    second: Lead
    why: Alike


def proposals(actor: Actor, month: date) -> list[Proposal]:
    """The pairs of a month's leads that look alike and of which nobody has said anything yet. Three queries.

    Only leads whose words and time the actor may read are compared.
    """
    open_ = visible_to(actor).filter(known_to(actor), month=month).exclude(state__in=GONE)
    words = open_.order_by("-id").values_list("id", "title", "body", "place", "company")[:COMPARED]
    texts = [Text(*row) for row in words]
    said = Likeness.objects.filter(first__zone=actor.zone_id, first__month=month)
    found = pairs(texts, settled=set(said.values_list("first", "second")))
    near = {pk for pair in found for pk in (pair.first, pair.second)}
    leads = Lead.objects.select_related("identity__supervisor__unit", "lead_department", "zone").in_bulk(near)
    return [Proposal(leads[pair.first], leads[pair.second], pair) for pair in found]
