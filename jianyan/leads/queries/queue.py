"""The queues of the office and of a department: running clocks by due time, each with its lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.clocks import Light
from jianyan.core.flow import FINAL, ClockKind
from jianyan.leads.models import Clock, Dispatch, FollowUp, Lead, Reply
from jianyan.leads.queries.facts import with_facts
from jianyan.people.queries import charges

#: The queues of the desk: the clocks that wait in each. A returned lead waits for dispatch, a reopened one for a reply.
QUEUES: dict[str, tuple[ClockKind, ...]] = {
    "call": (ClockKind.call,),
    "dispatch": (ClockKind.dispatch, ClockKind.redispatch),
    "accept": (ClockKind.accept,),
    "reply": (ClockKind.reply,),
    "follow_up": (ClockKind.follow_up,),
    "promise": (ClockKind.promise,),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the queue is asked for; empty values ask for everything. ``words``: in number, title or name.

    ``month``: the month of the form, as its first day.
    ``mine``: of supervisors whose contact the actor is now, or who have none, so that nobody falls between two chairs.
    """

    queue: str = ""
    light: str = ""
    department: int | None = None
    kind: str = ""
    grade: str = ""
    supervisor: int | None = None
    month: date | None = None
    words: str = ""
    mine: bool = False


@dataclass(slots=True)
class Waiting:
    """How many wait in a queue, and how many of those are red and yellow."""

    count: int = 0
    red: int = 0
    yellow: int = 0


def is_red(at: datetime) -> Q:
    """Clocks that are overdue."""
    return Q(due_at__lte=at)


def is_yellow(at: datetime) -> Q:
    """Clocks that are due soon."""
    return Q(warn_at__lte=at, due_at__gt=at)


def _lights(at: datetime) -> dict[str, Q]:
    return {Light.red: is_red(at), Light.yellow: is_yellow(at), Light.green: Q(warn_at__gt=at)}


def queue(actor: Actor, wanted: Wanted, at: datetime) -> QuerySet[Clock]:
    """The office's queue by due time: the governing clocks; `desk` reads a page of it. For the office only."""
    return clocks_of(actor.zone_id, actor.user_id, wanted, at, liaison=actor.has(RoleName.liaison))


def clocks_of(zone: Any, user: Any, wanted: Wanted, at: Any, *, liaison: bool) -> QuerySet[Clock]:
    """`queue` for an account of a zone; every value but those of queue, light and mine may be a gap."""
    clocks = Clock.objects.filter(_asked(zone, user, wanted, at, liaison), zone=zone, governs=True)
    if wanted.queue in QUEUES:
        clocks = clocks.filter(kind__in=QUEUES[wanted.queue])
    if wanted.light in _lights(at):
        clocks = clocks.filter(_lights(at)[wanted.light])
    return clocks.order_by("due_at", "id")


def _asked(zone: Any, user: Any, wanted: Wanted, at: Any, liaison: bool) -> Q:
    # Who answers for a department finds no anonymous lead by what would tell who raised it (4.1.c).
    known = Q(lead__hidden=False) if liaison else Q()
    asked = known if wanted.kind or wanted.supervisor or wanted.month else Q()
    for column, value in (
        ("lead__lead_department", wanted.department),
        ("lead__kind", wanted.kind),
        ("lead__grade", wanted.grade),
        ("lead__identity__supervisor", wanted.supervisor),
        ("lead__month", wanted.month),
    ):
        if value:
            asked &= Q((column, value))
    if wanted.mine:
        own = charges(zone, user, at)
        asked &= Q(lead__identity__supervisor__in=own.values("pk"))
    if wanted.words:
        name = Q(lead__identity__supervisor__name__icontains=wanted.words) & known
        asked &= Q(lead__no__icontains=wanted.words) | Q(lead__title__icontains=wanted.words) | name
    return asked


def department_queue(actor: Actor, *kinds: ClockKind) -> QuerySet[Lead]:
    """Leads that the actor's department handles and for which such a clock counts now, by due time, with facts."""
    mine = Q(clocks__governs=True, clocks__department=actor.department_id, clocks__kind__in=kinds)
    return with_facts(Lead.objects.filter(mine, zone=actor.zone_id)).order_by(F("due_at").asc(), "id")


def answered_by_department(actor: Actor) -> QuerySet[Lead]:
    """Leads that the actor's department has answered and that are not with it again, the newest answer first.

    Adds the department's last answer, ``answered_at`` and its result ``answer``, and what the reporter said of it:
    ``said_solved`` and ``said`` (satisfaction), None before anybody was asked.
    """
    theirs = Reply.objects.filter(department=actor.department_id)
    own = theirs.filter(lead=OuterRef("pk")).order_by("-id")
    told = FollowUp.objects.filter(reply=OuterRef("answer_id"), reached=True).order_by("-id")
    back = Q(clocks__governs=True, clocks__kind__in=(ClockKind.accept, ClockKind.reply, ClockKind.promise))
    with_it_again = Lead.objects.filter(back, lead_department=actor.department_id).values("pk")
    return (
        Lead.objects.filter(zone=actor.zone_id, pk__in=theirs.values("lead"))
        .annotate(answer_id=Subquery(own.values("id")[:1]))
        .annotate(
            answered_at=Subquery(own.values("at")[:1]),
            answer=Subquery(own.values("result")[:1]),
            said_solved=Subquery(told.values("solved")[:1]),
            said=Subquery(told.values("satisfaction")[:1]),
        )
        .exclude(pk__in=with_it_again)
        .select_related("lead_department")
        .order_by(F("answered_at").desc(), "-id")
    )


def supported_by_department(actor: Actor) -> QuerySet[Lead]:
    """Open leads in which the actor's department supports another, the newest first, with facts."""
    sheets = Dispatch.objects.filter(supporting=actor.department_id, returned_at__isnull=True, recalled_at__isnull=True)
    leads = Lead.objects.filter(zone=actor.zone_id, pk__in=sheets.values("lead"))
    return with_facts(leads.exclude(lead_department=actor.department_id).exclude(state__in=FINAL)).order_by("-id")


def governing(lead: Lead) -> Clock | None:
    """The clock that counts now, from a lead loaded with facts; not to be saved."""
    if lead.due_at is None:  # type: ignore[attr-defined]
        return None
    return Clock(
        kind=lead.due_kind,  # type: ignore[attr-defined]
        rule=lead.due_rule,  # type: ignore[attr-defined]
        due_on=lead.due_on,  # type: ignore[attr-defined]
        due_at=lead.due_at,  # type: ignore[attr-defined]
        warn_at=lead.warn_at,  # type: ignore[attr-defined]
        provisional=lead.due_provisional,  # type: ignore[attr-defined]
        governs=True,
    )
