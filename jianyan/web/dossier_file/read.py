"""Reading a dossier for somebody, in a number of queries that does not grow with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from jianyan.accounts.models import Department, RoleName, Zone
from jianyan.accounts.queries import Actor
from jianyan.core.workdays import TZ, local_date
from jianyan.leads.models import Attachment, Audience, Call, FollowUp, Lead, OpinionForm, Reply, Supplement
from jianyan.people.models import Appointment, Change, Contact, Dismissal, Supervisor
from jianyan.people.queries import dossier_of
from jianyan.people.views.list import book_in_force
from jianyan.ui.formats import in_english
from jianyan.web.dossier_file.shapes import Dossier, FileIn, LeadIn

Row = TypeVar("Row", bound=Model)


def read(actor: Actor, zone: Zone, supervisor: Supervisor, now: datetime, term: Appointment | None = None) -> Dossier:
    """The dossier of a supervisor whom the actor sees (`people.queries.visible_to`).

    With a term: the forms, leads, contacts and rows of its days; what became of those leads later is there too.
    """
    own = supervisor.user_id == actor.user_id
    days = _days(term)
    leads = _leads(actor, supervisor, own, term)
    terms = list(supervisor.appointments.all())
    kept = [term] if term else terms
    rows = list(dossier_of(actor, supervisor).select_related("actor").order_by("at", "pk"))
    numbers = {lead.lead.subject for lead in leads}
    by_lead = defaultdict(list)
    for row in rows:
        by_lead[row.subject].append(row)
    for lead in leads:
        lead.rows = by_lead[lead.lead.subject]
    units = Department.objects.filter(zone=zone).values_list("pk", "name", "name_en")
    return Dossier(
        supervisor=supervisor,
        own=own,
        today=local_date(now),
        office=zone.office_name,
        zone=zone.name,
        term=term,
        rules=book_in_force(zone, now),
        terms=kept,
        levels=[identity.level for identity in supervisor.identities.all()],
        dismissals=list(Dismissal.objects.filter(appointment__in=kept).order_by("pk")),
        changes=list(Change.objects.filter(days, supervisor=supervisor).select_related("by").order_by("at", "pk")),
        forms=_forms(supervisor, term),
        leads=leads,
        contacts=list(Contact.objects.filter(days, supervisor=supervisor).select_related("by").order_by("at", "pk")),
        rows=[row for row in rows if row.subject in numbers or _within(term, row.at, row.subject)],
        departments={pk: en if in_english() and en else zh for pk, zh, en in units},
    )


def _bounds(term: Appointment) -> tuple[datetime, datetime]:
    """The first moment of a term, and the first after it."""
    last = term.term.last + timedelta(days=1)
    return _midnight(term.starts_on), _midnight(last)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), TZ)


def _days(term: Appointment | None, field: str = "at") -> Q:
    if term is None:
        return Q()
    first, after = _bounds(term)
    return Q((f"{field}__gte", first), (f"{field}__lt", after))


def _within(term: Appointment | None, at: datetime, subject: str) -> bool:
    """Whether a row that is about no lead of the file belongs in it."""
    if subject.startswith("lead:"):
        return False
    if term is None:
        return True
    first, after = _bounds(term)
    return first <= at < after


def _forms(supervisor: Supervisor, term: Appointment | None) -> list[OpinionForm]:
    forms = OpinionForm.objects.filter(_days(term, "submitted_at"), identity__supervisor=supervisor)
    return list(forms.select_related("identity", "entered_by").order_by("month", "identity"))


def _leads(actor: Actor, supervisor: Supervisor, own: bool, term: Appointment | None) -> list[LeadIn]:
    """The leads, each with what may be read of it: the rules of a lead's page, for many leads at once."""
    during = _days(term, "submitted_at")
    found = Lead.objects.filter(during, identity__supervisor=supervisor, zone=supervisor.zone_id)
    if not own and actor.has(RoleName.liaison):
        found = found.filter(hidden=False)  # whoever answers for a department does not learn who raised it (4.1.c)
    leads = [LeadIn(lead) for lead in found.select_related("lead_department", "split_from").order_by("pk")]
    ids = [each.lead.pk for each in leads]
    targets, parts = _targets(leads)
    answering = {*ids, *targets, *(pk for of in parts.values() for pk in of)}
    calls = _by_lead(Call.objects.filter(lead__in=ids).select_related("by"))
    replies = _by_lead(Reply.objects.filter(lead__in=answering).select_related("by", "department"))
    told = _by_lead(FollowUp.objects.filter(lead__in=ids).select_related("by"))
    added = Supplement.objects.filter(lead__in=ids).select_related("by")
    if own:
        added = added.filter(Q(by_reporter=True) | Q(audience=Audience.everybody))
    supplements = _by_lead(added)
    for each in leads:
        pk = each.lead.pk
        into = targets.get(each.into.pk) if each.into else None
        each.into = into
        each.calls, each.follow_ups, each.supplements = calls[pk], told[pk], supplements[pk]
        answered = [into.pk, *parts.get(into.pk, [])] if into else [pk]
        each.replies = sorted((reply for one in answered for reply in replies[one]), key=lambda reply: reply.pk)
    _files(leads, own)
    return leads


