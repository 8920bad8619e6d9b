"""Several leads at once: each is an act of its own, done as a whole or refused, and none holds up the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Refused, Verb
from jianyan.leads.actions.base import heads_of, liaisons_of, words
from jianyan.leads.actions.dispatch import LONGEST as DEMAND_MAX
from jianyan.leads.actions.dispatch import dispatch
from jianyan.leads.actions.nudge import LONGEST as NUDGE_MAX
from jianyan.leads.actions.nudge import send
from jianyan.leads.models import Clock, Lead, Nudge
from jianyan.ledger.models import Entry
from jianyan.notify.actions import tell

#: How many leads may be acted on at once: as many as somebody can look over on one page.
AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be done with one lead; ``seen`` is its revision on the page. Department and grade are a dispatch's."""

    lead: int
    seen: int
    department: int = 0
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one wish: ``refused`` says why nothing was done; None when it is done."""

    lead: int
    refused: Refused | None = None


def dispatch_together(actor: Actor, wishes: Sequence[Wish], *, at: datetime, demand: str = "") -> list[Outcome]:
    """Dispatch each lead to its own department, in the order given.

    A wish that this actor has had done already, by the same page, counts as done: pressing twice does nothing twice.

    Raises:
        Refused: ``too_many_at_once``, ``too_long``; then nothing is done.
    """
    _bounded(wishes)
    demand = words(demand, DEMAND_MAX, code="demand", needed=False)
    return [_dispatched(actor, wish, at, demand) for wish in wishes]


def _dispatched(actor: Actor, wish: Wish, at: datetime, demand: str) -> Outcome:
    try:
        dispatch(actor, wish.lead, at=at, seen=wish.seen, department=wish.department, grade=wish.grade, demand=demand)
    except Refused as no:
        same = {"data__department": wish.department, "data__grade": wish.grade}
        return Outcome(wish.lead, None if _done_before(actor, wish, Verb.dispatch, **same) else no)
    except Lead.DoesNotExist:
        return Outcome(wish.lead, Refused("no_such_lead"))
    return Outcome(wish.lead)


def _done_before(actor: Actor, wish: Wish, *verbs: Verb, **same: object) -> bool:
    """Whether the one act on the lead since the page was made is this very wish of this actor."""
    if not Lead.objects.filter(pk=wish.lead, revision=wish.seen + 1).exists():
        return False
    last = Entry.objects.filter(subject=f"lead:{wish.lead}").order_by("-place").values("pk")[:1]
    mine = Entry.objects.filter(pk__in=last, actor=actor.person, verb__in=[f"lead.{verb}" for verb in verbs])
    return mine.filter(**same).exists()


def nudge_together(actor: Actor, wishes: Sequence[Wish], *, at: datetime, demand: str = "") -> list[Outcome]:
    """Remind the departments of these leads, and urge what is overdue: a row for each lead, one notice a department.

    The leads of one department and its notice are one transaction, in which each lead is done or refused by itself.
    A wish that this actor has had done already, by the same page, counts as done.

    Raises:
        Refused: ``too_many_at_once``, ``too_long``; then nothing is done.
    """
    _bounded(wishes)
    demand = words(demand, NUDGE_MAX, code="demand", needed=False)
    owed = _owed(actor, [wish.lead for wish in wishes])
    found: dict[int, Outcome] = {}
    by_department = sorted(wishes, key=lambda wish: (owed.get(wish.lead, (0, None))[0], wish.lead))
    for _department, group in groupby(by_department, key=lambda wish: owed.get(wish.lead, (0, None))[0]):
        found |= {outcome.lead: outcome for outcome in _nudged(actor, list(group), owed, at, demand)}
    return [found[wish.lead] for wish in wishes]


Owed = dict[int, tuple[int, datetime | None]]


def _owed(actor: Actor, leads: list[int]) -> Owed:
    """The department of each lead of the zone (0 for none), and when what it owes is due."""
    due = dict(Clock.objects.filter(lead__in=leads, governs=True).values_list("lead", "due_at"))
    rows = Lead.objects.filter(pk__in=leads, zone=actor.zone_id).values_list("pk", "lead_department")
    return {pk: (department or 0, due.get(pk)) for pk, department in rows}


@transaction.atomic
def _nudged(actor: Actor, group: list[Wish], owed: Owed, at: datetime, demand: str) -> list[Outcome]:
    """The leads of one department, in the order of their ids, so that two such acts never wait for one another."""
    outcomes, sheets = [], []
    for wish in group:
        due = owed.get(wish.lead, (0, None))[1]
        try:
            with transaction.atomic():
                urging = due is not None and due <= at
                taken, sheet = send(actor, wish.lead, at=at, seen=wish.seen, urging=urging, demand=demand)
        except Refused as no:
            before = _done_before(actor, wish, Verb.remind, Verb.urge)
            outcomes.append(Outcome(wish.lead, None if before else no))
        except Lead.DoesNotExist:
            outcomes.append(Outcome(wish.lead, Refused("no_such_lead")))
        else:
            outcomes.append(Outcome(wish.lead))
            sheets.append((taken.lead, sheet))
    _tell(actor, sheets, at)
    return outcomes


def _tell(actor: Actor, sheets: list[tuple[Lead, Nudge]], at: datetime) -> None:
    if not sheets:
        return
    first = sheets[0][0]
    copied = [lead for lead, sheet in sheets if sheet.copied]
    kind, params = notice_of([lead.no for lead, _sheet in sheets], sum(sheet.urging for _lead, sheet in sheets))
    tell(liaisons_of(first), zone_id=first.zone_id, at=at, kind=kind, path="/department/", params=params, by=actor)
    if copied:
        tell(
            heads_of(first),
            zone_id=first.zone_id,
            at=at,
            kind="leads.urge_copy",
            path=f"/leads/?light=red&department={first.lead_department_id}",
            params=notice_of([lead.no for lead in copied], len(copied))[1],
            by=actor,
        )


def notice_of(numbers: Sequence[str], late: int) -> tuple[str, dict[str, object]]:
    """Kind and params of the one notice about several leads, ``late`` of them overdue: their numbers, nothing else."""
    params: dict[str, object] = {"count": len(numbers), "numbers": list(numbers)}
    return ("leads.urge", {**params, "late": late}) if late else ("leads.remind", params)


def _bounded(wishes: Sequence[Wish]) -> None:
    if len(wishes) > AT_ONCE:
        raise Refused("too_many_at_once", longest=AT_ONCE)
