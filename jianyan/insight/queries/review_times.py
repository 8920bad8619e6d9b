"""The clocks of a period: which counted, which were late, how long answers took."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet

from jianyan.core.flow import ClockKind
from jianyan.core.review_times import Duty
from jianyan.core.workdays import local_date
from jianyan.insight.queries.review_scope import Scope
from jianyan.leads.models import Clock


def counting(scope: Scope) -> QuerySet[Clock]:
    """The duties that count: done, or overdue and still open; what fell away or was contested with right does not."""
    due = Q(stopped_at__isnull=False) | Q(due_at__lte=scope.now)
    return Clock.objects.filter(due, **scope.of_leads, zone=scope.zone.pk, void=False, excluded=False).order_by()


def late(scope: Scope) -> Q:
    """Duties that were done late, or are open and overdue."""
    return Q(on_time=False) | Q(stopped_at__isnull=True, due_at__lte=scope.now)


def steps(scope: Scope) -> dict[str, int]:
    """How many leads had a duty of each kind that counts. One query."""
    rows = counting(scope).values("kind").annotate(n=Count("lead", distinct=True))
    return dict(rows.values_list("kind", "n"))


def duties(scope: Scope) -> Iterator[Duty]:
    """The late duties, and the answers that were given. One query, read row by row."""
    answered = Q(kind=ClockKind.reply, stopped_at__isnull=False)
    rows = counting(scope).filter(late(scope) | answered)
    columns = ("lead_id", "kind", "department_id", "lead__kind", "started_at", "due_on", "stopped_at", "on_time")
    for lead, step, unit, kind, started, due_on, stopped, on_time in rows.values_list(*columns).iterator():
        yield Duty(
            lead,
            step,
            unit,
            kind,
            local_date(started),
            due_on,
            local_date(stopped) if stopped else None,
            stopped is None or on_time is False,
        )
