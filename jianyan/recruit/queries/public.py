"""What the public reads of recruitment: what a round says of itself, a person's own application, the list on notice."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from jianyan.core.recruit import CANCELLED, DONE, CandidateState
from jianyan.core.workdays import local_date
from jianyan.recruit.models import Candidate, CandidateFile, Objection, Round
from jianyan.recruit.queries.base import LISTED, notice_hangs, takes_applications


class Phase(StrEnum):
    """Where a round stands, as the public is told."""

    upcoming = "upcoming"
    open = "open"
    closed = "closed"
    notice = "notice"
    after_notice = "after_notice"
    done = "done"
    cancelled = "cancelled"


def public_rounds(zone_id: int | None = None) -> QuerySet[Round]:
    """Rounds whose notice was published; one that was called off afterwards still says so."""
    rounds = Round.objects.filter(opened_at__isnull=False).select_related("zone")
    return rounds.filter(zone=zone_id) if zone_id else rounds


def phase_of(round_: Round, at: datetime) -> Phase:
    """Where a published round stands at a moment; what its clock has not yet moved is told all the same."""
    if round_.step == CANCELLED:
        return Phase.cancelled
    if round_.step == DONE:
        return Phase.done
    if takes_applications(round_, at):
        return Phase.open
    if round_.step == "recommend" and local_date(at) < round_.opens_on:
        return Phase.upcoming
    if notice_hangs(round_, at):
        return Phase.notice
    return Phase.after_notice if round_.published_at else Phase.closed


def on_notice(round_: Round, at: datetime) -> list[Candidate]:
    """The list while it hangs, by category and pinyin, with nothing else about anybody; empty before and after."""
    if not notice_hangs(round_, at):
        return []
    listed = Candidate.objects.filter(round=round_, state__in=LISTED).select_related("unit")
    shown = listed.only("name", "category", "post", "employer", "unit__name", "sort_key", "round")
    order = {key: place for place, key in enumerate(round_.quotas.values_list("category", flat=True))}
    return sorted(shown, key=lambda one: (order.get(one.category, len(order)), one.sort_key, one.pk))


def application(token: UUID) -> QuerySet[Candidate]:
    """The application behind a status link: whoever has the link is the person."""
    return Candidate.objects.filter(token=token).select_related("round", "round__zone", "unit", "recommending")


def objection(token: UUID) -> QuerySet[Objection]:
    """The objection behind a receipt's link."""
    return Objection.objects.filter(token=token).select_related("candidate__round__zone")


def loose_files(round_id: int, basket: UUID) -> QuerySet[CandidateFile]:
    """What a page has taken in and not sent yet."""
    return CandidateFile.objects.filter(round=round_id, basket=basket, candidate__isnull=True).order_by("pk")


#: The steps that a candidate is shown.
STEPS = ("received", "review", "decide", "publish", "appoint")


def steps_done(candidate: Candidate, at: datetime) -> int:
    """How many of `STEPS` are behind a candidate; that somebody is on the list shows only once the list is public."""
    round_ = candidate.round
    if candidate.state == CandidateState.appointed:
        return 5
    if candidate.state not in (CandidateState.qualified, CandidateState.chosen):
        return 1
    if candidate.state == CandidateState.qualified or round_.published_at is None:
        return 2
    return 3 if notice_hangs(round_, at) or round_.step == "publish" else 4
