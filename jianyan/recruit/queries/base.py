"""What somebody may see of recruitment, and what the tables of `core.recruit` ask about a round or a candidate."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.recruit import CANCELLED, DONE, DRAFT, CandidateFacts, CandidateState, RoundFacts
from jianyan.core.rulebook import Condition, Rulebook
from jianyan.core.terms import Term, consecutive, overlaps
from jianyan.core.workdays import TZ, local_date
from jianyan.people.models import Appointment
from jianyan.people.queries import known_as
from jianyan.recruit.models import Candidate, Objection, Outcome, Quota, Round
from jianyan.rules.queries import book

#: States in which a candidate is still in the race.
STANDING = (CandidateState.received, CandidateState.qualified, CandidateState.chosen, CandidateState.appointed)
#: On the list of those to be appointed.
LISTED = (CandidateState.chosen, CandidateState.appointed)


def rounds_visible_to(actor: Actor) -> QuerySet[Round]:
    """The office sees the zone's rounds, a leader those that reached the committee, a liaison those that are open."""
    zone = Round.objects.filter(zone=actor.zone_id)
    if actor.is_office:
        return zone
    if actor.has(RoleName.leader):
        return zone.filter(submitted_at__isnull=False)
    if actor.has(RoleName.liaison):
        return zone.filter(opened_at__isnull=False).exclude(step__in=(DRAFT, CANCELLED))
    return zone.none()


def candidates_visible_to(actor: Actor) -> QuerySet[Candidate]:
    """The office sees the zone's candidates, a leader a submitted list, a liaison whom the unit recommended."""
    zone = Candidate.objects.filter(zone=actor.zone_id)
    if actor.is_office:
        return zone
    seen = Q(pk__in=[])
    if actor.has(RoleName.leader):
        seen |= Q(round__submitted_at__isnull=False, state__in=LISTED)
    if actor.has(RoleName.liaison) and actor.department_id:
        seen |= Q(recommending=actor.department_id)
    return zone.filter(seen)


def open_rounds(zone_id: int | None = None) -> QuerySet[Round]:
    """Rounds that the public may read: opened and not called off."""
    rounds = Round.objects.filter(opened_at__isnull=False).exclude(step__in=(DRAFT, CANCELLED))
    return rounds.filter(zone=zone_id) if zone_id else rounds


def to_forget(zone_id: int, day: date) -> QuerySet[Candidate]:
    """Who was not appointed in a round that ended before a day, and is still known."""
    edge = datetime.combine(day, time(), TZ)
    candidates = Candidate.objects.filter(zone=zone_id, appointment__isnull=True, forgotten_at__isnull=True)
    return candidates.filter(round__ended_at__lt=edge).order_by("pk")


def takes_applications(round_: Round, at: datetime) -> bool:
    """Whether an application may be sent now."""
    return round_.step == "recommend" and round_.opens_on <= local_date(at) <= round_.closes_on


def notice_hangs(round_: Round, at: datetime) -> bool:
    """Whether the names are on public notice now."""
    if round_.step != "publish" or round_.published_at is None or round_.notice_until is None:
        return False
    return local_date(at) <= round_.notice_until


def conditions_of(rules: Rulebook, channel: str) -> dict[str, Condition]:
    """The conditions that a candidate of a channel is checked against, by key, in the rules' order."""
    return {key: each for key, each in rules.conditions.items() if each.channel in (None, channel)}


def over_quota(round_: Round) -> list[str]:
    """The categories with more names on the list than places. One query."""
    listed = Candidate.objects.filter(round=OuterRef("round"), category=OuterRef("category"), state__in=LISTED)
    count = listed.order_by().values("category").annotate(n=Count("pk")).values("n")
    quotas = Quota.objects.filter(round=round_).annotate(listed=Coalesce(Subquery(count), 0))
    over = list(quotas.filter(listed__gt=F("places")).values_list("category", flat=True))
    without = Candidate.objects.filter(round=round_, state__in=LISTED).exclude(
        category__in=Quota.objects.filter(round=round_).values("category")
    )
    return over + sorted(set(without.values_list("category", flat=True)))


def round_facts(round_: Round, at: datetime) -> RoundFacts:
    """What the guards ask about a round. Four queries."""
    today = local_date(at)
    by_state = dict(round_.candidates.order_by().values_list("state").annotate(n=Count("pk")))
    chosen, appointed = by_state.get(CandidateState.chosen, 0), by_state.get(CandidateState.appointed, 0)
    places = round_.quotas.filter(places__gt=0).exists()
    return RoundFacts(
        complete=bool(round_.notice.strip()) and places and round_.closes_on >= today,
        window_over=today > round_.closes_on,
        unjudged=by_state.get(CandidateState.received, 0),
        chosen=chosen + appointed,
        over_quota=bool(over_quota(round_)),
        decided=round_.decided_at is not None,
        submitted=round_.submitted_at is not None,
        published=round_.published_at is not None,
        notice_over=round_.notice_until is not None and today > round_.notice_until,
        objections=Objection.objects.filter(candidate__round=round_, outcome="").count(),
        left=chosen,
        anybody_appointed=appointed > 0,
    )


def candidate_facts(candidate: Candidate, at: datetime) -> CandidateFacts:
    """What the guards ask about a candidate."""
    round_ = candidate.round
    rules = book(round_.rules_id)
    conditions = conditions_of(rules, candidate.channel)
    found = dict(candidate.findings.values_list("condition", "met"))
    objections = list(candidate.objections.values_list("outcome", flat=True))
    terms = _terms(candidate)
    return CandidateFacts(
        unchecked=len(conditions.keys() - found.keys()),
        unmet=sum(1 for key, each in conditions.items() if found.get(key) is each.negative),
        places_left=places_left(candidate),
        same_person=candidate.known_id is None
        and not candidate.told_apart
        and known_as(
            candidate.zone_id,
            name=candidate.name,
            phone=candidate.phone,
            unit=candidate.unit_id,
            employer=candidate.employer,
        ).exists(),
        decided=round_.decided_at is not None,
        notice_running=notice_hangs(round_, at),
        notice_over=_notice_over(round_, rules, at),
        open_objections=objections.count(""),
        upheld=Outcome.upheld in objections,
        terms_used_up=consecutive(terms, round_.term_starts) >= rules.number_of("term_limit"),
        overlaps=overlaps(Term(round_.term_starts, round_.term_ends), terms),
    )


def _notice_over(round_: Round, rules: Rulebook, at: datetime) -> bool:
    """Whether nothing of a public notice stands in the way; rules may do without one."""
    if round_.notice_until is None:
        return "publish" not in rules.procedure
    return local_date(at) > round_.notice_until


def places_left(candidate: Candidate) -> int:
    """The places of the candidate's category that nobody on the list has taken. Two queries."""
    quota = Quota.objects.filter(round=candidate.round_id, category=candidate.category).first()
    taken = Candidate.objects.filter(round=candidate.round_id, category=candidate.category, state__in=LISTED)
    return (quota.places if quota else 0) - taken.exclude(pk=candidate.pk).count()


def _terms(candidate: Candidate) -> list[Term]:
    if candidate.known_id is None:
        return []
    return [each.term for each in Appointment.objects.filter(supervisor=candidate.known_id)]


def over(round_: Round) -> bool:
    """Whether nothing more happens in a round."""
    return round_.step in (DONE, CANCELLED)
