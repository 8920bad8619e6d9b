"""Days between two dates, reckoned by the database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, DateField, F, Func, IntegerField, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest, Least

from jianyan.core.duties import Span
from jianyan.people.models import Appointment


class DaysBetween(Func):
    """The first day minus the second, in days."""

    output_field = IntegerField()
    template = "(%(expressions)s)"
    arg_joiner = " - "
    arity = 2

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # SQLite keeps dates as texts.
        template = "CAST(julianday(%(expressions)s) AS INTEGER)"
        return super().as_sql(compiler, connection, template=template, arg_joiner=") - julianday(", **context)


def _day(day: date) -> Value:
    return Value(day, output_field=DateField())


def overlapping(span: Span, to: str = "pk") -> Any:
    """The terms of the supervisor at hand that hold on some day of the period."""
    terms = Appointment.objects.filter(supervisor=OuterRef(to), starts_on__lte=span.last, ends_on__gte=span.first)
    return terms.filter(Q(left_on__isnull=True) | Q(left_on__gt=span.first) & Q(left_on__gt=F("starts_on")))


def days_in_term(span: Span) -> Coalesce:
    """On how many days of the period the supervisor at hand is in term: `core.duties.days_held`, by the database."""
    first = Greatest(F("starts_on"), _day(span.first))
    whole = DaysBetween(Least(F("ends_on"), _day(span.last)), first) + Value(1)
    left = DaysBetween(Least(F("left_on"), _day(span.last + timedelta(days=1))), first)
    held = Case(When(left_on__isnull=False, left_on__lte=F("ends_on"), then=left), default=whole)
    terms = overlapping(span).order_by().values("supervisor").annotate(n=Sum(held)).values("n")
    return Coalesce(Subquery(terms, output_field=IntegerField()), 0)
