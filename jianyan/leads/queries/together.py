"""Reads for acting on several leads at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery

from jianyan.accounts.models import Department, RoleName
from jianyan.accounts.queries import Actor
from jianyan.core import flow
from jianyan.core.flow import Hat, Refused, State, Verb
from jianyan.core.suggest import Suggestion, Unit, suggest
from jianyan.leads.models import Dispatch, Lead, Nudge
from jianyan.leads.queries.facts import facts, with_facts
from jianyan.leads.queries.visible import visible_to


@dataclass(frozen=True, slots=True)
class Choice:
    """One lead that was chosen; ``refused`` says why the verb cannot be done on it."""

    lead: Lead
    refused: Refused | None


def chosen(actor: Actor, ids: Iterable[int]) -> QuerySet[Lead]:
    """The leads of these ids that the actor may see, with facts, by due time.

    Adds ``named``: who should have it, as the last returning department said; ``nudged_at``: the last reminder or
    urging.
    """
    returned = Dispatch.objects.filter(lead=OuterRef("pk"), returned_at__isnull=False).order_by("-number")
    nudges = Nudge.objects.filter(lead=OuterRef("pk")).order_by("-id")
    leads = with_facts(Lead.objects.filter(pk__in=visible_to(actor).filter(pk__in=list(ids)).values("pk")))
    return leads.annotate(
        named=Subquery(returned.values("should_be")[:1]), nudged_at=Subquery(nudges.values("at")[:1])
    ).order_by(F("due_at").asc(), "id")


def judged(actor: Actor, lead: Lead, verbs: Iterable[Verb], at: datetime) -> Choice:
    """Whether the office may do one of these verbs on a lead of `chosen`; the last refusal stands. No query."""
    worn = [hat for hat, role in ((Hat.officer, RoleName.officer), (Hat.head, RoleName.head)) if actor.has(role)]
    known = facts(lead, actor, at)
    why: Refused | None = None
    for verb in verbs:
        try:
            flow.step(State(lead.state), verb, worn, known)
        except Refused as no:
            why = no
        else:
            return Choice(lead, None)
    return Choice(lead, why)


def suggested_for(lead: Lead, units: Iterable[Department]) -> list[Suggestion]:
    """The departments that the words of a lead of `chosen` point to. No query."""
    known = [Unit(unit.pk, (unit.name, unit.short_name), unit.matters) for unit in units]
    named: int | None = lead.named  # type: ignore[attr-defined]
    return suggest(known, title=lead.title, body=f"{lead.body}\n{lead.suggestion}", place=lead.place, named=named)
