"""到期匿名: after the rulebook's years the person goes, the figures stay (5.2.a, 个人信息保护法)."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from jianyan.accounts.actions.anonymise import anonymise_user
from jianyan.accounts.models import RoleName, User
from jianyan.accounts.queries import Actor
from jianyan.core.flow import Hat, Refused
from jianyan.ledger.actions import record
from jianyan.people.anonymised import anonymised
from jianyan.people.models import Appointment, Change, Contact, Dismissal, Supervisor
from jianyan.people.queries import visible_to
from jianyan.people.queries.retention import due_for_anonymising, open_leads
from jianyan.rules.queries import NoRulebook, book, version_on


def years_kept(zone_id: int, at: datetime) -> int:
    """The rulebook's ``anonymise_after``; raises `Refused` ``no_rules`` where there is no rulebook in force."""
    try:
        return book(version_on(zone_id, timezone.localdate(at)).pk).number_of("anonymise_after")
    except NoRulebook as none:
        raise Refused("no_rules") from none


@transaction.atomic
def anonymise(actor: Actor, supervisor_id: int, *, at: datetime) -> Supervisor:
    """Clear what says who a supervisor was; it cannot be undone.

    Cleared: name, phone, employer, unit and post; earlier values of these; the notes of contacts; the words of a
    dismissal; the account, unless its person still works here in another role; the codes of certificates, so that none
    is found any more; and by `anonymised` the drafts, and the application with its files. Kept for the figures:
    channel, category, identities, industry, terms, forms, receipts and leads. The words of a lead are the office's
    record of a matter and stay; who raised it goes from it, because leads name a person by reference only.
    The row in the ledger is the tombstone; rows hold no words about a person, so that the chains still verify.

    By the head of the office, one by one: the clock never does it.

    Raises:
        Supervisor.DoesNotExist; Refused: ``wrong_hat``, ``no_rules``, ``anonymised``, ``kept_longer`` while the years
        are not over or a term runs, ``leads_open``.
    """
    if not actor.has(RoleName.head):
        raise Refused("wrong_hat")
    found = visible_to(actor).filter(pk=supervisor_id)
    supervisor = Supervisor.objects.select_for_update().get(pk__in=found.values("pk"))
    if supervisor.anonymised_at:
        raise Refused("anonymised")
    years = years_kept(actor.zone_id, at)
    due = due_for_anonymising(actor.zone_id, timezone.localdate(at), years)
    if not due.filter(pk=supervisor.pk).exists():
        raise Refused("kept_longer", years=years)
    if count := open_leads([supervisor.pk]).get(supervisor.pk):
        raise Refused("leads_open", count=count)
    name = f"已匿名{supervisor.pk}"
    _clear(supervisor, name, at)
    account = anonymise_user(actor, User.objects.select_for_update().get(pk=supervisor.user_id), at=at, name=name)
    anonymised.send(None, supervisor=supervisor, name=name, at=at)
    record(
        actor=actor,
        at=at,
        verb="supervisor.anonymise",
        subject=f"supervisor:{supervisor.pk}",
        dossier=supervisor.pk,
        data={"years": years, "terms": supervisor.appointments.count(), "account": account},
        clause="5.2.a",
        role=Hat.head,
    )
    return supervisor


def _clear(supervisor: Supervisor, name: str, at: datetime) -> None:
    supervisor.name, supervisor.anonymised_at = name, at
    supervisor.phone = supervisor.employer = supervisor.post = ""
    supervisor.unit = None
    supervisor.save()
    for term in supervisor.appointments.all():
        Appointment.objects.filter(pk=term.pk).update(token=uuid4())
    Change.objects.filter(supervisor=supervisor).update(was="", now="")
    Contact.objects.filter(supervisor=supervisor).update(text="")
    Dismissal.objects.filter(appointment__supervisor=supervisor).update(words="", statement="", decision="")
