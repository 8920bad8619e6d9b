"""The find-and-solve loop as the ledger tells it: into which state each lead came, and when."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import CharField, IntegerField, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Concat

from jianyan.core.flow import TABLE
from jianyan.core.mining import Event, Net, discover
from jianyan.core.workdays import Calendar
from jianyan.insight.queries.review_scope import Scope
from jianyan.ledger.models import Entry

#: How many rows are read at a time.
CHUNK = 5000
UNDO = "lead.undo"
#: Acts that bring a lead into a state; by all others it stays where it is.
MOVING = ["lead.file", *sorted({f"lead.{row.verb}" for row in TABLE if row.source != row.target})]


def loop_of(scope: Scope, calendar: Calendar) -> Net:
    """The ways of the leads of a period, as states and the arrows between them. Two queries."""
    return discover(_events(scope), calendar)


def _events(scope: Scope) -> Iterator[Event]:
    """Each row that brought a lead into another state, but for what was undone."""
    undone = _undone(scope)
    moves = _of_leads(scope).filter(verb__in=MOVING).annotate(to=KT("data__to"))
    for pk, subject, to, at in moves.values_list("pk", "subject", "to", "at").iterator(chunk_size=CHUNK):
        if not any(first <= pk < end for first, end in undone.get(subject, ())):
            yield subject, to, at


def _undone(scope: Scope) -> dict[str, list[tuple[int, int]]]:
    """What was taken back, by subject: from the act's own row, with what followed from it, to the row that undid it.

    Of a part whose splitting was undone that is everything.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    rows = Entry.objects.filter(zone=scope.zone.pk, verb=UNDO).order_by()
    taken = rows.annotate(taken=Cast(KT("data__row"), IntegerField()), whole=KT("data__whole"))
    for subject, first, whole, end in taken.values_list("subject", "taken", "whole", "pk"):
        found.setdefault(subject, []).append((0 if whole else first, end))
    return found


def _of_leads(scope: Scope) -> QuerySet[Entry]:
    """The ledger's rows about the leads of a period, found by their subjects."""
    subjects = scope.leads().annotate(subject_=Concat(Value("lead:"), Cast("pk", CharField())))
    return Entry.objects.filter(subject__in=subjects.values("subject_")).order_by()
