"""The lists of studies and verifications: the office's, and a supervisor's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.studies import StudyState, VerificationState
from jianyan.core.workdays import Calendar
from jianyan.studies.models import Answer, Finding, Participant, Study, Verdict, Verification, Verifier
from jianyan.studies.queries.base import OPEN, studies_visible_to, verifications_visible_to

#: How many of each are shown of what waits for somebody.
WAITING = 20


@dataclass(frozen=True, slots=True)
class Groups:
    """How a list is cut: each group is a condition."""

    studies: dict[str, Q]
    verifications: dict[str, Q]


def groups_on(day: date, calendar: Calendar) -> Groups:
    """The groups of both lists on a day; whoever is late is after the working day that the last one means."""
    over = Q(due_on__lte=calendar.add(day, -1))  # what was due in the days off since means the next working day
    return Groups(
        studies={
            "open": Q(state__in=OPEN),
            "late": Q(state__in=OPEN) & over,
            "delivered": Q(state=StudyState.delivered),
            "accepted": Q(state=StudyState.accepted),
            "cancelled": Q(state=StudyState.cancelled),
        },
        verifications={
            "open": Q(state__in=(VerificationState.assigned, VerificationState.taken)),
            "late": Q(state__in=(VerificationState.assigned, VerificationState.taken)) & over,
            "carried_out": Q(state=VerificationState.carried_out),
            "filed": Q(state=VerificationState.filed),
            "cancelled": Q(state=VerificationState.cancelled),
        },
    )


def counts(rows: QuerySet[Any], groups: dict[str, Q]) -> dict[str, int]:
    """How many of a list are in each group, and ``all``. One query."""
    counted = {name: Count("pk", filter=condition) for name, condition in groups.items()}
    return rows.order_by().aggregate(all=Count("pk"), **counted)


def studies_listed(actor: Actor) -> QuerySet[Study]:
    """Studies with ``joined`` and ``asked``: how many take part, and have not said."""
    people = Participant.objects.filter(study=OuterRef("pk")).order_by().values("study")
    rows = studies_visible_to(actor).select_related("unit", "called_by")
    return rows.annotate(
        joined=Subquery(people.filter(answer=Answer.joined).annotate(n=Count("pk")).values("n")),
        asked=Subquery(people.filter(answer="").annotate(n=Count("pk")).values("n")),
    ).order_by("-pk")


def verifications_listed(actor: Actor) -> QuerySet[Verification]:
    """Verifications with ``taken``, ``asked`` and the ``outcome`` of what was filed."""
    people = Verifier.objects.filter(verification=OuterRef("pk")).order_by().values("verification")
    filed = Finding.objects.filter(verification=OuterRef("pk"), verdict=Verdict.accepted).order_by("-number")
    rows = verifications_visible_to(actor).select_related("lead", "assigned_by")
    return rows.annotate(
        taken=Subquery(people.filter(answer=Answer.joined).annotate(n=Count("pk")).values("n")),
        asked=Subquery(people.filter(answer="").annotate(n=Count("pk")).values("n")),
        outcome=Subquery(filed.values("outcome")[:1]),
    ).order_by("-pk")


def own_studies(actor: Actor) -> QuerySet[Study]:
    """A supervisor's studies and those open to the supervisor, each with ``answer``: None where not asked by name."""
    own = Participant.objects.filter(study=OuterRef("pk"), supervisor__user=actor.user_id)
    return studies_visible_to(actor).annotate(answer=Subquery(own.values("answer")[:1])).order_by("-pk")


def own_verifications(actor: Actor) -> QuerySet[Verification]:
    """A supervisor's verifications, each with ``answer``."""
    own = Verifier.objects.filter(verification=OuterRef("pk"), supervisor__user=actor.user_id)
    rows = verifications_visible_to(actor).annotate(answer=Subquery(own.values("answer")[:1]))
    return rows.order_by("-pk")


def waiting_for(actor: Actor) -> tuple[list[Study], list[Verification]]:
    """What waits for a supervisor: to be answered, delivered or carried out, with what a line of a list shows.

    One query, none for others. What is read here is not to be saved.
    """
    if not actor.has(RoleName.supervisor):
        return [], []
    part = Participant.objects.filter(study=OuterRef("pk"), supervisor__user=actor.user_id)
    asked = part.filter(Q(answer=Answer.joined) | Q(answer="", invited_at__isnull=False))
    studies = Study.objects.filter(Exists(asked), zone=actor.zone_id, state__in=OPEN)
    task = Verifier.objects.filter(verification=OuterRef("pk"), supervisor__user=actor.user_id)
    mine = Exists(task.exclude(answer=Answer.declined))
    under_way = (VerificationState.assigned, VerificationState.taken)
    verifications = Verification.objects.filter(mine, zone=actor.zone_id, state__in=under_way)
    shown = ("pk", "no", "title", "due_on", "state")
    with_answer = studies.annotate(of=Value("study"), answer=Subquery(part.values("answer")[:1])).order_by()
    tasks = verifications.annotate(of=Value("task"), answer=Subquery(task.values("answer")[:1])).order_by()
    both = with_answer.values_list("of", "answer", *shown).union(tasks.values_list("of", "answer", *shown), all=True)
    found: tuple[list[Study], list[Verification]] = [], []
    for of, answer, *values in sorted(both, key=lambda row: (row[5], row[2])):
        is_study, known = of == "study", dict(zip(shown, values, strict=True))
        thing: Any = Study(**known) if is_study else Verification(**known)
        thing.answer = answer
        found[0 if is_study else 1].append(thing)
    return found[0][:WAITING], found[1][:WAITING]
