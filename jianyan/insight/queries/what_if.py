"""What a what-if reads: the clocks and forms of a period as the record has them. Nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, Count, Func, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.flow import ClockKind, State
from jianyan.core.terms import Term
from jianyan.core.what_if import SILENT, Given, Ran, Span, moment
from jianyan.core.workdays import local_date
from jianyan.leads.models import Clock, Dispatch, Lead, OpinionForm
from jianyan.people.models import Appointment, Identity

#: How many rows are taken from the database at once.
CHUNK = 5000


class Seconds(Func):
    """A moment as whole seconds since 1970: hundreds of thousands are read in a second, dates and times are not."""

    output_field = BigIntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        # Twice escaped: once for this template, once for the placeholders of the query.
        return self.as_sql(compiler, connection, template="CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)")

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint")


def sees_all(actor: Actor) -> bool:
    """Whether a what-if may count everything for somebody: the office, unless one also answers for a department.

    For anybody else anonymous leads do not count, nor do forms and points: by moving the days and the values about,
    one could find out who raised what when (4.1.c).
    """
    return actor.is_office and not actor.has(RoleName.liaison)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which leads and forms are looked at: those that were submitted within ``span``, as far as the actor may know."""

    zone_id: int
    span: Span
    whole: bool

    def within(self, prefix: str = "") -> Q:
        """The condition on leads; with a prefix on what belongs to them."""
        name = f"{prefix}submitted_at"
        found = Q(**{f"{name}__gte": self.span.begins, f"{name}__lt": self.span.ends})
        return found if self.whole else found & Q(**{f"{prefix}hidden": False})

    def leads(self) -> QuerySet[Lead]:
        return Lead.objects.filter(self.within(), zone=self.zone_id)

    def forms(self) -> QuerySet[OpinionForm]:
        span = {"submitted_at__gte": self.span.begins, "submitted_at__lt": self.span.ends}
        return OpinionForm.objects.filter(**span, zone=self.zone_id)


def size_of(scope: Scope) -> tuple[int, int]:
    """How many leads and forms are looked at. Two queries, one where forms are none of the actor's business."""
    return scope.leads().count(), scope.forms().count() if scope.whole else 0


def other_versions(scope: Scope, version_id: int) -> int:
    """How many of the leads are kept under another version of the rules. One query."""
    return scope.leads().exclude(rules=version_id).count()


def ran(scope: Scope, rules: Collection[str]) -> Iterator[Ran]:
    """The clocks of these rules, as they are asked for: two queries, one more for the acceptance by silence."""
    if not rules:
        return
    kinds = {ClockKind.reply if rule.startswith("grades.") else ClockKind(rule.partition(".")[2]) for rule in rules}
    officers = _officers(scope.zone_id)
    silent = _silent(scope) if SILENT in rules else set()
    clocks = Clock.objects.filter(
        scope.within("lead__"), zone=scope.zone_id, kind__in=kinds, rule__in=rules, excluded=False
    )
    # A clock begins with its lead or later: said again for the index.
    clocks = clocks.filter(started_at__gte=scope.span.begins).order_by()
    rows = clocks.values_list(
        "pk",
        "rule",
        "department_id",
        "lead_id",
        "lead__identity_id",
        "lead__state",
        Seconds("started_at"),
        Seconds("stopped_at"),
        Seconds("due_at"),
        "on_time",
        "fixed",
        "void",
    )
    for pk, rule, unit, lead, identity, state, started, stopped, due, on_time, fixed, void in rows.iterator(CHUNK):
        owner = unit if unit is not None else officers.get(identity)
        stays = (void and state == State.split_) or (bool(silent) and rule == SILENT and (lead, stopped) in silent)
        yield Ran(pk, rule, owner, started, stopped, due, on_time is False, fixed, void, stays)


def _officers(zone_id: int) -> dict[int, int | None]:
    """identity → the officer of the supervisor."""
    return dict(Identity.objects.filter(supervisor__zone=zone_id).values_list("pk", "supervisor__officer_id"))


def _silent(scope: Scope) -> set[tuple[int, int | None]]:
    """(lead, when) of what was accepted by silence."""
    sheets = Dispatch.objects.filter(scope.within("lead__"), lead__zone=scope.zone_id)
    sheets = sheets.filter(accepted_at__isnull=False, accepted_by__isnull=True)
    return set(sheets.order_by().values_list("lead_id", Seconds("accepted_at")))


def given(scope: Scope) -> Iterator[Given]:
    """The forms, as they are asked for. One query."""
    fields = ("pk", "identity__supervisor_id", "month", Seconds("submitted_at"), "received_on", "late")
    rows = scope.forms().order_by().values_list(*fields).iterator(CHUNK)
    for pk, person, month, at, received, late in rows:
        yield Given(pk, person, month, received or local_date(moment(at)), late)


def usual_span(zone_id: int, today: date) -> Span:
    """The period that is looked at where none is asked for: the last term that is over, else the one that runs, else
    the last twelve months. One or two queries."""
    terms = Appointment.objects.filter(supervisor__zone=zone_id, left_on__isnull=True)
    rows = terms.order_by().values("starts_on", "ends_on").annotate(n=Count("pk"))
    over = rows.filter(ends_on__lt=today).order_by("-ends_on", "-n").first()
    if over:
        return Span(over["starts_on"], over["ends_on"])
    runs = rows.filter(starts_on__lte=today).order_by("-n", "starts_on").first()
    year = today.replace(year=today.year - 1, day=min(today.day, 28))
    return Span(max(runs["starts_on"], year) if runs else year, today)


def term_in(zone_id: int, span: Span, today: date) -> Term | None:
    """The term that most people have on the last day of a span that has come. One query."""
    day = min(span.last, today)
    terms = Appointment.objects.filter(supervisor__zone=zone_id, starts_on__lte=day, ends_on__gte=day)
    rows = terms.order_by().values_list("starts_on", "ends_on").annotate(n=Count("pk")).order_by("-n", "starts_on")
    first = rows.first()
    return Term(first[0], first[1]) if first else None


def seconds(at: datetime) -> int:
    return int(at.timestamp())
