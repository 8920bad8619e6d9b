"""The list of a quarter, running or closed, narrowed to what is asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from jianyan.accounts.models import Zone
from jianyan.core.duties import Quarter, Rules, Standing
from jianyan.core.workdays import local_date
from jianyan.duties.models import Closing, DutyQuarter
from jianyan.duties.queries.people import people, with_contacts, with_forms
from jianyan.duties.queries.rules import kept, quarter_rules
from jianyan.duties.queries.summary import GROUPS
from jianyan.people.models import Supervisor
from jianyan.people.queries import terms_on, with_contact


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to. ``officer`` 0: supervisors without one; ``words``: of the name or its pinyin."""

    officer: int | None = None
    channel: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a quarter: supervisors of `people`, or `Closing` once it is closed. No rules, nothing owed."""

    quarter: Quarter
    rules: Rules | None
    written: DutyQuarter | None
    rows: QuerySet[Any]
    begun: bool = True

    @property
    def closed(self) -> bool:
        return self.written is not None and self.written.closed_at is not None

    @property
    def reckoned(self) -> bool:
        """Whether anything is owed or was: the rows of a quarter to come, or without rules, have no standing."""
        return self.closed or (self.rules is not None and self.begun)

    def of(self, group: str) -> QuerySet[Any]:
        """The rows of a group, or all."""
        return self.rows.filter(GROUPS[group]) if group in GROUPS and self.reckoned else self.rows


def listed(zone: Zone, quarter: Quarter, wanted: Wanted, at: datetime) -> Listed:
    """Everybody of a quarter, by pinyin."""
    today, written = local_date(at), kept(zone.pk, quarter)
    rules = quarter_rules(zone, quarter, today)
    if written is not None and written.closed_at:
        closings = Closing.objects.filter(quarter=written).filter(_narrowed(wanted, "supervisor__"))
        if wanted.officer is not None:
            closings = closings.filter(officer=wanted.officer or None)
        near = ("supervisor__unit", "officer")
        return Listed(quarter, rules, written, closings.select_related(*near).order_by("supervisor__sort_key", "pk"))
    if rules is None or quarter.span.first > today:
        return Listed(quarter, rules, written, Supervisor.objects.none(), begun=False)
    found = with_contact(people(zone.pk, rules, today), at).filter(_narrowed(wanted, ""))
    if wanted.officer is not None:
        mine = Q(officer=wanted.officer) | Q(contact_pk=wanted.officer)
        found = found.filter(mine if wanted.officer else Q(officer__isnull=True))
    found = with_contacts(with_forms(found, rules, today), rules, today)
    return Listed(quarter, rules, written, found.select_related("unit", "officer"))


def _narrowed(wanted: Wanted, to: str) -> Q:
    found = Q(**{f"{to}channel": wanted.channel}) if wanted.channel else Q()
    for word in wanted.words.split()[:4]:
        named = Q(**{f"{to}name__icontains": word})
        if word.isascii() and word.isalnum():
            named |= Q(**{f"{to}search_key__startswith": word.lower()})
            named |= Q(**{f"{to}search_key__contains": f" {word.lower()}"})
        found &= named
    return found


def missed_in_term(supervisors: Collection[int], day: date) -> dict[int, int]:
    """How many closed quarters of the term that holds now somebody has missed. One query."""
    term = terms_on(day).filter(supervisor=OuterRef("supervisor")).order_by("-starts_on")
    missed = Closing.objects.filter(supervisor__in=supervisors, standing=Standing.missed)
    begun = missed.annotate(begun=Subquery(term.values("starts_on")[:1]))
    count: dict[int, int] = {}
    for pk, quarter, starts_on in begun.values_list("supervisor", "quarter__key", "begun"):
        if starts_on is not None and lies_in(quarter, starts_on):
            count[pk] = count.get(pk, 0) + 1
    return count


def missed_since(terms: Mapping[int, date]) -> dict[int, int]:
    """How many closed quarters each supervisor has missed since the first day of a term. One query."""
    missed = Closing.objects.filter(supervisor__in=terms, standing=Standing.missed)
    count: dict[int, int] = {}
    for pk, quarter in missed.values_list("supervisor", "quarter__key"):
        if lies_in(quarter, terms[pk]):
            count[pk] = count.get(pk, 0) + 1
    return count


def lies_in(quarter: str, starts_on: date) -> bool:
    """Whether a quarter, by its key, counts for a term: it was not over when the term began."""
    return Quarter(int(quarter[:4]), int(quarter[5])).span.last >= starts_on
