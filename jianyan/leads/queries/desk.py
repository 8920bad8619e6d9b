"""The office's queue as the desk asks for it: compiled once for each way in which it is narrowed, values left open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, DateField, DateTimeField, QuerySet

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor, values_of
from jianyan.core.clocks import Light
from jianyan.core.flow import ClockKind
from jianyan.leads.models import Clock, Lead
from jianyan.leads.queries.facts import with_facts
from jianyan.leads.queries.queue import QUEUES, Waiting, Wanted, clocks_of, is_red, is_yellow
from jianyan.people.models import Supervisor
from jianyan.people.queries import charges
from jianyan.prepared import Gap, Prepared

#: Rows of a page.
PAGE = 30

#: The filters whose values are left open; the others are part of what is asked.
_OPEN: dict[str, Gap] = {
    **{name: Gap(name) for name in ("department", "kind", "grade", "supervisor", "words")},
    "month": Gap("month", DateField()),
}
_ZONE: Any = Gap("zone")
_USER: Any = Gap("user")
_AT: Any = Gap("at", DateTimeField())


def page_of(actor: Actor, wanted: Wanted, at: datetime, number: int) -> list[Clock]:
    """The clocks on one page of the queue (`queue`), from 1 on, each with its lead and its facts. Two queries."""
    shape, values = _asked(actor, wanted, at)
    clocks = _page(shape, number)(**values)
    if not clocks:
        return []
    pks = [clock.lead_id for clock in clocks]
    places = enumerate([*pks, *[0] * (PAGE - len(pks))])  # no lead is 0
    leads = {lead.pk: lead for lead in _LEADS(**{f"n{place}": pk for place, pk in places})}
    for clock in clocks:
        clock.lead = leads[clock.lead_id]
    return clocks


def waiting(actor: Actor, wanted: Wanted, at: datetime) -> dict[str, Waiting]:
    """How many wait in each queue under the other filters. One query."""
    shape, values = _asked(actor, replace(wanted, queue="", light=""), at)
    found = {name: Waiting() for name in QUEUES}
    names = {kind: name for name, kinds in QUEUES.items() for kind in kinds}
    for kind, count, red, yellow in _counts(shape)(**values):
        here = found[names[ClockKind(kind)]]
        here.count, here.red, here.yellow = here.count + count, here.red + red, here.yellow + yellow
    return found


#: A list of more names than this is read by nobody; the search finds them by name.
OFFERED = 300


def people(actor: Actor, at: datetime, *, mine: bool) -> list[tuple[int, str]]:
    """The supervisors by name that the desk can be narrowed to: the actor's own and those of nobody, or all.

    Nobody where they are more than `OFFERED`.
    """
    found = (_CHARGES if mine else _EVERYBODY)(at=at, **values_of(actor))
    return found if len(found) <= OFFERED else []


def how_many(counted: Mapping[str, Waiting], wanted: Wanted) -> int:
    """How many clocks `queue` finds, from what `waiting` has counted already."""
    found = [here for name, here in counted.items() if wanted.queue in ("", name)]
    of_light = {
        Light.red: lambda here: here.red,
        Light.yellow: lambda here: here.yellow,
        Light.green: lambda here: here.count - here.red - here.yellow,
    }
    one: Callable[[Waiting], int] = of_light[Light(wanted.light)] if wanted.light else lambda here: here.count
    return sum(map(one, found))


class _Shape(NamedTuple):
    """One way in which the queue is narrowed: the filters that have a value, and what is part of the query itself."""

    filters: frozenset[str]
    queue: str
    light: str
    mine: bool
    liaison: bool

    def clocks(self) -> QuerySet[Clock]:
        gaps: dict[str, Any] = {name: _OPEN[name] for name in self.filters}
        wanted = Wanted(queue=self.queue, light=self.light, mine=self.mine, **gaps)
        return clocks_of(_ZONE, _USER, wanted, _AT, liaison=self.liaison)


def _asked(actor: Actor, wanted: Wanted, at: datetime) -> tuple[_Shape, dict[str, object]]:
    """How the queue is narrowed, and the values for the gaps."""
    given = {name: value for name in _OPEN if (value := getattr(wanted, name))}
    shape = _Shape(frozenset(given), wanted.queue, wanted.light, wanted.mine, actor.has(RoleName.liaison))
    return shape, {**values_of(actor), "at": at, **given}


@lru_cache(maxsize=64)
def _page(shape: _Shape, number: int) -> Prepared[Clock]:
    return Prepared(lambda: shape.clocks()[(number - 1) * PAGE : number * PAGE])


@lru_cache(maxsize=64)
def _counts(shape: _Shape) -> Prepared[tuple[str, int, int, int]]:
    counted = {
        "count": Count("id"),
        "red": Count("id", filter=is_red(_AT)),
        "yellow": Count("id", filter=is_yellow(_AT)),
    }
    return Prepared(lambda: shape.clocks().order_by().values("kind").annotate(**counted).values_list("kind", *counted))


def _leads() -> QuerySet[Lead]:
    # A row needs little of what a page needs beside the facts.
    found = with_facts(Lead.objects.filter(pk__in=[Gap(f"n{n}") for n in range(PAGE)]))
    near = found.select_related(None).defer(None).select_related("zone", "identity__supervisor", "lead_department")
    return near.defer("body", "suggestion")


_LEADS = Prepared(_leads)
_CHARGES = Prepared(lambda: _names(charges(_ZONE, _USER, _AT)))
_EVERYBODY = Prepared(lambda: _names(Supervisor.objects.filter(zone=Gap("zone"))))


def _names(supervisors: QuerySet[Supervisor]) -> QuerySet[Supervisor, tuple[int, str]]:
    return supervisors.order_by("name", "pk").values_list("pk", "name")[: OFFERED + 1]
