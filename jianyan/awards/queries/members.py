"""Who takes part in an award, for how many months, and which terms can be awarded."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from jianyan.core.terms import Term
from jianyan.people.models import Appointment
from jianyan.people.queries.dossier import months_of


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who serves on the last day of a term: since when within it, and the months for which forms are owed."""

    person: int
    channel: str
    since: date
    months: tuple[date, ...]


def members_of(zone_id: int, term: Term, due_day: int, person: int | None = None) -> list[Member]:
    """Everybody who serves on the last day of a term, or one ``person``; whoever left before takes no part."""
    found = Appointment.objects.filter(
        supervisor__zone=zone_id, starts_on__lte=term.ends, ends_on__gte=term.starts
    ).select_related("supervisor")
    if person is not None:
        found = found.filter(supervisor=person)
    terms: dict[int, list[Appointment]] = defaultdict(list)
    for each in found.order_by("supervisor", "starts_on"):
        terms[each.supervisor_id].append(each)
    return [
        _member(person, theirs, term, due_day)
        for person, theirs in terms.items()
        if any(each.term.holds(term.ends) for each in theirs)
    ]


def _member(person: int, terms: list[Appointment], whole: Term, due_day: int) -> Member:
    months: set[date] = set()
    served = []
    for each in terms:
        starts, last = max(each.starts_on, whole.starts), min(each.term.last, whole.ends)
        if starts <= last:
            served.append(starts)
            months.update(months_of(Term(starts, last), due_day))
    return Member(person, terms[-1].supervisor.channel, min(served), tuple(sorted(months)))


def ended_terms(zone_id: int, today: date) -> list[tuple[Term, int]]:
    """The terms that are over, the last first, each with how many persons had it."""
    ended = Appointment.objects.filter(supervisor__zone=zone_id, ends_on__lt=today)
    whole = ended.filter(Q(left_on__isnull=True))
    rows = whole.values_list("starts_on", "ends_on").annotate(n=Count("pk")).order_by("-ends_on", "-n")
    last: dict[date, tuple[Term, int]] = {}
    for starts, ends, n in rows:
        last.setdefault(ends, (Term(starts, ends), n))
    return list(last.values())
