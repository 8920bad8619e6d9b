"""Taking a snapshot: which leads a quarter's figures count, and the figures themselves."""

from __future__ import annotations

from datetime import datetime, time
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, Case, F, FilteredRelation, Min, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Substr

from jianyan.accounts.queries import Actor
from jianyan.core import figures as core
from jianyan.core import periods
from jianyan.core.flow import ClockKind, Refused
from jianyan.core.workdays import TZ, local_date
from jianyan.leads.models import Clock, Lead
from jianyan.leads.queries.rated import HOLDS, Standing, codes
from jianyan.leads.queries.rates import CLOCKS, RATES
from jianyan.ledger.actions import record
from jianyan.reports.models import Answer, Counted, Snapshot
from jianyan.reports.queries.figures import figures_of
from jianyan.rules.queries import book, version_on

#: What a missed duty is written as in `Counted.letters`.
MISSED = "r"
#: How many leads one statement names.
MOST = 500


def take(actor: Actor, quarter: str, *, at: datetime) -> Snapshot:
    """Count a quarter's leads as they stand now, draw the figures, and keep both.

    Raises:
        ValueError: no name of a quarter.
        Refused: ``not_begun``, a quarter that lies ahead.
        NoRulebook: there are no rules for that quarter.
    """
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone and connection.vendor == "postgresql":
            # Everything is read as of one moment, though others go on working.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return _take(actor, quarter, at)


def _take(actor: Actor, quarter: str, at: datetime) -> Snapshot:
    period = periods.quarter_named(quarter)
    if period.first > local_date(at):
        raise Refused("not_begun", quarter=quarter)
    last_on = periods.last_day(period)
    version = version_on(actor.zone_id, min(last_on, local_date(at)))
    snapshot = Snapshot.objects.create(
        zone_id=actor.zone_id,
        quarter=quarter,
        first_on=period.first,
        last_on=last_on,
        taken_at=at,
        taken_by_id=actor.user_id,
    )
    _count(snapshot)
    _work_out(snapshot)
    _mark_overdue(snapshot)
    _count_answers(snapshot)
    snapshot.figures = core.plain(figures_of(snapshot, book(version.pk)))
    snapshot.digest = core.digest(snapshot.figures)
    snapshot.save(update_fields=["figures", "digest"])
    record(
        actor=actor,
        at=at,
        verb="snapshot.take",
        subject=f"snapshot:{snapshot.pk}",
        data={"quarter": quarter, "leads": snapshot.figures["received"], "digest": snapshot.digest},
        rules=f"v{version.number}",
        clause="5.1.i",
        first=True,
    )
    return snapshot


def _count(snapshot: Snapshot) -> None:
    """Write down where each lead of the quarter stands, and each that it took over. One statement."""
    period = periods.quarter_named(snapshot.quarter)
    begins = datetime.combine(snapshot.first_on, time(), TZ)
    mine = Q(month__gte=period.first, month__lte=period.last)
    taken_over = Q(month__lt=period.first) & (Q(ended_at__isnull=True) | Q(ended_at__gte=begins))
    earlier = Case(When(month__lt=period.first, then=Value(True)), default=Value(False), output_field=BooleanField())
    columns: dict[str, Any] = {
        "snapshot_id": Value(snapshot.pk),
        "lead_id": F("pk"),
        "supervisor_id": F("identity__supervisor_id"),
        "earlier": earlier,
        "month": F("month"),
        "channel": F("identity__supervisor__channel"),
        "kind": F("kind"),
        "field": F("field"),
        "common": F("common"),
        "hidden": F("hidden"),
        "grade": F("grade"),
        "state": F("state"),
        "result": F("result"),
        "department_id": F("lead_department_id"),
        "owes_id": F("governing__department_id"),
        "due_at": F("governing__due_at"),
        # After the mark of an anonymous reporter one letter for each rate.
        "letters": Case(When(HOLDS, then=Substr("rated", 2, len(RATES))), default=Value("")),
    }
    leads = (
        Lead.objects.filter(mine | taken_over, zone=snapshot.zone_id, submitted_at__lte=snapshot.taken_at)
        .annotate(governing=FilteredRelation("clocks", condition=Q(clocks__governs=True)))
        .order_by()
        .values_list(*columns.values())
    )
    _insert(Counted, list(columns), leads)


def _insert(model: type[Counted] | type[Answer], columns: list[str], rows: QuerySet[Lead] | QuerySet[Counted]) -> None:
    """INSERT … SELECT: the rows never leave the database."""
    quote = connection.ops.quote_name
    select, params = rows.query.sql_with_params()
    into = f"{quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {into} {select}", params)


def _work_out(snapshot: Snapshot) -> None:
    """The rates of leads of which nothing is written down, or that have moved since."""
    moved = list(Counted.objects.filter(snapshot=snapshot, letters="").values_list("lead", flat=True))
    found = codes(moved, snapshot.zone_id, snapshot.taken_at)
    by_letters = sorted((Standing.read(code).letters, pk) for pk, (_month, code) in found.items())
    for letters, several in groupby(by_letters, key=lambda entry: entry[0]):
        pks = [pk for _letters, pk in several]
        for begin in range(0, len(pks), MOST):
            rows = Counted.objects.filter(snapshot=snapshot, lead__in=pks[begin : begin + MOST])
            rows.update(letters=letters)


def _mark_overdue(snapshot: Snapshot) -> None:
    """Clocks that run too long by now: what is written on the leads does not know of them (see `queries.rated`)."""
    for key, kind in CLOCKS.items():
        place = RATES.index(key) + 1
        late = Clock.objects.filter(
            zone=snapshot.zone_id,
            kind=kind,
            stopped_at__isnull=True,
            void=False,
            excluded=False,
            due_at__lte=snapshot.taken_at,
        )
        Counted.objects.filter(snapshot=snapshot, lead__in=late.values("lead")).update(
            letters=Concat(Substr("letters", 1, place - 1), Value(MISSED), Substr("letters", place + 1))
            if place > 1
            else Concat(Value(MISSED), Substr("letters", 2))
        )


def _count_answers(snapshot: Snapshot) -> None:
    """Which departments' answers count for each lead received, and whether all of them were in time."""
    done_or_late = Q(lead__clocks__stopped_at__isnull=False) | Q(lead__clocks__due_at__lte=snapshot.taken_at)
    late = Q(lead__clocks__on_time=False) | Q(lead__clocks__stopped_at__isnull=True)
    answers = (
        Counted.objects.filter(
            done_or_late,
            snapshot=snapshot,
            earlier=False,
            lead__clocks__kind=ClockKind.reply,
            lead__clocks__department__isnull=False,
            lead__clocks__void=False,
            lead__clocks__excluded=False,
        )
        .order_by()
        .values("pk", "lead__clocks__department")
        .annotate(on_time=Min(Case(When(late, then=Value(0)), default=Value(1))))
        .values_list("pk", "lead__clocks__department", Case(When(on_time=1, then=Value(True)), default=Value(False)))
    )
    _insert(Answer, ["counted_id", "department_id", "on_time"], answers)
