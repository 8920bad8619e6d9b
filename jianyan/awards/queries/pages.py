"""Reads for the pages: the list of awards, one with its people, and everything behind one person's points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from jianyan.accounts.queries import Actor
from jianyan.awards.models import Objection, Run, Standing
from jianyan.awards.queries.base import runs_visible_to
from jianyan.awards.queries.deeds import Asked, deeds_of, rows_behind
from jianyan.awards.queries.members import members_of
from jianyan.awards.queries.scored import information_kinds
from jianyan.core.deeds import Deed
from jianyan.core.rulebook import Rulebook
from jianyan.ledger.models import Entry
from jianyan.people.queries.dossier import lead_numbers
from jianyan.rules.queries import book


def runs_listed(actor: Actor) -> QuerySet[Run]:
    """The awards that the actor sees, newest first, with ``people`` and ``names`` on the list. One query."""
    listed = Q(standings__proposed=True, standings__struck=False)
    counted = runs_visible_to(actor).annotate(people=Count("standings"), names=Count("standings", filter=listed))
    return counted.order_by("-term_ends", "-id")  # what is grouped loses the order of its model


def standings_of(run: Run, *, channel: str = "", proposed: bool = False, name: str = "") -> QuerySet[Standing]:
    """The people of an award in order, those of a channel, those proposed, those with a part of a name."""
    rows = Standing.objects.filter(run=run).select_related("supervisor__unit").order_by("-channel", "place")
    if channel:
        rows = rows.filter(channel=channel)
    if proposed:
        rows = rows.filter(proposed=True, struck=False)
    return rows.filter(supervisor__name__icontains=name) if name else rows


@dataclass(frozen=True, slots=True)
class Group:
    """A channel in an award: its people, the ranked ones, and how many are proposed or on the list."""

    channel: str
    people: int
    ranked: int
    listed: int


def groups_of(run: Run) -> list[Group]:
    """The channels of an award. One query."""
    rows = (
        Standing.objects.filter(run=run)
        .order_by("-channel")
        .values_list("channel")
        .annotate(
            people=Count("pk"),
            ranked=Count("pk", filter=Q(rank__isnull=False)),
            on_list=Count("pk", filter=Q(proposed=True, struck=False)),
        )
    )
    return [Group(*row) for row in rows]


def tied_at_cut(run: Run, *, by_channel: bool) -> list[Standing]:
    """Whoever is not proposed with the rank of somebody who is: equals on both sides of the cut. One query."""
    rows = Standing.objects.filter(run=run, rank__isnull=False).select_related("supervisor").order_by("place")
    last: dict[str, Standing] = {}
    tied = []
    for each in rows:
        group = each.channel if by_channel else ""
        if each.proposed:
            last[group] = each
        elif group in last and each.rank == last[group].rank:
            tied.append(each)
    return tied


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows behind the points of one person: deed → the ledger's rows, and the numbers of their leads."""

    rows: Mapping[str, Sequence[Entry]]
    numbers: Mapping[str, str]


def behind(each: Standing) -> Behind:
    """Read a person's deeds anew, with the row of each. Five queries."""
    run = each.run
    rules = book(run.rules_id)
    deeds = _deeds(each, run, rules)
    entries = rows_behind(deeds)
    rows: dict[str, list[Entry]] = defaultdict(list)
    for deed in sorted(deeds, key=lambda deed: deed.row):
        rows[deed.deed].append(entries[deed.row])
    leads = {row.subject for row in entries.values() if row.subject.startswith("lead:")}
    return Behind(rows, lead_numbers(leads))


def _deeds(each: Standing, run: Run, rules: Rulebook) -> list[Deed]:
    person = each.supervisor_id
    members = members_of(run.zone_id, run.term, rules.number_of("form_due_day"), person)
    owed = {member.person: frozenset(member.months) for member in members}
    return deeds_of(Asked(run.zone_id, run.term, run.until_row, person), owed, information_kinds(rules))


def objections_of(run: Run) -> QuerySet[Objection]:
    """The objections of an award, the open ones first."""
    rows = Objection.objects.filter(standing__run=run).select_related("standing__supervisor__unit", "settled_by")
    return rows.order_by("settled_at", "pk")


def acts_of(run: Run) -> QuerySet[Entry]:
    """What the ledger says of an award as a whole, the newest first; what stands in each dossier is left out."""
    rows = Entry.objects.filter(subject=run.subject).exclude(verb__in=("award.given", "award.certificate"))
    return rows.select_related("actor").order_by("-place")
