"""Who of a list can be appointed, who cannot and why, and what came of those who are. A fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from jianyan.accounts.models import Role
from jianyan.core.flow import Refused
from jianyan.core.recruit import CandidateFacts, CandidateState, CandidateVerb, candidate_step
from jianyan.core.separation import ADMINISTRATORS, AREA
from jianyan.core.terms import Term, overlaps
from jianyan.core.workdays import local_date
from jianyan.people.models import Appointment
from jianyan.recruit.models import Candidate, Outcome, Round
from jianyan.recruit.queries.base import LISTED


@dataclass(frozen=True, slots=True)
class Line:
    """A candidate of the list; ``why`` is the code of what stands in the way, empty when nothing does."""

    candidate: Candidate
    why: str

    @property
    def appointed(self) -> bool:
        return self.candidate.state == CandidateState.appointed

    @property
    def ready(self) -> bool:
        return not self.appointed and not self.why


def listed(round_: Round) -> QuerySet[Candidate]:
    """The candidates on the list, in the order of pinyin, with what the page shows of each."""
    terms = Appointment.objects.order_by("starts_on")
    found = Candidate.objects.filter(round=round_, state__in=LISTED)
    return (
        found.select_related("unit", "appointment", "known__user", "known__officer")
        .annotate(
            waiting=Count("objections", filter=Q(objections__outcome="")),
            upheld=Count("objections", filter=Q(objections__outcome=Outcome.upheld)),
        )
        .prefetch_related(Prefetch("known__appointments", queryset=terms))
        .order_by("sort_key", "pk")
    )


def appointment_list(round_: Round, at: datetime) -> list[Line]:
    """The list with what stands in each one's way, as the act itself would say. Three queries."""
    found = list(listed(round_))
    users = [each.known.user_id for each in found if each.known]
    barred = set(Role.objects.filter(user__in=users, name__in=ADMINISTRATORS | {AREA}).values_list("user", flat=True))
    return [
        Line(each, "" if each.state == CandidateState.appointed else _why(each, round_, at, barred)) for each in found
    ]


def _why(candidate: Candidate, round_: Round, at: datetime, barred: set[int]) -> str:
    terms = [each.term for each in candidate.known.appointments.all()] if candidate.known else []
    facts = CandidateFacts(
        notice_over=round_.notice_until is not None and local_date(at) > round_.notice_until,
        open_objections=candidate.waiting,  # type: ignore[attr-defined]
        upheld=bool(candidate.upheld),  # type: ignore[attr-defined]
        overlaps=overlaps(Term(round_.term_starts, round_.term_ends), terms),
    )
    try:
        candidate_step(CandidateState(candidate.state), CandidateVerb.appoint, {"head"}, round_.step, facts)
    except Refused as no:
        return no.code
    return "administrator_at_work" if candidate.known and candidate.known.user_id in barred else ""
