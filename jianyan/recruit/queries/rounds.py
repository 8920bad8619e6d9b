"""The office's reads of rounds: the list, the figures of one, and what happened last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from jianyan.accounts.queries import Actor
from jianyan.core.recruit import ANNOUNCE, DRAFT, CandidateState, RoundVerb
from jianyan.ledger.models import Entry
from jianyan.recruit.models import Candidate, Objection, Quota, Round
from jianyan.recruit.queries.base import LISTED, STANDING, rounds_visible_to


def rounds_listed(actor: Actor) -> QuerySet[Round]:
    """The rounds that the actor sees, the newest first.

    Adds ``standing`` (candidates still in the race), ``unjudged``, ``listed`` and ``places``. One query.
    """
    there = Candidate.objects.filter(round=OuterRef("pk"))
    places = Quota.objects.filter(round=OuterRef("pk")).order_by().values("round").annotate(n=Sum("places")).values("n")
    return rounds_visible_to(actor).annotate(
        standing=_counted(there.filter(state__in=STANDING)),
        unjudged=_counted(there.filter(state=CandidateState.received)),
        listed=_counted(there.filter(state__in=LISTED)),
        places=Coalesce(Subquery(places, output_field=IntegerField()), 0),
    )


def _counted(rows: QuerySet[Candidate]) -> Coalesce:
    counted = rows.order_by().values("round").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@dataclass(frozen=True, slots=True)
class Figures:
    """A category of a round: its places, and its candidates by state. ``places`` 0: a category without a quota."""

    channel: str
    category: str
    places: int
    states: Mapping[str, int]

    @property
    def came(self) -> int:
        """Everybody who came in, whatever became of it."""
        return sum(self.states.values())

    @property
    def listed(self) -> int:
        return sum(self.states.get(state, 0) for state in LISTED)

    @property
    def fit(self) -> int:
        """Found fit: in reserve or on the list."""
        return self.states.get(CandidateState.qualified, 0) + self.listed

    def of(self, state: str) -> int:
        return self.states.get(state, 0)


def figures(round_: Round) -> list[Figures]:
    """The categories of a round with places or candidates, in the order of the quotas. Two queries."""
    rows = round_.candidates.order_by("category").values_list("channel", "category", "state").annotate(n=Count("pk"))
    states: dict[str, dict[str, int]] = {}
    channels: dict[str, str] = {}
    for channel, category, state, n in rows:
        states.setdefault(category, {})[state] = n
        channels[category] = channel
    found = [Figures(q.channel, q.category, q.places, states.pop(q.category, {})) for q in round_.quotas.all()]
    return found + [Figures(channels[key], key, 0, counts) for key, counts in states.items()]


def shortlist(round_: Round) -> QuerySet[Candidate]:
    """Who is on the list or may still come onto it, by name."""
    wanted = (CandidateState.qualified, *LISTED)
    found = round_.candidates.filter(state__in=wanted).select_related("unit", "round")
    return found.order_by("category", "sort_key", "pk")


def on_list(round_: Round) -> QuerySet[Candidate]:
    """Whoever is on the list, by channel, category and name: what the committee reads."""
    found = round_.candidates.filter(state__in=LISTED).select_related("unit")
    return found.order_by("-channel", "category", "sort_key", "pk")


def objections_of(round_: Round) -> QuerySet[Objection]:
    """The objections of a round, the open ones first."""
    rows = Objection.objects.filter(candidate__round=round_).select_related("candidate", "settled_by")
    return rows.order_by("settled_at", "pk")


def objections_visible_to(actor: Actor) -> QuerySet[Objection]:
    """The office reads the zone's objections; nobody else does."""
    zone = Objection.objects.filter(candidate__zone=actor.zone_id).select_related("candidate__round", "candidate__unit")
    return zone if actor.is_office else zone.none()


def waiting_for_head(zone_id: int) -> list[tuple[Round, RoundVerb]]:
    """The rounds that wait for the head: a notice to publish, a list to decide, to approve, to publish, to appoint.

    One query. What else a guard asks is said on the round's page.
    """
    steps = (DRAFT, ANNOUNCE, "decide", "publish", "appoint")
    found: list[tuple[Round, RoundVerb]] = []
    chosen = Candidate.objects.filter(round=OuterRef("pk"), state=CandidateState.chosen)
    for round_ in Round.objects.filter(zone=zone_id, step__in=steps).annotate(left=Exists(chosen)).order_by("pk"):
        match round_.step:
            case "decide":
                submitted = round_.submitted_at is not None
                verb = RoundVerb.approve if submitted else None if round_.decided_at else RoundVerb.decide
            case "publish":
                verb = None if round_.published_at else RoundVerb.publish
            case "appoint":
                verb = RoundVerb.appoint if round_.left else None
            case _:
                verb = RoundVerb.open
        if verb:
            found.append((round_, verb))
    return found


def rows_of(subject: str) -> QuerySet[Entry]:
    """What the ledger says about a round or a candidate, the newest first."""
    return Entry.objects.filter(subject=subject).select_related("actor").order_by("-place")
