"""The office's list of supervisors: term, this month's forms, and the last contact, read from the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Hat
from jianyan.core.opinion import month_of
from jianyan.core.terms import ENDING, Term
from jianyan.core.workdays import TZ, local_date
from jianyan.ledger.models import Entry
from jianyan.ledger.queries import UNDONE
from jianyan.people.models import Appointment, Identity, Supervisor
from jianyan.people.queries.acting import with_contact
from jianyan.people.queries.base import terms_on, visible_to
from jianyan.people.queries.dossier import months_of

#: Acts in which the office and a supervisor spoke with each other (5.1.c): a contact, an answered call, a follow-up.
CONTACTS = Q(verb__in=("supervisor.contact", "lead.call")) | Q(verb="lead.follow_up", role__in=(Hat.officer, Hat.head))
CONTACTS &= Q(~UNDONE)
FORMS = ("form.file", "form.nil")

#: Forms that stand: a nil return that was taken back is in the ledger, and counts as none.
STANDING = Q(verb__in=FORMS) & ~Exists(Entry.objects.filter(subject=OuterRef("subject"), verb="form.undo_nil"))


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


def start_of_month(now: datetime) -> datetime:
    """The first instant of the month in Shanghai."""
    return datetime.combine(month_of(local_date(now)), time(), TZ)


def _this_month(now: datetime) -> QuerySet[Entry]:
    """The ledger's rows of this month about the supervisor at hand."""
    return Entry.objects.filter(dossier=OuterRef("pk"), at__gte=start_of_month(now), at__lte=now)


def roster(actor: Actor, wanted: Wanted, now: datetime) -> QuerySet[Supervisor]:
    """The supervisors that the office sees, in the order of pinyin.

    Adds the contact (`with_contact`), ``term_ends`` (the latest term), ``since`` (when the one that holds began),
    ``current``, ``last_contact``, ``owed`` and ``given``: forms of this month. Whoever is asked for because a form or
    a contact is missing is in term: nobody else owes one.
    """
    today = local_date(now)
    terms = Appointment.objects.filter(supervisor=OuterRef("pk"))
    current = Exists(terms_on(today).filter(supervisor=OuterRef("pk")))
    contacts = Entry.objects.filter(CONTACTS, dossier=OuterRef("pk")).order_by("-at")
    found = (
        with_contact(visible_to(actor), now)
        .annotate(
            term_ends=Subquery(terms.order_by("-ends_on").values("ends_on")[:1]),
            since=Subquery(terms_on(today).filter(supervisor=OuterRef("pk")).values("starts_on")[:1]),
            current=current,
            last_contact=Subquery(contacts.values("at")[:1]),
            owed=_counted(Identity.objects.filter(supervisor=OuterRef("pk")), "supervisor"),
            given=_counted(_this_month(now).filter(STANDING, _forms(now)), "dossier"),
        )
        .select_related("unit", "officer")
        .prefetch_related("identities")
        .order_by("sort_key", "pk")
    )
    return found.filter(_columns(wanted), _month(wanted, now), _terms(wanted, today))


def _forms(now: datetime) -> Q:
    """This month's forms; one that the office has entered late may be for the month before."""
    return Q(verb__in=FORMS, data__month=f"{local_date(now):%Y-%m}")


