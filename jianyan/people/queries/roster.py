"""The office's list of supervisors: term, this month's forms, and the last contact, read from the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)

from jianyan.accounts.queries import Actor
from jianyan.core.opinion import month_of
from jianyan.core.terms import ENDING, Term
from jianyan.core.workdays import TZ, local_date
from jianyan.ledger.models import Entry
from jianyan.people.models import Appointment, Identity, Supervisor
from jianyan.people.queries import this_month
from jianyan.people.queries.acting import acting, with_contact
from jianyan.people.queries.base import terms_on, visible_to
from jianyan.people.queries.dossier import months_of
from jianyan.people.queries.this_month import CONTACTS, STANDING, start_of_month
from jianyan.prepared import Gap, Prepared


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; empty values ask for everybody.

    ``officer``: an officer's account, whose own they are or who stands in now; 0 for supervisors without one.
    ``filed``: filed, nil or missing, this month. ``contacted``: yes or no, this month. ``term``: coming, current,
    ending, ended or left. ``unit`` and ``industry`` are words of their names.
    """

    words: str = ""
    channel: str = ""
    category: str = ""
    level: str = ""
    officer: int | None = None
    unit: str = ""
    industry: str = ""
    filed: str = ""
    contacted: str = ""
    term: str = ""


def roster(actor: Actor, wanted: Wanted, now: datetime) -> QuerySet[Supervisor]:
    """The supervisors that the office sees, narrowed, in the order of pinyin; `with_columns` adds what a list shows.

    Whoever is asked for because a form or a contact is missing is in term: nobody else owes one.
    """
    today = local_date(now)
    found = visible_to(actor).order_by("sort_key", "pk")
    if wanted.officer:
        found = found.alias(contact_pk=acting(now))
    return found.filter(_columns(wanted), _month(wanted, actor.zone_id, now), _terms(wanted, today))


def with_columns(rows: QuerySet[Supervisor], now: Any, today: Any) -> QuerySet[Supervisor]:
    """Add the contact (`with_contact`), ``term_ends`` (the latest term), ``since`` (when the one that holds began,
    None without one) and ``last_contact``, and leave out what a list does not show. Both days may be gaps."""
    terms = Appointment.objects.filter(supervisor=OuterRef("pk"))
    contacts = Entry.objects.filter(CONTACTS, dossier=OuterRef("pk")).order_by("-at")
    return (
        with_contact(rows, now)
        .annotate(
            term_ends=Subquery(terms.order_by("-ends_on").values("ends_on")[:1]),
            since=Subquery(terms_on(today).filter(supervisor=OuterRef("pk")).values("starts_on")[:1]),
            last_contact=Subquery(contacts.values("at")[:1]),
        )
        .select_related("unit", "officer")
        .only("name", "phone", "channel", "category", "employer", "unit__name", "officer__name")
    )


#: Rows of a page of the list, whose query is built once for so many.
PAGE = 50
_PLACES = [f"row{place}" for place in range(PAGE)]
_LINES = Prepared(
    lambda: with_columns(
        Supervisor.objects.filter(pk__in=[Gap(place) for place in _PLACES]),
        Gap("now", DateTimeField()),
        Gap("today", DateField()),
    )
)


def lines_of(pks: Sequence[int], now: datetime) -> list[Supervisor]:
    """The supervisors of a page with their columns and identities, in the order given; at most `PAGE`. Two queries."""
    places = dict.fromkeys(_PLACES, 0) | dict(zip(_PLACES, pks, strict=False))
    found = {each.pk: each for each in _LINES(**places, now=now, today=local_date(now))}
    lines = [found[pk] for pk in pks if pk in found]
    prefetch_related_objects(lines, "identities")
    return lines


def _columns(wanted: Wanted) -> Q:
    found = Q()
    for word in wanted.words.split():
        found &= (
            Q(name__icontains=word)
            | _spelled(word)
            | Q(employer__icontains=word)
            | Q(unit__name__icontains=word)
            | Q(post__icontains=word)
            | Q(industry__icontains=word)
        )
    for name in ("channel", "category"):
        if value := getattr(wanted, name):
            found &= Q((name, value))
    if wanted.unit:
        found &= Q(unit__name__icontains=wanted.unit) | Q(employer__icontains=wanted.unit)
    if wanted.industry:
        found &= Q(industry__icontains=wanted.industry)
    if wanted.level:
        found &= Q(Exists(Identity.objects.filter(supervisor=OuterRef("pk"), level=wanted.level)))
    if wanted.officer is not None:
        found &= Q(officer=wanted.officer) | Q(contact_pk=wanted.officer) if wanted.officer else Q(officer__isnull=True)
    return found


def _spelled(word: str) -> Q:
    """Names by pinyin from the beginning, or by their initials: ``zhangs`` and ``zs`` find 张三."""
    if not (word.isascii() and word.isalnum()):
        return Q(pk__in=[])
    return Q(search_key__startswith=word.lower()) | Q(search_key__contains=f" {word.lower()}")