def _by_lead(rows: QuerySet[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.lead_id].append(row)  # type: ignore[attr-defined]
    return found


def _targets(leads: Iterable[LeadIn]) -> tuple[dict[int, Lead], dict[int, list[int]]]:
    """Where merged leads go on, at the end of a chain of mergers, and the parts of those that were split.

    A layer of a chain is one query: mergers into merged leads are rare and short.
    """
    waiting = {each.lead.pk: each.lead.merged_into_id for each in leads if each.lead.merged_into_id}
    known: dict[int, Lead] = {}
    asked = set(waiting.values())
    while asked:
        known |= {lead.pk: lead for lead in Lead.objects.filter(pk__in=asked)}
        asked = {lead.merged_into_id for lead in known.values() if lead.merged_into_id} - set(known)
    for each in leads:
        if each.lead.pk in waiting:
            target = known[each.lead.merged_into_id or 0]
            while target.merged_into_id:
                target = known[target.merged_into_id]
            each.into = target
    parts: dict[int, list[int]] = defaultdict(list)
    ends = {each.into.pk for each in leads if each.into}
    if ends:
        for pk, whole in Lead.objects.filter(split_from__in=ends).values_list("pk", "split_from"):
            parts[whole or 0].append(pk)
    return known, parts


def _files(leads: list[LeadIn], own: bool) -> None:
    """The attachments of leads, supplements and replies, each under the lead where it is read; one query."""
    answers: dict[int, list[LeadIn]] = defaultdict(list)
    for each in leads:
        for reply in each.replies:
            answers[reply.pk].append(each)
    at_home = {each.lead.pk: each for each in leads}
    rows = Attachment.objects.filter(Q(lead__in=at_home, reply__isnull=True) | Q(reply__in=answers))
    for row in rows.select_related("supplement").order_by("pk"):
        if row.reply_id is not None:
            places: Collection[LeadIn] = answers[row.reply_id]
        else:
            places = [at_home[row.lead_id or 0]] if not own or _for_oneself(row) else []
        for each in places:
            number = len(each.files) + 1
            path = f"{safe(each.lead.no)}/{number:02d} {safe(row.name)}"
            each.files.append(FileIn(row, row.name, path))


def _for_oneself(row: Attachment) -> bool:
    if row.contest_id is not None:
        return False  # between the office and the department
    by_reporter = row.supplement is None or row.supplement.by_reporter
    return by_reporter or row.audience == Audience.everybody


def safe(name: str) -> str:
    """A name as one part of a path in a .zip: nothing in it leads anywhere, whatever once was stored."""
    kept = "".join(" " if c in '\\/:*?"<>|' or not c.isprintable() else c for c in name)
    return " ".join(kept.split()).strip(" .")[:100] or "-"
