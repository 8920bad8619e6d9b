"""The office's list of supervisors: term, this month's forms, and the last contact, read from the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jianyan.accounts.queries import Actor
from jianyan.core.flow import Hat
from jianyan.core.opinion import month_of
from jianyan.core.workdays import TZ, local_date
from jianyan.ledger.models import Entry
from jianyan.ledger.queries import UNDONE
from jianyan.people.models import Appointment, Identity, Supervisor
from jianyan.people.queries.acting import with_contact
from jianyan.people.queries.base import terms_on, visible_to

#: Acts in which the office and a supervisor spoke with each other (5.1.c): a contact, an answered call, a follow-up.
CONTACTS = Q(verb__in=("supervisor.contact", "lead.call")) | Q(verb="lead.follow_up", role__in=(Hat.officer, Hat.head))
CONTACTS &= Q(~UNDONE)
FORMS = ("form.file", "form.nil")

#: Forms that stand: a nil return that was taken back is in the ledger, and counts as none.
STANDING = Q(verb__in=FORMS) & ~Exists(Entry.objects.filter(subject=OuterRef("subject"), verb="form.undo_nil"))

#: Days before the end of a term in which it counts as ending.
ENDING = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; empty values ask for everybody.

    ``officer``: an officer's account, whose own they are or who stands in now; 0 for supervisors without one.
    ``filed``: filed, nil or missing, this month. ``contacted``: yes or no, this month.
    ``term``: current, ending or ended.
    """

    words: str = ""
    channel: str = ""
    category: str = ""
    level: str = ""
    officer: int | None = None
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
    """The supervisors that the office sees, by name.

    Adds the contact (`with_contact`), ``term_ends`` (the latest term), ``last_contact``, ``owed``
    and ``given``: forms of this month. Whoever is asked for because a form or a contact is missing is in term: nobody
    else owes one.
    """
    today = local_date(now)
    terms = Appointment.objects.filter(supervisor=OuterRef("pk"))
    current = Exists(terms_on(today).filter(supervisor=OuterRef("pk")))
    contacts = Entry.objects.filter(CONTACTS, dossier=OuterRef("pk")).order_by("-at")
    found = (
        with_contact(visible_to(actor), now)
        .annotate(
            term_ends=Subquery(terms.order_by("-ends_on").values("ends_on")[:1]),
            current=current,
            last_contact=Subquery(contacts.values("at")[:1]),
            owed=_counted(Identity.objects.filter(supervisor=OuterRef("pk")), "supervisor"),
            given=_counted(_this_month(now).filter(STANDING, _forms(now)), "dossier"),
        )
        .select_related("unit", "officer")
        .prefetch_related("identities")
        .order_by("name", "pk")
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
            | Q(employer__icontains=word)
            | Q(unit__name__icontains=word)
            | Q(post__icontains=word)
            | Q(industry__icontains=word)
        )
    for name in ("channel", "category"):
        if value := getattr(wanted, name):
            found &= Q((name, value))
    if wanted.level:
        found &= Q(Exists(Identity.objects.filter(supervisor=OuterRef("pk"), level=wanted.level)))
    if wanted.officer is not None:
        found &= Q(officer=wanted.officer) | Q(contact_pk=wanted.officer) if wanted.officer else Q(officer__isnull=True)
    return found


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
    match wanted.term:
        case "current":
            return Q(current=True)
        case "ending":
            return Q(current=True, term_ends__lte=today + timedelta(days=ENDING))
        case "ended":
            return Q(current=False)
    return Q()


def forms_of_month(supervisors: list[int], now: datetime) -> dict[tuple[int, str], Entry]:
    """This month's forms by supervisor and identity's level. One query."""
    rows = Entry.objects.filter(
        STANDING, _forms(now), dossier__in=supervisors, at__gte=start_of_month(now), at__lte=now
    )
    return {(row.dossier or 0, str(row.data.get("level", ""))): row for row in rows}


def not_contacted(zone_id: int, now: datetime) -> QuerySet[Supervisor]:
    """Supervisors in term with whom nobody of the office has spoken this month (5.1.c)."""
    today = local_date(now)
    terms = terms_on(today).filter(supervisor=OuterRef("pk"))
    spoken = _this_month(now).filter(CONTACTS)
    return Supervisor.objects.filter(Exists(terms), ~Exists(spoken), zone=zone_id).order_by("name", "pk")


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
