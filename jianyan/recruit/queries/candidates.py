"""The office's reads of candidates: the list under its filters, one with its look-alikes, the next to review."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Replace

from jianyan.accounts.queries import Actor
from jianyan.core.recruit import CandidateState
from jianyan.people.models import Supervisor
from jianyan.people.queries import known_as
from jianyan.recruit.models import Candidate, Objection, Round
from jianyan.recruit.queries.base import candidates_visible_to


@dataclass(frozen=True, slots=True)
class Sought:
    """What the list is narrowed to; empty values ask for everybody. ``states``: any of them."""

    words: str = ""
    states: tuple[str, ...] = ()
    category: str = ""
    channel: str = ""
    way: str = ""


def candidates_listed(actor: Actor, round_: Round, sought: Sought) -> QuerySet[Candidate]:
    """The candidates of a round that the actor sees, in the order in which they came.

    Adds ``objected``: an objection without an outcome.
    """
    open_ = Objection.objects.filter(candidate=OuterRef("pk"), outcome="")
    found = candidates_visible_to(actor).filter(round=round_).annotate(objected=Exists(open_))
    if sought.states:
        found = found.filter(state__in=sought.states)
    for name in ("category", "channel", "way"):
        if value := getattr(sought, name):
            found = found.filter(Q((name, value)))
    found = found.alias(spelled=Replace("sort_key", Value(" "), Value("")))
    for word in sought.words.split():
        found = found.filter(_said(word))
    return found.select_related("unit", "recommending").order_by("pk")


def _said(word: str) -> Q:
    """A word of the name (or its pinyin), the unit, the post, the receipt number, or the whole phone number."""
    found = Q(name__icontains=word) | Q(post__icontains=word) | Q(employer__icontains=word)
    found |= Q(unit__name__icontains=word) | Q(receipt__endswith=word) | Q(phone=word)
    return found | Q(spelled__icontains=word) if word.isascii() else found


def look_alikes(candidate: Candidate) -> list[Supervisor]:
    """Supervisors who may be this person, unless somebody has said so or not already. One query at most."""
    if candidate.known_id is not None or candidate.told_apart:
        return []
    found = known_as(
        candidate.zone_id,
        name=candidate.name,
        phone=candidate.phone,
        unit=candidate.unit_id,
        employer=candidate.employer,
    )
    return list(found.select_related("unit").prefetch_related("appointments", "identities"))


def next_unjudged(candidate: Candidate) -> int | None:
    """The next candidate of the round without a verdict, in the order in which they came; None when there is none."""
    waiting = candidate.round.candidates.filter(state=CandidateState.received).exclude(pk=candidate.pk)
    after = waiting.filter(pk__gt=candidate.pk).order_by("pk").values_list("pk", flat=True).first()
    return after or waiting.order_by("pk").values_list("pk", flat=True).first()
