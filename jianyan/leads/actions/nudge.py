"""催办 before due and 督办 after it, by hand or by the clock."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jianyan.accounts.queries import Actor
from jianyan.core.clocks import left
from jianyan.core.flow import Verb
from jianyan.core.workdays import local_date
from jianyan.leads.actions.base import Taken, digests, heads_of, liaisons_of, settle, take, tell_lead, words
from jianyan.leads.models import Lead, Nudge

LONGEST = 1000


@transaction.atomic
def nudge(actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None, urging: bool, demand: str = "") -> Lead:
    """Remind the department before due, or urge it after; from the second urging on the office head gets a copy:
    no department has anybody in the system above its liaisons.

    Raises:
        Refused: ``already_overdue`` for a reminder after due, ``not_overdue`` for an urging before.
    """
    taken, sheet = send(actor, lead_id, at=at, seen=seen, urging=urging, demand=demand)
    lead = taken.lead
    tell_lead(taken, f"lead.{taken.row.verb}", liaisons_of(lead), number=sheet.number)
    if sheet.copied:
        tell_lead(taken, "lead.urge_copy", heads_of(lead), number=sheet.number)
    return lead


def send(
    actor: Actor, lead_id: int, *, at: datetime, seen: int | None = None, urging: bool, demand: str = ""
) -> tuple[Taken, Nudge]:
    """Do and record a nudge in the caller's transaction, who tells of it."""
    taken = take(actor, lead_id, Verb.urge if urging else Verb.remind, at=at, seen=seen)
    lead = taken.lead
    demand = words(demand, LONGEST, code="demand", needed=False)
    number = Nudge.objects.filter(lead=lead, urging=urging).count() + 1
    late = max(0, -left(lead.due_on, local_date(at), taken.calendar))  # type: ignore[attr-defined]
    sheet = Nudge.objects.create(
        lead=lead,
        department=taken.unit,
        at=at,
        by_id=actor.user_id,
        urging=urging,
        number=number,
        late=late,
        demand=demand,
        copied=urging and number > 1,
    )
    settle(
        taken,
        data={
            "nudge": sheet.pk,
            "number": number,
            "late": late,
            "department": lead.lead_department_id,
            "copied": sheet.copied,
            **digests(demand=demand),
        },
    )
    return taken, sheet
