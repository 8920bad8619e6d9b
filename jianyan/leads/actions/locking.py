"""Locking leads in the one order, and reading what is locked."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from jianyan.accounts.queries import Actor, anybody, values_of
from jianyan.leads.models import Lead
from jianyan.leads.queries.facts import with_facts
from jianyan.leads.queries.visible import visible_to
from jianyan.ledger.models import Entry
from jianyan.prepared import Gap, Prepared


def lock(actor: Actor, lead_id: int, *more: int) -> None:
    """Lock a lead that the actor may see, and others with it as far as they are there for the actor.

    Several are locked in the order of their ids, so that two acts never wait for one another.

    Raises:
        Lead.DoesNotExist: the first lead is not there for this actor.
    """
    locking = _locking(actor.roles, placed=actor.department_id is not None, system=actor.user_id is None)
    for pk in sorted({lead_id, *more}):
        if not locking(lead=pk, **values_of(actor)) and pk == lead_id:
            raise Lead.DoesNotExist


@lru_cache(maxsize=256)
def _locking(roles: frozenset[str], *, placed: bool, system: bool) -> Prepared[int]:
    """Locks one lead for actors with these roles, if it is there for them."""
    visible = Lead.objects.all() if system else visible_to(anybody(roles, placed))
    there = visible.filter(pk=Gap("lead")).values("pk")
    return Prepared(lambda: Lead.objects.select_for_update().filter(pk__in=there).values_list("pk", flat=True))


def _with_facts() -> QuerySet[Lead]:
    subject = Concat(Value("lead:"), Cast(OuterRef("pk"), CharField()))
    last = Entry.objects.filter(subject=subject).order_by("-place").values("at")[:1]
    leads = with_facts(Lead.objects.annotate(last_at=Subquery(last)))
    near = leads.select_related(None).select_related("zone", "identity__supervisor", "lead_department")
    return near.filter(pk=Gap("lead"))


_WITH_FACTS = Prepared(_with_facts)


def read(lead_id: int) -> Lead:
    """A locked lead with what the flow's guards ask, and ``last_at``, the moment of its last act."""
    return _WITH_FACTS(lead=lead_id)[0]
