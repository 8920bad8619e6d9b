"""Who was spoken with and who has filed this month, read from the ledger (4.3.a, 5.1.c)."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from jianyan.core.flow import Hat
from jianyan.core.opinion import month_of
from jianyan.core.workdays import TZ, local_date
from jianyan.ledger.models import Entry
from jianyan.ledger.queries import UNDONE
from jianyan.people.models import Identity

#: Acts in which the office and a supervisor spoke with each other (5.1.c): a contact, an answered call, a follow-up.
#: What was undone counts for nothing; only acts on a lead can be.
_ON_LEADS = Q(verb="lead.call") | Q(verb="lead.follow_up", role__in=(Hat.officer, Hat.head))
CONTACTS = Q(verb="supervisor.contact") | _ON_LEADS & Q(~UNDONE)
FORMS = ("form.file", "form.nil")

#: Forms that stand: a nil return that was taken back is in the ledger, and counts as none.
_TAKEN_BACK = Exists(Entry.objects.filter(subject=OuterRef("subject"), verb="form.undo_nil"))
STANDING = Q(verb="form.file") | Q(verb="form.nil") & ~Q(_TAKEN_BACK)


def start_of_month(now: datetime) -> datetime:
    """The first instant of the month in Shanghai."""
    return datetime.combine(month_of(local_date(now)), time(), TZ)


def _this_month(zone_id: int, now: datetime) -> QuerySet[Entry]:
    """The ledger's rows of this month about supervisors. Who is in them is asked once for all: ten thousand people are
    not looked for one by one."""
    return Entry.objects.filter(zone=zone_id, dossier__isnull=False, at__gte=start_of_month(now), at__lte=now)


def spoken(zone_id: int, now: datetime) -> Q:
    """Supervisors with whom the office has spoken this month, by `CONTACTS`."""
    undone = Entry.objects.filter(zone=zone_id, verb="lead.undo", at__gte=start_of_month(now))
    rows = undone.annotate(row=Cast(KT("data__row"), IntegerField())).filter(row__isnull=False).values("row")
    acts = Q(verb="supervisor.contact") | _ON_LEADS & ~Q(pk__in=rows)
    acted = _this_month(zone_id, now).filter(acts, verb__in=("supervisor.contact", "lead.call", "lead.follow_up"))
    return Q(pk__in=acted.values("dossier"))


def forms(zone_id: int, now: datetime, *verbs: str) -> QuerySet[Entry]:
    """This month's forms that stand; those that the office has entered may be for the month before."""
    rows = _this_month(zone_id, now).filter(verb__in=verbs)
    undone = Entry.objects.filter(zone=zone_id, verb="form.undo_nil", at__gte=start_of_month(now))
    of_month = Q(role=Hat.reporter) | Q(data__month=f"{local_date(now):%Y-%m}")
    return rows.filter(of_month, Q(verb="form.file") | ~Q(subject__in=undone.values("subject")))


def filed(zone_id: int, now: datetime) -> Q:
    """Supervisors who have filed this month's form in each of their identities."""
    owed = Identity.objects.filter(supervisor=OuterRef("dossier")).order_by().values("supervisor")
    given = forms(zone_id, now, *FORMS).order_by().values("dossier").annotate(n=Count("pk"))
    whole = given.filter(n__gte=Subquery(owed.annotate(n=Count("pk")).values("n"))).values("dossier")
    return Q(pk__in=whole) | ~Q(Exists(Identity.objects.filter(supervisor=OuterRef("pk"))))