def _month(wanted: Wanted, zone_id: int, now: datetime) -> Q:
    """Forms and contacts of this month."""
    found, current = Q(), Q(_in_term(local_date(now)))
    if wanted.filed == "filed":
        found &= this_month.filed(zone_id, now)
    elif wanted.filed == "missing":
        found &= ~this_month.filed(zone_id, now) & current
    elif wanted.filed == "nil":
        found &= Q(pk__in=this_month.forms(zone_id, now, "form.nil").values("dossier"))
    if wanted.contacted:
        spoken = this_month.spoken(zone_id, now)
        found &= spoken if wanted.contacted == "yes" else ~spoken & current
    return found


def _in_term(today: date) -> Exists:
    return Exists(terms_on(today).filter(supervisor=OuterRef("pk")))


def _terms(wanted: Wanted, today: date) -> Q:
    """Where the terms stand; whoever has none that holds is coming, has left, or has ended, in this order."""
    terms = Appointment.objects.filter(supervisor=OuterRef("pk"))
    current = Q(_in_term(today))
    coming = Q(Exists(terms.filter(starts_on__gt=today, left_on__isnull=True)))
    left = Q(Exists(terms.filter(left_on__lte=today, ends_on__gte=today)))
    match wanted.term:
        case "current":
            return current
        case "ending":
            # Whoever is appointed again already does not end.
            return current & ~Q(Exists(terms.filter(ends_on__gte=today + timedelta(days=ENDING))))
        case "coming":
            return ~current & coming
        case "left":
            return ~current & ~coming & left
        case "ended":
            return ~current & ~coming & ~left
    return Q()


@dataclass(frozen=True, slots=True)
class Filed:
    """A form that was filed this month: whether it is a nil return, and whether it came late."""

    nil: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of supervisors: those of this month by supervisor and identity's level, and how many each has missed
    in the term that holds."""

    filed: dict[tuple[int, str], Filed]
    missed: dict[int, int]


def forms_of(supervisors: list[Supervisor], now: datetime, due_day: int | None) -> Forms:
    """Read the forms of supervisors of `with_columns`; without a ``due_day`` nothing is owed. One query."""
    begins = [each.since for each in supervisors if each.since]  # type: ignore[attr-defined]
    first = start_of_month(now)
    since = min([first, *(datetime.combine(day, time(), TZ) for day in begins)])
    rows = Entry.objects.filter(STANDING, dossier__in=[each.pk for each in supervisors], at__gte=since, at__lte=now)
    month = f"{local_date(now):%Y-%m}"
    filed: dict[tuple[int, str], Filed] = {}
    given: set[tuple[int, str, str]] = set()
    fresh = ExpressionWrapper(Q(at__gte=first), BooleanField())
    for of, verb, data, now_filed in rows.values_list("dossier", "verb", "data", fresh):
        level, when = str(data.get("level", "")), str(data.get("month", ""))
        given.add((of, level, when))
        if now_filed and when == month:
            filed[of, level] = Filed(nil=verb == "form.nil", late=data.get("late") is True)
    missed = _missed(supervisors, given, local_date(now), due_day) if due_day else {}
    return Forms(filed, missed)


def _missed(
    supervisors: list[Supervisor], given: set[tuple[int, str, str]], today: date, due_day: int
) -> dict[int, int]:
    """How many forms each has missed in the term that holds; whoever missed none is not in it."""
    this, months = month_of(today), dict[date, list[str]]()
    missed: dict[int, int] = {}
    for each in supervisors:
        since: date | None = each.since  # type: ignore[attr-defined]
        if since is None:
            continue
        if since not in months:
            months[since] = [f"{month:%Y-%m}" for month in months_of(Term(since, today), due_day) if month < this]
        levels = [identity.level for identity in each.identities.all()]
        if count := sum((each.pk, level, month) not in given for month in months[since] for level in levels):
            missed[each.pk] = count
    return missed


def not_contacted(zone_id: int, now: datetime) -> QuerySet[Supervisor]:
    """Supervisors in term with whom nobody of the office has spoken this month (5.1.c)."""
    today = local_date(now)
    terms = terms_on(today).filter(supervisor=OuterRef("pk"))
    silent = ~this_month.spoken(zone_id, now)
    return Supervisor.objects.filter(silent, Exists(terms), zone=zone_id).order_by("sort_key", "pk")


def looked_after(actor: Actor, now: datetime, *, mine: bool) -> QuerySet[Supervisor]:
    """The supervisors of the office by name, with ``current`` (in term) and ``spoken`` (this month, 5.1.c).

    Adds the contact too. ``mine``: those whose contact the actor is now, or who have none, so that nobody falls between
    two chairs.
    """
    today = local_date(now)
    terms = terms_on(today).filter(supervisor=OuterRef("pk"))
    spoken = ExpressionWrapper(this_month.spoken(actor.zone_id, now), BooleanField())
    people = with_contact(visible_to(actor), now).annotate(current=Exists(terms), spoken=spoken)
    own = Q(contact_pk=actor.user_id) | Q(contact_pk__isnull=True) if mine else Q()
    return people.filter(own).select_related("unit", "officer").order_by("name", "pk")


def supervisors_by_officer(zone_id: int) -> dict[int | None, int]:
    """How many supervisors each officer has; None are those without one. One query."""
    rows = Supervisor.objects.filter(zone=zone_id).order_by().values("officer_id").annotate(n=Count("pk"))
    return {row["officer_id"]: row["n"] for row in rows}
