"""The lists of a department's page: each is compiled once, and asked a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor, anybody, values_of
from jianyan.core.flow import ClockKind
from jianyan.leads.models import Lead, ReplyDraft
from jianyan.leads.queries.queue import answered_by_department, department_queue, supported_by_department
from jianyan.leads.queries.review import waiting_drafts
from jianyan.prepared import Prepared

#: Rows of a page.
PAGE = 30

LISTS: dict[str, Callable[[Actor], QuerySet[Lead]]] = {
    "accept": lambda actor: department_queue(actor, ClockKind.accept),
    "answer": lambda actor: department_queue(actor, ClockKind.reply, ClockKind.promise),
    "support": supported_by_department,
    "done": answered_by_department,
}


def listed(actor: Actor, name: str, asked: str | None) -> tuple[Page[int], list[Lead]]:
    """A page of one of the `LISTS`, by the number that an address names, and its leads.

    One query where all fit on a page; else it is counted too.
    """
    values = values_of(actor)
    first = _first(name)(**values)
    if len(first) <= PAGE:
        return Paginator(range(len(first)), PAGE).get_page(1), first
    page = Paginator(range(_count(name).first(**values) or 0), PAGE).get_page(asked)
    return page, first[:PAGE] if page.number == 1 else _part(name, page.number)(**values)


def first_drafts(actor: Actor) -> list[ReplyDraft]:
    """The first page of `waiting_drafts`. One query."""
    return _DRAFTS(**values_of(actor))


def _anybody() -> Actor:
    return anybody(frozenset({RoleName.liaison}), placed=True)


@lru_cache(maxsize=len(LISTS))
def _first(name: str) -> Prepared[Lead]:
    """The first page, and one more that says whether there are others."""
    return Prepared(lambda: LISTS[name](_anybody())[: PAGE + 1])


@lru_cache(maxsize=32)
def _part(name: str, number: int) -> Prepared[Lead]:
    return Prepared(lambda: LISTS[name](_anybody())[(number - 1) * PAGE : number * PAGE])


@lru_cache(maxsize=len(LISTS))
def _count(name: str) -> Prepared[int]:
    def build() -> QuerySet[Lead, int]:
        leads = Lead.objects.filter(pk__in=LISTS[name](_anybody()).order_by().values("pk"))
        return leads.values("zone").annotate(count=Count("id")).values_list("count", flat=True)

    return Prepared(build)


_DRAFTS = Prepared(lambda: waiting_drafts(_anybody())[:PAGE])
