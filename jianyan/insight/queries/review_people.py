"""What supervisors did in a period, by channel: figures of many, never of one."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, Q, QuerySet

from jianyan.core.cells import Cell
from jianyan.core.figures import Forms
from jianyan.core.review import Activity, activity_kept_apart
from jianyan.duties.queries.days import overlapping
from jianyan.duties.queries.done import attended, studied
from jianyan.insight.queries.review_scope import Scope
from jianyan.people.models import Channel, Supervisor
from jianyan.reports.queries.forms import forms_of


def in_term(scope: Scope) -> QuerySet[Supervisor]:
    """The supervisors in term on some day of the period."""
    return Supervisor.objects.filter(Exists(overlapping(scope.span)), zone=scope.zone.pk).order_by()


def activity(scope: Scope, due_day: int, least: int) -> tuple[Activity, ...]:
    """A row for each channel that has anybody. Four queries, and one for each month that has begun."""
    people = dict(in_term(scope).values("channel").annotate(n=Count("pk")).values_list("channel", "n"))
    forms = forms_of(scope.zone.pk, scope.months, due_day, scope.now)
    leads = _leads(scope)
    here = Q(supervisor__zone=scope.zone.pk)
    came, worked = _times(attended(scope.span).filter(here)), _times(studied(scope.span).filter(here))
    rows = []
    for channel in Channel.values:
        count, raised, anonymous = leads.get(channel, (0, 0, False))
        if not people.get(channel) and not count:
            continue
        row = Activity(
            channel,
            max(people.get(channel, 0), raised),
            *_forms([form for form in forms if form.channel == channel]),
            count,
            raised,
            *came.get(channel, (0, 0)),
            *worked.get(channel, (0, 0)),
        )
        rows.append((row, Cell(raised, anonymous)))
    return activity_kept_apart(rows, least)


def _leads(scope: Scope) -> dict[str, tuple[int, int, bool]]:
    """Of each channel: leads, who raised them, and whether one is anonymous."""
    channel, person = "identity__supervisor__channel", "identity__supervisor"
    rows = (
        scope.leads()
        .values(channel)
        .annotate(n=Count("pk"), people=Count(person, distinct=True), anonymous=Count("pk", filter=Q(hidden=True)))
    )
    found = rows.values_list(channel, "n", "people", "anonymous")
    return {of: (n, people, anonymous > 0) for of, n, people, anonymous in found}


def _times(rows: QuerySet) -> dict[str, tuple[int, int]]:  # type: ignore[type-arg]
    """Of each channel: how often, and how many people."""
    counted = rows.order_by().values("supervisor__channel")
    told = counted.annotate(n=Count("pk"), people=Count("supervisor", distinct=True))
    return {of: (n, people) for of, n, people in told.values_list("supervisor__channel", "n", "people")}


def _forms(forms: Iterable[Forms]) -> tuple[int, int, int, int]:
    """Owed by now, filed with leads, nil and late."""
    several = list(forms)
    return (
        sum(form.owed - form.to_come for form in several),
        sum(form.filed for form in several),
        sum(form.nil for form in several),
        sum(form.late for form in several),
    )
