"""转办: bringing a lead to the department concerned (5.1.h); 指定承办 by the head after too many returns."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from jianyan.accounts.models import Department
from jianyan.accounts.queries import Actor, handling_departments
from jianyan.core.flow import Refused, Verb
from jianyan.leads.actions.base import (
    Taken,
    digests,
    liaisons_of,
    reporter_of,
    settle,
    take,
    tell_lead,
    words,
)
from jianyan.leads.actions.extend import lapse
from jianyan.leads.models import Dispatch, Grade, Lead
from jianyan.leads.queries.carried import carried_by

LONGEST = 2000


def own_unit_alone(lead: Lead, department_id: int, supporting: Collection[int]) -> bool:
    """Whether a department would handle a lead of somebody of its own alone (4.1.c).

    The leads that were merged into it have reporters too, and the same holds for each of them.
    """
    if set(supporting) - {department_id}:
        return False
    return any(one.identity.supervisor.unit_id == department_id for one in (lead, *carried_by(lead)))


@transaction.atomic
def dispatch(
    actor: Actor,
    lead_id: int,
    *,
    at: datetime,
    seen: int | None = None,
    department: int,
    supporting: Collection[int] = (),
    grade: str = "B",
    demand: str = "",
    designate: bool = False,
) -> Lead:
    """Send a lead to its lead department and the supporting ones; acceptance and reply clocks start.

    With ``designate`` the office head fixes the department, which may not return the lead.

    Raises:
        Lead.DoesNotExist; Refused: by the flow (``own_unit_alone``, ``designation_needed`` …), ``no_department``,
        ``bad_grade``.
    """
    verb = Verb.designate if designate else Verb.dispatch
    taken = take(
        actor,
        lead_id,
        verb,
        at=at,
        seen=seen,
        alone=lambda lead: own_unit_alone(lead, department, supporting),
    )
    units = _units(taken.lead, department, supporting)
    if grade not in Grade.values:
        raise Refused("bad_grade")
    demand = words(demand, LONGEST, code="demand", needed=False)
    return _send(taken, units[0], units[1:], grade, demand, designate)


def _units(lead: Lead, department: int, supporting: Collection[int]) -> list[Department]:
    """Lead department first, then the supporting ones; each must handle leads in the lead's zone."""
    wanted = [department, *sorted(set(supporting) - {department})]
    found = {unit.pk: unit for unit in handling_departments(lead.zone_id)}
    if not found.keys() >= set(wanted):
        raise Refused("no_department")
    return [found[pk] for pk in wanted]


def _send(
    taken: Taken, unit: Department, supporting: list[Department], grade: str, demand: str, designate: bool
) -> Lead:
    lead = taken.lead
    lead.lead_department, lead.grade, lead.designated = unit, grade, designate
    lead.dispatches += 1
    if taken.facts.open_extension:
        lapse(lead, at=taken.at)
    sheet = Dispatch.objects.create(
        lead=lead,
        number=Dispatch.objects.filter(lead=lead).count() + 1,
        at=taken.at,
        by_id=taken.actor.person,
        department=unit,
        grade=grade,
        demand=demand,
        designated=designate,
    )
    if supporting:
        sheet.supporting.add(*supporting)
    settle(
        taken,
        data={
            "dispatch": sheet.pk,
            "number": sheet.number,
            "department": unit.pk,
            "supporting": [u.pk for u in supporting],
            "grade": grade,
            **digests(demand=demand),
        },
    )
    tell_lead(taken, "lead.dispatch", liaisons_of(lead))
    for helper in supporting:
        tell_lead(taken, "lead.support", liaisons_of(lead, helper.pk))
    tell_lead(taken, "lead.dispatched", reporter_of(lead), department=unit.name)
    return lead