def _counted(rows: QuerySet[Entry] | QuerySet[Identity], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


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


def _month(wanted: Wanted, now: datetime) -> Q:
    """Forms and contacts of this month."""
    found = Q()
    if wanted.filed == "filed":
        found &= Q(given__gte=F("owed"))
    elif wanted.filed == "missing":
        found &= Q(given__lt=F("owed"), current=True)
    elif wanted.filed == "nil":
        found &= Q(Exists(_this_month(now).filter(STANDING, _forms(now), verb="form.nil")))
    if wanted.contacted:
        spoken = Q(Exists(_this_month(now).filter(CONTACTS)))
        found &= spoken if wanted.contacted == "yes" else ~spoken & Q(current=True)
    return found


def _terms(wanted: Wanted, today: date) -> Q:
    """Where the terms stand; whoever has none that holds is coming, has left, or has ended, in this order."""
    terms = Appointment.objects.filter(supervisor=OuterRef("pk"))
    coming = Q(Exists(terms.filter(starts_on__gt=today, left_on__isnull=True)))
    left = Q(Exists(terms.filter(left_on__lte=today, ends_on__gte=today)))
    match wanted.term:
        case "current":
            return Q(current=True)
        case "ending":
            # Whoever is appointed again already does not end.
            return Q(current=True, term_ends__lt=today + timedelta(days=ENDING))
        case "coming":
            return Q(current=False) & coming
        case "left":
            return Q(current=False) & ~coming & left
        case "ended":
            return Q(current=False) & ~coming & ~left
    return Q()


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of supervisors: those of this month by supervisor and identity's level, and how many each has missed
    in the term that holds."""

    filed: dict[tuple[int, str], Entry]
    missed: dict[int, int]


def forms_of(supervisors: list[Supervisor], now: datetime, due_day: int | None) -> Forms:
    """Read the forms of supervisors of `roster`; without a ``due_day`` nothing is owed. One query."""
    begins = [each.since for each in supervisors if each.since]  # type: ignore[attr-defined]
    first = start_of_month(now)
    since = min([first, *(datetime.combine(day, time(), TZ) for day in begins)])
    rows = Entry.objects.filter(STANDING, dossier__in=[each.pk for each in supervisors], at__gte=since, at__lte=now)
    month = f"{local_date(now):%Y-%m}"
    filed: dict[tuple[int, str], Entry] = {}
    given: set[tuple[int, str, str]] = set()
    for row in rows.only("dossier", "verb", "data", "at"):
        of, level, when = row.dossier or 0, str(row.data.get("level", "")), str(row.data.get("month", ""))
        given.add((of, level, when))
        if when == month and row.at >= first:
            filed[of, level] = row
    missed = {each.pk: _missed(each, given, local_date(now), due_day) for each in supervisors} if due_day else {}
    return Forms(filed, {pk: count for pk, count in missed.items() if count})


def _missed(supervisor: Supervisor, given: set[tuple[int, str, str]], today: date, due_day: int) -> int:
    since: date | None = supervisor.since  # type: ignore[attr-defined]
    if since is None:
        return 0
    months = [month for month in months_of(Term(since, today), due_day) if month < month_of(today)]
    levels = [identity.level for identity in supervisor.identities.all()]
    return sum((supervisor.pk, level, month.isoformat()[:7]) not in given for month in months for level in levels)


def not_contacted(zone_id: int, now: datetime) -> QuerySet[Supervisor]:
    """Supervisors in term with whom nobody of the office has spoken this month (5.1.c)."""
    today = local_date(now)
    terms = terms_on(today).filter(supervisor=OuterRef("pk"))
    spoken = _this_month(now).filter(CONTACTS)
    return Supervisor.objects.filter(Exists(terms), ~Exists(spoken), zone=zone_id).order_by("sort_key", "pk")


def looked_after(actor: Actor, now: datetime, *, mine: bool) -> QuerySet[Supervisor]:
    """The supervisors of the office by name, with ``current`` (in term) and ``spoken`` (this month, 5.1.c).

    Adds the contact too. ``mine``: those whose contact the actor is now, or who have none, so that nobody falls between
    two chairs.
    """
    today = local_date(now)
    terms = terms_on(today).filter(supervisor=OuterRef("pk"))
    spoken = Exists(_this_month(now).filter(CONTACTS))
    people = with_contact(visible_to(actor), now).annotate(current=Exists(terms), spoken=spoken)
    own = Q(contact_pk=actor.user_id) | Q(contact_pk__isnull=True) if mine else Q()
    return people.filter(own).select_related("unit", "officer").order_by("name", "pk")


def supervisors_by_officer(zone_id: int) -> dict[int | None, int]:
    """How many supervisors each officer has; None are those without one. One query."""
    rows = Supervisor.objects.filter(zone=zone_id).order_by().values("officer_id").annotate(n=Count("pk"))
    return {row["officer_id"]: row["n"] for row in rows}
