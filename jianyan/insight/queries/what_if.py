"""What a what-if reads: the clocks and forms of a period as the record has them. Nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, Case, Count, Exists, Func, OuterRef, Q, QuerySet, When
from django.db.models.sql.compiler import SQLCompiler

from jianyan.accounts.models import RoleName
from jianyan.accounts.queries import Actor
from jianyan.core.flow import ClockKind, State
from jianyan.core.terms import Term
from jianyan.core.what_if import FIXED, LATE, SILENT, VOID, Around, Given, Ran, Span, moment
from jianyan.core.workdays import local_date
from jianyan.leads.models import Clock, Dispatch, Lead, OpinionForm
from jianyan.people.models import Appointment, Identity

#: How many rows are taken from the database at once.
CHUNK = 5000


class Whole(Func):
    """A whole number as the database gives it: Django would call `int` on each, which takes longer than reading it."""

    template, arity = "%(expressions)s", 1
    output_field = BigIntegerField()

    def get_db_converters(self, connection: Any) -> list[Any]:
        return []


class _Seconds(Func):
    output_field = BigIntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        # Without its fraction, which would be rounded: the last moment of a day is not the first of the next.
        # Twice escaped: once for this template, once for the placeholders of the query.
        template = "CAST(strftime('%%%%s', substr(%(expressions)s, 1, 19)) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template)

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint")


def seconds_of(name: str) -> Whole:
    """A moment as whole seconds since 1970: hundreds of thousands are read in a second, dates and times are not."""
    return Whole(_Seconds(name))


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


#: What the record says of a clock, as one number: the database makes it cheaper than three answers of yes and no.
_SAID = Whole(
    Case(When(void=True, then=VOID), When(on_time=False, then=LATE), default=0)
    + Case(When(fixed=True, then=FIXED), default=0)
)


def ran(scope: Scope, rules: Collection[str]) -> Iterable[Ran]:
    """The clocks of these rules, one after another. One query."""
    if not rules:
        return ()
    moments = (seconds_of("started_at"), seconds_of("stopped_at"), seconds_of("due_at"))
    columns = ("pk", "rule", "department_id", "lead__identity_id", *moments, _SAID)
    rows: Iterable[Any] = _clocks(scope, rules).values_list(*columns).iterator(CHUNK)
    return rows


def around(scope: Scope, rules: Collection[str], now: datetime) -> Around:
    """What has to be known beside the clocks of these rules. Two queries, one more for the acceptance by silence."""
    people = Identity.objects.filter(supervisor__zone=scope.zone_id).values_list("pk", "supervisor__officer_id")
    return Around(seconds(now), dict(people) if rules else {}, _stay(scope, rules) if rules else ())


def _clocks(scope: Scope, rules: Collection[str]) -> QuerySet[Clock]:
    kinds = {ClockKind.reply if rule.startswith("grades.") else ClockKind(rule.partition(".")[2]) for rule in rules}
    # A clock begins with its lead or later: said again for the index.
    found = Clock.objects.filter(
        zone=scope.zone_id, kind__in=kinds, rule__in=rules, excluded=False, started_at__gte=scope.span.begins
    )
    return found.filter(scope.within("lead__")).order_by()


def _stay(scope: Scope, rules: Collection[str]) -> set[int]:
    """The clocks that no other limit would have moved: their duty goes on at the parts of a lead, or silence stopped
    them."""
    split = Lead.objects.filter(zone=scope.zone_id, state=State.split_)
    found = set(Clock.objects.filter(lead__in=split, void=True, rule__in=rules).values_list("pk", flat=True))
    if SILENT in rules:
        silence = Dispatch.objects.filter(
            lead=OuterRef("lead"), accepted_at=OuterRef("stopped_at"), accepted_by__isnull=True
        )
        found.update(_clocks(scope, {SILENT}).filter(Exists(silence)).values_list("pk", flat=True))
    return found


def given(scope: Scope) -> Iterator[Given]:
    """The forms, as they are asked for. One query."""
    late = Whole(Case(When(late=True, then=1), default=0))
    columns = ("pk", "identity__supervisor_id", *map(seconds_of, ("month", "submitted_at", "received_on")), late)
    plain, shanghai = _Plain(), _Shanghai()
    for pk, person, month, at, received, was_late in scope.forms().order_by().values_list(*columns).iterator(CHUNK):
        on = shanghai[at // HOUR] if received is None else plain[received]
        yield Given(pk, person, plain[month], on, was_late == 1)


#: A day in Shanghai begins with an hour.
HOUR = 3600


class _Plain(dict[int, date]):
    """Days that were days, as seconds: each is made into a date once."""

    def __missing__(self, at: int) -> date:
        found = self[at] = moment(at).date()
        return found


class _Shanghai(dict[int, date]):
    """Hours, with the day in Shanghai that each belongs to."""

    def __missing__(self, hour: int) -> date:
        found = self[hour] = local_date(moment(hour * HOUR))
        return found


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
